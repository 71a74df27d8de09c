"""Whose words, about whom, when, and whether the text says it is so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes
from tbnlp.rules.attribution import attributes_of
from tbnlp.rules.context import read_context

Reader = Callable[[str], Doc]


def attributes(marked: str, read: Reader, label: str | None = None) -> Attributes:
    start, end = marked.index("[["), marked.index("]]") - 2
    doc = read(marked.replace("[[", "").replace("]]", ""))
    return attributes_of(Span(start, end), read_context(doc), label)


@pytest.mark.parametrize(("marked", "label", "value"), [
    ("Ct says [[she does not love him]].", "loyalty_or_love", "negated"),
    ("[[She denies that he ever hit her]].", "threat_or_violence", "negated"),
    ("[[He never hit her]].", "threat_or_violence", "negated"),
    ("[[She was not allowed to leave]].", "blocked_exit", "affirmed"),
    ("[[Nobody stopped the men from leaving]].", "blocked_exit", "negated"),
    ("[[Client has no place to sleep]].", "access_barrier", "affirmed"),
    ("[[He may have hit her]].", "threat_or_violence", "possible"),
    ("Staff suspect that [[he still texts her]].", "return_or_pull", "possible"),
    ("[[If the room falls through she would go back to him]].", "return_or_pull", "hypothetical"),
    ("[[He hit her twice]].", "threat_or_violence", "affirmed"),
    ("She does not eat meat but [[he hit her]].", "threat_or_violence", "affirmed"),
    ("She did not only say so, [[he hit her]].", "threat_or_violence", "affirmed"),
], ids=lambda value: str(value)[:40])
def test_negation_doubt_and_condition(marked: str, label: str, value: str, read: Reader) -> None:
    assert attributes(marked, read, label).assertion == value


@pytest.mark.parametrize(("marked", "value"), [
    ("[[He hit her]].", "past"),
    ("[[He hits her]].", "current"),
    ("[[She has had no contact with him since May]].", "current"),
    ("[[She will go back to him]].", "future_planned"),
    ("[[He used to call her]].", "past"),
    ("[[He calls her most evenings]].", "current"),
], ids=lambda value: str(value)[:40])
def test_time_phrases_and_tense(marked: str, value: str, read: Reader) -> None:
    assert attributes(marked, read).temporality == value


@pytest.mark.parametrize(("marked", "value"), [
    ('"[[I still love him]]", she said.', "client_quoted"),
    ("Ct states [[he held a knife to her arm]].", "client_paraphrased"),
    ("[[He took her phone]], she said.", "client_paraphrased"),
    ("According to the school, [[he locks her in]].", "third_party"),
    ("The officer noted that [[nobody stopped the men]].", "third_party"),
    ("[[She seems to trust him]].", "worker_interpretation"),
    ("[[She wept for most of the hour]].", "worker_observation"),
    ("Ct was seen at home. She says he is kind. [[He locks the door at night]].",
     "client_paraphrased"),
], ids=lambda value: str(value)[:40])
def test_whose_words_they_are(marked: str, value: str, read: Reader) -> None:
    assert attributes(marked, read).source == value


def test_the_quoted_words_of_an_officer_are_not_the_clients(read: Reader) -> None:
    marked = 'Officer said "[[a real one would have run]]".'
    assert attributes(marked, read, "stigmatising_wording").source == "third_party"


@pytest.mark.parametrize(("marked", "value"), [
    ("[[She loves him]].", "client"),
    ("[[Another girl was beaten]].", "other_person"),
    ("[[People who return may be afraid]].", "generic"),
], ids=["client", "other", "generic"])
def test_whom_it_is_about(marked: str, value: str, read: Reader) -> None:
    assert attributes(marked, read).experiencer == value


@pytest.mark.parametrize(("marked", "label", "value"), [
    ("[[She loves him]].", "loyalty_or_love", "controller"),
    ("[[She does not want to speak to the police]].", "reporting_or_cooperation_barrier",
     "authority"),
    ("[[She does not trust her sister]].", "mistrust_or_breaking_off", "family"),
    ("[[She has no place to sleep]].", "access_barrier", "none"),
], ids=["tie", "police", "sister", "gap"])
def test_who_is_on_the_other_side(marked: str, label: str, value: str, read: Reader) -> None:
    assert attributes(marked, read, label).referent_role == value


def test_a_span_outside_the_text_is_refused(read: Reader) -> None:
    doc = read("She left.")
    with pytest.raises(ValueError, match="leaves a text"):
        attributes_of(Span(0, 40), read_context(doc))
