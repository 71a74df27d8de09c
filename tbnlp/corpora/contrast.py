"""Contrast pairs: two short passages that differ by one small change, which flips a label or one answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

from tbnlp.corpora.inline import ATTRIBUTES, Parsed, parse
from tbnlp.schema.entries import Schema

FLIPS: Final = ("label", "unmarked", "subtype", *ATTRIBUTES)
MOST_WORDS: Final = 6
"""Words that may differ between the two sides."""
DATE: Final = "2024-01-01"  # a pair has no date; the column may not be empty
_BLOCK: Final = re.compile(r"pair: (?P<id>\S+)\s*\nflips: (?P<flips>\w+)\s*\na: (?P<a>.+)\nb: (?P<b>.+)")


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair. `mistakes`: what is wrong with it; empty when it may be used."""

    id: str
    flips: str
    sides: tuple[Parsed, Parsed]
    mistakes: tuple[str, ...]


def read_pairs(path: Path, schema: Schema) -> list[Pair]:
    """The pairs of a file that people write: `pair`, `flips`, `a` and `b`, a block each."""
    return [_pair(match, schema) for match in _BLOCK.finditer(path.read_text(encoding="utf-8"))]


def pair_rows(pair: Pair, writer: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """A pair as two notes of one case, each with its row of marks."""
    for side, parsed in zip("ab", pair.sides, strict=True):
        name = f"{pair.id}-{side}"
        yield (
            {"case_id": pair.id, "note_id": name, "writer": writer, "note_type": "other", "setting": "unknown",
             "date": DATE, "text": parsed.text},
            {"note_id": name, "annotator": "writer", "pii": [], "indicators": parsed.indicators},
        )


def _pair(match: re.Match[str], schema: Schema) -> Pair:
    head = "".join(f"{name}: x\n" for name in ("case_id", "note_id", "note_type", "setting", "date"))
    first, second = (parse(f"{head}---\n{match[side].strip()}", schema) for side in ("a", "b"))
    return Pair(match["id"], match["flips"], (first, second), tuple(_mistakes(match["flips"], first, second)))


def _mistakes(flips: str, first: Parsed, second: Parsed) -> Iterator[str]:
    yield from (*first.mistakes, *second.mistakes)
    if flips not in FLIPS:
        yield f"flips {flips!r}, which is none of {', '.join(FLIPS)}"
    if changed_words(first.text, second.text) > MOST_WORDS:
        yield f"its sides differ in more than {MOST_WORDS} words"
    labels = [sorted(mark["label"] for mark in side.indicators) for side in (first, second)]
    if (flips in {"label", "unmarked"}) == (labels[0] == labels[1]):
        yield f"flips {flips}, and its labels are {'the same' if labels[0] == labels[1] else 'others'} on both sides"
    if flips == "unmarked" and all(labels):
        yield "flips unmarked, and both sides carry a mark"
    if flips in {"subtype", *ATTRIBUTES} and labels[0] == labels[1] and not _differ(first, second, flips):
        yield f"flips {flips}, which is the same on both sides"


def _differ(first: Parsed, second: Parsed, name: str) -> bool:
    return any(one[name] != other[name] for one, other in zip(first.indicators, second.indicators, strict=True))


def changed_words(one: str, other: str) -> int:
    """Words that stand on one side and not on the other, counted on the side that has more of them."""
    left, right = one.split(), other.split()
    pieces = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in pieces if kind != "equal")
