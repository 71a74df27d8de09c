"""Texts to learn from, as words and marks; apart from the loop, so that reading them needs no torch."""

from __future__ import annotations

from dataclasses import dataclass

from tbnlp.encoder.passages import Words


@dataclass(frozen=True, slots=True)
class GoldMark:
    """A gold passage in words: half-open range, label index, subtype index (or -1), value indices."""

    first: int
    last: int
    label: int
    subtype: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GoldText:
    """One text to learn from, with all its marks; an unmarked sentence counts as having no label."""

    words: Words
    marks: tuple[GoldMark, ...]
