from __future__ import annotations

import json

import pytest

from tbnlp.evaluate.redaction_figures import RedactionScores, TypeFigures
from tbnlp.evaluate.redaction_scores import score_written
from tests.unit.evaluate.written_aid import identifier, masker, place, written

FIRST = "Rosa came with Beto. She lives in Conroe, Texas."
SECOND = "Rosie called about Beto on 4 May."
NOTES = [
    written(
        FIRST,
        [
            identifier(FIRST, "Rosa", "PERSON", 1),
            identifier(FIRST, "Beto", "PERSON", 2),
            identifier(FIRST, "Conroe", "LOCATION"),
            identifier(FIRST, "Texas", "LOCATION"),
        ],
        note_id="n1",
    ),
    written(
        SECOND,
        [
            identifier(SECOND, "Rosie", "ALIAS", 1),
            identifier(SECOND, "Beto", "PERSON", 2),
            identifier(SECOND, "4 May", "DATE"),
        ],
        note_id="n2",
    ),
]
ROSA = (place(FIRST, "Rosa"), "PERSON", "<PERSON_1>")
BETO = (place(FIRST, "Beto"), "PERSON", "<PERSON_2>")
CONROE = (place(FIRST, "Conroe"), "LOCATION", "<LOCATION_1>")
ROSIE = (place(SECOND, "Rosie"), "PERSON", "<PERSON_1>")
BETO_AGAIN = (place(SECOND, "Beto"), "PERSON", "<PERSON_2>")
MAY = (place(SECOND, "4 May"), "DATE", "<DATE_1>")


def row(scores: RedactionScores, name: str) -> TypeFigures:
    return next(item for item in (*scores.types, *scores.groups) if item.type == name)


def test_everything_masked_leaks_nothing() -> None:
    redact = masker({"n1": [ROSA, BETO, CONROE], "n2": [ROSIE, BETO_AGAIN, MAY]})
    scores = score_written(NOTES, redact, profile="strict", source="test")
    assert (scores.leaking.hits, scores.leaking.n) == (0, 2)
    assert row(scores, "all").entities.value == 1.0
    assert scores.misses == ()


def test_a_person_is_safe_only_when_every_mention_of_the_case_is_masked() -> None:
    # Beto is masked in the first note and left in the second; Rosa is also called Rosie.
    redact = masker({"n1": [ROSA, BETO, CONROE], "n2": [ROSIE, MAY]})
    scores = score_written(NOTES, redact, profile="strict", source="test")
    person = row(scores, "PERSON")
    assert (person.entities.hits, person.entities.n) == (1, 2)
    assert (person.mentions.hits, person.mentions.n) == (2, 3)
    assert (scores.leaking.hits, scores.leaking.n) == (1, 2)
    assert [(miss.note_id, miss.type) for miss in scores.misses] == [("n2", "PERSON")]


def test_an_alias_left_open_makes_its_person_unsafe() -> None:
    redact = masker({"n1": [ROSA, BETO, CONROE], "n2": [BETO_AGAIN, MAY]})
    scores = score_written(NOTES, redact, profile="strict", source="test")
    assert (row(scores, "PERSON").entities.hits, row(scores, "PERSON").entities.n) == (1, 2)
    assert row(scores, "ALIAS").mentions.value == 0.0


def test_a_town_left_open_is_a_miss_and_no_direct_leak() -> None:
    redact = masker({"n1": [ROSA, BETO], "n2": [ROSIE, BETO_AGAIN, MAY]})
    scores = score_written(NOTES, redact, profile="strict", source="test")
    assert scores.leaking.hits == 0
    assert row(scores, "LOCATION").mentions.value == 0.0
    assert row(scores, "quasi").entities.value == pytest.approx(1 / 2)


def test_a_state_is_left_out_in_strict_and_a_miss_in_maximal() -> None:
    redact = masker({"n1": [ROSA, BETO, CONROE], "n2": [ROSIE, BETO_AGAIN, MAY]})
    strict = row(score_written(NOTES, redact, profile="strict", source="test"), "LOCATION")
    maximal = row(score_written(NOTES, redact, profile="maximal", source="test"), "LOCATION")
    assert (strict.kept, strict.mentions.n) == (1, 1)
    assert (maximal.kept, maximal.mentions.hits, maximal.mentions.n) == (0, 1, 2)


def test_half_a_name_counts_its_characters() -> None:
    half = (place(FIRST, "Ro"), "PERSON", "<PERSON_1>")
    redact = masker({"n1": [half, BETO, CONROE], "n2": [ROSIE, BETO_AGAIN, MAY]})
    person = row(score_written(NOTES, redact, profile="strict", source="test"), "PERSON")
    assert (person.characters.hits, person.characters.n) == (10, 12)
    assert person.mentions.hits == 2


def test_a_quarantined_note_leaks_nothing_and_is_counted_apart() -> None:
    redact = masker({"n1": [ROSA, BETO, CONROE], "n2": None})
    scores = score_written(NOTES, redact, profile="strict", source="test")
    assert (scores.quarantined.hits, scores.quarantined.n) == (1, 2)
    assert (scores.leaking.hits, scores.leaking.n) == (0, 1)
    assert row(scores, "PERSON").mentions.n == 2
    assert scores.figures()["notes_not_quarantined"] == 0.5


def test_ordinary_words_that_were_masked_are_over_redaction() -> None:
    # Outside gold marks stand: came with She lives in | called about (Beto. touches a mark)
    came = (place(FIRST, "came"), "ORG", "<ORG_1>")
    redact = masker({"n1": [ROSA, came, BETO, CONROE], "n2": [ROSIE, BETO_AGAIN, MAY]})
    scores = score_written(NOTES, redact, profile="strict", source="test")
    assert (scores.over.hits, scores.over.n) == (1, 8)
    assert scores.over_by_kind == (("ORG", 1),)


def test_equal_numbers_in_two_cases_are_two_entities() -> None:
    text = "Call 713-555-0142."
    mark = identifier(text, "713-555-0142", "PHONE")
    notes = [
        written(text, [mark], case_id="a", note_id="n1"),
        written(text, [mark], case_id="b", note_id="n2"),
    ]
    redact = masker({"n1": [(mark.span, "PHONE", "<PHONE>")], "n2": []})
    phone = row(score_written(notes, redact, profile="strict", source="test"), "PHONE")
    assert (phone.entities.hits, phone.entities.n) == (1, 2)


def test_table_and_json_hold_every_n_and_no_word_of_the_notes() -> None:
    redact = masker({"n1": [ROSA], "n2": [ROSIE]})
    scores = score_written(NOTES, redact, profile="strict", source="test")
    shown = scores.table() + json.dumps(scores.to_json(), allow_nan=False)
    assert "n=3" in scores.table()
    assert "per 1,000" in scores.table()
    assert not [word for word in ("Rosa", "Beto", "Conroe", "Rosie") if word in shown]


def test_no_notes_give_a_table_without_values() -> None:
    scores = score_written([], masker({}), profile="strict", source="test")
    assert scores.figures()["entity_recall_all"] is None
    assert "- n=0" in scores.table()
