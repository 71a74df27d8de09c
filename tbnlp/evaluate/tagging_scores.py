"""Score a tagger on written notes, from raw text through the product or from gold redaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from typing import Final

from tbnlp.corpora.gold_text import redact_by_gold
from tbnlp.corpora.written import WrittenNote, digest
from tbnlp.evaluate.calibration_scores import score_calibration
from tbnlp.evaluate.intervals import Share
from tbnlp.evaluate.judged_notes import JudgedNote, judged, moved_gold, skipped
from tbnlp.evaluate.passage_scores import score_passages
from tbnlp.evaluate.redaction_scores import RedactNotes, redact_written
from tbnlp.evaluate.sentence_scores import REVIEW, STRONG, Bands, in_bands, score_sentences
from tbnlp.evaluate.tagging_figures import BandScores, SliceScores, TaggingScores
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.tagged_note import TaggedNote
from tbnlp.rules.document import Documents
from tbnlp.schema.loader import load_schema
from tbnlp.stage import Skipped

TagNotes = Callable[[Sequence[RedactedNote]], list[TaggedNote | Skipped]]
"""What an opened tagger is: redacted notes in, one answer a note, in order."""

PRODUCT: Final = "product"
GOLD: Final = "gold"
"""The two kinds of text a tagger is scored on: our own redaction, or redaction by gold marks."""

_SLICES: Final[tuple[tuple[str, Callable[[JudgedNote], str]], ...]] = (
    ("setting", lambda note: note.setting),
    ("note form", lambda note: note.note_type),
)


def judge_product(
    notes: Sequence[WrittenNote], redact: RedactNotes, tag: TagNotes
) -> list[JudgedNote]:
    """The full path: raw text, our redaction, the tagger; gold is moved into the redacted text."""
    redacted = redact_written(notes, redact)
    moved = [
        note if isinstance(result, Skipped) else moved_gold(note, result)
        for note, result in zip(notes, redacted, strict=True)
    ]
    passed = [result for result in redacted if not isinstance(result, Skipped)]
    tagged = iter(tag(passed))
    return [
        _judge(note, result if isinstance(result, Skipped) else next(tagged))
        for note, result in zip(moved, redacted, strict=True)
    ]


def gold_redacted(
    notes: Sequence[WrittenNote], documents: Documents
) -> tuple[list[WrittenNote], list[RedactedNote]]:
    """Notes with placeholders for gold identifiers, in the order given, and their token records."""
    places = sorted(range(len(notes)), key=lambda place: notes[place].case_id)
    replaced: dict[int, WrittenNote] = {}
    for _, group in groupby(places, key=lambda place: notes[place].case_id):
        members = list(group)
        replaced.update(
            zip(members, redact_by_gold([notes[place] for place in members]), strict=True)
        )
    ordered = [replaced[place] for place in range(len(notes))]
    records = [
        documents.analyse(note.text, case_id=note.case_id, note_id=note.note_id, row=row)
        for row, note in enumerate(ordered)
    ]
    return ordered, records


def judge_gold(
    notes: Sequence[WrittenNote], documents: Documents, tag: TagNotes
) -> list[JudgedNote]:
    """Tag text that was redacted by the gold marks. Says nothing about our own redaction."""
    ordered, records = gold_redacted(notes, documents)
    return [_judge(note, result) for note, result in zip(ordered, tag(records), strict=True)]


def _judge(note: WrittenNote, result: TaggedNote | Skipped) -> JudgedNote:
    return skipped(note) if isinstance(result, Skipped) else judged(note, result)


def score_tagging(
    notes: Sequence[WrittenNote],
    results: Sequence[JudgedNote],
    *,
    system: str,
    source: str,
    text: str,
    seen_writers: Collection[str] = (),
    probabilities: bool = True,
    reading_point: float | None = None,
) -> TaggingScores:
    """All figures of one system. `results` are the judged `notes`, in the same order.

    `seen_writers`: writers of the notes that the system learned from. `probabilities`: False for a
    system whose scores are no probabilities; then calibration is left out. `reading_point`: score of
    the balanced working point; None for a system that has the one of its review band.
    """
    labels = load_schema().label_ids
    tagged = [note for note in results if note.tagged]
    lost = [note for note in results if not note.tagged]
    return TaggingScores(
        system=system,
        source=source,
        text=text,
        digest=digest(notes),
        notes=len(results),
        cases=len({note.case_id for note in results}),
        skipped=Share(len(lost), len(results)),
        lost=sum(len(note.gold) for note in lost),
        review=_at_bands("review", tagged, labels, REVIEW),
        strong=_at_bands("strong", tagged, labels, STRONG),
        reading=_at_bands("reading", tagged, labels, REVIEW if reading_point is None else reading_point),
        slices=tuple(_slices(tagged, labels, seen_writers)),
        calibration=score_calibration(tagged) if probabilities else None,
    )


def _at_bands(
    name: str, notes: Sequence[JudgedNote], labels: Sequence[str], bands: Bands
) -> BandScores:
    bare = [note for note in notes if not note.gold]
    return BandScores(
        name,
        score_sentences(notes, labels, bands),
        score_passages(notes, labels, bands),
        Share(sum(bool(in_bands(note.predicted, bands)) for note in bare), len(bare)),
    )


def _slices(
    notes: Sequence[JudgedNote], labels: Sequence[str], seen: Collection[str]
) -> list[SliceScores]:
    def writer(note: JudgedNote) -> str:
        return "seen" if note.writer in seen else "unseen"

    dimensions = (("writer", writer), *_SLICES)
    found = []
    for dimension, of in dimensions:
        for value in sorted({of(note) for note in notes}):
            chosen = [note for note in notes if of(note) == value]
            scores = score_sentences(chosen, labels, REVIEW)
            found.append(SliceScores(dimension, value, len(chosen), scores.micro, scores.macro_all))
    return found
