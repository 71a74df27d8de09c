"""Roles of the persons of a note, read from the words around their placeholders."""

from __future__ import annotations

from collections.abc import Mapping

from tbnlp.rules.words import Words


def roles_of(words: Words) -> Mapping[str, str]:
    """Role by placeholder for persons whose role the note makes clear."""
    return {}
