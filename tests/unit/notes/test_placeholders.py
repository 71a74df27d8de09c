"""The grammar of placeholders: exact forms only, so that nothing in a note can pass for our own mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.notes.placeholders import (
    AGE_BANDS,
    EMPLOYER_SECTORS,
    NUMBERED,
    SCHOOL_LEVELS,
    UNNUMBERED,
    find,
    is_placeholder,
    kind_of,
    number_of,
    render,
)

plain = st.sampled_from(sorted(NUMBERED | (UNNUMBERED - {"AGE"})))
numbered = st.tuples(st.sampled_from(sorted(NUMBERED)), st.integers(1, 9999))
rendered = st.one_of(
    plain.map(render),
    numbered.map(lambda item: render(*item)),
    st.sampled_from(AGE_BANDS).map(lambda band: render("AGE", coarse=band)),
    st.integers(1900, 2099).map(lambda year: render("DATE", 3, str(year))),
    st.sampled_from(EMPLOYER_SECTORS).map(lambda sector: render("EMPLOYER", 1, sector)),
    st.sampled_from(SCHOOL_LEVELS).map(lambda level: render("SCHOOL", None, level)),
)
words = st.text(st.characters(exclude_characters="<>", exclude_categories=["Cs"]), max_size=20)


@pytest.mark.parametrize(("text", "kind", "number"), [
    ("<PERSON_1>", "PERSON", 1), ("<PERSON>", "PERSON", None), ("<PHONE>", "PHONE", None),
    ("<AGE: 16-17>", "AGE", None), ("<DATE_2: 2019>", "DATE", 2), ("<DATE: 1999>", "DATE", None),
    ("<EMPLOYER_1: nail salon>", "EMPLOYER", 1), ("<SCHOOL: high school>", "SCHOOL", None),
    ("<A_NUMBER>", "A_NUMBER", None), ("<LOCATION_9999>", "LOCATION", 9999),
])
def test_a_form_of_the_contract_is_read(text: str, kind: str, number: int | None) -> None:
    assert is_placeholder(text)
    assert kind_of(text) == kind
    assert number_of(text) == number


@pytest.mark.parametrize("text", [
    "<PERSON_0>", "<PERSON_01>", "<PERSON_10000>", "<PERSON_1: Rosa>", "<PERSON_Rosa>", "<person_1>",
    "<PERSON_1 >", "< PERSON_1>", "<PERSON_1", "PERSON_1", "<PHONE_1>", "<PHONE: 555-0100>", "<AGE: 17>",
    "<AGE_1>", "<DATE_2: 1899>", "<DATE_2: 2019-03-01>", "<EMPLOYER_1: Lucky Nails>",
    "<SCHOOL: Lincoln High>", "<NAME_1>", "<PERSON_\u0661>", "<PERSON_1>\n", "<\u0420ERSON_1>",
    "<EMPLOYER_1:  nail salon>", "<DATE_2:2019>", "<EMPLOYER: nail salon or Rosa>",
])
def test_a_look_alike_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize("text", [
    "<PERSON_1: Rosa>", "<PHONE: 555-0100>", "<EMPLOYER_1: Lucky Nails>", "<DATE_2: 2019-03-01>",
])
def test_a_look_alike_that_carries_a_value_is_not_found_in_a_note(text: str) -> None:
    assert find(f"She wrote {text} herself.") == []


@given(rendered)
def test_what_is_written_is_read_back(text: str) -> None:
    assert is_placeholder(text)
    assert [(item.start, item.end) for item in find(text)] == [(0, len(text))]
    assert f"<{kind_of(text)}" in text


@given(st.lists(st.tuples(words, rendered), max_size=6))
def test_every_placeholder_in_a_note_is_found_where_it_stands(pieces: list[tuple[str, str]]) -> None:
    text = "".join(before + mark for before, mark in pieces)
    assert [text[item.start : item.end] for item in find(text)] == [mark for _, mark in pieces]


@given(st.text(max_size=40))
def test_only_the_closed_list_comes_out_of_any_text(text: str) -> None:
    for item in find(f"<PERSON_{text}> {text} <AGE: {text}>"):
        assert is_placeholder(f"<PERSON_{text}> {text} <AGE: {text}>"[item.start : item.end])


@pytest.mark.parametrize(("kind", "number", "coarse"), [
    ("PERSON", 0, None), ("PERSON", 10_000, None), ("PHONE", 1, None), ("AGE", None, "17"), ("NAME", 1, None),
    ("EMPLOYER", 1, "Lucky Nails"), ("DATE", 1, "3 March"),
], ids=str)
def test_a_mark_outside_the_grammar_is_never_written(
    kind: str, number: int | None, coarse: str | None
) -> None:
    with pytest.raises(ValueError, match="no placeholder") as caught:
        render(kind, number, coarse)
    assert coarse is None or coarse not in str(caught.value)


def test_a_kind_of_no_placeholder_is_an_error_that_quotes_nothing() -> None:
    with pytest.raises(ValueError, match="not a placeholder") as caught:
        kind_of("Rosa Quiroga")
    assert "Rosa" not in str(caught.value)
