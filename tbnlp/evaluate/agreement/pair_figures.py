"""Every two annotators side by side, in the order of the annotators: for finding a misread rule, not for order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tbnlp.evaluate.agreement import coefficients
from tbnlp.evaluate.agreement.resampling import Figure, Gap, Resampling
from tbnlp.evaluate.agreement.rows import Kind, Row
from tbnlp.evaluate.agreement.sentence_counts import SentenceCounts, pair_numbers
from tbnlp.evaluate.agreement.shared_notes import SharedNote
from tbnlp.evaluate.intervals import Values
from tbnlp.evaluate.tables import FEW


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Two annotators on the notes that both read, all labels pooled: each sentence counts once for each label.

    `positives`: cells of sentence x label that one of them or both labelled. Pooled figures weigh frequent labels
    more than the mean over labels does.
    """

    one: str
    other: str
    notes: int
    sentences: int
    positives: int
    positive_agreement: Figure
    kappa: Figure

    def to_json(self) -> dict[str, Any]:
        """Names, counts and both figures."""
        return {
            "annotators": [self.one, self.other], "notes": self.notes, "sentences": self.sentences,
            "positives": self.positives, "positive_agreement": self.positive_agreement.to_json(),
            "kappa": self.kappa.to_json(),
        }


def pair_figures(
    notes: Sequence[SharedNote], counts: SentenceCounts, rows: Sequence[Row], names: Sequence[str], draws: Resampling
) -> tuple[PairFigures, ...]:
    """One entry for every two annotators."""
    labels = [place for place, row in enumerate(rows) if row.kind is Kind.LABEL]
    pooled = counts.pairs[:, labels].sum(axis=1)
    total = pooled.sum(axis=0)
    found = []
    for number, (one, other) in enumerate(pair_numbers(len(names))):
        common = [note for note in notes if one in note.readers and other in note.readers]
        cells = total[number]
        positives = int(cells.sum() - cells[0, 0])
        gap = _gap(len(common), positives)
        found.append(PairFigures(
            names[one], names[other], len(common), sum(len(note.sentences) for note in common), positives,
            draws.figure(pooled[:, number], _positive_agreement, positives, gap, Gap.NO_VARIATION),
            draws.figure(pooled[:, number], coefficients.cohen_kappa, int(cells.sum()), gap, Gap.NO_VARIATION),
        ))
    return tuple(found)


def _positive_agreement(sums: Values) -> Values:
    both, differ = 2 * sums[..., 1, 1], sums[..., 0, 1] + sums[..., 1, 0]
    return np.asarray(coefficients.positive_agreement(both, both + differ, 2 * sums[..., 0, 0] + differ))


def _gap(notes: int, positives: int) -> Gap:
    if not notes:
        return Gap.NOTHING_SHARED
    return Gap.NONE if positives >= FEW else Gap.RARE
