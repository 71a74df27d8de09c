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


def place(marked: str, read: Reader, label: str, subtype: str) -> Attributes:
    start, end = marked.index("[["), marked.index("]]") - 2
    doc = read(marked.replace("[[", "").replace("]]", ""))
    return attributes_of(Span(start, end), read_context(doc), label, subtype)


@pytest.mark.parametrize(("marked", "label", "subtype", "value"), [
    ("[[He raised me and I would go to prison for him]].", "loyalty_or_love", "love_or_devotion",
     "current"),
    ("[[He was under pressure]].", "loyalty_or_love", "defends_or_excuses", "past"),
    ("[[Her insurance was cancelled]].", "access_barrier", "healthcare", "current"),
    ("[[She slept in a van]].", "access_barrier", "survival_activity", "past"),
    ("[[He will shout one hour and bring flowers the next]].", "reward_punishment_cycle",
     "harm_then_kindness", "current"),
    ("[[She will go back to him]].", "return_or_pull", "considering_return", "future_planned"),
], ids=["tie", "act", "lack", "survival", "habit", "plan"])
def test_a_state_lasts_although_its_cause_is_past(
    marked: str, label: str, subtype: str, value: str, read: Reader
) -> None:
    assert place(marked, read, label, subtype).temporality == value


NOTE = "Visit at ten. Tea was made. The room is cold. "


@pytest.mark.parametrize(("marked", "label", "subtype", "value"), [
    (NOTE + "\n\n<PERSON_4>: he came late. [[He hit her twice]].", "threat_or_violence",
     "physical_or_sexual_harm", "third_party"),
    (NOTE + "[[My hands shook when he came]].", "inner_distress_statement", "on_alert",
     "client_quoted"),
    (NOTE + "She says he is kind. [[We asked which room she wanted and booked it]].", "agency",
     "decision_supported", "worker_observation"),
    (NOTE + "[[She would not sit down with the police]].", "reporting_or_cooperation_barrier",
     "reluctant_with_authorities", "client_paraphrased"),
    (NOTE + '[["I am her only guardian"]]', "protector_framing", "claimed_by_controller",
     "third_party"),
], ids=["speaker before a colon", "first person", "seen", "told", "claimed"])
def test_an_unframed_passage_belongs_to_its_nearest_speaker(
    marked: str, label: str, subtype: str, value: str, read: Reader
) -> None:
    assert place(marked, read, label, subtype).source == value


def test_who_judges_is_named_before_the_judgement(read: Reader) -> None:
    marked = "The officer remarked that [[she plays the group]]."
    assert attributes(marked, read, "stigmatising_wording").referent_role == "authority"


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
    ("From an older case: [[he took her phone]].", "other_person"),
    ("House rules draft: [[residents give up the phone]].", "generic"),
    ('"[[You do not sell your own]]", she said.', "client"),
], ids=["client", "other", "generic", "other case", "rule", "saying"])
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
