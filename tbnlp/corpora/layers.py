"""Layers of marks by further annotators, who read the redacted text, put back onto the text as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tbnlp.corpora.gold_text import redact_with_places
from tbnlp.corpora.inline import ATTRIBUTES
from tbnlp.corpora.written import WrittenNote
from tbnlp.errors import InputError
from tbnlp.notes.span import Span

ANSWERS: Final = (*ATTRIBUTES, "certainty")


@dataclass(frozen=True, slots=True)
class Reading:
    """A note as annotators read it: redacted text, and how its places lie in the text as it was written.

    `places`: for each placeholder its span in the redacted text and the span that it replaced.
    """

    note: WrittenNote
    redacted: WrittenNote
    places: tuple[tuple[Span, Span], ...]

    def raw(self, span: Span) -> Span:
        """A span of the redacted text in the text as it was written; an edge in a placeholder takes it whole."""
        return Span(self._raw(span.start, end=False), self._raw(span.end, end=True))

    def shown(self, span: Span) -> Span:
        """A span of the text as it was written, in the redacted text; an edge in an identifier takes it whole."""
        back = Reading(self.redacted, self.note, tuple((written, shown) for shown, written in self.places))
        return back.raw(span)

    def _raw(self, place: int, *, end: bool) -> int:
        shift = 0
        for shown, written in self.places:
            if place <= shown.start:
                break
            if place < shown.end:
                return written.end if end else written.start
            shift = written.end - shown.end
        return place + shift


def readings(notes: Sequence[WrittenNote]) -> dict[str, Reading]:
    """Every note as annotators read it, by note id. Cases are numbered each for itself."""
    cases: dict[str, list[WrittenNote]] = {}
    for note in notes:
        cases.setdefault(note.case_id, []).append(note)
    return {
        note.note_id: Reading(note, redacted, places)
        for case in cases.values()
        for note, (redacted, places) in zip(case, redact_with_places(case), strict=True)
    }


def layer_rows(
    given: Iterable[Mapping[str, Any]], read: Mapping[str, Reading], annotator: str, schema_version: str
) -> list[dict[str, Any]]:
    """Rows of `annotations_<annotator>/annotations.jsonl` from marks that quote their words.

    `given`: note id and marks, each with `words` and `nth`, its occurrence in the redacted text from 1.
    Raises `InputError`, naming note and label, when the words do not stand there that often.
    """
    return [
        {
            "note_id": row["note_id"], "annotator": annotator, "schema_version": schema_version,
            "indicators": sorted(
                (_mark(mark, read[row["note_id"]]) for mark in row["marks"]),
                key=lambda mark: (mark["start"], mark["end"], mark["label"]),
            ),
        }
        for row in given
    ]


def _mark(mark: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    text, words = reading.redacted.text, mark["words"]
    start = -1
    for _ in range(mark.get("nth") or 1):
        start = text.find(words, start + 1)
        if start < 0:
            msg = f"note {reading.note.note_id}: the words of a mark of {mark['label']} do not stand there"
            raise InputError(msg)
    raw = reading.raw(Span(start, start + len(words)))
    answers = {name: mark[name] for name in ANSWERS if mark.get(name)}
    return {"start": raw.start, "end": raw.end, "label": mark["label"], "subtype": mark["subtype"], **answers}
