"""The clause around a place: no lead-in, no quotation marks, nothing cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tbnlp.notes import placeholders
from tbnlp.notes.span import Span
from tbnlp.rules.clause import clause_of, clause_span, statement_of
from tbnlp.rules.sections import read_sections
from tbnlp.rules.words import read_words

CASES = [
    ("Client stated that she still loves <PERSON_1>.", "loves", "she still loves <PERSON_1>"),
    ("ct reports he hit her twice.", "hit", "he hit her twice"),
    ("Per the referral, the girl was locked in.", "locked", "the girl was locked in"),
    ("\"I gave him my word\", he said.", "word", "I gave him my word"),
    ("But she might go back to him.", "back", "she might go back to him"),
    ("She denies that he ever hit her.", "hit", "She denies that he ever hit her"),
    ("He took her phone, and she called the shelter.", "phone", "He took her phone"),
    ("Went to class; he calls her every night.", "calls", "he calls her every night"),
    ("On <DATE_1> he met her.", "met", "On <DATE_1> he met her"),
    ("She told the nurse that she is afraid of him.", "afraid", "she is afraid of him"),
    ("He told her he would kill her.", "kill", "He told her he would kill her"),
]


@pytest.mark.parametrize(("text", "word", "clause"), CASES, ids=[case[2][:28] for case in CASES])
def test_a_hit_grows_to_its_clause(
    text: str, word: str, clause: str, read: Callable[[str], Doc]
) -> None:
    start = text.index(word)
    span = clause_span(read(text), start, start + len(word))
    assert text[span.start : span.end] == clause


@pytest.mark.parametrize(("text", "word", "statement"), [
    ("He took her phone, and he read it himself; she slept.", "phone",
     "He took her phone, and he read it himself"),
    ("She loves him and asked that it be written down.", "loves", "She loves him"),
    ('He wrote "sneaky, plays adults against each other" in it.', "sneaky",
     "sneaky, plays adults against each other"),
], ids=["what follows", "a report ends it", "a short quote"])
def test_what_is_said_in_one_breath_is_one_statement(
    text: str, word: str, statement: str, read: Callable[[str], Doc]
) -> None:
    words = read_words(read(text))
    start = text.index(word)
    clause = clause_of(words, Span(start, start + len(word)))
    span = statement_of(words, clause, read_sections(words).quotes)
    assert text[span.start : span.end] == statement


TEXT = ("Ct says <PERSON_1> won't let her out; \"he said <DATE_2: 2019> it's over\".\n\n"
        "- Plan: call <ORG_1>, she did not sleep.")


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.integers(1, 30))
def test_a_clause_holds_its_words_and_cuts_no_placeholder(start: int, length: int) -> None:
    doc = DOCS["doc"]
    end = min(len(TEXT), start + length)
    span = clause_span(doc, start, end)
    assert 0 <= span.start < span.end <= len(TEXT)
    assert not any(span.cuts(place) for place in placeholders.find(TEXT))
    if "\n\n" not in TEXT[start:end] and not TEXT[start:end].isspace():
        assert "\n\n" not in TEXT[span.start : span.end] or "\n\n" in TEXT[max(0, start - 2) : end + 2]


DOCS: dict[str, Doc] = {}


@pytest.fixture(autouse=True, scope="module")
def _one_doc(read: Callable[[str], Doc]) -> None:
    DOCS["doc"] = read(TEXT)


def test_an_empty_span_is_refused(read: Callable[[str], Doc]) -> None:
    with pytest.raises(ValueError, match="needs 0 <= start < end"):
        clause_span(read("She left."), 3, 3)
