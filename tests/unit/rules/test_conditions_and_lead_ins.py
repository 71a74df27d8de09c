"""Conditions, form fields, lead-ins and fellow sufferers, told in words that no guideline example uses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes
from tbnlp.rules.attribution import attributes_of
from tbnlp.rules.context import read_context

Reader = Callable[[str], Doc]


def answers(marked: str, read: Reader, label: str, subtype: str | None = None) -> Attributes:
    start, end = marked.index("[["), marked.index("]]") - 2
    doc = read(marked.replace("[[", "").replace("]]", ""))
    return attributes_of(Span(start, end), read_context(doc), label, subtype)


@pytest.mark.parametrize(("marked", "label", "value"), [
    ("Form. [[Ever slapped by spouse: no]]", "threat_or_violence", "negated"),
    ("Form. [[Ever slapped by spouse: yes]]", "threat_or_violence", "affirmed"),
    ("[[Nobody ever forbade her to phone]].", "isolation", "negated"),
    ("[[She was told not to phone anyone]].", "isolation", "affirmed"),
    ("[[The rent was never deducted from her wages]].", "deprivation_or_exhaustion", "negated"),
    ("[[He no longer trusts the house staff]].", "mistrust_or_breaking_off", "affirmed"),
    ("[[He is not lying about the van]].", "stigmatising_wording", "negated"),
    ("[[He may not leave the yard]].", "blocked_exit", "affirmed"),
], ids=lambda value: str(value)[:40])
def test_a_denial_names_what_it_denies(marked: str, label: str, value: str, read: Reader) -> None:
    assert answers(marked, read, label).assertion == value


@pytest.mark.parametrize(("marked", "label", "value"), [
    ("[[If we were slow the boss hit us]].", "threat_or_violence", "affirmed"),
    ("'[[If I come late they will hit me]]', he said.", "threat_or_violence", "hypothetical"),
    ("[[He said he would shoot her dog if she left]].", "threat_or_violence", "affirmed"),
    ("[[If the grant ends he loses the flat]].", "access_barrier", "hypothetical"),
    ("Asked what would happen if her ex came by. [[She would let him in]].", "return_or_pull", "hypothetical"),
    ("[[Were he offered a job he would still go back to the boat]].", "return_or_pull", "hypothetical"),
], ids=lambda value: str(value)[:40])
def test_a_habit_holds_and_an_expectation_does_not(marked: str, label: str, value: str, read: Reader) -> None:
    assert answers(marked, read, label).assertion == value


def test_an_expectation_lies_in_the_future(read: Reader) -> None:
    assert answers("[[If the grant ends he loses the flat]].", read, "access_barrier").temporality == "future_planned"


def test_help_offered_on_a_condition_is_affirmed(read: Reader) -> None:
    marked = "[[They will give her a bed if she joins the choir]]."
    found = answers(marked, read, "denial_or_control_by_provider", "help_with_conditions_or_pressure")
    assert found.assertion == "affirmed"


@pytest.mark.parametrize(("marked", "label", "value"), [
    ("Ct, by phone: [[the cook kept the tips]].", "deprivation_or_exhaustion", "client_paraphrased"),
    ("Hospital chaplain, by phone: [[the cook kept the tips]].", "deprivation_or_exhaustion", "third_party"),
    ("Letter from the dentist: [[the owner hit her]].", "threat_or_violence", "third_party"),
    ("According to ct, [[the owner hit her]].", "threat_or_violence", "client_paraphrased"),
    ("[[He misses the crew]], that is my reading.", "missing_or_mixed_feelings", "worker_interpretation"),
    ("[[She may miss the crew]].", "missing_or_mixed_feelings", "worker_interpretation"),
    ("[[She called the nurse on her own]].", "trust_in_support", "worker_observation"),
], ids=lambda value: str(value)[:40])
def test_who_speaks_in_a_lead_in(marked: str, label: str, value: str, read: Reader) -> None:
    assert answers(marked, read, label).source == value


@pytest.mark.parametrize(("marked", "label", "value"), [
    ("Ct says [[the other cleaner, <PERSON_2>, was beaten by the owner]].", "threat_or_violence", "other_person"),
    ("Ct says [[the owner slapped <PERSON_4>]].", "threat_or_violence", "other_person"),
    ("Ct says [[the owner slapped her]].", "threat_or_violence", "client"),
    ("Staff handbook, page 3: [[clients in debt cannot leave]].", "blocked_exit", "generic"),
], ids=lambda value: str(value)[:40])
def test_whom_a_passage_is_about(marked: str, label: str, value: str, read: Reader) -> None:
    assert answers(marked, read, label).experiencer == value


@pytest.mark.parametrize(("marked", "label", "subtype", "value"), [
    ("[[She left the brother out of her police statement]].", "reporting_or_cooperation_barrier",
     "told_differently_or_partly", "authority"),
    ("[[She dreads the evenings when her husband is home]].", "inner_distress_statement", "on_alert", "controller"),
    ("[[She sits with her back to the wall]].", "inner_distress_statement", "on_alert", "none"),
    ("[[He feels safe in the new house]].", "stabilisation", "felt_safety", "provider"),
    ("[[She told her uncle that she would not work for him again]].", "agency", "refusal_or_boundary", "controller"),
], ids=lambda value: str(value)[:40])
def test_who_stands_on_the_other_side(marked: str, label: str, subtype: str, value: str, read: Reader) -> None:
    assert answers(marked, read, label, subtype).referent_role == value
