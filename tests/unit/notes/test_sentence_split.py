"""Sentences of case notes: by fixed rules, covering everything once, cutting no placeholder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.notes import placeholders
from tbnlp.notes.sentence_split import sentences
from tests.contracts.test_imports import loaded_after


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(("text", "wanted"), [
    ("She came. He left! Why? ok", ["She came.", "He left!", "Why?", "ok"]),
    ("phone off. she left. no bag", ["phone off.", "she left.", "no bag"]),
    ("late entry\nsat on the bed\r\nno bag", ["late entry", "sat on the bed", "no bag"]),
    ("- phone off\n- no bag", ["- phone off", "- no bag"]),
    ("• phone off • no bag", ["• phone off", "• no bag"]),
    ("1. Went to court. 2. Came home.", ["1. Went to court.", "2. Came home."]),
    ("a. Went to court", ["a. Went to court"]),
    ("Dr. Smith met Mrs. Jones at St. Mary's.", ["Dr. Smith met Mrs. Jones at St. Mary's."]),
    ("J. <PERSON_1> called. R. R. <PERSON_2> too.", ["J. <PERSON_1> called.", "R. R. <PERSON_2> too."]),
    ("So did I. Then he left.", ["So did I.", "Then he left."]),
    ("It cost 3.50 at 10.30 a.m. on Monday.", ["It cost 3.50 at 10.30 a.m. on Monday."]),
    ("He came at 3 p.m. She hid.", ["He came at 3 p.m.", "She hid."]),
    ("Rm. 118, no. 5, apt. <ADDRESS>.", ["Rm. 118, no. 5, apt. <ADDRESS>."]),
    ("She said no. He left.", ["She said no.", "He left."]),
    ("She said no. he left.", ["She said no.", "he left."]),
    ("late from Sat. night. where she sat. then left.", ["late from Sat. night.", "where she sat.", "then left."]),
    ("Seen in Jan. 2019 by Rep. <PERSON_1>.", ["Seen in Jan. 2019 by Rep. <PERSON_1>."]),
    ("Moved in <DATE_2: 2019>. <PERSON_1> came.", ["Moved in <DATE_2: 2019>.", "<PERSON_1> came."]),
    ("Paid by <EMPLOYER_1: nail salon>. Then rest.", ["Paid by <EMPLOYER_1: nail salon>.", "Then rest."]),
    ('"Where?" she asked. "Home."', ['"Where?" she asked.', '"Home."']),
    ("\u201cNo.\u201d she said. \u201cGo.\u201d Then.", ["\u201cNo.\u201d she said.", "\u201cGo.\u201d", "Then."]),
    ("(He left.) She slept.", ["(He left.)", "She slept."]),
    ("He was ... kind. Then\u2026 no. Then... Nothing.", ["He was ... kind.", "Then\u2026 no.", "Then...", "Nothing."]),
    ("left.She slept e.g. on the floor.", ["left.", "She slept e.g. on the floor."]),
    ("Mail a.Bloggs@site.Example today.", ["Mail a.Bloggs@site.Example today."]),
    ("Shoes, coat, etc. were left. Coat etc. Then home.", ["Shoes, coat, etc. were left.", "Coat etc.", "Then home."]),
    ("What?! No!!! Yes.", ["What?!", "No!!!", "Yes."]),
    ("Visit.\n-----\nShe came.", ["Visit.", "-----", "She came."]),
    ("", []),
    (" \n\t ", []),
], ids=lambda value: value[:24] if isinstance(value, str) else "")
def test_a_case_note_is_cut_where_a_reader_would(text: str, wanted: list[str]) -> None:
    assert split(text) == wanted


written = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from([
            "She", "he", "Dr", "p.m", "No", "3", ".", "?", "!", "…", " ", "\n", "\r\n", "\t", "\u2028", '"', "”", ")",
            "(", "•", "-", "<PERSON_1>", "<DATE_2: 2019>", "<EMPLOYER: massage or spa>", "é", "😀", "\u00a0", "ok",
        ]),
        max_size=30,
    ).map("".join),
)


@given(written)
def test_every_character_that_is_not_blank_is_in_exactly_one_sentence(text: str) -> None:
    covered = [0] * len(text)
    for span in sentences(text):
        for place in range(span.start, span.end):
            covered[place] += 1
    assert all(count == 1 for sign, count in zip(text, covered, strict=True) if not sign.isspace())
    assert max(covered, default=0) <= 1


@given(written)
def test_sentences_stand_in_order_and_have_no_blank_edges(text: str) -> None:
    found = sentences(text)
    assert found == sorted(found)
    for span in found:
        quoted = text[span.start : span.end]
        assert quoted == quoted.strip()
        assert not set(quoted) & set("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


@given(written)
def test_no_placeholder_is_cut(text: str) -> None:
    assert not [
        (span, place) for span in sentences(text) for place in placeholders.find(text) if span.cuts(place)
    ]


@given(written, written)
def test_a_line_end_parts_texts_so_that_each_is_read_as_if_alone(one: str, other: str) -> None:
    moved = [span.shift(len(one) + 1) for span in sentences(other)]
    assert sentences(f"{one}\n{other}") == [*sentences(one), *moved]


def test_the_rules_ask_no_model() -> None:
    assert loaded_after("import tbnlp.notes.sentence_split") & {"spacy", "numpy", "torch", "regex"} == set()
