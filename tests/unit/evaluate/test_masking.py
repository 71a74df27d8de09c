from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.evaluate.kept_values import is_direct, kept_by_profile
from tbnlp.evaluate.masking import Masks, outside, whitespace_tokens, words
from tbnlp.notes.redacted_note import Replacement
from tbnlp.notes.span import Span


def masks(*spans: tuple[int, int], kind: str = "PERSON") -> Masks:
    return Masks(Replacement(Span(0, 3), Span(*span), kind, "<X>", "test", 1.0) for span in spans)


def test_one_character_left_in_a_surname_is_not_a_mask() -> None:
    assert not masks((4, 11)).covers("Met Delgado.", Span(4, 12))
    assert masks((4, 11)).covers("Met Delgado.", Span(4, 11))


def test_two_masks_with_a_space_between_cover_a_full_name() -> None:
    assert masks((0, 5), (6, 13)).covers("Maria Delgado", Span(0, 13))


def test_a_hyphen_left_between_two_masks_is_a_character_left() -> None:
    assert not masks((0, 3), (4, 8)).covers("555-0142", Span(0, 8))


def test_a_placeholder_that_the_input_had_masks_nothing() -> None:
    assert not masks((0, 5), kind="PLACEHOLDER").touches(Span(0, 5))


def test_tokens_that_share_a_character_with_a_mark_are_not_outside() -> None:
    text = "Rosa's bag was here"
    assert [text[t.start : t.end] for t in outside(whitespace_tokens(text), [Span(0, 4)])] == [
        "bag",
        "was",
        "here",
    ]


@given(
    st.text("ab ", max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(1, 8)), max_size=5),
)
def test_tokens_outside_are_those_that_no_mark_overlaps(
    text: str, marks: list[tuple[int, int]]
) -> None:
    spans = [Span(start, start + length) for start, length in marks]
    tokens = list(words(text))
    assert list(outside(tokens, spans)) == [
        token for token in tokens if not any(token.overlaps(span) for span in spans)
    ]


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(1, 8)), max_size=6), st.integers(0, 40))
def test_a_character_is_hidden_when_any_replacement_holds_it(
    raw: list[tuple[int, int]], place: int
) -> None:
    spans = [(start, start + length) for start, length in raw]
    assert masks(*spans).hides(place) == any(start <= place < end for start, end in spans)


@pytest.mark.parametrize(
    ("kind", "surface", "profile", "kept"),
    [
        pytest.param("LOCATION", "Texas", "strict", True, id="state-strict"),
        pytest.param("LOCATION", "TX", "strict", True, id="state-code-strict"),
        pytest.param("LOCATION", "Honduras", "balanced", True, id="country-balanced"),
        pytest.param("LOCATION", "Honduras", "maximal", False, id="country-maximal"),
        pytest.param("LOCATION", "Conroe", "strict", False, id="town"),
        pytest.param("DATE", "2019", "strict", True, id="bare-year-strict"),
        pytest.param("DATE", "2019", "maximal", False, id="bare-year-maximal"),
        pytest.param("DATE", "March 2019", "strict", False, id="month"),
        pytest.param("NATIONALITY", "Spanish", "strict", True, id="common-language"),
        pytest.param("NATIONALITY", "Hmong", "strict", False, id="rare-origin"),
        pytest.param("ORG", "FBI", "strict", True, id="national-body"),
        pytest.param("ORG", "Lotus Nails", "strict", False, id="employer"),
        pytest.param("AGE", "34", "strict", False, id="adult-strict"),
        pytest.param("AGE", "34", "balanced", True, id="adult-balanced"),
        pytest.param("AGE", "16", "balanced", False, id="minor-balanced"),
        pytest.param("AGE", "94", "balanced", False, id="over-89-balanced"),
        pytest.param("VEHICLE_DESC", "white van", "balanced", True, id="vehicle-balanced"),
        pytest.param("VEHICLE_DESC", "white van", "strict", False, id="vehicle-strict"),
        pytest.param("PERSON", "America", "strict", False, id="a-person-named-like-a-country"),
        pytest.param("PHONE", "1-888-373-7888", "strict", True, id="hotline"),
    ],
)
def test_what_a_profile_keeps_is_left_out(
    kind: str, surface: str, profile: str, kept: bool
) -> None:
    assert kept_by_profile(kind, surface, profile) is kept


def test_names_and_numbers_are_direct_and_places_are_not() -> None:
    assert is_direct("ALIAS")
    assert is_direct("FACILITY")
    assert not is_direct("LOCATION")
