"""Intervals for measured figures: Wilson for shares, bootstrap over cases for everything else.

Sources: Wilson (1927), J. Am. Stat. Assoc. 22; Efron and Tibshirani (1993), An Introduction to the
Bootstrap.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Z_95: Final = 1.959963984540054
"""Standard normal quantile of a two-sided 95 % interval."""
REPEATS: Final = 1000
SEED: Final = 20240229
"""Fixed, so that the same predictions give the same interval on every machine."""
MIN_CASES: Final = 5
"""With fewer cases a bootstrap interval is too narrow to be shown."""
DECIMALS: Final = 4

Counts = NDArray[np.int64]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` out of `n`. The value and the interval are None when `n` is 0: nothing was measured.

    Raises `ValueError` unless 0 <= hits <= n.
    """

    hits: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.n:
            msg = f"a share needs 0 <= hits <= n, got {self.hits} of {self.n}"
            raise ValueError(msg)

    @property
    def value(self) -> float | None:
        """The share, 0-1."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> Interval | None:
        """Wilson interval. Treats the `n` as independent, which marks of one case are not."""
        return wilson(self.hits, self.n)

    def to_json(self) -> dict[str, Any]:
        """Hits, n, value and interval, four decimals."""
        return {"hits": self.hits, "n": self.n, **figure_json(self.value, self.interval)}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its bootstrap interval; `n` counts what it was measured on (see the table).

    `value` is None where the figure is not defined, as a precision without any prediction.
    """

    value: float | None
    interval: Interval | None
    n: int

    def to_json(self) -> dict[str, Any]:
        """n, value and interval, four decimals."""
        return {"n": self.n, **figure_json(self.value, self.interval)}


def figure_json(value: float | None, interval: Interval | None) -> dict[str, Any]:
    """Value and ends of the interval as JSON, four decimals."""
    return {
        "value": _rounded(value),
        "low": _rounded(interval.low if interval else None),
        "high": _rounded(interval.high if interval else None),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def wilson(hits: int, n: int, z: float = Z_95) -> Interval | None:
    """Wilson score interval of `hits` out of `n`; None when `n` is 0.

    With no hit the upper end is z**2 / (n + z**2), a little above the one-sided rule of three.
    """
    if n == 0:
        return None
    share, square = hits / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    return Interval(low, 1.0 if hits == n else min(1.0, middle + half))


def bootstrap(
    counts: Counts, statistic: Callable[[Values], Values], repeats: int = REPEATS, seed: int = SEED
) -> Interval | None:
    """Percentile interval of a figure of summed counts, cases drawn with replacement.

    `counts`: one row a case. Shape: (case, ...). `statistic`: from sums of shape (repeat, ...) to
    one value a repeat, NaN where undefined; such draws are left out. None with fewer than 5 cases
    or when half of the draws leave the figure undefined. Says nothing about other writers.
    """
    cases = counts.shape[0]
    if cases < MIN_CASES:
        return None
    flat = counts.reshape(cases, -1).astype(np.float64)
    sums = (_draws(cases, repeats, seed) @ flat).reshape(repeats, *counts.shape[1:])
    return _percentiles(statistic(sums))


@lru_cache(maxsize=16)
def _draws(cases: int, repeats: int, seed: int) -> Values:
    """How often each case is drawn. Whole numbers as floats, for speed. Shape: (repeat, case)."""
    shares = np.full(cases, 1 / cases)
    drawn = np.random.default_rng(seed).multinomial(cases, shares, size=repeats).astype(np.float64)
    drawn.setflags(write=False)
    return drawn


def bootstrap_rows(
    cases: NDArray[np.int64],
    statistic: Callable[[NDArray[np.int64]], float],
    repeats: int = 300,
    seed: int = SEED,
) -> Interval | None:
    """Percentile interval of a figure of rows that cannot be summed, cases drawn with replacement.

    `cases`: the number of the case of each row. Shape: (row,). `statistic`: from row numbers to the
    figure. None with fewer than 5 cases.
    """
    members = [np.flatnonzero(cases == case) for case in np.unique(cases)]
    if len(members) < MIN_CASES:
        return None
    generator = np.random.default_rng(seed)
    values = []
    for _ in range(repeats):
        drawn = generator.integers(0, len(members), size=len(members))
        values.append(statistic(np.concatenate([members[case] for case in drawn])))
    return _percentiles(np.asarray(values, dtype=np.float64))


def _percentiles(values: Values) -> Interval | None:
    defined = values[~np.isnan(values)]
    if 2 * defined.size <= values.size:
        return None
    low, high = np.percentile(defined, (2.5, 97.5))
    return Interval(float(low), float(high))


def precision(sums: Values) -> Values:
    """True positives over all predictions. `sums`: (..., [true pos., false pos., false neg.])."""
    return _ratio(sums[..., 0], sums[..., 0] + sums[..., 1])


def recall(sums: Values) -> Values:
    """True positives over all gold marks. `sums` as in `precision`."""
    return _ratio(sums[..., 0], sums[..., 0] + sums[..., 2])


def f1(sums: Values) -> Values:
    """Harmonic mean of precision and recall; undefined without both gold and predictions."""
    return _ratio(2 * sums[..., 0], 2 * sums[..., 0] + sums[..., 1] + sums[..., 2])


def _ratio(above: Values, below: Values) -> Values:
    return np.divide(
        above, below, out=np.full_like(above, np.nan, dtype=np.float64), where=below > 0
    )


@dataclass(frozen=True, slots=True)
class PrecisionRecall:
    """Counts over all cases with precision, recall and F1; `n` of each is what it divides by."""

    true_positives: int
    false_positives: int
    false_negatives: int
    precision: Estimate
    recall: Estimate
    f1: Estimate

    @property
    def positives(self) -> int:
        """Number of gold marks."""
        return self.true_positives + self.false_negatives

    def to_json(self) -> dict[str, Any]:
        """Counts and the three figures."""
        return {
            "true_positives": self.true_positives,
            "false_positives": self.false_positives,
            "false_negatives": self.false_negatives,
            "precision": self.precision.to_json(),
            "recall": self.recall.to_json(),
            "f1": self.f1.to_json(),
        }


def precision_recall(counts: Counts) -> PrecisionRecall:
    """Figures of counts with intervals. Shape: (case, [true pos., false pos., false neg.])."""
    total = counts.reshape(-1, 3).sum(axis=0) if counts.size else np.zeros(3, dtype=np.int64)
    hits, false, missed = (int(value) for value in total)
    return PrecisionRecall(
        hits,
        false,
        missed,
        precision=estimate(counts, precision, hits + false),
        recall=estimate(counts, recall, hits + missed),
        f1=estimate(counts, f1, hits + missed),
    )


def estimate(counts: Counts, statistic: Callable[[Values], Values], n: int) -> Estimate:
    """The figure over all cases and its interval; None for both where it is not defined."""
    if not counts.shape[0]:
        return Estimate(None, None, n)
    value = float(statistic(counts.sum(axis=0, keepdims=True).astype(np.float64))[0])
    if math.isnan(value):
        return Estimate(None, None, n)
    return Estimate(value, bootstrap(counts, statistic), n)
