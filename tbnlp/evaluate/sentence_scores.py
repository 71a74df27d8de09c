"""Precision, recall and F1 over sentence x label, the unit in which agreement is measured too.

A sentence has a label when a part of a passage with that label shares a character with it. Gold
counts whatever its assertion or experiencer, and so do candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbnlp.evaluate.intervals import (
    Counts,
    Estimate,
    PrecisionRecall,
    Values,
    estimate,
    f1,
    precision,
    precision_recall,
    recall,
)
from tbnlp.evaluate.judged_notes import JudgedNote, Passage
from tbnlp.evaluate.tables import FEW
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Band

REVIEW: Final[frozenset[Band]] = frozenset({Band.STRONG, Band.POSSIBLE})
STRONG: Final[frozenset[Band]] = frozenset({Band.STRONG})
PREVALENCES: Final = (0.01, 0.05, 0.10)
"""Shares of sentences with a label for which precision is re-weighted: real files are sparser."""

Bands = frozenset[Band] | float
"""Which candidates count: those of some bands, or those whose score is at least a number."""


@dataclass(frozen=True, slots=True)
class Macro:
    """Unweighted means over labels. `n` of each figure is the number of labels in it."""

    precision: Estimate
    recall: Estimate
    f1: Estimate

    def to_json(self) -> dict[str, Any]:
        """The three means; n counts labels."""
        return {
            "precision": self.precision.to_json(),
            "recall": self.recall.to_json(),
            "f1": self.f1.to_json(),
        }


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """Figures over sentence x label at one set of bands.

    `macro`: over labels with at least 20 positives. `macro_all`: over all labels with any gold
    mark. `any_label`: sentences with at least one label. `reweighted`: pairs of a share of labelled
    sentences and the precision of `any_label` that follows from its recall and false alarms there.
    """

    sentences: int
    labels: tuple[tuple[str, PrecisionRecall], ...]
    micro: PrecisionRecall
    macro: Macro
    macro_all: Macro
    any_label: PrecisionRecall
    reweighted: tuple[tuple[float, Estimate], ...]

    def to_json(self) -> dict[str, Any]:
        """Every figure with its n and interval; labels under 20 positives are marked `few`."""
        return {
            "sentences": self.sentences,
            "labels": {
                name: {"few": row.positives < FEW, **row.to_json()} for name, row in self.labels
            },
            "micro": self.micro.to_json(),
            "macro": self.macro.to_json(),
            "macro_all": self.macro_all.to_json(),
            "any_label": self.any_label.to_json(),
            "precision_at_prevalence": {
                f"{share:g}": row.to_json() for share, row in self.reweighted
            },
        }


def score_sentences(
    notes: Sequence[JudgedNote], labels: Sequence[str], bands: Bands
) -> SentenceScores:
    """Score tagged notes at the given bands. Notes that were skipped must be left out before."""
    by_label, any_label = count_sentences(notes, labels, bands)
    positives = (by_label[:, :, 0] + by_label[:, :, 2]).sum(axis=0)
    return SentenceScores(
        sentences=sum(len(note.sentences) for note in notes),
        labels=tuple(
            (label, precision_recall(by_label[:, column])) for column, label in enumerate(labels)
        ),
        micro=precision_recall(by_label.sum(axis=1)),
        macro=_macro(by_label[:, positives >= FEW]),
        macro_all=_macro(by_label[:, positives > 0]),
        any_label=precision_recall(any_label[:, :3]),
        reweighted=tuple((share, _at_prevalence(any_label, share)) for share in PREVALENCES),
    )


def count_sentences(
    notes: Sequence[JudgedNote], labels: Sequence[str], bands: Bands
) -> tuple[Counts, Counts]:
    """Counts by case: for each label, and for sentences with any label.

    Shapes: (case, label, [true pos., false pos., false neg.]) and (case, [the same, true neg.]).
    """
    rows = {case: row for row, case in enumerate(dict.fromkeys(note.case_id for note in notes))}
    columns = {label: column for column, label in enumerate(labels)}
    by_label = np.zeros((len(rows), len(labels), 3), dtype=np.int64)
    any_label = np.zeros((len(rows), 4), dtype=np.int64)
    for note in notes:
        gold = label_grid(note.sentences, note.gold, columns)
        found = label_grid(note.sentences, in_bands(note.predicted, bands), columns)
        row = rows[note.case_id]
        for place, cells in enumerate((gold & found, ~gold & found, gold & ~found)):
            by_label[row, :, place] += cells.sum(axis=0)
        has, says = gold.any(axis=1), found.any(axis=1)
        any_label[row] += [
            (has & says).sum(),
            (~has & says).sum(),
            (has & ~says).sum(),
            (~has & ~says).sum(),
        ]
    return by_label, any_label


def in_bands(passages: Sequence[Passage], bands: Bands) -> list[Passage]:
    """The candidates whose band is one of `bands`, or whose score reaches it."""
    if isinstance(bands, float):
        return [item for item in passages if item.score is not None and item.score >= bands]
    return [item for item in passages if item.band in bands]


def label_grid(
    sentences: Sequence[Span], passages: Sequence[Passage], columns: dict[str, int]
) -> NDArray[np.bool_]:
    """Which sentence has which label. Shape: (sentence, label)."""
    grid = np.zeros((len(sentences), len(columns)), dtype=np.bool_)
    for passage in passages:
        for row, sentence in enumerate(sentences):
            if any(part.overlaps(sentence) for part in passage.parts):
                grid[row, columns[passage.label]] = True
    return grid


def _macro(counts: Counts) -> Macro:
    return Macro(
        *(estimate(counts, _mean_of(figure), counts.shape[1]) for figure in (precision, recall, f1))
    )


def _mean_of(figure: Callable[[Values], Values]) -> Callable[[Values], Values]:
    """The mean of a figure over the labels that gold holds; precision without predictions is 0."""

    def mean(sums: Values) -> Values:
        held = sums[..., 0] + sums[..., 2] > 0
        total = np.where(held, np.nan_to_num(figure(sums)), 0.0).sum(axis=1)
        blank = np.full(sums.shape[0], np.nan)
        return np.asarray(np.divide(total, held.sum(axis=1), out=blank, where=held.any(axis=1)))

    return mean


def _at_prevalence(counts: Counts, share: float) -> Estimate:
    def reweighted(sums: Values) -> Values:
        found = recall(sums)
        alarms = np.divide(
            sums[..., 1],
            sums[..., 1] + sums[..., 3],
            out=np.zeros(sums.shape[:-1]),
            where=sums[..., 1] + sums[..., 3] > 0,
        )
        right, wrong = share * found, (1 - share) * alarms
        return np.divide(
            right, right + wrong, out=np.full_like(right, np.nan), where=right + wrong > 0
        )

    return estimate(counts, reweighted, int(counts.sum()))
