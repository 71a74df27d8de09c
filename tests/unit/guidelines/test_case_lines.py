"""Case lines: what people read is what is run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.guidelines.case_lines import CaseLine, lines_of, positive_line, problems
from tbnlp.notes.span import Span
from tbnlp.schema.loader import load_schema


def read(*lines: str) -> list[CaseLine]:
    return lines_of("text before\n\n```case\n" + "\n".join(lines) + "\n```\n\nafter\n")


def test_a_plus_line_gives_the_plain_text_and_the_place_of_its_mark() -> None:
    line = read("+ She said [[loyalty_or_love: he always looked after me]].")[0]
    assert line.text == "She said he always looked after me."
    assert [(mark.label, mark.span) for mark in line.marks] == [("loyalty_or_love", Span(9, 34))]


def test_two_labels_on_the_same_words_stand_inside_one_another() -> None:
    line = read("+ [[agency: [[reporting_or_cooperation_barrier: he would not sign]]]].")[0]
    assert {(mark.label, mark.span) for mark in line.marks} == {
        ("agency", Span(0, 17)), ("reporting_or_cooperation_barrier", Span(0, 17)),
    }
    assert line.text == "he would not sign."


def test_a_minus_line_names_the_labels_that_are_not_given() -> None:
    line = read("- (loyalty_or_love, agency) He looked after the children.")[0]
    assert line.labels == ("loyalty_or_love", "agency")
    assert line.text == "He looked after the children."


def test_a_minus_line_without_labels_stands_for_nothing_at_all() -> None:
    assert read("- Missed the bus.")[0].labels == ()


def test_a_remark_belongs_to_the_line_above() -> None:
    line = read("- Missed the bus.", "= another sense of the word")[0]
    assert line.remarks == ["another sense of the word"]


def test_a_question_line_names_its_decision() -> None:
    line = read("? He is my boss.  (D-002)")[0]
    assert (line.text, line.decisions) == ("He is my boss.", ("D-002",))


def test_the_number_of_a_line_is_its_line_on_the_page() -> None:
    assert [line.number for line in read("+ [[agency: a b]]", "- c")] == [4, 5]


@pytest.mark.parametrize(("text", "fault"), [
    ("+ Nothing is marked here.", "needs a mark"),
    ("+ She said [[agency: no.", "not closed"),
    ("+ She said no]].", "closed twice"),
    ("+ She said [[no]].", "not closed"),
    ("- She said [[agency: no]].", "holds no mark"),
    ("? He is my boss.", "names a decision"),
    ("* He is my boss.", "starts with"),
])
def test_a_broken_line_is_reported_and_not_read_over(text: str, fault: str) -> None:
    found = problems(read(text)[0], load_schema(), {"D-001"})
    assert any(fault in item for item in found)


def test_an_unknown_label_and_an_unknown_decision_are_reported() -> None:
    found = [item for line in read("+ [[loyalty: he said so]].", "? He is my boss. (D-999)")
             for item in problems(line, load_schema(), {"D-001"})]
    assert found == ["unknown label 'loyalty'", "decision D-999 is not in decisions.md"]


LINE_ENDS = "[]\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
WORDS = st.text(st.characters(exclude_characters=LINE_ENDS, exclude_categories=("Cs", "Zs")), min_size=1, max_size=20)


@given(WORDS, WORDS, WORDS)
def test_any_marked_sentence_comes_back_with_its_place(before: str, words: str, after: str) -> None:
    line = read(positive_line("agency", f"a{before}[[{words}]]{after}a"))[0]
    mark = line.marks[0]
    assert line.mistakes == []
    assert line.text[mark.span.start : mark.span.end] == words
