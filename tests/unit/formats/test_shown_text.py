"""What a browser is shown has its own places, and each leads back to the exact text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tbnlp.formats.shown_text import restore, show
from tbnlp.notes import placeholders
from tbnlp.notes.span import Span
from tests.unit.formats.strategies import texts


@settings(max_examples=60, deadline=None)
@given(texts(), st.booleans(), st.data())
def test_a_place_goes_there_and_back_and_holds_the_same_words(text: str, astral: bool, data: st.DataObject) -> None:
    shown = show(text, astral=astral)
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    place = shown.shown(span)
    back = shown.exact_span(place)
    # An edge between CR and LF moves outwards, and nothing else moves.
    assert back.contains(span)
    assert text[back.start : span.start] in {"", "\r"}
    assert text[span.end : back.end] in {"", "\n"}
    piece = show(text[back.start : back.end], astral=astral)
    assert shown.text[place.start : place.end] == piece.text
    assert restore(shown.text, shown.rows()) == shown


@settings(max_examples=60, deadline=None)
@given(texts())
def test_a_browser_has_nothing_to_change_and_placeholders_stay(text: str) -> None:
    shown = show(text, astral=False).text
    assert not set(shown) & {"\r", "\x00", "\x0b", "\x0c", "\x7f", "\x85"}
    assert max(map(ord, shown)) <= 0xFFFF
    assert [shown[place.start : place.end] for place in placeholders.find(shown)] == [
        text[place.start : place.end] for place in placeholders.find(text)
    ]


@pytest.mark.parametrize(("text", "shown"), [
    pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="line ends"),
    pytest.param("a\x01b\x7fc", "a\u2401b\u2421c", id="pictures of control characters"),
    pytest.param("tab\tstays 😀 too", "tab\tstays 😀 too", id="nothing to do"),
])
def test_what_is_shown(text: str, shown: str) -> None:
    assert show(text).text == shown


@pytest.mark.parametrize("rows", [
    [[0, "\r\n"]], [[9, "\r\n"]], [[1, "\x01"]], [[1, "\r\n"], [1, "\r\n"]],
], ids=["no stand-in there", "behind the text", "another stand-in", "twice"])
def test_a_list_that_does_not_fit_the_text_is_refused(rows: list[list[Any]]) -> None:
    with pytest.raises(ValueError, match="not where the list says"):
        restore("a\nb", rows)
