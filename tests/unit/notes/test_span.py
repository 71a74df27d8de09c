"""Spans: half-open, never empty, and an algebra that keeps every character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.notes.span import Span, overlap_length, union

spans = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 60), st.integers(1, 20))
lists = st.lists(spans, max_size=12)


def characters(items: list[Span]) -> set[int]:
    return {place for item in items for place in range(item.start, item.end)}


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (5, 4)], ids=["negative", "empty", "turned"])
def test_a_span_without_characters_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


@given(spans, spans)
def test_overlap_is_a_shared_character(one: Span, other: Span) -> None:
    assert one.overlaps(other) is bool(characters([one]) & characters([other]))
    assert one.overlaps(other) is other.overlaps(one)


@given(spans, spans)
def test_containing_is_a_subset(one: Span, other: Span) -> None:
    assert one.contains(other) is (characters([other]) <= characters([one]))


@given(spans, spans)
def test_a_cut_leaves_part_of_the_other_outside(one: Span, other: Span) -> None:
    inside_edges = {one.start, one.end} & set(range(other.start + 1, other.end))
    assert one.cuts(other) is bool(inside_edges)


@given(spans, spans)
def test_the_cover_is_the_smallest_span_that_holds_both(one: Span, other: Span) -> None:
    cover = one.cover(other)
    assert cover.contains(one)
    assert cover.contains(other)
    assert {cover.start, cover.end} <= {one.start, one.end, other.start, other.end}


@given(spans, st.integers(0, 30))
def test_moving_there_and_back_changes_nothing(one: Span, by: int) -> None:
    assert len(one.shift(by)) == len(one)
    assert one.shift(by).shift(-by) == one


@given(lists)
def test_a_union_covers_the_same_characters_once(items: list[Span]) -> None:
    merged = union(items)
    assert characters(merged) == characters(items)
    assert sum(len(item) for item in merged) == len(characters(items))
    assert merged == sorted(merged)


@given(lists, st.randoms(use_true_random=False))
def test_a_union_does_not_depend_on_the_order(items: list[Span], dice: object) -> None:
    turned = list(items)
    dice.shuffle(turned)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert union(turned) == union(items)


@given(lists)
def test_a_union_of_a_union_is_itself(items: list[Span]) -> None:
    assert union(union(items)) == union(items)


@given(lists, lists)
def test_overlap_counts_shared_characters(one: list[Span], other: list[Span]) -> None:
    assert overlap_length(one, other) == len(characters(one) & characters(other))


def test_spans_that_only_touch_stay_apart() -> None:
    assert union([Span(3, 5), Span(0, 3)]) == [Span(0, 3), Span(3, 5)]
