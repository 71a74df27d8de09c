"""Given names by region and usual gender, for counts over a corpus; never used on a person's file."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from typing import Final

import yaml

NOT_TOLD: Final = "not told"


@cache
def _lists() -> dict[str, dict[str, tuple[str, ...]]]:
    text = resources.files("tbnlp.evaluate").joinpath("given_names.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return {region: {gender: tuple(names.split()) for gender, names in genders.items()}
            for region, genders in content.items()}


def origins() -> tuple[str, ...]:
    """The regions of the lists, in file order."""
    return tuple(_lists())


def given_names_of(region: str, gender: str) -> tuple[str, ...]:
    """The names of a region for `female` or `male`. Raises `KeyError` for an unknown one."""
    return _lists()[region][gender]


@cache
def _by_name() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    found: dict[str, tuple[set[str], set[str]]] = {}
    for region, genders in _lists().items():
        for gender, names in genders.items():
            for name in names:
                regions, kinds = found.setdefault(name, (set(), set()))
                regions.add(region)
                kinds.add(gender)
    return {name: (frozenset(regions), frozenset(kinds)) for name, (regions, kinds) in found.items()}


def origin_and_gender(name: str) -> tuple[str, str]:
    """Region and usual gender of a given name; `not told` where it is on no list or on several."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    regions, kinds = _by_name().get(plain.lower(), (frozenset(), frozenset()))
    return (next(iter(regions)) if len(regions) == 1 else NOT_TOLD, next(iter(kinds)) if len(kinds) == 1 else NOT_TOLD)
