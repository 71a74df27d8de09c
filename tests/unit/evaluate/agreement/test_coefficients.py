"""Each coefficient against published tables and against an independent package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations, permutations
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa as reference_fleiss

from tbnlp.evaluate.agreement import coefficients as c
from tbnlp.evaluate.intervals import Values

CLOSE = 1e-9
NONE = 0

# Krippendorff (2011): four observers, twelve units, missing values (0 here).
OBSERVERS = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
])
# Fleiss (1971): 30 people, six psychiatrists, five categories; the first 15 rows are in R package irrCAC too.
PSYCHIATRISTS = np.array([
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
])
# R package irrCAC, data set cont3x3abstractors: two abstractors, 100 records.
ABSTRACTORS = np.array([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
# Cohen (1960), second example: two judges, 200 units.
JUDGES = np.array([[88, 10, 2], [14, 40, 6], [18, 10, 12]])

matrices = arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(1, 12)), elements=st.integers(0, 3))
complete = arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(2, 12)), elements=st.integers(1, 3))


def tables(matrix: NDArray[np.int64], values: int) -> Values:
    """How many annotators gave each value to each unit. Shape: (unit, value); 0 in the matrix is missing."""
    return np.stack([(matrix == value).sum(axis=0) for value in range(1, values + 1)], axis=-1).astype(np.float64)


def units_of(table: NDArray[np.int64]) -> Values:
    """Units of a contingency table of two annotators, as counts of values."""
    rows = [
        np.eye(len(table))[one] + np.eye(len(table))[other]
        for one in range(len(table)) for other in range(len(table)) for _ in range(table[one, other])
    ]
    return np.array(rows)


def number(value: object) -> Values:
    """One number as an array."""
    return np.asarray(value, dtype=np.float64)


def alpha(table: Values) -> float:
    return float(c.nominal_alpha(c.coincidences(table).sum(axis=0)))


def ac1(table: Values) -> float:
    kept = table[table.sum(axis=-1) > 1]
    given_to = kept.sum(axis=-1, keepdims=True)
    agreeing = (kept * (kept - 1)).sum(axis=-1, keepdims=True) / (given_to * (given_to - 1))
    return float(c.gwet_ac1(number(len(kept)), number(agreeing.sum()), (kept / given_to).sum(axis=0)))


def fleiss(table: Values) -> float:
    return float(c.fleiss_kappa(table.sum(axis=0), number((table * (table - 1)).sum()), int(table[0].sum())))


def same(found: float, wanted: float) -> bool:
    return found == pytest.approx(wanted, abs=CLOSE)


def test_alpha_of_four_observers_is_the_published_one() -> None:
    assert alpha(tables(OBSERVERS, 5)) == pytest.approx(0.743, abs=5e-4)
    assert alpha(tables(OBSERVERS, 5)) == pytest.approx(0.74342, abs=5e-6)  # irrCAC, krippen.alpha.raw


def test_kappa_of_thirty_people_and_six_psychiatrists_is_the_published_one() -> None:
    assert fleiss(PSYCHIATRISTS.astype(float)) == pytest.approx(0.430, abs=5e-4)


@pytest.mark.parametrize(("coefficient", "published"), [
    (fleiss, 0.4139265), (ac1, 0.4448007), (alpha, 0.4204384),
], ids=["Fleiss' kappa", "AC1", "alpha"])
def test_the_first_fifteen_people_give_the_figures_of_the_package_of_gwet(
    coefficient: Callable[[Values], float], published: float
) -> None:
    assert coefficient(PSYCHIATRISTS[:15].astype(float)) == pytest.approx(published, abs=5e-8)


def test_two_abstractors_give_the_figures_of_the_package_of_gwet() -> None:
    assert float(c.cohen_kappa(ABSTRACTORS.astype(float))) == pytest.approx(0.7964094, abs=5e-8)
    assert ac1(units_of(ABSTRACTORS)) == pytest.approx(0.8493305, abs=5e-8)
    assert alpha(units_of(ABSTRACTORS)) == pytest.approx(0.7972585, abs=5e-8)


def test_two_judges_give_the_kappa_of_cohen() -> None:
    assert float(c.cohen_kappa(JUDGES.astype(float))) == pytest.approx(0.492, abs=5e-4)


def test_a_rare_value_lowers_kappa_and_not_ac1() -> None:
    # 118 both yes, 5 and 2 apart, 0 both no: 94 % raw agreement; both figures computed by hand.
    table = np.array([[0, 2], [5, 118]])
    assert float(c.cohen_kappa(table.astype(float))) == pytest.approx(-0.0234, abs=5e-5)
    assert ac1(units_of(table)) == pytest.approx(0.9408, abs=5e-5)


@given(matrices)
def test_alpha_equals_the_reference_also_with_missing_values(matrix: NDArray[np.int64]) -> None:
    table = tables(matrix, 3)
    held = table[table.sum(axis=-1) > 1]
    found = alpha(table)
    if (held.sum(axis=0) > 0).sum() < 2:
        assert np.isnan(found)
        return
    reference = krippendorff.alpha(value_counts=table.astype(np.int64), level_of_measurement="nominal")
    assert same(found, reference)


@given(complete)
def test_cohen_equals_the_reference(matrix: NDArray[np.int64]) -> None:
    one, other = matrix[0], matrix[1]
    table = np.zeros((3, 3))
    np.add.at(table, (one - 1, other - 1), 1)
    found = float(c.cohen_kappa(table))
    if len({*one.tolist(), *other.tolist()}) == 1:
        assert np.isnan(found)
    else:
        assert same(found, cohen_kappa_score(one, other, labels=[1, 2, 3]))


@given(complete)
def test_fleiss_equals_the_reference(matrix: NDArray[np.int64]) -> None:
    table = tables(matrix, 3)
    if len(set(matrix.ravel().tolist())) == 1:
        assert np.isnan(fleiss(table))
    else:
        assert same(fleiss(table), reference_fleiss(table))


@given(matrices)
def test_ac1_equals_a_second_computation_pair_by_pair(matrix: NDArray[np.int64]) -> None:
    units = [[int(value) for value in column if value != NONE] for column in matrix.T]
    units = [unit for unit in units if len(unit) > 1]
    found = ac1(tables(matrix, 3))
    if len({value for unit in units for value in unit}) < 2:
        assert np.isnan(found)
        return
    agreed = np.mean([np.mean([one == other for one, other in combinations(unit, 2)]) for unit in units])
    shares = [np.mean([unit.count(value) / len(unit) for unit in units]) for value in (1, 2, 3)]
    chance = sum(share * (1 - share) for share in shares) / 2
    assert same(found, float((agreed - chance) / (1 - chance)))


@given(arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(1, 12)), elements=st.integers(0, 1)))
def test_positive_agreement_is_the_chance_that_another_annotator_marks_too(marks: NDArray[np.int64]) -> None:
    raters = marks.shape[0]
    yes = marks.sum(axis=0).astype(float)
    both, given_to, denied = yes * (yes - 1), yes * (raters - 1), (raters - yes) * (raters - 1)
    found = float(c.positive_agreement(number(both.sum()), number(given_to.sum()), number(denied.sum())))
    pairs = [(one, other) for unit in marks.T for one, other in permutations(unit.tolist(), 2)]
    answers = [other for one, other in pairs if one == 1]
    if not answers or all(one == 1 for one, _ in pairs):
        assert np.isnan(found)
    else:
        assert same(found, float(np.mean(answers)))


def test_positive_agreement_of_two_annotators_is_twice_a_over_the_marks_of_both() -> None:
    a, b, cc, d = 8, 3, 1, 88
    assert float(c.positive_agreement(number(2 * a), number(2 * a + b + cc), number(2 * d + b + cc))) == 16 / 20


def test_prevalence_and_bias_indices_by_hand() -> None:
    table = np.array([[80.0, 6.0], [2.0, 12.0]])
    assert float(c.prevalence_index(table)) == pytest.approx(-0.68)
    assert float(c.bias_index(table)) == pytest.approx(0.04)
    assert float(c.bias_index(table.T)) == float(c.bias_index(table))


A, B, C, D = 1, 2, 3, 4


@pytest.mark.parametrize(("one", "other", "jaccard", "masi"), [
    ({A, B}, {A, B}, 0.0, 0.0),
    ({A}, {A, B}, 1 / 2, 1 - 1 / 2 * 2 / 3),
    ({A, B}, {A, B, C, D}, 1 / 2, 1 - 1 / 2 * 2 / 3),
    ({A, B}, {B, C}, 2 / 3, 1 - 1 / 3 * 1 / 3),
    ({A}, {B}, 1.0, 1.0),
    (set(), {A}, 1.0, 1.0),
    (set(), set(), 0.0, 0.0),
], ids=["equal", "held", "held in four", "crossing", "nothing shared", "empty and one", "both empty"])
def test_distances_of_sets_as_passonneau_defines_them(
    one: set[int], other: set[int], jaccard: float, masi: float
) -> None:
    assert same(c.jaccard_distance(frozenset(one), frozenset(other)), jaccard)
    assert same(c.masi_distance(frozenset(one), frozenset(other)), masi)
    assert c.masi_distance(frozenset(other), frozenset(one)) == c.masi_distance(frozenset(one), frozenset(other))


@given(matrices)
def test_alpha_of_any_distance_is_the_nominal_one_when_all_unlike_values_are_equally_far(
    matrix: NDArray[np.int64],
) -> None:
    table = tables(matrix, 3)
    summed = c.coincidences(table).sum(axis=0)
    unlike, totals = summed.sum() - np.trace(summed), summed.sum(axis=-1)
    found = float(c.distance_alpha(unlike, totals, 1 - np.eye(3)))
    nominal, grouped = alpha(table), float(c.stratified_alpha(unlike, totals[None]))
    assert np.isnan(found) == np.isnan(nominal) == np.isnan(grouped)
    assert np.isnan(nominal) or (same(found, nominal) and same(grouped, nominal))


SETS = [frozenset[int](), frozenset({1}), frozenset({1, 2}), frozenset({2, 3})]


@pytest.mark.parametrize("distance", [c.jaccard_distance, c.masi_distance], ids=["Jaccard", "MASI"])
@given(matrix=arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 10)), elements=st.integers(0, 4)))
def test_alpha_of_sets_equals_the_reference_with_its_own_distance(
    distance: Callable[[frozenset[int], frozenset[int]], float], matrix: NDArray[np.int64]
) -> None:
    table = tables(matrix, 4)
    held = table[table.sum(axis=-1) > 1]
    if (held.sum(axis=0) > 0).sum() < 2:
        return
    distances = np.array([[distance(one, other) for other in SETS] for one in SETS])
    summed = c.coincidences(table).sum(axis=0)
    found = float(c.distance_alpha((summed * distances).sum(), summed.sum(axis=-1), distances))

    def metric(v1: NDArray[np.int64], v2: NDArray[np.int64], **_: object) -> Any:
        return distances[v1.astype(int), v2.astype(int)]

    measured: Any = metric
    reference = krippendorff.alpha(
        value_counts=table.astype(np.int64), value_domain=[0, 1, 2, 3], level_of_measurement=measured
    )
    assert same(found, reference)


def test_groups_do_not_lend_each_other_chance() -> None:
    # Two labels with two subtypes each: within both, annotators agree no better than chance.
    units = [("a", ("x", "y")), ("a", ("x", "x")), ("a", ("y", "y")), ("a", ("y", "x"))] * 5
    totals = np.zeros((2, 2))
    unlike = 0.0
    for place in range(2):
        for _, answers in units:
            totals[place] += [answers.count("x"), answers.count("y")]
            unlike += 2.0 * (answers[0] != answers[1])
    grouped = float(c.stratified_alpha(number(unlike), totals))
    pooled = float(c.distance_alpha(number(unlike), totals.ravel(), 1 - np.eye(4)))
    assert grouped == pytest.approx(0.025, abs=1e-9)
    assert pooled > 0.3


@pytest.mark.parametrize("table", [
    np.zeros((3, 2)), np.array([[2.0, 0.0]] * 4), np.array([[0.0, 3.0]] * 4), np.array([[1.0, 0.0], [0.0, 1.0]]),
], ids=["nothing given", "always no", "always yes", "one annotator"])
def test_without_variation_or_pairs_no_coefficient_has_a_value(table: Values) -> None:
    assert np.isnan(alpha(table))
    kept = table[table.sum(axis=-1) > 1]
    assert not len(kept) or np.isnan(ac1(table))
    assert np.isnan(float(c.fleiss_kappa(table.sum(axis=0), number((table * (table - 1)).sum()), int(table[0].sum()))))


def test_every_value_counts_once_in_its_unit() -> None:
    table = tables(OBSERVERS, 5)
    totals = c.coincidences(table).sum(axis=(0, 1))
    wanted = Counter(int(v) for col in OBSERVERS.T if (col > 0).sum() > 1 for v in col if v)
    assert totals.tolist() == pytest.approx([wanted[value] for value in range(1, 6)])
