"""How well annotators of the same notes agree: every figure with its n, its interval or the reason for its absence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tbnlp.errors import UsageError
from tbnlp.evaluate.agreement.attribute_figures import AttributeFigures, attribute_figures
from tbnlp.evaluate.agreement.confusion import Confusion, confusion
from tbnlp.evaluate.agreement.disagreements import (
    AnswerDifference,
    LabelDifference,
    answer_differences,
    label_differences,
)
from tbnlp.evaluate.agreement.matching import placed_marks
from tbnlp.evaluate.agreement.pair_figures import PairFigures, pair_figures
from tbnlp.evaluate.agreement.resampling import Resampling
from tbnlp.evaluate.agreement.rows import Kind, rows_of
from tbnlp.evaluate.agreement.sentence_counts import count_sentences
from tbnlp.evaluate.agreement.sentence_figures import MacroFigures, SentenceFigures, sentence_figures
from tbnlp.evaluate.agreement.set_figures import SetFigures, set_figures
from tbnlp.evaluate.agreement.shared_notes import SharedNote, label_grid, shared_notes
from tbnlp.evaluate.agreement.span_figures import SpanFigures, SpanMacro, span_figures
from tbnlp.evaluate.agreement.time_spent import TimeSpent, time_spent
from tbnlp.evaluate.intervals import MIN_CASES, REPEATS, SEED
from tbnlp.evaluate.tables import FEW
from tbnlp.formats.annotated_note import AnnotatedNote
from tbnlp.schema.entries import Schema

FORMAT_VERSION: Final = 1
"""Version of `agreement.json`; it goes up when a reader of older files could misread a newer one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What was compared. `read`: number of notes of each annotator, in the order of the annotators.

    `shared`: notes that two or more read; `by_all`: that all read. `versions`: schema versions of the annotations.
    `needs_review`: marks of an older schema that a decision asks to be read again.
    """

    annotators: tuple[str, ...]
    read: tuple[int, ...]
    notes: int
    shared: int
    by_all: int
    cases: int
    sentences: int
    versions: tuple[str, ...]
    needs_review: int
    texts_sha256: str

    def to_json(self) -> dict[str, Any]:
        """All counts; the hash covers ids and texts of all notes, in the order of the ids."""
        return {
            "annotators": list(self.annotators), "notes_read": dict(zip(self.annotators, self.read, strict=True)),
            "notes": self.notes, "notes_shared": self.shared, "notes_read_by_all": self.by_all, "cases": self.cases,
            "sentences": self.sentences, "schema_versions": list(self.versions),
            "marks_to_review": self.needs_review, "texts_sha256": self.texts_sha256,
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """All figures of one comparison. It holds places and names of annotators, and no note text."""

    schema_version: str
    schema_fingerprint: str
    repeats: int
    seed: int
    scope: Scope
    sentences: tuple[SentenceFigures, ...]
    macro: MacroFigures
    sets: SetFigures
    spans: tuple[SpanFigures, ...]
    span_macro: SpanMacro
    attributes: tuple[AttributeFigures, ...]
    pairs: tuple[PairFigures, ...]
    confusion: Confusion
    label_differences: tuple[LabelDifference, ...]
    answer_differences: tuple[AnswerDifference, ...]
    time: TimeSpent

    def to_json(self, inputs: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
        """Everything as JSON values. `inputs`: name and hash of each file that was read."""
        return {
            "format": FORMAT_VERSION,
            "schema": {"version": self.schema_version, "fingerprint": self.schema_fingerprint},
            "settings": {
                "repeats": self.repeats, "seed": self.seed, "min_cases": MIN_CASES, "rare_below": FEW,
                "interval": "percentile bootstrap over cases, 95 %",
            },
            "inputs": [dict(item) for item in inputs],
            "scope": self.scope.to_json(),
            "macro": {**self.macro.to_json(), "spans": self.span_macro.to_json()},
            **{name: self._rows(kind) for name, kind in (("labels", Kind.LABEL), ("families", Kind.FAMILY))},
            "any_label": self._rows(Kind.ANY)["any"],
            "label_sets": self.sets.to_json(),
            "attributes": {row.question: row.to_json() for row in self.attributes},
            "pairs": [pair.to_json() for pair in self.pairs],
            "confusion": self.confusion.to_json(),
            "time": self.time.to_json(),
            "label_differences": [item.to_json() for item in self.label_differences],
            "answer_differences": [item.to_json() for item in self.answer_differences],
        }

    def _rows(self, kind: Kind) -> dict[str, Any]:
        return {
            line.row.id: {**line.to_json(), "spans": spans.to_json()}
            for line, spans in zip(self.sentences, self.spans, strict=True) if line.row.kind is kind
        }


def measure(
    layers: Mapping[str, Sequence[AnnotatedNote]], schema: Schema, *, repeats: int = REPEATS, seed: int = SEED
) -> Agreement:
    """Compare the marks of two annotators or more.

    `layers`: notes of each annotator under a name, in the order in which they are shown. A note that an annotator
    does not have is missing there. With one annotator every figure is None with a reason. Raises `UsageError` for no
    annotator or fewer than 1 repeat, and `InputError` as `shared_notes` does.
    """
    if not layers or repeats < 1:
        msg = "agreement needs annotators, and 1 repeat of the bootstrap or more"
        raise UsageError(msg)
    names = tuple(layers)
    notes = shared_notes(layers, schema)
    rows = rows_of(schema)
    columns = {label: column for column, label in enumerate(schema.label_ids)}
    grids = [label_grid(note, columns) for note in notes]
    scope = _scope(layers, notes)
    draws = Resampling(scope.cases, repeats, seed)
    counts = count_sentences(notes, grids, rows, len(names))
    table, macro = sentence_figures(counts, rows, len(names), draws)
    marked = [(note, placed_marks(note)) for note in notes if note.shared]
    spans, span_macro = span_figures(marked, schema.label_ids, rows, [line.rare for line in table], draws)
    return Agreement(
        schema.version, schema.fingerprint, repeats, seed, scope, table, macro,
        set_figures(notes, grids, draws), spans, span_macro, attribute_figures(marked, draws),
        pair_figures(notes, counts, rows, names, draws), confusion(marked, schema.label_ids),
        label_differences(notes, grids, schema.label_ids, names), answer_differences(marked, names),
        time_spent(layers),
    )


def _scope(layers: Mapping[str, Sequence[AnnotatedNote]], notes: Sequence[SharedNote]) -> Scope:
    shared = [note for note in notes if note.shared]
    digest = hashlib.sha256()
    for note in sorted(notes, key=lambda note: (note.case_id, note.note_id)):
        digest.update(f"{note.case_id}\0{note.note_id}\0{note.readings[0].text_sha256}\n".encode())
    return Scope(
        annotators=tuple(layers),
        read=tuple(len(held) for held in layers.values()),
        notes=len(notes),
        shared=len(shared),
        by_all=sum(len(note.readers) == len(layers) for note in notes),
        cases=len({note.case for note in shared}),
        sentences=sum(len(note.sentences) for note in shared),
        versions=tuple(sorted({note.schema_version for held in layers.values() for note in held})),
        needs_review=sum(
            bool(mark.needs_review) for held in layers.values() for note in held for mark in note.marks
        ),
        texts_sha256=digest.hexdigest(),
    )
