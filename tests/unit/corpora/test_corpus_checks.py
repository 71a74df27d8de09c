from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tbnlp.corpora.checks import check_corpus
from tbnlp.corpora.faults import Fault, Level, quoted
from tbnlp.errors import AssetError
from tbnlp.schema.loader import load_schema
from tests.unit.corpora.corpus_aid import FIRST, Draft, draft, passage, place, seal

SCHEMA = load_schema()


def found(folder: Path) -> list[Fault]:
    """What was found, without style and quotas, which no corpus of two notes can reach."""
    return [fault for fault in check_corpus("tiny", SCHEMA, folder).faults if fault.check not in {"style", "quotas"}]


def only(folder: Path) -> Fault:
    (fault,) = found(folder)
    return fault


def test_a_sound_corpus_has_no_fault(tmp_path: Path) -> None:
    assert found(draft().write(tmp_path)) == []


def test_a_corpus_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="--corpora"):
        check_corpus("tiny", SCHEMA, tmp_path)


def test_a_file_that_was_changed_after_it_was_sealed_is_named(tmp_path: Path) -> None:
    draft().write(tmp_path)
    with (tmp_path / "tiny" / "notes.jsonl").open("a") as file:
        file.write("\n")
    fault = only(tmp_path)
    assert (fault.check, fault.message[:11]) == ("checksum", "notes.jsonl")


def test_a_layer_that_stands_in_no_list_of_sums_is_named(tmp_path: Path) -> None:
    draft().write(tmp_path)
    layer = tmp_path / "tiny" / "annotations_b"
    layer.mkdir()
    (layer / "annotations.jsonl").write_text("", encoding="utf-8")
    assert only(tmp_path).line() == "fault checksum: annotations_b/annotations.jsonl is not in SHA256SUMS"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    draft().write(tmp_path)
    (tmp_path / "tiny" / "splits.json").unlink()
    assert {"files", "splits"} <= {fault.check for fault in found(tmp_path)}


@pytest.mark.parametrize(("line", "check", "words"), [
    pytest.param("{not json", "json", "annotations.jsonl line 3 is not JSON", id="no JSON"),
    pytest.param('{"note_id": "W1-C01-01", "annotator": "b", "pii": [], "indicators": [], "mood": 1}', "fields",
                 "mood (extra forbidden)", id="a field too many"),
    pytest.param('{"note_id": "W1-C01-01", "annotator": "b", "pii": [{"start": "0", "end": 7, "type": "AGE"}], '
                 '"indicators": []}', "fields", "pii.0.start (int type)", id="a number as text"),
    pytest.param('{"note_id": "W1-C01-01", "pii": [], "indicators": []}', "fields", "annotator (missing)",
                 id="a field too few"),
])
def test_a_row_that_is_not_as_the_format_says_is_named_without_its_values(
    tmp_path: Path, line: str, check: str, words: str
) -> None:
    draft().write(tmp_path)
    with (tmp_path / "tiny" / "annotations.jsonl").open("a") as file:
        file.write(line + "\n")
    seal(tmp_path / "tiny")
    assert any(fault.check == check and words in fault.message for fault in found(tmp_path))


def test_a_note_id_that_stands_twice_is_named(tmp_path: Path) -> None:
    made = draft()
    made.notes.append(made.notes[0])
    assert ("unique ids", "W1-C01-01") in {(fault.check, fault.note_id) for fault in found(made.write(tmp_path))}


def test_a_note_id_outside_its_case_is_named(tmp_path: Path) -> None:
    made = draft()
    made.notes[0]["case_id"] = "W1-C09"
    made.splits["train"] = ["W1-C09"]
    assert only(made.write(tmp_path)).check == "note in case"


def test_a_value_on_no_list_of_the_schema_is_named(tmp_path: Path) -> None:
    made = draft()
    made.notes[0]["setting"] = "factory"
    assert only(made.write(tmp_path)).check == "closed lists"


def mark(made: Draft, start: int, end: int) -> None:
    made.rows[0]["indicators"][0] |= {"start": start, "end": end}


DRAWER = place(FIRST, "he keeps her papers in a drawer")

PLANTED_MARKS: list[tuple[str, Callable[[Draft], object], str]] = [
    ("behind the text", lambda made: mark(made, DRAWER[0], 900), "offsets"),
    ("empty", lambda made: mark(made, DRAWER[0], DRAWER[0]), "offsets"),
    ("a space at the end", lambda made: mark(made, DRAWER[0], place(FIRST, "her papers")[1] + 1), "mark edges"),
    ("half a word", lambda made: mark(made, DRAWER[0] + 1, DRAWER[1]), "cut words"),
    ("a paragraph", lambda made: mark(made, DRAWER[0], place(FIRST, "Wants a")[1]), "paragraphs"),
    ("a sentence end", lambda made: mark(made, 0, DRAWER[1]), "sentence ends"),
    ("one word", lambda made: mark(made, *place(FIRST, "drawer")), "mark length"),
    ("an unknown label", lambda made: made.rows[0]["indicators"][0].update(label="bondedness"), "labels"),
    ("an unknown subtype", lambda made: made.rows[0]["indicators"][0].update(subtype="locked"), "subtypes"),
    ("an unknown value", lambda made: made.rows[0]["indicators"][0].update(assertion="maybe"), "attribute values"),
    ("an unknown certainty", lambda made: made.rows[0]["indicators"][0].update(certainty="9"), "attribute values"),
    ("a mark twice", lambda made: made.rows[0]["indicators"].append(dict(made.rows[0]["indicators"][0])),
     "duplicate marks"),
    ("two parts of a one-part label",
     lambda made: made.rows[0]["indicators"][0].update(parts=[list(DRAWER), list(DRAWER)]), "parts"),
    ("an unknown type", lambda made: made.rows[0]["pii"][0].update(type="NAME"), "identifier types"),
    ("a person without number", lambda made: made.rows[0]["pii"][0].pop("person"), "person numbers"),
]


@pytest.mark.parametrize(
    ("plant", "check"), [pytest.param(plant, check, id=name) for name, plant, check in PLANTED_MARKS]
)
def test_a_planted_fault_of_a_mark_is_named_with_its_place(
    tmp_path: Path, plant: Callable[[Draft], object], check: str
) -> None:
    made = draft()
    plant(made)
    hits = [fault for fault in found(made.write(tmp_path)) if fault.check == check]
    assert [fault.note_id for fault in hits] == ["W1-C01-01"]
    assert hits[0].start is not None


@pytest.mark.parametrize(("version", "fails"), [("0.2.0", False), ("0.3.0", False), ("9.0.0", True)])
def test_marks_of_an_older_schema_are_read_under_the_present_one(tmp_path: Path, version: str, fails: bool) -> None:
    made = draft()
    made.rows[0]["schema_version"] = version
    assert ("labels" in {fault.check for fault in found(made.write(tmp_path))}) is fails


def test_a_second_layer_is_read_as_strictly_as_gold(tmp_path: Path) -> None:
    made = draft()
    made.write(tmp_path)
    layer = tmp_path / "tiny" / "annotations_b"
    layer.mkdir()
    row = {"note_id": "W1-C01-01", "annotator": "b", "pii": [],
           "indicators": [passage(FIRST, "her papers in a dra", "blocked_exit")]}
    (layer / "annotations.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert "cut words" in {fault.check for fault in found(tmp_path) if "(layer annotations_b)" in fault.message}


@pytest.mark.parametrize(("text", "words"), [
    pytest.param("Mail to rosalba.m@shelter.example today.", "rosalba", id="in an e-mail"),
    pytest.param("Saved as scan_Rosalba.pdf on the drive.", "Rosalba", id="in a file name"),
])
def test_an_identifier_inside_an_address_may_cut_a_word(tmp_path: Path, text: str, words: str) -> None:
    made = draft().add("W1-C02-01", text, [(words, "PERSON", 1)])
    assert [fault for fault in found(made.write(tmp_path)) if fault.check == "cut words"] == []


@pytest.mark.parametrize(("label", "fails"), [("fear_with_gratitude", False), ("blocked_exit", True)])
def test_a_pair_of_two_sentences_may_cross_one_end_and_no_other_label_may(
    tmp_path: Path, label: str, fails: bool
) -> None:
    text = "She shakes when he calls. But she blesses him for the room."
    made = draft().add("W1-C02-01", text, [], [(text[:-1], label)])
    assert ("sentence ends" in {fault.check for fault in found(made.write(tmp_path))}) is fails


def test_initials_and_wrapped_lines_are_no_sentence_ends(tmp_path: Path) -> None:
    text = "If she left the aunt would give W.I. away\nto the lady in town."
    made = draft().add("W1-C02-01", text, [("W.I.", "MINOR_INITIALS")], [(text[:-1], "threat_or_violence")])
    assert found(made.write(tmp_path)) == []


def test_identifiers_that_overlap_without_nesting_are_named(tmp_path: Path) -> None:
    text = "Saw Rosalba Fenrow Motel again."
    made = draft().add("W1-C02-01", text, [("Rosalba Fenrow", "PERSON", 1), ("Fenrow Motel", "FACILITY")])
    assert "nesting" in {fault.check for fault in found(made.write(tmp_path))}


@pytest.mark.parametrize(("later", "named"), [
    pytest.param("Phoned ROSALBA twice.", "ROSALBA", id="in capitals"),
    pytest.param("phoned rosalba twice.", "rosalba", id="in small letters"),
    pytest.param("Her number is 07700 900418 still.", "07700 900418", id="a phone number"),
    pytest.param("The Rosalbas moved.", None, id="part of a word"),
])
def test_words_marked_once_in_a_case_are_looked_for_everywhere_in_it(
    tmp_path: Path, later: str, named: str | None
) -> None:
    made = draft()
    made.add("W1-C01-02", "Rang 07700 900418 at noon.", [("07700 900418", "PHONE")]).add("W1-C01-03", later)
    hits = [fault for fault in found(made.write(tmp_path)) if fault.check == "unmarked repetition"]
    assert [(fault.note_id, later[fault.start : fault.end]) for fault in hits] == (
        [("W1-C01-03", named)] if named else [])


def test_the_same_words_in_another_case_are_left_alone(tmp_path: Path) -> None:
    assert found(draft().add("W1-C02-01", "Phoned Rosalba twice.").write(tmp_path)) == []


def test_an_ordinary_word_is_no_unmarked_name(tmp_path: Path) -> None:
    made = draft().add("W1-C02-01", "Slim rang at four.", [("Slim", "ALIAS", 2)])
    made.add("W1-C02-02", "A slim chance of a bed.")
    for number, text in enumerate(("A slim file.", "Got it slim and warm.", "The slim one of the two keys."), start=3):
        made.add(f"W1-C0{number}-01", text)
    assert found(made.write(tmp_path)) == []


def test_an_allowed_place_is_left_out_and_a_stale_one_is_named(tmp_path: Path) -> None:
    made = draft().add("W1-C01-02", "The boat Rosalba is for sale.")
    made.allowed = [{"note_id": "W1-C01-02", "start": 9, "end": 16, "reason": "name of a boat, not of the client"}]
    assert found(made.write(tmp_path)) == []
    made.allowed[0]["start"] = 8
    assert {fault.check for fault in found(made.write(tmp_path))} == {"unmarked repetition", "allowed places"}


def test_a_number_with_two_surnames_is_a_question_for_a_reader(tmp_path: Path) -> None:
    text = "Seen: Bohdan Kravets. Later Bohdan Melnyk, then Bohdan Kravetz."
    made = draft().add("W1-C02-01", text, [
        ("Bohdan Kravets", "PERSON", 1), ("Bohdan Melnyk", "PERSON", 1), ("Bohdan Kravetz", "PERSON", 1)])
    fault = only(made.write(tmp_path))
    assert (fault.check, fault.level, fault.start) == ("person numbers", Level.REVIEW, text.index("Bohdan Melnyk"))


LONG = "the grey van came twice a night and never once on a Sunday that month"


def split_draft(split: str, text: str, writer: str = "W9") -> Draft:
    made = draft().add("W1-C05-01", f"Note of the day: {LONG}.")
    return made.add(f"{writer}-C01-01", text, split=split)


def test_a_case_in_two_splits_is_named(tmp_path: Path) -> None:
    made = draft()
    made.splits["dev"].append("W1-C01")
    assert only(made.write(tmp_path)).message == "case W1-C01 is in 2 splits: dev, train"


def test_a_case_in_no_split_is_named(tmp_path: Path) -> None:
    made = draft()
    made.splits["dev"].remove("W2-C01")
    assert only(made.write(tmp_path)).message == "case W2-C01 is in no split"


def test_a_split_of_cases_that_are_not_there_is_named(tmp_path: Path) -> None:
    made = draft()
    made.splits["dev"].append("W7-C77")
    assert only(made.write(tmp_path)).message == "case W7-C77 of split dev has no note"


def test_a_writer_of_test_out_in_another_split_is_named(tmp_path: Path) -> None:
    made = draft().add("W1-C08-01", "Nothing to report.", split="test_out")
    assert only(made.write(tmp_path)).message == "writer W1 of test_out also wrote for train"


def test_eight_words_shared_by_test_and_train_are_named(tmp_path: Path) -> None:
    text = "Quiet shift but the grey van came twice a night and then the usual calls and some soup for two people."
    fault = only(split_draft("test_in", text).write(tmp_path))
    assert (fault.check, fault.note_id, text[fault.start : fault.end]) == (
        "split overlap", "W9-C01-01", "the grey van came twice a night and")


def test_seven_shared_words_are_no_overlap(tmp_path: Path) -> None:
    text = "Quiet shift but the grey van came twice a night with the usual calls and some soup for two people."
    assert found(split_draft("test_in", text).write(tmp_path)) == []


def test_near_copies_are_named_unless_they_are_contrast_pairs(tmp_path: Path) -> None:
    copy = f"Note of this day: {LONG}."
    assert {fault.check for fault in found(split_draft("dev", copy).write(tmp_path))} == {"near copies"}
    made = draft().add("W9-C01-01", copy, split="contrast")
    made.add("W9-C02-01", copy.replace("once", "yet"), split="contrast")
    assert found(made.write(tmp_path)) == []


def test_a_message_quotes_no_more_than_twenty_characters() -> None:
    assert len(quoted("a very long piece of some note of somebody")) == 22
    assert quoted("short\nwords") == "'short words'"
