"""The shadow text and its map of offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.redact.shadow import digits_of, shadow_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("７１３", "713", id="full_width"),
        pytest.param("7️⃣1️⃣3️⃣", "713", id="keycaps"),
        pytest.param("٧١٣", "713", id="arabic_digits"),
        pytest.param("j\u200bane", "jane", id="zero_width"),
        pytest.param("M\u00adaria", "Maria", id="soft_hyphen"),
        pytest.param("Mаriа", "Maria", id="cyrillic_a"),
        pytest.param("\u202eMaria", "Maria", id="right_to_left_override"),
        pytest.param("&#55;&#49;", "71", id="entities"),
        pytest.param("jane%40x", "jane@x", id="percent"),
        pytest.param("María", "Maria", id="diacritic"),
        pytest.param("Mari\u0301a", "Maria", id="combining_mark"),
        pytest.param("713\u00a0555", "713 555", id="no_break_space"),
    ],
)
def test_disguised_characters_read_as_plain_ones(text: str, expected: str) -> None:
    assert shadow_of(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("seven one three", "713", id="words"),
        pytest.param("double five zero one", "5501", id="double"),
        pytest.param("(7l3) 555-O199", "(713) 555-0199", id="leet"),
        pytest.param("one two", "one two", id="two_words_are_no_number"),
    ],
)
def test_spelt_digits_read_as_digits(text: str, expected: str) -> None:
    assert digits_of(shadow_of(text)).text == expected


def test_a_mask_takes_the_hidden_characters_with_it() -> None:
    text = "x 7\ufe0f\u20e31\ufe0f\u20e3 y"
    shadow = shadow_of(text)
    span = shadow.to_source(2, 4)
    assert text[span.start : span.end] == "7\ufe0f\u20e31\ufe0f\u20e3"


def test_a_run_without_spaces_is_one_blob() -> None:
    assert [kind for _, kind in shadow_of("see " + "a." * 200 + " end").fixed] == ["BLOB"]


@given(st.text(max_size=120))
def test_every_character_of_the_copy_points_into_the_source(text: str) -> None:
    shadow = shadow_of(text)
    last = 0
    for place in range(len(shadow.text)):
        span = shadow.to_source(place, place + 1)
        assert 0 <= span.start < span.end <= len(text)
        assert span.end >= last
        last = span.end


@given(
    st.text(
        alphabet=st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="&%<"), max_size=80
    )
)
def test_plain_text_is_copied_character_by_character(text: str) -> None:
    shadow = shadow_of(text)
    assert shadow.text == text
    for place in range(len(text)):
        span = shadow.to_source(place, place + 1)
        assert (span.start, span.end) == (place, place + 1)
