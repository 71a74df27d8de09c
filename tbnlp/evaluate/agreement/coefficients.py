"""Coefficients of agreement as formulas over counts that add up, so that a bootstrap can weight cases anew.

Every function takes arrays whose leading axes (`...`) are free: one row a label, or one row a repeat. A figure that
is not defined is NaN here and nowhere else: `tbnlp.evaluate.agreement.resampling` turns it into None with a reason.
Where every value is the same there is nothing to agree about beyond chance, so each coefficient is undefined, also
those (AC1, positive agreement) whose formula would give 1.
"""

from __future__ import annotations

import numpy as np

from tbnlp.evaluate.intervals import Values


def ratio(above: Values, below: Values) -> Values:
    """`above` over `below`, NaN where `below` is 0."""
    above, below = np.broadcast_arrays(np.asarray(above, dtype=np.float64), below)
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0))


def coincidences(table: Values) -> Values:
    """Coincidences of values inside units, units with fewer than two values left out.

    `table`: how many annotators gave each value. Shape: (..., value). Result: (..., value, value), each ordered
    pair of values of a unit counted 1 / (m - 1) times, m being the number of values of the unit; its sum is m.
    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section on nominal data.
    """
    table = np.asarray(table, dtype=np.float64)
    same = table[..., :, None] * np.eye(table.shape[-1])
    pairs = table[..., :, None] * table[..., None, :] - same
    others = table.sum(axis=-1)[..., None, None] - 1
    return np.asarray(np.divide(pairs, others, out=np.zeros_like(pairs), where=others > 0))


def nominal_alpha(summed: Values) -> Values:
    """Krippendorff's alpha for nominal values. `summed`: coincidences, shape (..., value, value).

    alpha = 1 - D_o / D_e, with D_o the share of coincidences of unlike values and D_e the share that the values
    would give if they were dealt out at random without putting back. Missing values need no care: a unit with one
    value has no coincidence. Source: Krippendorff (2011), as above.
    """
    totals = summed.sum(axis=-1)
    unlike = totals.sum(axis=-1) - np.trace(summed, axis1=-2, axis2=-1)
    return 1 - ratio(unlike, _chance(totals))


def distance_alpha(unlike: Values, totals: Values, distances: Values) -> Values:
    """Krippendorff's alpha for any distance between values, such as sets of labels.

    `unlike`: coincidences times distance, summed, shape (...). `totals`: how often each value stands in a unit with
    two values or more, shape (..., value). `distances`: 0 for like values, shape (value, value), symmetric.
    Source: Krippendorff (2011); for sets Passonneau (2006), Measuring Agreement on Set-valued Items.
    """
    expected = ((totals @ distances) * totals).sum(axis=-1)
    return 1 - ratio(unlike, ratio(expected, totals.sum(axis=-1) - 1))


def stratified_alpha(unlike: Values, totals: Values) -> Values:
    """Alpha of nominal values that are compared inside groups only, as the subtypes of each label.

    `unlike`: coincidences of unlike values, all groups together, shape (...). `totals`: shape (..., group, value).
    1 - observed / expected with the expected disagreement of each group computed from its own values and then
    summed; with one group it is `nominal_alpha`. Pooled values of all groups would make chance agreement look
    smaller than it is, since units are matched inside a group. Ours; it has no published source.
    """
    return 1 - ratio(unlike, np.nan_to_num(_chance(totals)).sum(axis=-1))


def _chance(totals: Values) -> Values:
    """Coincidences of unlike values that chance would give; exactly 0 when there is one value only."""
    n = totals.sum(axis=-1, keepdims=True)
    return ratio((totals * (n - totals)).sum(axis=-1), n[..., 0] - 1)


def cohen_kappa(contingency: Values) -> Values:
    """Cohen's kappa of two annotators. `contingency`: shape (..., value of one, value of the other).

    Source: Cohen (1960), A Coefficient of Agreement for Nominal Scales.
    """
    n = contingency.sum(axis=(-2, -1))
    agreed = np.trace(contingency, axis1=-2, axis2=-1)
    by_chance = (contingency.sum(axis=-1) * contingency.sum(axis=-2)).sum(axis=-1)
    return ratio(n * agreed - by_chance, n * n - by_chance)


def fleiss_kappa(totals: Values, agreeing: Values, raters: int) -> Values:
    """Fleiss' kappa of units that all `raters` judged.

    `totals`: how often each value was given, shape (..., value). `agreeing`: ordered pairs of equal values inside
    units, shape (...). Source: Fleiss (1971), Measuring Nominal Scale Agreement among Many Raters.
    """
    if raters < 2:
        return np.full(np.shape(agreeing), np.nan)
    given = totals.sum(axis=-1)
    observed = ratio(agreeing, given * (raters - 1))
    squares = (totals * totals).sum(axis=-1)
    return ratio(observed * given * given - squares, given * given - squares)


def gwet_ac1(units: Values, agreeing: Values, shares: Values) -> Values:
    """Gwet's AC1, steadier than kappa where a label is rare.

    `units`: number of units with two values or more, shape (...). `agreeing`: sum over units of the share of pairs
    that agree. `shares`: sum over units of the share of each value, shape (..., value). Units with one value are left
    out of `shares` too, where Gwet (2014) lets them in. Source: Gwet (2008), Computing Inter-rater Reliability and Its
    Variance in the Presence of High Agreement.
    """
    mean = ratio(shares, np.asarray(units)[..., None])
    by_chance = (mean * (1 - mean)).sum(axis=-1) / (shares.shape[-1] - 1)
    values = (shares > 0).sum(axis=-1)
    found = ratio(ratio(agreeing, units) - by_chance, 1 - by_chance)
    return np.where(values > 1, found, np.nan)


def positive_agreement(both: Values, given: Values, negative: Values) -> Values:
    """Positive specific agreement: how likely another annotator marks what one has marked.

    For two annotators 2a / (2a + b + c). `both`: ordered pairs that both mark; `given`: ordered pairs whose first
    marks; `negative`: ordered pairs whose first does not. Source: Cicchetti and Feinstein (1990), High Agreement but
    Low Kappa: II. For more than two annotators the pairs are pooled.
    """
    return np.where(np.asarray(negative) > 0, ratio(both, given), np.nan)


def prevalence_index(contingency: Values) -> Values:
    """(a - d) / n of a 2 x 2 table with value 1 = marked: near -1 where a label is rare.

    Source: Byrt, Bishop and Carlin (1993), Bias, Prevalence and Kappa.
    """
    return ratio(contingency[..., 1, 1] - contingency[..., 0, 0], contingency.sum(axis=(-2, -1)))


def bias_index(contingency: Values) -> Values:
    """|b - c| / n of a 2 x 2 table: how far two annotators differ in how often they mark.

    It has no sign, so it does not say who marks more. Source: Byrt, Bishop and Carlin (1993).
    """
    return ratio(np.abs(contingency[..., 0, 1] - contingency[..., 1, 0]), contingency.sum(axis=(-2, -1)))


def jaccard_distance(one: frozenset[int], other: frozenset[int]) -> float:
    """1 - shared / all elements; 0 for two empty sets."""
    return 1 - _jaccard(one, other)


def masi_distance(one: frozenset[int], other: frozenset[int]) -> float:
    """1 - Jaccard x monotonicity.

    Monotonicity is 1 for equal sets, 2/3 when one holds the other, 1/3 when they cross, 0 when nothing is shared.
    Source: Passonneau (2006).
    """
    if one == other:
        return 0.0
    if not one & other:
        return 1.0
    monotonicity = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - _jaccard(one, other) * monotonicity


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return 1.0 if one == other else len(one & other) / len(one | other)
