"""Which sentence a mark labels, and which files may be compared at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.errors import InputError
from tbnlp.evaluate.agreement.shared_notes import SharedNote, label_grid, sentences_of, shared_notes, words_of
from tbnlp.formats.annotated_note import AnnotatedNote, Mark
from tbnlp.notes.placeholders import find
from tbnlp.notes.span import Span
from tests.unit.evaluate.agreement.marked_notes import SCHEMA, TEXT, note, with_marks


def shared(text: str) -> SharedNote:
    return shared_notes({"Ada": [note("C1", "N1", "Ada", text=text)]}, SCHEMA)[0]


def marked(text: str, *quotes: str) -> Mark:
    parts = tuple(Span(text.index(quote), text.index(quote) + len(quote)) for quote in quotes)
    return Mark("m", "isolation", "unspecified", parts, ())


@pytest.mark.parametrize(("quotes", "wanted"), [
    (["She was afraid."], [0]),
    (["afraid. She packed"], [0, 1]),
    (["afraid. Sh"], [0]),
    (["d. Sh"], [1]),
    (["d. S"], [0]),
    (["bag. The door was locked. He took"], [1, 2, 3]),
    (["afraid", "locked"], [0, 2]),
    (["id"], [0]),
    ([". "], []),
], ids=[
    "whole", "both sides", "two letters too far", "most letters", "a tie goes to the first", "three sentences",
    "two parts", "short mark", "no letter",
])
def test_a_sentence_is_labelled_by_three_letters_of_a_mark(quotes: list[str], wanted: list[int]) -> None:
    assert sentences_of(marked(TEXT, *quotes), shared(TEXT)) == wanted


@given(st.text(alphabet="ab .\n!?<>", max_size=60), st.data())
def test_every_mark_with_a_letter_labels_a_sentence_that_it_touches(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    held = shared(text)
    rows = sentences_of(Mark("m", "isolation", "unspecified", (span,), ()), held)
    assert bool(rows) == any(sign.isalnum() for sign in text[span.start : span.end])
    assert all(held.sentences[row].overlaps(span) for row in rows)
    assert rows == sorted(set(rows))


def test_a_placeholder_is_one_word() -> None:
    text = "She called <EMPLOYER_1: nail salon> and didn't wait."
    held = shared(text)
    assert [text[word.start : word.end] for word in held.words] == [
        "She", "called", "<EMPLOYER_1: nail salon>", "and", "didn't", "wait",
    ]
    assert find(text)[0] in held.words
    assert words_of(marked(text, "called <EMPLOYER_1: nail salon>"), held) == {1, 2}


def test_a_line_without_letters_is_no_unit() -> None:
    assert len(shared("Visit.\n-----\nShe came.").sentences) == 2


def test_who_did_not_read_a_note_is_missing_and_did_not_say_no() -> None:
    layers = {
        "Ada": [note("C1", "N1", "Ada", ("isolation", "He took her phone.")), note("C1", "N2", "Ada")],
        "Bo": [note("C1", "N1", "Bo")],
    }
    first, second = shared_notes(layers, SCHEMA)
    assert (first.readers, first.shared) == ((0, 1), True)
    assert (second.readers, second.shared) == ((0,), False)
    grid = label_grid(first, {"isolation": 0})
    assert grid[:, :, 0].tolist() == [[False, False, False, True, False], [False] * 5]


def test_equal_note_ids_of_different_cases_are_different_notes() -> None:
    assert len(shared_notes({"Ada": [note("C1", "N1", "Ada")], "Bo": [note("C2", "N1", "Bo")]}, SCHEMA)) == 2


def changed_label(changed: AnnotatedNote) -> AnnotatedNote:
    return with_marks("C1", "N7", "Ada", [Mark("m", "no_such_label", "x", (Span(0, 3),), ())], text=changed.text)


@pytest.mark.parametrize("layers", [
    {"Ada": [note("C1", "N7", "Ada")], "Bo": [note("C1", "N7", "Bo", text=f"{TEXT} ")]},
    {"Ada": [note("C1", "N7", "Ada"), note("C1", "N7", "Ada")]},
    {"Ada": [changed_label(note("C1", "N7", "Ada"))]},
], ids=["another text", "twice", "unknown label"])
def test_what_cannot_be_compared_is_refused_by_note_id_without_its_text(layers: dict[str, list[AnnotatedNote]]) -> None:
    with pytest.raises(InputError, match="note N7") as refused:
        shared_notes(layers, SCHEMA)
    assert "afraid" not in str(refused.value)
    assert "no_such_label" not in str(refused.value)
