"""A note with the passages that one annotator, or one run of the program, marked in it.

This is the record that every format of another tool is turned into and made from.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tbnlp.notes import placeholders
from tbnlp.notes.span import Span

ATTRIBUTE_ORDER: Final = (
    "assertion", "source", "temporality", "experiencer", "referent_role", "certainty", "referent_kin",
)
"""The order in which an annotator answers (guideline, procedure, step 5), kept in every file that is written."""


class Origin(StrEnum):
    """Who made the marks. A suggestion is never counted as somebody's answer."""

    ANNOTATED = "annotated"
    SUGGESTED = "suggested"


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked passage. It says how a note is worded, and nothing about a person.

    `parts`: one span, or two for labels that may cross a sentence end; code points, half-open, sorted.
    `attributes`: question and answer of the schema, in `ATTRIBUTE_ORDER`; a question that the annotator or
    the tool left open is not in it. `score`: probability 0-1 of a suggestion, None for a person's mark.
    `needs_review`: numbers of the decisions under which a mark of an older guideline must be read again.
    """

    mark_id: str
    label: str
    subtype: str
    parts: tuple[Span, ...]
    attributes: tuple[tuple[str, str], ...]
    comment: str = ""
    score: float | None = None
    needs_review: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.parts) <= 2 or any(part.end <= part.start for part in self.parts):
            msg = f"mark {self.mark_id}: a passage has one or two parts, and none is empty"
            raise ValueError(msg)
        if len(self.parts) == 2 and self.parts[0].end > self.parts[1].start:
            msg = f"mark {self.mark_id}: its two parts overlap or are not in the order of the text"
            raise ValueError(msg)

    @property
    def span(self) -> Span:
        """From the first part to the last."""
        return self.parts[0].cover(self.parts[-1])

    def answer(self, attribute: str) -> str | None:
        """The answer to an attribute, or None where it was left open."""
        return dict(self.attributes).get(attribute)


@dataclass(frozen=True, slots=True)
class AnnotatedNote:
    """One note, one annotator, all marks.

    `text` is redacted, or invented for a written corpus; offsets are code points on exactly this text.
    `annotated_at`: ISO 8601 with offset, or empty. `minutes`: time spent, None when it was not recorded.
    Raises `ValueError` when a mark ends behind the text, cuts a placeholder or doubles an id.
    """

    case_id: str
    note_id: str
    text: str
    annotator: str
    origin: Origin
    schema_version: str
    schema_fingerprint: str
    marks: tuple[Mark, ...]
    annotated_at: str = ""
    minutes: float | None = None

    def __post_init__(self) -> None:
        places = placeholders.find(self.text)
        seen: set[str] = set()
        for mark in self.marks:
            if mark.mark_id in seen:
                msg = f"note {self.note_id}: two marks share the id {mark.mark_id}"
                raise ValueError(msg)
            seen.add(mark.mark_id)
            for part in mark.parts:
                if part.end > len(self.text) or any(part.cuts(place) for place in places):
                    msg = f"note {self.note_id}: mark {mark.mark_id} leaves the text or cuts a placeholder"
                    raise ValueError(msg)

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text in UTF-8: two files are about the same note only when it is equal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def in_order(attributes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Answers in the order of the guideline; names that the guideline does not know are left out."""
    return tuple((name, attributes[name]) for name in ATTRIBUTE_ORDER if attributes.get(name))


def sorted_marks(marks: list[Mark]) -> tuple[Mark, ...]:
    """Marks in the order of the text; equal places by label and id, so that files compare byte for byte."""
    return tuple(sorted(marks, key=lambda mark: (mark.span.start, mark.span.end, mark.label, mark.mark_id)))
