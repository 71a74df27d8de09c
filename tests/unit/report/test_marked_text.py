"""Text of a note in segments: nothing lost, overlaps kept, hidden characters seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.notes.span import Span
from tbnlp.report.marked_text import (
    HIDDEN,
    PLACEHOLDER,
    PLAIN,
    Part,
    Piece,
    lanes,
    pieces,
    segments,
    visible,
)

ALPHABET = "ab <>_1PERSON\n👩\u200d⚕🙂é\u202eب"


@st.composite
def text_and_parts(draw: st.DrawFn) -> tuple[str, list[Part]]:
    text = draw(st.text(alphabet=ALPHABET, min_size=1, max_size=40))
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges), max_size=6))
    spans = [Span(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
    return text, [Part(span, owner) for owner, span in enumerate(spans)]


@given(text_and_parts())
def test_every_character_of_a_note_is_under_the_passages_that_cover_it(
    case: tuple[str, list[Part]],
) -> None:
    text, parts = case
    place = 0
    for segment in segments(text, parts):
        length = sum(1 if piece.kind == HIDDEN else len(piece.text) for piece in segment.pieces)
        covering = {part.owner for part in parts if part.span.overlaps(Span(place, place + length))}
        assert {layer.part.owner for layer in segment.layers} == covering
        assert all(part.span.start == place for part in segment.opens)
        assert all(part.span.end == place + length for part in segment.closes)
        place += length
    assert place == len(text)


@given(text_and_parts())
def test_every_passage_opens_once_and_closes_once(case: tuple[str, list[Part]]) -> None:
    text, parts = case
    cut = segments(text, parts)
    owners = sorted(part.owner for part in parts)
    assert sorted(part.owner for segment in cut for part in segment.opens) == owners
    assert sorted(part.owner for segment in cut for part in segment.closes) == owners


def test_two_passages_that_share_a_word_have_lines_of_their_own() -> None:
    parts = [Part(Span(0, 10), 0), Part(Span(5, 15), 1), Part(Span(12, 20), 2)]
    assert lanes(parts) == [0, 1, 0]


def test_a_passage_that_leaves_its_note_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves its text"):
        segments("short", [Part(Span(0, 9), 0)])


def test_a_note_without_text_has_no_segments() -> None:
    assert segments("", []) == []


def test_a_placeholder_is_a_piece_of_its_own() -> None:
    assert pieces("see <PERSON_1>, <NOBODY_1>") == (
        Piece(PLAIN, "see "), Piece(PLACEHOLDER, "<PERSON_1>"), Piece(PLAIN, ", <NOBODY_1>"),
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a\u202eb", "right-to-left override"),
        ("a\u200bb", "zero width space"),
        ("a\u2066b", "left-to-right isolate"),
        ("a\x07b", "control character u+0007"),
        ("a\u00adb", "soft hyphen"),
        ("a\U000e0041b", "tag latin capital letter a"),
        ("\u200db", "zero width joiner"),
    ],
    ids=["override", "zero-width", "isolate", "bell", "soft-hyphen", "tag", "lone-joiner"],
)
def test_a_hidden_character_is_named_and_does_not_act(text: str, name: str) -> None:
    found = [piece for piece in pieces(text) if piece.kind == HIDDEN]
    assert found == [Piece(HIDDEN, name)]
    assert f"⟨{name}⟩" in visible(text)


@pytest.mark.parametrize(
    "text",
    ["👩‍⚕️ came", "line\n\ttab\r\n", "é ü 你好 مرحبا"],
    ids=["emoji", "layout", "scripts"],
)
def test_ordinary_characters_stay_as_they_are(text: str) -> None:
    assert pieces(text) == (Piece(PLAIN, text),)
