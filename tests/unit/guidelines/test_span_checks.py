"""The span rules that can be told from the words."""

from __future__ import annotations

import pytest

from tbnlp.guidelines.span_checks import span_problems
from tbnlp.notes.span import Span
from tbnlp.schema.loader import load_schema


def faults(marked: str, label: str = "agency") -> list[str]:
    start, end = marked.index("[["), marked.index("]]") - 2
    return span_problems(label, marked.replace("[[", "").replace("]]", ""), Span(start, end), load_schema())


@pytest.mark.parametrize("marked", [
    "Client said [[she chose the lawyer herself]].",
    "'[[I am more than what they did to me]]', she said.",
    "[[<PERSON_1> told her she'd never see the children again]].",
    "[[She denies that her husband ever threatened her]].",
    "[[He rang the D.A. himself]].",
])
def test_a_clause_within_its_bounds_has_no_fault(marked: str) -> None:
    assert faults(marked) == []


@pytest.mark.parametrize(("marked", "fault"), [
    ("Client [[chose]] the lawyer.", "has 1 words"),
    ("[[" + "word " * 45 + "word]].", "has 46 words"),
    ("She [[ chose the lawyer]].", "space"),
    ("[[She chose the lawyer.]]", "end punctuation"),
    ("[[\"I chose the lawyer]]\".", "quotation marks"),
    ("[[She met <PERSON]]_1> alone.", "cuts a placeholder"),
    ("[[Client said that she chose the lawyer]].", "lead-in"),
    ("[[She chose the law]]yer.", "cuts a word"),
    ("[[She chose the lawyer. He agreed to it]].", "sentence end"),
    ("[[She chose.\n\nThe lawyer came]].", "paragraph"),
])
def test_a_mark_that_breaks_a_rule_is_named(marked: str, fault: str) -> None:
    assert any(fault in item for item in faults(marked))


def test_a_two_sentence_label_may_cross_one_sentence_end_and_not_two() -> None:
    once = "[[He fears the gang leader. He is thankful that they let him call]]."
    twice = "[[He fears him. It was long ago. He is thankful that they let him call]]."
    assert faults(once, "fear_with_gratitude") == []
    assert faults(twice, "fear_with_gratitude") == ["the mark crosses a sentence end"]
