"""Figures of summed counts with bootstrap intervals over cases, or the reason why there is none.

Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap; percentile intervals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from tbnlp.evaluate.intervals import MIN_CASES, REPEATS, SEED, Interval, Values, figure_json


class Gap(StrEnum):
    """Why a figure or its interval is missing."""

    NONE = ""
    RARE = "fewer than 20 positives"
    FEW_PASSAGES = "fewer than 20 matched passages"
    NO_VARIATION = "no variation: every value is the same"
    NOTHING_MARKED = "nobody marked it"
    NOTHING_SHARED = "no note was read by two annotators"
    NOTHING_MATCHED = "no marks were matched"
    NOT_ALL_READ = "no note was read by all annotators"
    FEW_CASES = "too few cases for an interval"
    UNSTABLE = "undefined in half of the draws or more"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval. `n` counts what it was measured on; the table says what that is.

    `value` is None where the figure is not defined or not to be shown, and `gap` says why; where only the interval
    is missing, `gap` says why that is.
    """

    value: float | None
    interval: Interval | None
    n: int
    gap: Gap = Gap.NONE

    def to_json(self) -> dict[str, Any]:
        """n, value and ends of the interval with four decimals, and the reason for what is missing."""
        return {"n": self.n, **figure_json(self.value, self.interval), "missing": self.gap.value or None}


Statistic = Callable[[Values], Values]
"""From sums of shape (repeat, row, ...) to one value for each repeat and row, NaN where undefined."""


@dataclass(frozen=True)
class Resampling:
    """Draws of cases with replacement, the same for every figure of one comparison.

    `cases`: number of cases. `repeats`: draws, at least 1. `seed` fixes them. Says nothing about other annotators:
    they are not drawn.
    """

    cases: int
    repeats: int = REPEATS
    seed: int = SEED

    @cached_property
    def _draws(self) -> Values:
        """How often each case is drawn. Shape: (repeat, case)."""
        shares = np.full(self.cases, 1 / self.cases)
        generator = np.random.default_rng(self.seed)
        return generator.multinomial(self.cases, shares, size=self.repeats).astype(np.float64)

    def figures(
        self, counts: Values, statistic: Statistic, n: Sequence[int], gaps: Sequence[Gap], undefined: Gap
    ) -> list[Figure]:
        """One figure for each row of counts.

        `counts`: shape (case, row, ...). `n`: what each row was measured on. `gaps`: a reason to leave a row out,
        or `Gap.NONE`. `undefined`: what to say where the statistic has no value.
        """
        if not counts.shape[0]:
            return [Figure(None, None, size, gap or undefined) for size, gap in zip(n, gaps, strict=True)]
        values = statistic(counts.sum(axis=0, keepdims=True).astype(np.float64))[0]
        drawn = statistic(self._sums(counts)) if self.cases >= MIN_CASES else None
        found = []
        for row, (size, gap) in enumerate(zip(n, gaps, strict=True)):
            value = float(values[row])
            if gap or math.isnan(value):
                found.append(Figure(None, None, size, gap or undefined))
            elif drawn is None:
                found.append(Figure(value, None, size, Gap.FEW_CASES))
            else:
                interval = _percentiles(drawn[:, row])
                found.append(Figure(value, interval, size, Gap.NONE if interval else Gap.UNSTABLE))
        return found

    def figure(self, counts: Values, statistic: Statistic, n: int, gap: Gap, undefined: Gap) -> Figure:
        """One figure. `counts`: shape (case, ...); `statistic` gets shape (repeat, ...) and gives (repeat,)."""

        def one_row(sums: Values) -> Values:
            return np.asarray(statistic(sums[:, 0]))[:, None]

        return self.figures(counts[:, None], one_row, [n], [gap], undefined)[0]

    def _sums(self, counts: Values) -> Values:
        flat = counts.reshape(self.cases, -1).astype(np.float64)
        summed: Values = (self._draws @ flat).reshape(self.repeats, *counts.shape[1:])
        return summed


def mean_of_rows(statistic: Statistic, rows: Sequence[int]) -> Statistic:
    """The unweighted mean of a statistic over some rows; rows without a value in a draw are left out of it."""
    kept = list(rows)

    def mean(sums: Values) -> Values:
        values = statistic(sums[:, kept])
        defined = ~np.isnan(values)
        total, held = np.where(defined, values, 0.0).sum(axis=1), defined.sum(axis=1)
        return np.asarray(np.divide(total, held, out=np.full(total.shape, np.nan), where=held > 0))

    return mean


def _percentiles(values: Values) -> Interval | None:
    defined = values[~np.isnan(values)]
    if 2 * defined.size <= values.size:
        return None
    low, high = np.percentile(defined, (2.5, 97.5))
    return Interval(float(low), float(high))
