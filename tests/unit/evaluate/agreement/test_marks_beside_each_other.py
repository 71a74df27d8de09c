"""Marks that were matched, answers about them, labels on the same words, and the list of differences."""

from __future__ import annotations

import itertools

import krippendorff
import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.evaluate.agreement.attribute_figures import MINIMUMS, QUESTIONS, AttributeFigures
from tbnlp.evaluate.agreement.matching import Placed, groups, one_to_one, shared_words
from tbnlp.evaluate.agreement.measure import Agreement, measure
from tbnlp.evaluate.agreement.resampling import Gap
from tbnlp.formats.annotated_note import AnnotatedNote, Mark
from tbnlp.notes.span import Span
from tests.contracts.source_tree import PACKAGE
from tests.unit.evaluate.agreement.marked_notes import SCHEMA, SENTENCES, TEXT, mark, note, with_marks

LABEL = "isolation"
ANSWERS = ("affirmed", "negated", "possible")


def placed(reader: int, words: set[int], label: str = LABEL, number: int = 0) -> Placed:
    span = Span(min(words), max(words) + 1)
    return Placed(reader, Mark(f"m{number}", label, "x", (span,), ()), frozenset(words))


def answered(table: list[list[str | None]], quotes: list[str] | None = None) -> Agreement:
    """Annotators who marked the same words in each note and answered the question about assertion."""
    layers: dict[str, list[AnnotatedNote]] = {}
    for reader, answers in enumerate(table):
        name = f"annotator {reader}"
        layers[name] = []
        for number, answer in enumerate(answers):
            quote = (quotes or [SENTENCES[3]] * len(table))[reader]
            given_answers = {} if answer is None else {"assertion": answer}
            made = [mark(0, TEXT, LABEL, quote, **given_answers)]
            layers[name].append(with_marks(f"C{number}", f"N{number}", name, made))
    return measure(layers, SCHEMA, repeats=20)


def question(found: Agreement, name: str = "assertion") -> AttributeFigures:
    return next(figures for figures in found.attributes if figures.question == name)


@pytest.mark.parametrize("annotators", [2, 3])
def test_alpha_of_answers_equals_the_reference_with_open_questions(annotators: int) -> None:
    draw = np.random.default_rng(annotators)
    values = draw.integers(-1, 3, size=(annotators, 60))
    table = [[None if value < 0 else ANSWERS[value] for value in line] for line in values.tolist()]
    matrix = np.where(values < 0, np.nan, values)
    found = question(answered(table))
    assert found.alpha.value == pytest.approx(krippendorff.alpha(matrix, level_of_measurement="nominal"), abs=1e-9)
    assert found.passages == int(((values >= 0).sum(axis=0) > 1).sum())


def test_only_marks_that_share_half_of_the_words_are_asked_about() -> None:
    table: list[list[str | None]] = [["affirmed"] * 30, ["negated"] * 30]
    assert question(answered(table, ["took her phone", "her phone"])).passages == 30
    assert question(answered(table, ["He took her phone.", "phone"])).passages == 0
    assert question(answered(table, ["He took her phone.", "phone"])).alpha.gap is Gap.NOTHING_MATCHED


def test_few_passages_show_raw_agreement_only() -> None:
    table: list[list[str | None]] = [["affirmed"] * 19, [*["affirmed"] * 18, "negated"]]
    found = question(answered(table))
    assert found.raw.value == pytest.approx(18 / 19)
    assert (found.alpha.value, found.alpha.gap) == (None, Gap.FEW_PASSAGES)
    assert found.differing == (("affirmed", "negated", 1),)


def test_equal_answers_everywhere_have_no_alpha() -> None:
    found = question(answered([["affirmed"] * 30, ["affirmed"] * 30]))
    assert (found.raw.value, found.alpha.value, found.alpha.gap) == (1.0, None, Gap.NO_VARIATION)


def test_subtypes_are_compared_inside_their_label() -> None:
    first, second = SCHEMA.label(LABEL).subtypes[:2]
    other = SCHEMA.label("agency").subtypes[0]
    layers: dict[str, list[AnnotatedNote]] = {"Ada": [], "Bo": []}
    for number in range(40):
        for name, subtype in (("Ada", first), ("Bo", (first, second)[number % 2])):
            made = [
                mark(0, TEXT, LABEL, SENTENCES[3], subtype=subtype),
                mark(1, TEXT, "agency", SENTENCES[1], subtype=other),
            ]
            layers[name].append(with_marks(f"C{number}", f"N{number}", name, made))
    found = question(measure(layers, SCHEMA, repeats=20), "subtype")
    # In `isolation` 40 passages, 60 x first and 20 x second: 40 unlike coincidences of 2 x 60 x 20 / 79 by chance.
    assert found.alpha.value == pytest.approx(1 - 40 / (2 * 60 * 20 / 79), abs=1e-9)
    one, other = sorted((f"{LABEL}.{first}", f"{LABEL}.{second}"))
    assert found.differing == ((one, other, 20),)


def test_the_targets_of_answers_are_those_of_the_schema() -> None:
    content = yaml.safe_load((PACKAGE / "schema" / "indicators.yaml").read_text(encoding="utf-8"))
    assert dict(MINIMUMS) == content["agreement"]["measures"]["attributes"]["min"]
    assert {item.id for item in SCHEMA.attributes} <= {*QUESTIONS}


word_sets = st.lists(st.sets(st.integers(0, 6), min_size=1, max_size=4), max_size=5)


@given(word_sets, word_sets)
def test_pairs_use_each_mark_once_and_do_not_depend_on_who_comes_first(
    ones: list[set[int]], others: list[set[int]]
) -> None:
    first = [placed(0, words, number=number) for number, words in enumerate(ones)]
    second = [placed(1, words, number=number) for number, words in enumerate(others)]
    pairs = one_to_one(first, second, shared_words)
    assert len({id(one) for one, _ in pairs}) == len({id(other) for _, other in pairs}) == len(pairs)
    turned = one_to_one(second, first, shared_words)
    assert {(id(one), id(other)) for one, other in pairs} == {(id(one), id(other)) for other, one in turned}


@given(st.lists(st.tuples(st.integers(0, 2), st.sets(st.integers(0, 6), min_size=1, max_size=4)), max_size=9))
def test_a_group_holds_one_mark_of_each_annotator_and_all_of_them_overlap(made: list[tuple[int, set[int]]]) -> None:
    marks = [placed(reader, words, number=number) for number, (reader, words) in enumerate(made)]
    found = groups(marks)
    assert len({id(one) for group in found for one in group}) == sum(map(len, found))
    for group in found:
        assert len({one.reader for one in group}) == len(group) > 1
        for one, other in itertools.combinations(group, 2):
            assert 2 * len(one.words & other.words) >= max(len(one.words), len(other.words))


def test_marks_of_three_annotators_form_one_group_and_other_labels_none() -> None:
    marks = [placed(0, {1, 2}), placed(1, {1, 2, 3}), placed(2, {2, 3}), placed(2, {1, 2}, "agency")]
    assert [len(group) for group in groups([marks[0], marks[1]])] == [2]
    assert [[one.reader for one in group] for group in groups([marks[0], marks[1], marks[3]])] == [[0, 1]]
    assert [one.reader for one in groups([placed(0, {1}), placed(1, {1}), placed(2, {1})])[0]] == [0, 1, 2]


def confused(ada: list[tuple[str, str]], bo: list[tuple[str, str]], times: int = 1) -> Agreement:
    layers = {
        name: [note(f"C{n}", f"N{n}", name, *marks) for n in range(times)] for name, marks in (("Ada", ada), ("Bo", bo))
    }
    return measure(layers, SCHEMA, repeats=20)


def count(found: Agreement, one: str, other: str | None) -> int:
    labels = found.confusion.labels
    return int(found.confusion.counts[labels.index(one), labels.index(other) if other else -1])


def test_other_labels_on_the_same_words_are_counted_in_both_rows() -> None:
    found = confused([(LABEL, "took her phone")], [("blocked_exit", "He took her phone.")])
    assert count(found, LABEL, "blocked_exit") == count(found, "blocked_exit", LABEL) == 1
    assert count(found, LABEL, None) == count(found, LABEL, LABEL) == 0


def test_a_mark_without_a_partner_is_no_mark_and_equal_labels_are_agreed() -> None:
    found = confused([(LABEL, SENTENCES[3]), ("agency", SENTENCES[1])], [(LABEL, "her phone")])
    assert count(found, LABEL, LABEL) == 1
    assert count(found, "agency", None) == 1
    assert found.confusion.differing("agency") == 1
    assert found.confusion.differing(LABEL) == 0


def test_a_second_label_beside_an_agreed_one_is_no_confusion_with_it() -> None:
    found = confused([(LABEL, SENTENCES[3]), ("blocked_exit", SENTENCES[3])], [(LABEL, SENTENCES[3])])
    assert count(found, LABEL, LABEL) == 1
    assert count(found, "blocked_exit", None) == 1
    assert count(found, "blocked_exit", LABEL) == 0


def test_labels_are_close_when_over_thirty_percent_of_ten_differences_go_to_one_other() -> None:
    apart = ([(LABEL, SENTENCES[3])], [("blocked_exit", SENTENCES[3])])
    assert confused(*apart, times=9).confusion.close_to(LABEL) is None
    assert confused(*apart, times=10).confusion.close_to(LABEL) == ("blocked_exit", 10, 1.0)


def test_differences_name_the_place_the_label_and_who_marked_what() -> None:
    found = confused([(LABEL, "He took her phone."), ("agency", SENTENCES[1])], [("agency", SENTENCES[1])])
    assert [item.to_json() for item in found.label_differences] == [{
        "case_id": "C0", "note_id": "N0", "start": TEXT.index("He took"), "end": TEXT.index(" She called"),
        "label": LABEL, "marked_by": ["Ada"], "not_marked_by": ["Bo"],
    }]


def test_different_answers_are_listed_with_the_passage_of_all() -> None:
    found = answered([["affirmed"], ["negated"]], ["He took her phone.", "took her phone"])
    assert [item.to_json() for item in found.answer_differences] == [{
        "case_id": "C0", "note_id": "N0", "start": TEXT.index("He took"), "end": TEXT.index(" She called"),
        "label": LABEL, "question": "assertion", "answers": {"annotator 0": "affirmed", "annotator 1": "negated"},
    }]


def test_a_note_that_one_read_alone_is_in_no_list() -> None:
    layers = {"Ada": [note("C1", "N1", "Ada", (LABEL, SENTENCES[3]))], "Bo": [note("C2", "N2", "Bo")]}
    found = measure(layers, SCHEMA, repeats=20)
    assert (found.label_differences, found.answer_differences) == ((), ())
    assert found.confusion.counts.sum() == 0
