"""One note as the page shows it: segmented text, and its passages in the order of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tbnlp.errors import InputError
from tbnlp.notes.span import Span
from tbnlp.report import plain_words
from tbnlp.report.folding import Fold, fold
from tbnlp.report.marked_text import Part, Piece, Segment, pieces, segments, visible
from tbnlp.report.run_records import COUNTED_ASSERTIONS, CandidateRow, NoteRow
from tbnlp.schema.entries import Label, Schema
from tbnlp.schema.loader import load_schema

PREFIX: Final[Mapping[Fold, str]] = {Fold.SHOWN: "", Fold.FAINT: "f", Fold.WEAK: "w"}
"""What the number of a passage begins with."""

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

    `number` counts inside the note, fainter (`f1`) and weak (`w1`) passages apart. `apart`: why the passage does not
    count in summaries, empty when it does. `score`: probability 0-1 as text. The last six fields are
    the codes that the filters of the page compare.
    """

    number: str
    fold: Fold
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
        """True for a passage that stays hidden until weak ones are asked for."""
        return self.fold is Fold.WEAK

    @property
    def faint(self) -> bool:
        """True for a possible passage that stays folded until fainter ones are asked for."""
        return self.fold is Fold.FAINT

    @property
    def standing_out(self) -> tuple[Fact, ...]:
        """The answers that change how the passage is to be read."""
        return tuple(fact for fact in self.facts if fact.stands_out)

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

    @property
    def only_folded(self) -> bool:
        """True when some passages are fainter ones, and no other than weak ones stand beside them."""
        return bool(self.faint) and not self.shown

    @property
    def shown(self) -> int:
        """How many passages the page opens with."""
        return self._count(Fold.SHOWN)

    @property
    def faint(self) -> int:
        """How many possible passages are folded as fainter ones."""
        return self._count(Fold.FAINT)

    @property
    def weak(self) -> int:
        """How many passages are weak."""
        return self._count(Fold.WEAK)

    def _count(self, kind: Fold) -> int:
        return sum(passage.fold is kind for passage in self.passages)


def note_view(
    ordinal: int, note: NoteRow, candidates: Sequence[CandidateRow], point: float | None = None
) -> NoteView:
    """The note with its passages, sorted by place; possible ones below `point` (0-1) are folded.

    Raises `InputError` when a passage does not fit the text of its note.
    """
    rows = sorted(candidates, key=lambda row: (row.parts, row.label))
    text = note.redacted_text
    folds = [fold(row.band, row.score, point) for row in rows]
    passages = [
        passage_view(f"{PREFIX[kind]}{folds[: place + 1].count(kind)}", row, text, kind)
        for place, (row, kind) in enumerate(zip(rows, folds, strict=True))
    ]
    context = (note.note_type, note.setting, note.author_role)
    return NoteView(
        ordinal=ordinal,
        case_id=visible(note.case_id),
        note_id=visible(note.note_id),
        context=tuple(visible(plain_words.in_words(item)) for item in context if item),
        note_type=note.note_type or "",
        segments=_segments(text, rows, folds) if text is not None else (),
        passages=tuple(passages),
    )


def _segments(
    text: str, rows: Sequence[CandidateRow], folds: Sequence[Fold]
) -> tuple[Segment, ...]:
    # Folded passages come last, so that they leave the underlines next to the text to the others.
    order = sorted(range(len(rows)), key=lambda place: list(Fold).index(folds[place]))
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


def passage_view(number: str, row: CandidateRow, text: str | None, kind: Fold) -> PassageView:
    """One candidate in words; its quote is cut from `text`, or taken from the row without one."""
    schema = load_schema()
    label = schema.label(row.label) if row.label in schema.label_ids else None
    not_meaning, caution = _caution(row, label)
    return PassageView(
        number=number,
        fold=kind,
        tag=visible(plain_words.in_words(row.label)),
        name=label.name if label else visible(plain_words.in_words(row.label)),
        subtype="" if row.subtype in {"", "unspecified"} else visible(row.subtype.replace("_", " ")),
        style=family_class(schema, row.family),
        quotes=_quotes(row, text),
        facts=_facts(row),
        apart=_apart(row),
        band_word=("fainter " if kind is Fold.FAINT else "")
        + plain_words.in_words(row.band, plain_words.BAND),
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
