"""Redacted and tagged notes: what cannot be true cannot be built, and no message quotes the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.notes.redacted_note import RedactedNote, Replacement, Tokens
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes, Band, Candidate, Evidence, TaggedNote, candidate_id

TEXT = "She told <PERSON_1> that she misses him."
NO_TOKENS = Tokens((), (), (), (), ())


def note(*replacements: Replacement) -> RedactedNote:
    return RedactedNote("C1", "N1", 0, TEXT, NO_TOKENS, (Span(0, 40),), replacements, "f")


def candidate(start: int, end: int, label: str = "loyalty_or_love", note_id: str = "N1") -> Candidate:
    parts = (Span(start, end),)
    return Candidate(
        candidate_id("C1", note_id, label, parts), label, "unspecified", parts, Span(0, 40),
        (Evidence("model", "m1", 0.5, "misses"),),
        Attributes("affirmed", "current", "client_paraphrased", "client", "controller"), 0.5, Band.POSSIBLE,
    )


def test_a_placeholder_stands_where_its_span_says() -> None:
    fit = Replacement(Span(9, 19), Span(9, 13), "PERSON", "<PERSON_1>", "names", 1.0)
    assert note(fit).placeholder_spans() == [Span(9, 19)]


def test_a_placeholder_that_stands_elsewhere_is_refused_without_a_quote() -> None:
    wrong = Replacement(Span(8, 18), Span(9, 13), "PERSON", "<PERSON_1>", "names", 1.0)
    with pytest.raises(ValueError, match="does not stand") as caught:
        note(wrong)
    assert "misses" not in str(caught.value)


def test_token_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Tokens((0,), (3,), ("PRP",), (), ("she",))


def test_candidates_may_overlap() -> None:
    tagged = TaggedNote(note(), (candidate(20, 39), candidate(25, 39)), "s")
    assert [item.span for item in tagged.candidates] == [Span(20, 39), Span(25, 39)]


@pytest.mark.parametrize("candidates", [
    pytest.param((candidate(30, 45),), id="leaves the text"),
    pytest.param((candidate(5, 12),), id="cuts a placeholder"),
    pytest.param((candidate(25, 39), candidate(25, 39)), id="stands twice"),
    pytest.param((candidate(25, 39), candidate(20, 39)), id="out of order"),
])
def test_a_candidate_that_cannot_be_shown_is_refused_without_a_quote(
    candidates: tuple[Candidate, ...],
) -> None:
    with pytest.raises(ValueError, match="candidate") as caught:
        TaggedNote(note(), candidates, "s")
    assert "misses" not in str(caught.value)


def test_a_candidate_may_hold_a_whole_placeholder() -> None:
    assert TaggedNote(note(), (candidate(4, 19),), "s").candidates


@pytest.mark.parametrize(("kind", "why"), [("guess", "x"), ("rule", "")], ids=["unknown kind", "no reason"])
def test_evidence_without_a_reason_is_refused(kind: str, why: str) -> None:
    with pytest.raises(ValueError, match="evidence needs"):
        Evidence(kind, "id", 1.0, why)


def test_a_candidate_of_two_parts_reaches_from_the_first_to_the_last() -> None:
    parts = (Span(0, 8), Span(25, 39))
    two = Candidate(
        candidate_id("C1", "N1", "fear_with_gratitude", parts), "fear_with_gratitude", "unspecified", parts,
        Span(0, 40), (Evidence("rule", "r", 1.0, "w"),), candidate(0, 1).attributes, 0.4, Band.WEAK,
    )
    assert two.span == Span(0, 39)


texts = st.text(min_size=1, max_size=12)
places = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 80)), min_size=1, max_size=2).map(
    lambda items: tuple(Span(start, start + size) for start, size in items)
)


@given(texts, texts, places)
def test_the_id_of_a_candidate_is_the_same_in_every_run(
    note_id: str, label: str, parts: tuple[Span, ...]
) -> None:
    assert candidate_id("C1", note_id, label, parts) == candidate_id("C1", note_id, label, parts)


@given(texts, texts, places)
def test_the_id_of_a_candidate_changes_with_case_note_label_and_place(
    note_id: str, label: str, parts: tuple[Span, ...]
) -> None:
    ids = {
        candidate_id("C2", note_id, label, parts),
        candidate_id("C1", note_id, label, parts),
        candidate_id("C1", note_id + "x", label, parts),
        candidate_id("C1", note_id, label + "x", parts),
        candidate_id("C1", note_id, label, (*parts, Span(600, 601))),
    }
    assert len(ids) == 5


def test_the_id_of_a_candidate_has_one_form() -> None:
    assert candidate(25, 39).candidate_id[0] == "c"
    assert len(candidate(25, 39).candidate_id) == 17
