"""Who counts as an annotator when files hold one, several, or the program's own suggestions."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

import pytest

from tbnlp.errors import InputError, UsageError
from tbnlp.evaluate.agreement.reading import input_record, layers_of, read_annotations
from tbnlp.formats import own_rows
from tbnlp.formats.annotated_note import AnnotatedNote, Origin
from tests.unit.evaluate.agreement.marked_notes import SCHEMA, note

ADA, BO = note("C1", "N1", "Ada"), note("C1", "N1", "Bo")
LATER = note("C1", "N2", "Ada")
SUGGESTED = note("C1", "N1", "3f2a", origin=Origin.SUGGESTED)
NAMELESS = note("C1", "N1", "")


def names(*inputs: tuple[str, list[AnnotatedNote]], suggestions: str | None = None) -> dict[str, list[str]]:
    layers = layers_of([(Path(name), notes) for name, notes in inputs], suggestions)
    return {name: [item.note_id for item in notes] for name, notes in layers.items()}


def test_one_file_may_hold_several_annotators() -> None:
    assert names(("all.jsonl", [ADA, BO, LATER])) == {"Ada": ["N1", "N2"], "Bo": ["N1"]}


def test_an_annotator_spread_over_two_files_is_one() -> None:
    assert names(("one.jsonl", [ADA]), ("two.jsonl", [LATER])) == {"Ada": ["N1", "N2"]}


def test_a_second_reading_of_the_same_note_is_a_layer_of_its_own() -> None:
    assert names(("one.jsonl", [ADA, LATER]), ("two.jsonl", [ADA])) == {
        "Ada (input 1)": ["N1", "N2"], "Ada (input 2)": ["N1"],
    }


def test_without_a_name_the_file_gives_it() -> None:
    assert names(("first.jsonl", [NAMELESS]), ("second.jsonl", [NAMELESS])) == {"first": ["N1"], "second": ["N1"]}


def test_suggestions_count_only_when_they_are_asked_for() -> None:
    inputs = ("all.jsonl", [ADA, SUGGESTED])
    assert names(inputs) == {"Ada": ["N1"]}
    assert names(inputs, suggestions="the program") == {"Ada": ["N1"], "the program": ["N1"]}


def test_a_note_served_without_suggestions_is_missing_among_them() -> None:
    blind = note("C1", "N2", "", origin=Origin.SUGGESTED)
    assert names(("all.jsonl", [ADA, SUGGESTED, blind]), suggestions="the program")["the program"] == ["N1"]


@pytest.mark.parametrize("name", ["label_studio", "doccano", "brat"])
def test_files_of_annotation_tools_are_recognised(name: str, tmp_path: Path) -> None:
    marked = note("C1", "N1", "Ada", ("isolation", "He took her phone."))
    importlib.import_module(f"tbnlp.formats.{name}").write([marked], tmp_path, SCHEMA)
    assert [item.marks[0].parts for item in read_annotations(tmp_path, SCHEMA)] == [marked.marks[0].parts]


def test_marks_of_an_older_schema_are_brought_up_to_date(tmp_path: Path) -> None:
    old = replace(note("C1", "N1", "Ada", ("isolation", "He took her phone.")), schema_version="0.2.0")
    own_rows.write([old], tmp_path, SCHEMA)
    found = read_annotations(tmp_path, SCHEMA)[0]
    assert (found.schema_version, found.marks[0].label) == (SCHEMA.version, "isolation")


def test_suggestions_that_are_not_there_are_no_silent_annotator() -> None:
    with pytest.raises(UsageError, match="no suggestions"):
        names(("all.jsonl", [ADA]), suggestions="the program")


def test_suggestions_cannot_take_the_name_of_a_person() -> None:
    with pytest.raises(UsageError):
        names(("all.jsonl", [ADA, SUGGESTED]), suggestions="Ada")


def test_our_own_file_is_read_alone_or_in_its_folder(tmp_path: Path) -> None:
    own_rows.write([ADA, BO], tmp_path, SCHEMA)
    assert read_annotations(tmp_path, SCHEMA) == read_annotations(tmp_path / "annotations.jsonl", SCHEMA) == [ADA, BO]


def test_a_missing_file_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ada\.jsonl") as refused:
        read_annotations(tmp_path / "ada.jsonl", SCHEMA)
    assert tmp_path.as_posix() not in str(refused.value)


def test_the_hash_of_an_input_changes_with_its_content(tmp_path: Path) -> None:
    file = own_rows.write([ADA], tmp_path, SCHEMA)[0]
    before = input_record(file), input_record(tmp_path)
    assert before[0]["name"] == "annotations.jsonl"
    own_rows.write([BO], tmp_path, SCHEMA)
    after = input_record(file), input_record(tmp_path)
    assert all(one["sha256"] != other["sha256"] for one, other in zip(before, after, strict=True))
