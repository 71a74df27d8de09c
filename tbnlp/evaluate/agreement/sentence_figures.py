"""Agreement on sentence x label: alpha, kappa, AC1, positive agreement, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from tbnlp.evaluate.agreement import coefficients
from tbnlp.evaluate.agreement.resampling import Figure, Gap, Resampling, Statistic, mean_of_rows
from tbnlp.evaluate.agreement.rows import Kind, Row
from tbnlp.evaluate.agreement.sentence_counts import SentenceCounts
from tbnlp.evaluate.intervals import Values
from tbnlp.evaluate.tables import FEW


class Target(StrEnum):
    """Where an alpha stands beside the targets of the schema."""

    AIM = "aim met"
    MET = "minimum met"
    BELOW = "below the minimum"
    NOT_MEASURED = "not measured"
    NONE = "no target"


@dataclass(frozen=True, slots=True)
class SentenceFigures:
    """One row of the table. Figures of a row with fewer than 20 positives are left out, with the reason.

    `positives`: sentences that at least one annotator labelled; `by_all`: that all who read them labelled.
    `raw`: share of agreeing pairs of annotators, averaged over sentences; it is near 1 for any rare label.
    `kappa`: Cohen's for two annotators, Fleiss' for more, on notes that all read. `prevalence` and `bias`: indices
    that say how far kappa is pressed down; bias is the largest of the pairs, without a sign.
    """

    row: Row
    sentences: int
    positives: int
    by_all: int
    raw: Figure
    alpha: Figure
    positive_agreement: Figure
    kappa: Figure
    ac1: Figure
    prevalence: float | None
    bias: float | None

    @property
    def rare(self) -> bool:
        """True below 20 positives, where only counts and raw agreement are shown (schema, rare_label_rule)."""
        return self.positives < FEW

    @property
    def target(self) -> Target:
        """Where alpha stands. It reads the value alone: with few cases the interval is wide."""
        return reached(self.alpha.value, self.row.minimum, self.row.aim)

    def to_json(self) -> dict[str, Any]:
        """Every count and figure, and the targets."""
        return {
            "kind": self.row.kind.value, "name": self.row.name, "sentences": self.sentences,
            "positives": self.positives, "by_all": self.by_all, "rare": self.rare,
            "raw_agreement": self.raw.to_json(), "alpha": self.alpha.to_json(),
            "positive_agreement": self.positive_agreement.to_json(), "kappa": self.kappa.to_json(),
            "ac1": self.ac1.to_json(),
            "prevalence_index": None if self.prevalence is None else round(self.prevalence, 4),
            "bias_index": None if self.bias is None else round(self.bias, 4),
            "target": {"min": self.row.minimum, "aim": self.row.aim, "state": self.target.value},
        }


@dataclass(frozen=True, slots=True)
class MacroFigures:
    """Unweighted means over the labels with at least 20 positives; `n` of each counts labels."""

    alpha: Figure
    positive_agreement: Figure
    kappa: Figure
    ac1: Figure

    def to_json(self) -> dict[str, Any]:
        """The four means."""
        return {
            "alpha": self.alpha.to_json(), "positive_agreement": self.positive_agreement.to_json(),
            "kappa": self.kappa.to_json(), "ac1": self.ac1.to_json(),
        }


def reached(value: float | None, minimum: float | None, aim: float | None) -> Target:
    """Where a value stands beside its targets."""
    if minimum is None:
        return Target.NONE
    if value is None:
        return Target.NOT_MEASURED
    if aim is not None and value >= aim:
        return Target.AIM
    return Target.MET if value >= minimum else Target.BELOW


def alpha_of(sums: Values) -> Values:
    """Alpha of summed coincidences."""
    return coefficients.nominal_alpha(sums)


def positive_agreement_of(sums: Values) -> Values:
    """Positive agreement of summed ordered pairs."""
    return coefficients.positive_agreement(sums[..., 0], sums[..., 1], sums[..., 2])


def ac1_of(sums: Values) -> Values:
    """AC1 of summed shares."""
    return coefficients.gwet_ac1(sums[..., 0], sums[..., 1], sums[..., 2:])


def raw_of(sums: Values) -> Values:
    """Mean share of agreeing pairs; undefined where nobody, or everybody, labelled every sentence."""
    varied = (sums[..., 2] > 0) & (sums[..., 3] > 0)
    return np.where(varied, coefficients.ratio(sums[..., 1], sums[..., 0]), np.nan)


def kappa_of(annotators: int) -> Statistic:
    """Cohen's kappa of contingencies for two annotators, Fleiss' kappa of summed answers for more."""
    if annotators == 2:
        return coefficients.cohen_kappa

    def fleiss(sums: Values) -> Values:
        return coefficients.fleiss_kappa(sums[..., :2], sums[..., 2], annotators)

    return fleiss


def sentence_figures(
    counts: SentenceCounts, rows: Sequence[Row], annotators: int, draws: Resampling
) -> tuple[tuple[SentenceFigures, ...], MacroFigures]:
    """All rows in order, and the means over labels."""
    positives = [int(value) for value in counts.marked[:, 0]]
    undefined = Gap.NO_VARIATION if counts.units else Gap.NOTHING_SHARED
    gaps = [_gap(found, counts.units) for found in positives]
    units = [counts.units] * len(rows)
    kappa_counts, judged = _kappa_counts(counts, annotators)
    not_all = undefined if judged or not counts.units else Gap.NOT_ALL_READ
    raw_gaps = [Gap.NOTHING_MARKED if gap is Gap.NOTHING_MARKED else Gap.NONE for gap in gaps]
    raw, alpha, positive, kappa, ac1 = (
        draws.figures(counts.agreement, raw_of, units, raw_gaps, undefined),
        draws.figures(counts.coincidences, alpha_of, units, gaps, undefined),
        draws.figures(counts.specific, positive_agreement_of, units, gaps, undefined),
        draws.figures(kappa_counts, kappa_of(annotators), [judged] * len(rows), gaps, not_all),
        draws.figures(counts.agreement, ac1_of, units, gaps, undefined),
    )
    summed = counts.pairs.sum(axis=0)
    table = tuple(
        SentenceFigures(
            row, counts.units, positives[place], int(counts.marked[place, 1]), raw[place], alpha[place],
            positive[place], kappa[place], ac1[place], *_indices(summed[place]),
        )
        for place, row in enumerate(rows)
    )
    return table, _macro(counts, kappa_counts, table, annotators, draws)


def _gap(positives: int, units: int) -> Gap:
    if not units:
        return Gap.NOTHING_SHARED
    if not positives:
        return Gap.NOTHING_MARKED
    return Gap.RARE if positives < FEW else Gap.NONE


def _kappa_counts(counts: SentenceCounts, annotators: int) -> tuple[Values, int]:
    """The counts that kappa needs, and how many sentences all annotators judged."""
    if annotators == 2:
        table = counts.pairs[:, :, 0]
        return table, int(table[:, 0].sum()) if table.size else 0
    judged = counts.complete[:, 0, :2].sum() / annotators if counts.complete.size else 0
    return counts.complete, int(judged)


def _indices(pairs: Values) -> tuple[float | None, float | None]:
    """Prevalence index of all pairs together, and the largest bias index. `pairs`: shape (pair, 2, 2)."""
    if not pairs.sum():
        return None, None
    bias = coefficients.bias_index(pairs)
    return float(coefficients.prevalence_index(pairs.sum(axis=0))), float(np.nanmax(bias))


def _macro(
    counts: SentenceCounts, kappa_counts: Values, table: Sequence[SentenceFigures], annotators: int, draws: Resampling
) -> MacroFigures:
    def mean(values: Values, statistic: Statistic, column: Callable[[SentenceFigures], Figure]) -> Figure:
        kept = [
            place for place, line in enumerate(table)
            if line.row.kind is Kind.LABEL and column(line).value is not None
        ]
        if not kept:
            return Figure(None, None, 0, Gap.RARE if counts.units else Gap.NOTHING_SHARED)
        return draws.figure(values, mean_of_rows(statistic, kept), len(kept), Gap.NONE, Gap.NO_VARIATION)

    return MacroFigures(
        mean(counts.coincidences, alpha_of, lambda line: line.alpha),
        mean(counts.specific, positive_agreement_of, lambda line: line.positive_agreement),
        mean(kappa_counts, kappa_of(annotators), lambda line: line.kappa),
        mean(counts.agreement, ac1_of, lambda line: line.ac1),
    )
