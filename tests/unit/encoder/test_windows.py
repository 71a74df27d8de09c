"""Windows: every sentence is read once, no window is too long, the plan knows nothing but lengths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.encoder.windows import AFTER, BEFORE, Window, plan

LENGTHS = st.lists(st.integers(1, 60), max_size=60)


@given(LENGTHS)
def test_every_sentence_is_read_in_exactly_one_window(lengths: list[int]) -> None:
    read = [place for window in plan(lengths, 60) for place in range(window.read_first, window.read_last)]
    assert read == list(range(len(lengths)))


@given(LENGTHS)
def test_no_window_is_longer_than_the_limit(lengths: list[int]) -> None:
    for window in plan(lengths, 60):
        assert sum(lengths[window.first : window.last]) <= 60


@given(LENGTHS)
def test_what_is_read_lies_inside_what_is_encoded(lengths: list[int]) -> None:
    for window in plan(lengths, 60):
        assert window.first <= window.read_first < window.read_last <= window.last
        assert window.read_first - window.first <= BEFORE


@given(st.lists(st.integers(1, 10), min_size=8, max_size=60))
def test_short_sentences_are_read_with_two_before_and_one_after(lengths: list[int]) -> None:
    for window in plan(lengths, 60):
        for place in range(window.read_first, window.read_last):
            assert place - window.first >= min(BEFORE, place)
            assert window.last - 1 - place >= min(AFTER, len(lengths) - 1 - place)


@pytest.mark.parametrize(
    ("lengths", "windows"),
    [
        ([], []),
        ([5], [Window(0, 1, 0, 1)]),
        ([5, 5, 5], [Window(0, 3, 0, 3)]),
        ([90], [Window(0, 1, 0, 1)]),
        ([20, 20, 20, 20], [Window(0, 3, 0, 2), Window(1, 4, 2, 4)]),
    ],
    ids=["no sentence", "one", "all fit", "one too long stands alone", "two windows overlap"],
)
def test_plans_of_small_notes(lengths: list[int], windows: list[Window]) -> None:
    assert plan(lengths, 60) == windows
