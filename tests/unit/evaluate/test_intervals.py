from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.evaluate.intervals import (
    MIN_CASES,
    Share,
    bootstrap,
    bootstrap_rows,
    f1,
    precision_recall,
    wilson,
)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
        pytest.param(81, 263, 0.2553, 0.3662, id="newcombe-81-of-263"),
        pytest.param(15, 148, 0.0624, 0.1605, id="newcombe-15-of-148"),
        pytest.param(0, 20, 0.0, 0.1611, id="newcombe-0-of-20"),
        pytest.param(1, 29, 0.0061, 0.1718, id="newcombe-1-of-29"),
        pytest.param(20, 20, 0.8389, 1.0, id="mirror-of-0-of-20"),
    ],
)
def test_wilson_interval_agrees_with_published_values(
    hits: int, n: int, low: float, high: float
) -> None:
    interval = wilson(hits, n)
    assert interval is not None
    assert interval.low == pytest.approx(low, abs=5e-5)
    assert interval.high == pytest.approx(high, abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_interval_holds_the_share_and_stays_between_0_and_1(pair: tuple[int, int]) -> None:
    hits, n = pair
    interval = wilson(hits, n)
    assert interval is not None
    assert 0.0 <= interval.low <= hits / n <= interval.high <= 1.0
    mirrored = wilson(n - hits, n)
    assert mirrored is not None
    assert mirrored.high == pytest.approx(1 - interval.low)


def test_nothing_measured_has_no_value_and_no_interval() -> None:
    share = Share(0, 0)
    assert share.value is None
    assert share.interval is None
    assert share.to_json() == {"hits": 0, "n": 0, "value": None, "low": None, "high": None}


def test_more_hits_than_notes_is_refused() -> None:
    with pytest.raises(ValueError, match="0 <= hits <= n"):
        Share(3, 2)


def test_precision_recall_and_f1_of_counts_by_hand() -> None:
    # two cases: 3 found and right, 1 found and wrong, 2 missed
    scores = precision_recall(np.asarray([[2, 1, 0], [1, 0, 2]]))
    assert (scores.true_positives, scores.false_positives, scores.false_negatives) == (3, 1, 2)
    assert scores.precision.value == pytest.approx(3 / 4)
    assert scores.recall.value == pytest.approx(3 / 5)
    assert scores.f1.value == pytest.approx(6 / 9)
    assert (scores.precision.n, scores.recall.n) == (4, 5)


def test_missed_passages_without_any_prediction_have_f1_zero_and_no_precision() -> None:
    scores = precision_recall(np.asarray([[0, 0, 4]]))
    assert scores.precision.value is None
    assert scores.f1.value == 0.0


def test_two_cases_give_a_figure_and_no_interval() -> None:
    scores = precision_recall(np.asarray([[2, 1, 0], [1, 0, 2]]))
    assert scores.f1.interval is None


def test_bootstrap_of_equal_cases_has_no_width() -> None:
    interval = bootstrap(np.tile([[2, 1, 1]], (MIN_CASES, 1)), f1)
    assert interval is not None
    assert interval.low == pytest.approx(interval.high) == pytest.approx(2 / 3)


def test_bootstrap_follows_the_spread_of_cases_and_not_of_sentences() -> None:
    # Half of the cases wholly right, half wholly wrong, 100 sentences each: by sentence the
    # interval of 2,000 would be about 0.04 wide, by case it must be far wider.
    counts = np.asarray([[100, 0, 0], [0, 100, 100]] * 10)
    interval = bootstrap(counts, lambda sums: sums[:, 0] / sums[:, :2].sum(axis=1))
    assert interval is not None
    assert interval.low < 0.35
    assert interval.high > 0.65


def test_the_same_counts_give_the_same_interval_twice() -> None:
    counts = np.asarray([[5, 1, 2], [3, 4, 0], [1, 1, 1], [0, 2, 3], [4, 0, 0]])
    assert bootstrap(counts, f1) == bootstrap(counts, f1)


def test_rows_of_one_case_are_drawn_together() -> None:
    cases = np.asarray([0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    seen: list[bool] = []

    def statistic(rows: np.ndarray) -> float:
        values, counts = np.unique(rows, return_counts=True)
        by_row = dict(zip(values.tolist(), counts.tolist(), strict=True))
        seen.append(
            all(by_row.get(2 * case, 0) == by_row.get(2 * case + 1, 0) for case in range(5))
        )
        return float(rows.mean())

    assert bootstrap_rows(cases, statistic, repeats=20) is not None
    assert seen == [True] * 20
