"""One note as the page shows it: segmented text, and its passages in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tbnlp.errors import InputError
from tbnlp.notes.span import Span
from tbnlp.report import plain_words
from tbnlp.report.marked_text import Part, Piece, Segment, pieces, segments, visible
from tbnlp.report.run_records import COUNTED_ASSERTIONS, CandidateRow, NoteRow
from tbnlp.schema.entries import Label, Schema
from tbnlp.schema.loader import load_schema

RETURN_OR_PULL = "return_or_pull"
"""The label whose every passage carries the notice `back_and_forth`. Source: the schema, its misuse note."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer about a passage. `stands_out` is true where it changes how the passage is to be read."""

    question: str
    answer: str
    stands_out: bool


@dataclass(frozen=True, slots=True)
class PassageView:
    """One candidate passage in words. It says nothing about a person.

    `number` counts inside the note, weak passages apart (`w1`). `apart`: why the passage does not
    count in summaries, empty when it does. `score`: probability 0-1 as text. The last six fields are
    the codes that the filters of the page compare.
    """

    number: str
    tag: str
    name: str
    subtype: str
    style: str
    quotes: tuple[tuple[Piece, ...], ...]
    facts: tuple[Fact, ...]
    apart: str
    band_word: str
    score: str
    evidence: tuple[tuple[str, str], ...]
    prompt: str
    not_meaning: str
    caution: str
    notice: str
    label: str
    family: str
    band: str
    assertion: str
    experiencer: str
    source: str

    @property
    def weak(self) -> bool:
        """True for a passage that stays hidden until it is asked for."""
        return self.band == "weak"

    @property
    def parts(self) -> int:
        """One, or two for a passage that stands in two sentences."""
        return len(self.quotes)


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note of the page. `segments` is empty when the run kept no text."""

    ordinal: int
    case_id: str
    note_id: str
    context: tuple[str, ...]
    note_type: str
    segments: tuple[Segment, ...]
    passages: tuple[PassageView, ...]

    @property
    def only_weak(self) -> bool:
        """True when there are passages, and all of them are weak."""
        return bool(self.passages) and all(passage.weak for passage in self.passages)


def note_view(ordinal: int, note: NoteRow, candidates: Sequence[CandidateRow]) -> NoteView:
    """The note with its passages, sorted by place.

    Raises `InputError` when a passage does not fit the text of its note.
    """
    rows = sorted(candidates, key=lambda row: (row.parts, row.label))
    text = note.redacted_text
    passages: list[PassageView] = []
    shown = weak = 0
    for row in rows:
        if row.band == "weak":
            weak += 1
            name = f"w{weak}"
        else:
            shown += 1
            name = str(shown)
        passages.append(passage_view(name, row, text))
    context = (note.note_type, note.setting, note.author_role)
    return NoteView(
        ordinal=ordinal,
        case_id=visible(note.case_id),
        note_id=visible(note.note_id),
        context=tuple(visible(plain_words.in_words(item)) for item in context if item),
        note_type=note.note_type or "",
        segments=_segments(text, rows) if text is not None else (),
        passages=tuple(passages),
    )


def _segments(text: str, rows: Sequence[CandidateRow]) -> tuple[Segment, ...]:
    # Weak passages come last, so that they leave the underlines next to the text to the others.
    order = sorted(range(len(rows)), key=lambda place: rows[place].band == "weak")
    try:
        parts = [
            Part(Span(start, end), owner, index)
            for owner in order
            for index, (start, end) in enumerate(rows[owner].parts)
        ]
        return tuple(segments(text, parts))
    except ValueError:
        msg = (
            "a row of candidates.jsonl does not fit the text of its note in notes.jsonl; "
            "the two files are not of one run"
        )
        raise InputError(msg) from None


def passage_view(number: str, row: CandidateRow, text: str | None) -> PassageView:
    """One candidate in words; its quote is cut from `text`, or taken from the row without one."""
    schema = load_schema()
    label = schema.label(row.label) if row.label in schema.label_ids else None
    not_meaning, caution = _caution(row, label)
    return PassageView(
        number=number,
        tag=visible(plain_words.in_words(row.label)),
        name=label.name if label else visible(plain_words.in_words(row.label)),
        subtype="" if row.subtype in {"", "unspecified"} else visible(row.subtype.replace("_", " ")),
        style=family_class(schema, row.family),
        quotes=_quotes(row, text),
        facts=_facts(row),
        apart=_apart(row),
        band_word=plain_words.in_words(row.band, plain_words.BAND),
        score=f"{row.score:.2f}",
        evidence=tuple((_kind_in_words(item.kind), visible(item.id)) for item in row.evidence),
        prompt=visible(row.reviewer_prompt or (label.reviewer_prompt if label else "")),
        not_meaning=visible(not_meaning),
        caution=visible(caution),
        notice=schema.notice("back_and_forth") if row.label == RETURN_OR_PULL else "",
        label=row.label,
        family=row.family,
        band=row.band,
        assertion=row.assertion,
        experiencer=row.experiencer,
        source=row.source,
    )


def family_class(schema: Schema, family_id: str) -> str:
    """The style class of a family: `f0` … in schema order, `fx` for one that the schema lacks."""
    ids = [family.id for family in schema.families]
    return f"f{ids.index(family_id)}" if family_id in ids else "fx"


def _caution(row: CandidateRow, label: Label | None) -> tuple[str, str]:
    """What the passage does not mean, and how it may be misread; the row's own words come first."""
    if label is None:
        return "", row.caution
    if not row.caution:
        return label.not_meaning, label.misuse_note
    if row.caution.startswith(label.not_meaning):
        return label.not_meaning, row.caution[len(label.not_meaning) :].strip()
    return label.not_meaning, row.caution


def _quotes(row: CandidateRow, text: str | None) -> tuple[tuple[Piece, ...], ...]:
    if text is not None:
        return tuple(pieces(text[start:end].strip()) for start, end in row.parts)
    return (pieces(row.quote),) if row.quote else ()


def _facts(row: CandidateRow) -> tuple[Fact, ...]:
    return (
        Fact(
            "stated how",
            visible(plain_words.in_words(row.assertion, plain_words.ASSERTION)),
            row.assertion != "affirmed",
        ),
        Fact(
            "when",
            visible(plain_words.in_words(row.temporality, plain_words.TEMPORALITY)),
            row.temporality in {"past", "future_planned"},
        ),
        Fact("who says it", visible(plain_words.in_words(row.source, plain_words.SOURCE)), False),
        Fact(
            "about whom",
            visible(plain_words.in_words(row.experiencer, plain_words.EXPERIENCER)),
            row.experiencer != "client",
        ),
        Fact(
            "other side",
            visible(plain_words.in_words(row.referent_role, plain_words.REFERENT_ROLE)),
            False,
        ),
    )


def _apart(row: CandidateRow) -> str:
    reasons = []
    if row.assertion not in COUNTED_ASSERTIONS:
        reasons.append(plain_words.in_words(row.assertion, plain_words.ASSERTION))
    if row.experiencer != "client":
        reasons.append(f"about {plain_words.in_words(row.experiencer, plain_words.EXPERIENCER)}")
    return visible(", ".join(reasons))


def _kind_in_words(kind: str) -> str:
    words = {"rule": "Its words fit the pattern", "model": "Scored by the model"}
    return words.get(kind, f"Found by the {kind.replace('_', ' ')}")
