"""Alpha of whole label sets of a sentence, so that a partly shared set counts as partly shared.

Most sentences have the empty set for everybody, as in the rows of single labels; they count as agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbnlp.evaluate.agreement import coefficients
from tbnlp.evaluate.agreement.resampling import Figure, Gap, Resampling, Statistic
from tbnlp.evaluate.agreement.shared_notes import Grid, SharedNote
from tbnlp.evaluate.intervals import Values

LabelSet = frozenset[int]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SetFigures:
    """Alpha with two distances between sets; `n` counts sentences, `sets` the different sets that were given."""

    jaccard: Figure
    masi: Figure
    sets: int

    def to_json(self) -> dict[str, Any]:
        """Both alphas."""
        return {"alpha_jaccard": self.jaccard.to_json(), "alpha_masi": self.masi.to_json(), "sets": self.sets}


def set_figures(notes: Sequence[SharedNote], grids: Sequence[Grid], draws: Resampling) -> SetFigures:
    """Figures of all notes that two annotators or more read."""
    shared = [(note, grid) for note, grid in zip(notes, grids, strict=True) if note.shared]
    cases = {case: row for row, case in enumerate(dict.fromkeys(note.case for note, _ in shared))}
    numbers: dict[LabelSet, int] = {}
    coded = [(cases[note.case], _codes(grid, numbers)) for note, grid in shared]
    units = sum(codes.shape[1] for _, codes in coded)
    undefined = Gap.NO_VARIATION if units else Gap.NOTHING_SHARED
    found = []
    for distance in (coefficients.jaccard_distance, coefficients.masi_distance):
        distances = np.array([[distance(one, other) for other in numbers] for one in numbers])
        counts = np.zeros((len(cases), 1 + len(numbers)))
        for case, codes in coded:
            _add(counts[case], codes, distances)
        found.append(draws.figure(counts, _statistic(distances), units, Gap.NONE, undefined))
    return SetFigures(found[0], found[1], len(numbers))


def _codes(grid: Grid, numbers: dict[LabelSet, int]) -> Codes:
    """Numbers of the label sets. Shape: (reader, sentence). New sets get the next number."""
    codes = np.zeros(grid.shape[:2], dtype=np.int64)
    numbers.setdefault(frozenset(), 0)
    for reader, sentence in np.argwhere(grid.any(axis=-1)):
        labels = frozenset(np.flatnonzero(grid[reader, sentence]).tolist())
        codes[reader, sentence] = numbers.setdefault(labels, len(numbers))
    return codes


def _add(counts: Values, codes: Codes, distances: Values) -> None:
    """Add to `counts`, shape ([unlike, how often each set stands],)."""
    readers = codes.shape[0]
    counts[0] += distances[codes[:, None], codes[None, :]].sum() / (readers - 1)
    counts[1:] += np.bincount(codes.ravel(), minlength=len(distances))


def _statistic(distances: Values) -> Statistic:
    def alpha(sums: Values) -> Values:
        return coefficients.distance_alpha(sums[..., 0], sums[..., 1:], distances)

    return alpha
