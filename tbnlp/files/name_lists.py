"""Lists of given names and surnames, read once when first asked."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def given_names() -> frozenset[str]:
    """Given names of many origins, in lower case, without diacritics. No list holds every name."""
    return _lines("given_names.txt")


@cache
def surnames() -> frozenset[str]:
    """Surnames in lower case, without diacritics; many are ordinary words as well."""
    return _lines("surnames.txt")


def _lines(name: str) -> frozenset[str]:
    source = resources.files("tbnlp.files").joinpath("name_lists", name)
    return frozenset(source.read_text(encoding="utf-8").split())
