from __future__ import annotations

from dataclasses import replace

import pytest

from tbnlp.corpora.written import WrittenNote
from tbnlp.errors import UsageError
from tbnlp.evaluate.label_consistency import Kind, find_suspects, sentences_of
from tests.unit.evaluate.written_aid import identifier, passage, place, written

LABELS = ("isolation", "stabilisation")
LOCKED = "He took her phone and let her call nobody this week."
CALM = "She sleeps well and cooks in her own kitchen again."
DULL = "The bus to the office was late and it rained hard."


def corpus(cases: int = 20) -> list[WrittenNote]:
    """Each case says the same three things, with a word of its own in each."""
    notes = []
    for number in range(cases):
        text = " ".join(line.replace(" and", f" and w{number}") for line in (LOCKED, DULL, CALM))
        locked, dull, calm = (text.split(". ")[index].rstrip(".") for index in range(3))
        assert dull
        notes.append(written(
            text, passages=[passage(text, locked, "isolation"), passage(text, calm, "stabilisation")],
            case_id=f"c{number:02}", note_id=f"c{number:02}-n",
        ))
    return notes


def test_a_label_that_was_forgotten_is_found_first() -> None:
    notes = corpus()
    notes[7] = replace(notes[7], passages=notes[7].passages[1:])
    first = find_suspects(notes, LABELS)[0]
    assert (first.sentence.note_id, first.label, first.kind) == ("c07-n", "isolation", Kind.MISSING)
    assert first.sentence.span == place(notes[7].text, notes[7].text.split(". ")[0] + ".")
    assert (first.place, first.top) == (1, True)
    assert first.score < 0.5


def test_a_label_too_many_is_found_first_of_its_kind() -> None:
    notes = corpus()
    wrong = passage(notes[3].text, notes[3].text.split(". ")[1], "stabilisation")
    notes[3] = replace(notes[3], passages=(*notes[3].passages, wrong))
    extra = [item for item in find_suspects(notes, LABELS) if item.kind is Kind.EXTRA]
    assert (extra[0].sentence.note_id, extra[0].label, extra[0].sentence.labels) == (
        "c03-n", "stabilisation", frozenset({"stabilisation"}),
    )


def test_a_row_names_the_place_and_holds_no_words_of_the_note() -> None:
    notes = corpus()
    notes[7] = replace(notes[7], passages=notes[7].passages[1:])
    row = find_suspects(notes, LABELS)[0].to_json()
    assert set(row) == {
        "note_id", "start", "end", "gold", "label", "suspected", "score", "threshold", "place", "top",
    }
    assert "phone" not in str(row)


def test_equal_notes_give_equal_suspects() -> None:
    notes = corpus()
    notes[7] = replace(notes[7], passages=notes[7].passages[1:])
    assert find_suspects(notes, LABELS) == find_suspects(list(notes), LABELS)


def test_a_tenth_of_the_suspects_of_each_label_and_kind_is_read_first() -> None:
    found = find_suspects([
        replace(note, passages=note.passages[1:]) if number % 2 else note for number, note in enumerate(corpus(24))
    ], LABELS)
    missing = [item for item in found if item.label == "isolation" and item.kind is Kind.MISSING]
    assert [item.place for item in missing] == list(range(1, len(missing) + 1))
    assert sum(item.top for item in missing) == -(-len(missing) // 10)


def test_names_are_hidden_from_the_model() -> None:
    text = "Rosa Gil called. Beto left Rosa alone."
    note = written(text, [
        identifier(text, "Rosa Gil", "PERSON", 1), identifier(text, "Rosa", "PERSON", 1),
        identifier(text, "Beto", "ALIAS"), identifier(text, "Rosa", "PERSON", 1, nth=1),
    ])
    assert [row.text for row in sentences_of([note])] == [" xxperson  called.", " xxalias  left  xxperson  alone."]


def test_a_sentence_of_one_word_is_left_out() -> None:
    text = "Plan\nShe will call us."
    assert [row.span for row in sentences_of([written(text)])] == [place(text, "She will call us.")]


def test_a_label_of_a_passage_of_two_parts_is_not_on_the_sentence_between() -> None:
    text = "She is scared of him. It rained today. She is thankful for rides."
    whole = passage(text, text.rstrip("."), "isolation")
    parts = (place(text, "She is scared of him"), place(text, "She is thankful for rides"))
    rows = sentences_of([written(text, passages=[replace(whole, parts=parts)])])
    assert [bool(row.labels) for row in rows] == [True, False, True]


def test_a_label_without_marks_has_no_suspects() -> None:
    assert {item.label for item in find_suspects(corpus(), (*LABELS, "agency"))} <= set(LABELS)


def test_too_few_cases_are_refused() -> None:
    with pytest.raises(UsageError, match="at least 5 cases"):
        find_suspects(corpus(4), LABELS)
