"""The wording guard: what may never be said, what a marked denial may say, which purposes are refused."""

from __future__ import annotations

import pytest

from tbnlp.errors import UsageError
from tbnlp.schema.wording import Scope, check_intended_use, forbidden_field_names, violations


@pytest.mark.parametrize("text", [
    "This client is trauma-bonded.", "She shows signs of a trauma bond.", "Stockholm syndrome", "the victim",
    "consistent with PTSD", "a risk score of 7", "high-risk client", "evidence that she was sold", "credible",
    "She is eligible.", "an ungrateful client", "He relapsed.", "No indicators were found.", "a red flag",
    "The tool detects trafficking.", "ranking clients",
])
def test_a_sentence_about_what_a_person_is_may_not_be_shown(text: str) -> None:
    found = violations(text)
    assert found
    assert all(item.instead for item in found)


@pytest.mark.parametrize("text", [
    "The passage says that the client went back.", "analysts in victim services", "victim-service agencies",
    "No candidate passage was found by this model version.", "model score for this passage",
    "She asked for another room.",
])
def test_plain_words_about_a_passage_may_be_shown(text: str) -> None:
    assert violations(text) == []


def test_a_denial_is_read_sentence_by_sentence() -> None:
    text = "It is not a diagnosis. It is a symptom of fear."
    assert [item.found for item in violations(text, Scope.NEGATED_OK)] == ["symptom of"]
    assert len(violations(text, Scope.STRICT)) == 2


def test_hits_come_in_the_order_of_the_text_with_their_place() -> None:
    text = "A red flag, and a survivor."
    found = violations(text)
    assert [text[item.place : item.place + len(item.found)] for item in found] == ["red flag", "survivor"]


@pytest.mark.parametrize("purpose", [
    "Asylum interviews", "judging credibility", "custody decision", "eligibility for housing",
    "discharge list", "helping the prosecution",
])
def test_a_forbidden_purpose_is_refused(purpose: str) -> None:
    with pytest.raises(UsageError, match=r"run\.intended_use"):
        check_intended_use(purpose)


def test_reading_is_a_purpose() -> None:
    check_intended_use("finding passages for a person to read")


def test_forbidden_columns_are_named_in_order() -> None:
    assert forbidden_field_names(["score", "severity", "band", "case_score"]) == ["case_score", "severity"]
