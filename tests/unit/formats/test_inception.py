"""INCEpTION files: JSON and XMI there and back, what the tool does in between, and its project settings."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from tbnlp.errors import AssetError, InputError
from tbnlp.formats import inception
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin
from tbnlp.formats.inception_types import INDICATOR, NOTE_RECORD
from tbnlp.formats.losses import Loss
from tbnlp.notes.span import Span
from tests.unit.formats.expected import expected
from tests.unit.formats.strategies import SCHEMA, note_lists, notes

pytest.importorskip("cassis", reason="the extra formats is not installed")

TEXT = "She 😀 says he 𝔘 kept her papers.\r\nShe misses him."
PAPERS = Mark(
    "m1", "blocked_exit", "papers_held", (Span(11, 31),), (("assertion", "affirmed"), ("certainty", "low")),
    comment='"one"\n\ttwo', score=0.1 + 0.2, needs_review=("D-001", "D-017"),
)
PAIR = Mark("m2", "missing_or_mixed_feelings", "unspecified", (Span(0, 3), Span(34, 48)), ())
NOTE = AnnotatedNote(
    "case", "note", TEXT, "Ann", Origin.ANNOTATED, SCHEMA.version, SCHEMA.fingerprint, (PAIR, PAPERS),
    annotated_at="2026-03-01T09:30:00+01:00", minutes=3.5,
)
Row = dict[str, Any]


def items(content: dict[str, Any], kind: str) -> list[Row]:
    return [row for row in content["%FEATURE_STRUCTURES"] if row["%TYPE"] == kind]


def changed(folder: Path, note: AnnotatedNote, change: Callable[[dict[str, Any]], None]) -> AnnotatedNote:
    """The one note after the tool changed its file."""
    path = inception.write([note], folder, SCHEMA)[0]
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")
    return next(iter(inception.read(folder, SCHEMA)))


def add_mark(content: dict[str, Any], **features: Any) -> None:
    number = max(row["%ID"] for row in content["%FEATURE_STRUCTURES"]) + 1
    content["%FEATURE_STRUCTURES"].append({"%ID": number, "%TYPE": INDICATOR, "@sofa": 1, **features})
    content["%VIEWS"]["_InitialView"]["%MEMBERS"].append(number)


@settings(max_examples=60, deadline=None)
@given(note_lists())
def test_notes_come_back_from_json_as_they_went_out(given_notes: list[AnnotatedNote]) -> None:
    with TemporaryDirectory() as folder:
        inception.write(given_notes, Path(folder), SCHEMA)
        back = list(inception.read(Path(folder), SCHEMA))
    assert back == [expected(note, inception.LOSSES) for note in given_notes]


@settings(max_examples=40, deadline=None)
@given(note_lists(control_characters=False))
def test_notes_that_xml_can_hold_come_back_from_xmi_as_they_went_out(given_notes: list[AnnotatedNote]) -> None:
    with TemporaryDirectory() as folder:
        inception.write_xmi(given_notes, Path(folder), SCHEMA)
        back = list(inception.read(Path(folder), SCHEMA))
    assert back == [expected(note, inception.LOSSES) for note in given_notes]


@settings(max_examples=60, deadline=None)
@given(notes())
def test_xmi_is_written_or_refused_but_never_wrong(note: AnnotatedNote) -> None:
    with TemporaryDirectory() as folder:
        if not inception.fits_xml(note):
            with pytest.raises(InputError, match="note 1: XML cannot hold"):
                inception.write_xmi([note], Path(folder), SCHEMA)
            return
        inception.write_xmi([note], Path(folder), SCHEMA)
        assert list(inception.read(Path(folder), SCHEMA)) == [note]


def test_a_note_with_a_control_character_is_refused_in_xml_alone(tmp_path: Path) -> None:
    note = replace(NOTE, text=TEXT[:-1] + "\x0b")
    assert not inception.fits_xml(note)
    inception.write([note], tmp_path, SCHEMA)
    assert list(inception.read(tmp_path, SCHEMA)) == [note]
    assert Loss.CONTROL_CHARACTERS in inception.LOSSES.in_tool - inception.LOSSES.in_file


def test_offsets_in_the_file_count_utf_16_units(tmp_path: Path) -> None:
    path = inception.write([NOTE], tmp_path, SCHEMA)[0]
    row = next(row for row in items(json.loads(path.read_text("utf-8")), INDICATOR) if row.get("mark_id") == "m1")
    units = TEXT.encode("utf-16-le")
    assert units[row["begin"] * 2 : row["end"] * 2].decode("utf-16-le") == TEXT[11:31]
    assert (row["begin"], row["end"]) == (12, 33)


def test_an_offset_inside_a_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="note_00001: not a UIMA file"):
        changed(tmp_path, NOTE, lambda content: add_mark(content, begin=5, end=8, label="isolation"))


def test_a_mark_made_in_the_tool_gets_an_id_and_answers_lose_their_times(tmp_path: Path) -> None:
    back = changed(tmp_path, NOTE, lambda content: add_mark(content, begin=0, end=3, label="isolation"))
    made = Mark("u0", "isolation", "unspecified", (Span(0, 3),), ())
    assert set(back.marks) == {PAPERS, PAIR, made}
    assert (back.annotator, back.annotated_at, back.minutes) == ("Ann", "", None)


def test_two_parts_made_in_the_tool_are_tied_by_any_word(tmp_path: Path) -> None:
    def tie(content: dict[str, Any]) -> None:
        add_mark(content, begin=0, end=3, label="isolation", part_of="x", subtype="communication_cut")
        add_mark(content, begin=7, end=11, label="isolation", part_of="x")

    back = changed(tmp_path, replace(NOTE, marks=()), tie)
    assert back.marks == (Mark("u0", "isolation", "communication_cut", (Span(0, 3), Span(6, 10)), ()),)


def test_a_moved_mark_keeps_its_id_and_loses_its_score(tmp_path: Path) -> None:
    def move(content: dict[str, Any]) -> None:
        next(row for row in items(content, INDICATOR) if row.get("mark_id") == "m1")["begin"] = 0

    back = changed(tmp_path, NOTE, move)
    assert replace(PAPERS, parts=(Span(0, 31),), score=None) in back.marks


def test_a_copy_of_a_mark_gets_an_id_of_its_own(tmp_path: Path) -> None:
    def copy(content: dict[str, Any]) -> None:
        row = next(row for row in items(content, INDICATOR) if row.get("mark_id") == "m1")
        add_mark(content, **{name: value for name, value in row.items() if name[0] not in "%@"})

    assert sorted(mark.mark_id for mark in changed(tmp_path, NOTE, copy).marks) == ["m1", "m1_2", "m2"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"begin": 0, "end": 3}], "characters 0-3 has no label"),
        ([{"begin": 3, "end": 3, "label": "isolation"}], "character 3 holds no characters"),
        ([{"begin": 0, "end": 999, "label": "isolation"}], "note_00001"),
        ([{"begin": 0, "end": 3, "label": "secret"}], "no label 'secret'"),
        ([{"begin": 0, "end": 3, "label": "isolation", "certainty": "huge"}], "no answer 'huge'"),
        ([{"begin": 0, "end": 1, "label": "isolation", "part_of": "m2"}], "has 3 parts"),
        (
            [
                {"begin": 0, "end": 1, "label": "isolation", "part_of": "x"},
                {"begin": 2, "end": 3, "label": "agency", "part_of": "x"},
            ],
            "differ in label",
        ),
        (
            [
                {"begin": 0, "end": 3, "label": "agency", "part_of": "x"},
                {"begin": 2, "end": 3, "label": "agency", "part_of": "x"},
            ],
            "parts overlap",
        ),
    ],
)
def test_annotations_that_marks_cannot_hold_are_refused(tmp_path: Path, rows: list[Row], said: str) -> None:
    def add(content: dict[str, Any]) -> None:
        for row in rows:
            add_mark(content, **row)

    with pytest.raises(InputError, match=said) as caught:
        changed(tmp_path, NOTE, add)
    assert "papers" not in str(caught.value)


def test_a_text_that_was_changed_is_refused(tmp_path: Path) -> None:
    def shorten(content: dict[str, Any]) -> None:
        items(content, "uima.cas.Sofa")[0]["sofaString"] = TEXT.replace("\r\n", "\n ")

    with pytest.raises(InputError, match="the text is not the one"):
        changed(tmp_path, NOTE, shorten)


def test_changed_suggestions_need_a_name(tmp_path: Path) -> None:
    suggestion = replace(NOTE, origin=Origin.SUGGESTED, annotator="pipeline")

    def correct(content: dict[str, Any]) -> None:
        items(content, INDICATOR)[0]["subtype"] = "opposed_wishes"

    def correct_and_sign(content: dict[str, Any]) -> None:
        correct(content)
        items(content, NOTE_RECORD)[0]["answered_by"] = "Bo"

    with pytest.raises(InputError, match="answered_by"):
        changed(tmp_path, suggestion, correct)
    back = changed(tmp_path, suggestion, correct_and_sign)
    assert (back.annotator, back.origin, back.minutes) == ("Bo", Origin.ANNOTATED, None)


def test_in_an_export_of_a_project_the_file_name_is_the_annotator(tmp_path: Path) -> None:
    written = inception.write([replace(NOTE, origin=Origin.SUGGESTED)], tmp_path / ".", SCHEMA)[0]
    users = tmp_path / "export" / "annotation" / "note_00001.json"
    users.mkdir(parents=True)
    for name in ("bo", "cy", "INITIAL_CAS"):
        (users / f"{name}.json").write_bytes(written.read_bytes())
    (tmp_path / "export" / "source").mkdir()
    for other in ("exportedproject.json", "source/note_00001.json"):
        (tmp_path / "export" / other).write_bytes(written.read_bytes())
    ignored: Counter[str] = Counter()
    back = list(inception.read(tmp_path / "export", SCHEMA, ignored))
    assert [(note.annotator, note.origin, note.note_id) for note in back] == [
        ("bo", Origin.ANNOTATED, "note"), ("cy", Origin.ANNOTATED, "note"),
    ]
    assert ignored["inception_initial_state"] == 1


def test_packed_files_of_an_export_are_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "bo.zip").write_bytes(b"")
    with pytest.raises(InputError, match="1 files of the export are packed"):
        list(inception.read(tmp_path, SCHEMA))


def test_a_file_without_our_record_is_read_under_its_own_name(tmp_path: Path) -> None:
    def drop(content: dict[str, Any]) -> None:
        record = items(content, NOTE_RECORD)[0]
        content["%FEATURE_STRUCTURES"].remove(record)
        content["%VIEWS"]["_InitialView"]["%MEMBERS"].remove(record["%ID"])

    back = changed(tmp_path, NOTE, drop)
    assert (back.note_id, back.annotator, back.schema_version) == ("note_00001", "", "")
    assert back.marks == NOTE.marks


def test_files_of_the_settings_beside_the_notes_are_passed_over(tmp_path: Path) -> None:
    inception.write([NOTE], tmp_path, SCHEMA)
    for name, content in inception.config(SCHEMA).items():
        (tmp_path / name).write_text(content, "utf-8")
    ignored: Counter[str] = Counter()
    assert list(inception.read(tmp_path, SCHEMA, ignored)) == [NOTE]
    assert ignored["inception_other_json"] == len(inception.config(SCHEMA)) - 1


def test_a_note_as_json_and_as_xmi_is_not_read_twice(tmp_path: Path) -> None:
    inception.write([NOTE], tmp_path, SCHEMA)
    inception.write_xmi([NOTE], tmp_path, SCHEMA)
    with pytest.raises(InputError, match="keep one of the two"):
        list(inception.read(tmp_path, SCHEMA))


def test_an_xmi_file_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = inception.write_xmi([NOTE], tmp_path, SCHEMA)[0]
    content = path.read_text("utf-8")
    path.write_text(content.replace("?>", '?><!DOCTYPE x [<!ENTITY e "e">]>', 1), "utf-8")
    with pytest.raises(InputError, match="document type"):
        list(inception.read(tmp_path, SCHEMA))


@pytest.mark.parametrize("content", ["{", '{"%FEATURE_STRUCTURES": 5}', "<xmi/>"])
def test_a_file_of_another_kind_is_refused_without_its_text(tmp_path: Path, content: str) -> None:
    (tmp_path / "Maria.json").write_text(content, "utf-8")
    with pytest.raises(InputError, match="file 1: not a UIMA file") as caught:
        list(inception.read(tmp_path, SCHEMA))
    assert "Maria" not in str(caught.value)


def test_without_the_extra_the_message_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(AssetError, match=r"tbnlp\[formats\]"):
        inception.write([NOTE], tmp_path, SCHEMA)


def test_the_settings_have_every_label_subtype_question_and_answer() -> None:
    files = inception.config(SCHEMA)
    layer = json.loads(files["layer_indicator.json"])[0]
    assert (layer["name"], layer["type"], layer["anchoring_mode"]) == (INDICATOR, "span", "CHARACTERS")
    assert (layer["overlap_mode"], layer["cross_sentence"]) == ("ANY_OVERLAP", True)
    features = {feature["name"]: feature for feature in layer["features"]}
    tags = {
        name: [tag["tag_name"] for tag in json.loads(files[f"tagset_{name}.json"])["tags"]]
        for name in ("label", "subtype", *(attribute.id for attribute in SCHEMA.attributes))
    }
    assert tags["label"] == list(SCHEMA.label_ids)
    assert tags["subtype"] == ["unspecified", *(item for label in SCHEMA.labels for item in label.subtypes)]
    for attribute in SCHEMA.attributes:
        assert tags[attribute.id] == list(attribute.value_ids)
        assert features[attribute.id]["required"] == attribute.required
    for name in tags:
        assert features[name]["tag_set"] == json.loads(files[f"tagset_{name}.json"])
    for label in SCHEMA.labels:
        line = next(line for line in files["constraints.rules"].splitlines() if f'label = "{label.id}"' in line)
        assert line.split('"')[3::2] == [*label.subtypes, "unspecified"]
        assert SCHEMA.family(label.family).colour in layer["traits"]
    assert json.loads(files["layer_note_record.json"])[0]["name"] == NOTE_RECORD
