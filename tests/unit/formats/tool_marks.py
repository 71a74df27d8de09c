"""A mark with everything in it, and which of it is gone when a person changed the mark inside a tool."""

from __future__ import annotations

from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin
from tbnlp.formats.losses import Loss
from tbnlp.notes.span import Span
from tbnlp.schema.loader import load_schema

SCHEMA = load_schema()
TEXT = "She is afraid of him. She is thankful too. <PERSON_1> left 😀 at 4."
FULL_MARK = Mark(
    "m1", "fear_with_gratitude", "thanks_for_kindness", (Span(0, 20), Span(22, 41)),
    (("assertion", "affirmed"), ("source", "client_paraphrased"), ("certainty", "low")), "read again", 0.5,
)
FULL_NOTE = AnnotatedNote(
    "c1", "n1", TEXT, "pipe-1", Origin.SUGGESTED, SCHEMA.version, SCHEMA.fingerprint, (FULL_MARK,),
    "2026-01-02T03:04:05+00:00", 3.5,
)


def lost(found: AnnotatedNote) -> set[Loss]:
    """What of `FULL_NOTE` is not in a note whose mark was moved by a person."""
    (mark,) = found.marks
    return {
        loss for loss, is_lost in (
            (Loss.SUBTYPE, mark.subtype != FULL_MARK.subtype),
            (Loss.ATTRIBUTES, mark.answer("source") is None),
            (Loss.CERTAINTY, mark.answer("certainty") is None),
            (Loss.COMMENT, not mark.comment),
            (Loss.PARTS, len(mark.parts) == 1),
            (Loss.MARK_ID, mark.mark_id != FULL_MARK.mark_id),
            (Loss.SCORE, mark.score is None),
            (Loss.TIMES, found.minutes is None),
            (Loss.ANNOTATOR, not found.annotator),
            (Loss.SCHEMA_VERSION, not found.schema_version),
        ) if is_lost
    }
