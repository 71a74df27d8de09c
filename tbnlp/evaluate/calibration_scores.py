"""How well the scores of candidates fit what annotators marked: calibration error and Brier."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbnlp.evaluate.intervals import Estimate, Interval, Values, bootstrap_rows, figure_json
from tbnlp.evaluate.judged_notes import JudgedNote, Passage

BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Candidates of neighbouring scores: how many, mean score, and the share that gold holds."""

    n: int
    mean_score: float
    share_marked: float


@dataclass(frozen=True, slots=True)
class CalibrationScores:
    """Figures over all written candidates, of every band.

    `ece`: mean distance of score and share over ten bins of equal size; with few candidates it is
    large by chance alone. `brier`: mean squared distance of score and outcome. Candidates that were
    not written because their score lay under the floor are not seen.
    """

    ece: Estimate
    brier: Estimate
    bins: tuple[Bin, ...]

    def to_json(self) -> dict[str, Any]:
        """Both figures and the bins."""
        return {
            "ece": self.ece.to_json(),
            "brier": self.brier.to_json(),
            "bins": [
                {"n": item.n, "mean_score": round(item.mean_score, 4), **_share_json(item)}
                for item in self.bins
            ],
        }


def _share_json(item: Bin) -> dict[str, Any]:
    return {"share_marked": figure_json(item.share_marked, None)["value"]}


def score_calibration(notes: Sequence[JudgedNote]) -> CalibrationScores:
    """Compare the score of every candidate with its outcome.

    The outcome is 1 when a gold passage of the same label touches a sentence that the candidate
    touches: the unit in which the scores are fitted.
    """
    numbers = {case: row for row, case in enumerate(dict.fromkeys(note.case_id for note in notes))}
    rows = [
        (numbers[note.case_id], item.score, float(_is_marked(item, note)))
        for note in notes
        for item in note.predicted
        if item.score is not None
    ]
    cases = np.asarray([row[0] for row in rows], dtype=np.int64)
    scores = np.asarray([row[1] for row in rows], dtype=np.float64)
    marked = np.asarray([row[2] for row in rows], dtype=np.float64)

    def ece_of(chosen: NDArray[np.int64]) -> float:
        return calibration_error(equal_bins(scores[chosen], marked[chosen]))

    def brier_of(chosen: NDArray[np.int64]) -> float:
        return float(np.mean((scores[chosen] - marked[chosen]) ** 2))

    every = np.arange(len(rows))
    bins = equal_bins(scores, marked)
    return CalibrationScores(
        _estimate(calibration_error(bins), bootstrap_rows(cases, ece_of), len(rows)),
        _estimate(
            brier_of(every) if rows else math.nan, bootstrap_rows(cases, brier_of), len(rows)
        ),
        bins,
    )


def _estimate(value: float, interval: Interval | None, n: int) -> Estimate:
    return Estimate(None if math.isnan(value) else value, interval, n)


def _is_marked(candidate: Passage, note: JudgedNote) -> bool:
    sentences = [
        sentence
        for sentence in note.sentences
        if any(part.overlaps(sentence) for part in candidate.parts)
    ]
    return any(
        gold.label == candidate.label
        and any(part.overlaps(sentence) for part in gold.parts for sentence in sentences)
        for gold in note.gold
    )


def equal_bins(scores: Values, marked: Values, bins: int = BINS) -> tuple[Bin, ...]:
    """Up to ten bins of equal size by score, lowest first; fewer with fewer candidates."""
    if not scores.size:
        return ()
    order = np.argsort(scores, kind="stable")
    return tuple(
        Bin(part.size, float(scores[part].mean()), float(marked[part].mean()))
        for part in np.array_split(order, min(bins, scores.size))
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of mean score and share, weighted by the size of the bins; NaN without bins."""
    total = sum(item.n for item in bins)
    if not total:
        return math.nan
    return sum(item.n * abs(item.mean_score - item.share_marked) for item in bins) / total
