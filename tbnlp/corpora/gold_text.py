"""A written note with its gold identifiers replaced by placeholders, and its marks moved along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tbnlp.corpora.written import GoldIdentifier, WrittenNote
from tbnlp.notes.placeholders import NUMBERED, render
from tbnlp.notes.span import Span

_KIND = {"ALIAS": "PERSON", "MINOR_INITIALS": "PERSON"}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def redact_by_gold(notes: Sequence[WrittenNote]) -> list[WrittenNote]:
    """The notes of one or more cases with placeholders for every gold identifier but ages and countries.

    For training and for rule tests only: what the product's own redactor does is measured elsewhere.
    Numbers count by first appearance in the case; persons keep one number over the case.
    """
    return [redacted for redacted, _ in redact_with_places(notes)]


def redact_with_places(notes: Sequence[WrittenNote]) -> list[tuple[WrittenNote, tuple[tuple[Span, Span], ...]]]:
    """The same, with the place of each placeholder in the new text and the span that it replaced."""
    numbers: dict[tuple[str, str, str], int] = {}
    return [_redact(note, numbers) for note in notes]


def _redact(
    note: WrittenNote, numbers: dict[tuple[str, str, str], int]
) -> tuple[WrittenNote, tuple[tuple[Span, Span], ...]]:
    text: list[str] = []
    edits: list[tuple[Span, int]] = []
    places: list[tuple[Span, Span]] = []
    place = length = 0
    for item in _outermost(note.identifiers):
        placeholder = _placeholder(note, item, numbers)
        text += [note.text[place : item.span.start], placeholder]
        length += item.span.start - place + len(placeholder)
        places.append((Span(length - len(placeholder), length), item.span))
        edits.append((item.span, len(placeholder)))
        place = item.span.end
    text.append(note.text[place:])
    passages = tuple(
        replace(item, span=_move(item.span, edits), parts=tuple(_move(part, edits) for part in item.parts))
        for item in note.passages
    )
    return replace(note, text="".join(text), identifiers=(), passages=passages), tuple(places)


def _outermost(identifiers: Sequence[GoldIdentifier]) -> list[GoldIdentifier]:
    kept: list[GoldIdentifier] = []
    for item in sorted(identifiers, key=lambda mark: (mark.span.start, -mark.span.end)):
        if not kept or item.span.start >= kept[-1].span.end:
            kept.append(item)
    return kept


def _placeholder(
    note: WrittenNote, item: GoldIdentifier, numbers: dict[tuple[str, str, str], int]
) -> str:
    kind = _KIND.get(item.type, item.type)
    if kind == "AGE":
        return note.text[item.span.start : item.span.end]
    if kind not in NUMBERED:
        return render(kind)
    surface = note.text[item.span.start : item.span.end].lower()
    identity = f"#{item.person}" if item.person is not None else surface
    counted = sum(1 for key in numbers if key[:2] == (note.case_id, kind))
    number = numbers.setdefault((note.case_id, kind, identity), counted + 1)
    year = _YEAR.search(surface) if kind == "DATE" else None
    return render(kind, number, year.group() if year else None)


def _move(span: Span, edits: Sequence[tuple[Span, int]]) -> Span:
    """A raw span in the coordinates of the replaced text; an edge inside an identifier takes it whole."""
    shift_start = shift_end = 0
    start, end = span.start, span.end
    for old, length in edits:
        change = length - len(old)
        if old.end <= span.start:
            shift_start += change
        elif old.start < span.start:
            start = old.start
        if old.start < span.end < old.end:
            end = old.end
        if old.end <= span.end or old.start < span.end < old.end:
            shift_end += change
    return Span(start + shift_start, end + shift_end)
