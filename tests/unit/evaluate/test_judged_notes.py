from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tbnlp.evaluate.judged_notes import moved, moved_gold
from tbnlp.notes.span import Span
from tests.unit.evaluate.written_aid import passage, place, redacted, written

TEXT = "Rosa said she loves Beto and owes him. Later Beto left Conroe."
NOTE = redacted(
    TEXT,
    [
        (place(TEXT, "Rosa"), "PERSON", "<PERSON_1>"),
        (place(TEXT, "Beto"), "PERSON", "<PERSON_2>"),
        (place(TEXT, "Beto", 1), "PERSON", "<PERSON_2>"),
        (place(TEXT, "Conroe"), "LOCATION", "<LOCATION_1>"),
    ],
)


def after(words: str) -> str:
    span = moved(place(TEXT, words), NOTE.replacements)
    return NOTE.text[span.start : span.end]


def test_a_passage_with_a_name_inside_keeps_its_words() -> None:
    assert after("she loves Beto and owes him") == "she loves <PERSON_2> and owes him"


def test_a_passage_that_starts_or_ends_with_a_name_takes_the_placeholder() -> None:
    assert after("Rosa said") == "<PERSON_1> said"
    assert after("left Conroe") == "left <LOCATION_1>"


def test_an_edge_inside_a_name_takes_the_whole_placeholder() -> None:
    assert after("sa said she loves Be") == "<PERSON_1> said she loves <PERSON_2>"
    assert after("et") == "<PERSON_2>"


def test_gold_is_moved_and_the_written_text_stays() -> None:
    note = written(TEXT, passages=[passage(TEXT, "owes him", "loyalty_or_love")])
    result = moved_gold(note, NOTE)
    span = result.passages[0].span
    assert NOTE.text[span.start : span.end] == "owes him"
    assert result.text == TEXT


@st.composite
def masked_texts(draw: st.DrawFn) -> tuple[str, list[tuple[Span, str, str]], Span]:
    text = draw(st.text("abcde ", min_size=12, max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    masks = [
        (Span(start, end), "PERSON", draw(st.sampled_from(["<PERSON_1>", "<PHONE>", "<IP>"])))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return text, masks, Span(start, end)


@given(masked_texts())
def test_moved_passages_hold_the_same_words_and_never_cut_a_placeholder(
    example: tuple[str, list[tuple[Span, str, str]], Span],
) -> None:
    text, masks, span = example
    note = redacted(text, masks)
    result = moved(span, note.replacements)
    assert not any(result.cuts(item.span) for item in note.replacements)
    expected = []
    for index in range(span.start, span.end):
        mask = next((item for item in masks if item[0].start <= index < item[0].end), None)
        if mask is None:
            expected.append(text[index])
        elif index in (mask[0].start, span.start):
            expected.append(mask[2])
    assert note.text[result.start : result.end] == "".join(expected)
