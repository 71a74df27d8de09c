"""Gold passages and candidates of one note side by side, in coordinates of its redacted text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tbnlp.corpora.written import GoldPassage, WrittenNote
from tbnlp.notes.redacted_note import RedactedNote, Replacement
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes, Band, Candidate, TaggedNote


@dataclass(frozen=True, slots=True)
class Passage:
    """A gold passage or a candidate. `score` and `band` are None for gold."""

    label: str
    subtype: str
    parts: tuple[Span, ...]
    attributes: Attributes
    score: float | None = None
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class JudgedNote:
    """One note to score. `tagged` is False where a stage skipped it: nothing was predicted then.

    `words` and `sentences` are spans of the redacted text; both are empty for a skipped note.
    """

    case_id: str
    note_id: str
    writer: str
    setting: str
    note_type: str
    words: tuple[Span, ...]
    sentences: tuple[Span, ...]
    gold: tuple[Passage, ...]
    predicted: tuple[Passage, ...]
    tagged: bool = True


def judged(note: WrittenNote, tagged: TaggedNote) -> JudgedNote:
    """A note whose gold passages are already in the coordinates of the tagged text."""
    tokens = tagged.note.tokens
    text = tagged.note.text
    return JudgedNote(
        note.case_id,
        note.note_id,
        note.writer,
        note.setting,
        note.note_type,
        words=tuple(
            Span(start, end)
            for start, end in zip(tokens.starts, tokens.ends, strict=True)
            if not text[start:end].isspace()
        ),
        sentences=tagged.note.sentences,
        gold=tuple(_gold(item) for item in note.passages),
        predicted=tuple(_candidate(item) for item in tagged.candidates),
    )


def skipped(note: WrittenNote) -> JudgedNote:
    """A note that a stage skipped: its gold passages are counted apart from every figure."""
    gold = tuple(_gold(item) for item in note.passages)
    return JudgedNote(
        note.case_id,
        note.note_id,
        note.writer,
        note.setting,
        note.note_type,
        (),
        (),
        gold,
        (),
        tagged=False,
    )


def moved_gold(note: WrittenNote, redacted: RedactedNote) -> WrittenNote:
    """The written note with its gold passages in the coordinates of a redaction of it.

    The text and the identifiers stay as they were. An edge inside a replaced span takes the whole
    placeholder; every other edge stays on its character.
    """
    passages = tuple(
        replace(
            item,
            span=moved(item.span, redacted.replacements),
            parts=tuple(moved(part, redacted.replacements) for part in item.parts),
        )
        for item in note.passages
    )
    return replace(note, passages=passages)


def moved(span: Span, replacements: Sequence[Replacement]) -> Span:
    """A raw span in redacted coordinates. `replacements` are in the order of the text."""
    start, end = span.start, span.end
    for item in replacements:
        change = item.span.end - item.raw_span.end
        if item.raw_span.end <= span.start:
            start = span.start + change
        elif item.raw_span.start <= span.start:
            start = item.span.start
        if item.raw_span.end <= span.end:
            end = span.end + change
        elif item.raw_span.start < span.end:
            end = item.span.end
    return Span(start, end)


def _gold(item: GoldPassage) -> Passage:
    attributes = Attributes(
        item.assertion, item.temporality, item.source, item.experiencer, item.referent_role
    )
    return Passage(item.label, item.subtype, item.pieces, attributes)


def _candidate(item: Candidate) -> Passage:
    return Passage(item.label, item.subtype, item.parts, item.attributes, item.score, item.band)
