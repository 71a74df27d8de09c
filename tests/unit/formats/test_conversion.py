"""From one format to another: what is read is written or refused, and every count adds up."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tbnlp.errors import InputError, UsageError
from tbnlp.formats import own_rows
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin
from tbnlp.formats.conversion import (
    Conversion,
    Order,
    brought_up_to_date,
    convert,
    read_notes,
    without_suggestions,
    write_settings,
)
from tbnlp.formats.detection import MODULES, format_of, kind_of
from tbnlp.notes.span import Span
from tests.unit.formats.run_folder_aid import run_folder
from tests.unit.formats.tool_marks import FULL_MARK, FULL_NOTE, SCHEMA

ANSWER = replace(
    FULL_NOTE, note_id="n2", annotator="anna", origin=Origin.ANNOTATED,
    marks=(replace(FULL_MARK, score=None), Mark("m2", "agency", "own_step", (Span(43, 58),), ())),
)
NOTES = [FULL_NOTE, ANSWER]


def everything(_: AnnotatedNote) -> str | None:
    return None


def own_file(folder: Path, notes: list[AnnotatedNote]) -> Path:
    folder.mkdir(exist_ok=True)
    return own_rows.write(notes, folder, SCHEMA)[0]


@pytest.mark.parametrize("name", list(MODULES))
def test_notes_go_through_every_format_and_are_recognised_on_the_way_back(name: str, tmp_path: Path) -> None:
    if name in {"inception", "spacy"}:
        pytest.importorskip({"inception": "cassis", "spacy": "spacy"}[name])
    there = convert(Order(own_file(tmp_path / "in", NOTES), name, tmp_path / "out"), SCHEMA, everything)
    assert (there.source, there.read, there.written, there.refused) == ("tbnlp", 2, 2, {})
    assert kind_of(tmp_path / "out") == name
    back = convert(Order(tmp_path / "out", "tbnlp", tmp_path / "back"), SCHEMA, everything)
    assert (back.source, back.written) == (name, 2)
    assert sorted(own_rows.read(tmp_path / "back", SCHEMA), key=lambda note: note.note_id) == NOTES
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert set(format_of(name).config(SCHEMA)) | {"conversion.json"} <= names


@pytest.mark.parametrize(("file", "kind"), [
    ("annotations.jsonl", "tbnlp"), ("tasks.json", "label-studio"), ("doccano.jsonl", "doccano"),
    ("prodigy.jsonl", "prodigy"),
])
def test_a_file_under_another_name_is_recognised_by_what_is_in_it(tmp_path: Path, file: str, kind: str) -> None:
    format_of(kind).write(NOTES, tmp_path, SCHEMA)
    moved = (tmp_path / file).rename(tmp_path / "export.dat")
    assert kind_of(moved) == kind


def test_the_short_export_of_label_studio_is_recognised_and_refused(tmp_path: Path) -> None:
    path = tmp_path / "min.json"
    path.write_text(json.dumps([{"text": "x", "id": 1, "indicator": [], "annotator": 1, "annotation_id": 2}]), "utf-8")
    with pytest.raises(InputError, match="JSON_MIN"):
        list(read_notes(path, SCHEMA))


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"a": 1}', "[" * 100_000], ids=range(5))
def test_something_else_is_refused_without_a_word_of_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="of no kind that is known"):
        kind_of(path)


@pytest.mark.parametrize("name", ["tbnlp", "label-studio", "doccano", "prodigy", "corpus", "run"])
def test_a_named_format_whose_file_is_not_there_or_no_text_is_refused(name: str, tmp_path: Path) -> None:
    binary = tmp_path / "x.bin"
    binary.write_bytes(b'{"a": 1}\n\xff\xfe\x00')
    for path in (tmp_path, tmp_path / "nothing", binary):
        with pytest.raises(InputError):
            list(read_notes(path, SCHEMA, name))


def test_an_input_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        kind_of(tmp_path / "nothing")


def test_refused_notes_are_counted_by_reason_and_listed_by_id(tmp_path: Path) -> None:
    order = Order(own_file(tmp_path / "in", NOTES), "doccano", tmp_path / "out")
    result = convert(order, SCHEMA, lambda note: "identifier" if note.note_id == "n1" else None)
    assert (result.read, result.written, result.refused_count) == (2, 1, 1)
    record = json.loads((tmp_path / "out" / "conversion.json").read_text(encoding="utf-8"))
    assert record["refused"] == {"identifier": ["n1"]}
    assert record["notes_read"] == record["notes_written"] + 1
    assert "n1" not in (tmp_path / "out" / "doccano.jsonl").read_text(encoding="utf-8")


def test_a_note_that_the_format_cannot_hold_is_refused_with_the_reason(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    empty = replace(ANSWER, note_id="n3", text="", marks=())
    result = convert(Order(own_file(tmp_path / "in", [ANSWER, empty]), "spacy", tmp_path / "out"), SCHEMA, everything)
    assert result.refused == {"spaCy cannot hold an empty text": ["n3"]}


def test_a_full_output_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    source = own_file(tmp_path / "in", NOTES)
    for write in (
        lambda: convert(Order(source, "doccano", tmp_path / "in"), SCHEMA, everything),
        lambda: write_settings("doccano", tmp_path / "in", SCHEMA),
    ):
        with pytest.raises(UsageError, match="not empty"):
            write()
    assert [file.name for file in (tmp_path / "in").iterdir()] == ["annotations.jsonl"]


def test_a_conversion_that_fails_leaves_nothing(tmp_path: Path) -> None:
    twice = [FULL_NOTE, replace(FULL_NOTE, marks=())]   # two layers of one annotator
    order = Order(own_file(tmp_path / "in", twice), "label-studio", tmp_path / "out")
    with pytest.raises(InputError, match="two layers"):
        convert(order, SCHEMA, everything)
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_a_usage_error_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="label-studio, doccano"):
        convert(Order(tmp_path, "excel", tmp_path / "out"), SCHEMA, everything)


def suggested(count: int) -> list[AnnotatedNote]:
    return [replace(FULL_NOTE, note_id=f"n{number}") for number in range(count)]


def test_a_share_of_the_notes_is_served_without_suggestions_whatever_their_order() -> None:
    notes = suggested(50)
    chosen: list[tuple[str, str]] = []
    served = without_suggestions(notes, 0.2, 7, chosen)
    assert len(chosen) == 10
    assert {note.note_id for note in served if not note.marks} == {note_id for _, note_id in chosen}
    assert all(not note.annotator for note in served if not note.marks)
    again: list[tuple[str, str]] = []
    without_suggestions(notes[::-1], 0.2, 7, again)
    other: list[tuple[str, str]] = []
    without_suggestions(notes, 0.2, 8, other)
    assert again == chosen != other


def test_a_person_s_marks_are_never_taken_away() -> None:
    assert without_suggestions([ANSWER], 1.0, 0, []) == [ANSWER]


def test_the_record_says_who_was_served_without_suggestions(tmp_path: Path) -> None:
    order = Order(own_file(tmp_path / "in", suggested(10)), "label-studio", tmp_path / "out", blind_share=0.3, seed=5)
    convert(order, SCHEMA, everything)
    record = json.loads((tmp_path / "out" / "conversion.json").read_text(encoding="utf-8"))
    tasks = json.loads((tmp_path / "out" / "tasks.json").read_text(encoding="utf-8"))
    assert (record["blind_share"], record["seed"], len(record["served_without_suggestions"])) == (0.3, 5, 3)
    blind = {note_id for _, note_id in record["served_without_suggestions"]}
    assert {task["data"]["note_id"] for task in tasks if not task["predictions"]} == blind


def old(label: str, subtype: str, **answers: str) -> AnnotatedNote:
    mark = Mark("m1", label, subtype, (Span(0, 5),), tuple(answers.items()))
    return replace(ANSWER, marks=(mark,), schema_version="0.1.0", schema_fingerprint="old")


def test_marks_of_an_older_schema_are_brought_up_to_date_and_counted() -> None:
    migrated: Counter[str] = Counter()
    note = brought_up_to_date(old("agency", "own_step", temporality="current"), SCHEMA, migrated)
    assert (note.schema_version, note.schema_fingerprint) == (SCHEMA.version, SCHEMA.fingerprint)
    assert "D-004" in note.marks[0].needs_review
    assert migrated == {"needs_review": 1}


def test_marks_of_the_present_schema_and_of_no_named_one_stay_as_they_are() -> None:
    for note in (ANSWER, replace(ANSWER, schema_version="", schema_fingerprint="")):
        assert brought_up_to_date(note, SCHEMA, Counter()) is note


def test_a_version_that_is_not_known_is_refused_with_the_note() -> None:
    with pytest.raises(InputError, match="note n2: "):
        brought_up_to_date(replace(ANSWER, schema_version="9.0.0"), SCHEMA, Counter())


def test_a_run_folder_is_recognised_and_its_quarantined_notes_are_counted(tmp_path: Path) -> None:
    result = convert(Order(run_folder(tmp_path / "run"), "prodigy", tmp_path / "out"), SCHEMA, everything)
    assert (result.source, result.read, result.written) == ("run", 2, 2)
    assert result.ignored == {"quarantined": 1}


def test_a_new_count_is_zero() -> None:
    assert Conversion("run", "brat").refused_count == 0
