"""Quotes, headings, turns and rule text are told apart from plain telling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from tbnlp.notes.span import Span
from tbnlp.rules.sections import Sections, Turn, read_sections
from tbnlp.rules.words import read_words

Reader = Callable[[str], Doc]


def sections_of(text: str, read: Reader) -> Sections:
    return read_sections(read_words(read(text)))


@pytest.mark.parametrize(("text", "quotes"), [
    ('She said "he is good" to me.', ["he is good"]),
    ("She said \u201che is good\u201d to me.", ["he is good"]),
    ("She said \u00abhe is good\u00bb to me.", ["he is good"]),
    ("'I don't know', she said.", ["I don't know"]),
    ("\u2018I can\u2019t go\u2019, he said.", ["I can\u2019t go"]),
    ("<PERSON_1>'s room and the girls' phones weren't there.", []),
    ("He didn't say it's over.", []),
], ids=["straight", "curly", "guillemets", "single", "curly-single", "possessives", "contractions"])
def test_quoted_words_are_found_and_apostrophes_are_not(
    text: str, quotes: list[str], read: Reader
) -> None:
    found = sections_of(text, read).quotes
    assert [text[span.start : span.end] for span in found] == quotes


def test_form_labels_are_headings(read: Reader) -> None:
    text = "Reason for referral: housing\nPlan:\n- call"
    found = sections_of(text, read)
    assert [text[span.start : span.end] for span in found.headings] == [
        "Reason for referral:", "Plan:",
    ]
    assert [text[span.start : span.end] for span in found.bullets] == ["- call"]


def test_turns_of_a_transcript_name_their_speaker(read: Reader) -> None:
    text = "Q: Did he call?\nA: He called me every night.\nQ: And now?"
    sections = sections_of(text, read)
    place = text.index("He called")
    assert sections.turn_at(Span(place, place + 5)) is Turn.CLIENT
    assert sections.turn_at(Span(3, 6)) is Turn.WORKER


def test_the_other_side_of_a_chat_is_the_client(read: Reader) -> None:
    text = "11:03 Me: Tea or chat?\n11:05 <PERSON_1>: chat\n11:06 Me: Fine."
    sections = sections_of(text, read)
    place = text.index("chat\n11:06")
    assert sections.turn_at(Span(place, place + 4)) is Turn.CLIENT
    assert sections.turn_at(Span(10, 13)) is Turn.WORKER


def test_form_labels_alone_are_no_transcript(read: Reader) -> None:
    assert sections_of("Plan: call\nHousing: none", read).turns == ()


def test_policy_text_is_generic_and_a_statement_is_not(read: Reader) -> None:
    text = "Policy: any resident who calls may stay. She called him."
    sections = sections_of(text, read)
    assert sections.is_generic(Span(10, 20))
    assert not sections.is_generic(Span(text.index("She"), len(text)))
