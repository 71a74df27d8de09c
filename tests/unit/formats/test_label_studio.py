"""Label Studio: what goes out and comes back, and what is refused aloud."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from tbnlp.errors import InputError
from tbnlp.formats import label_studio
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin
from tbnlp.formats.losses import Loss
from tbnlp.notes.span import Span
from tbnlp.schema.loader import load_schema
from tbnlp.schema.wording import violations
from tests.contracts.source_tree import ROOT
from tests.unit.formats.expected import expected
from tests.unit.formats.strategies import note_lists
from tests.unit.formats.tool_marks import FULL_NOTE, lost

SCHEMA = load_schema()
NAME = "Blocked way out, real or believed"
TEXT = "She said 😀 he\r\nkeeps her papers. She is afraid.\r\nAnd she is thankful."


def a_note(*marks: Mark, text: str = TEXT, origin: Origin = Origin.ANNOTATED, annotator: str = "a1") -> AnnotatedNote:
    return AnnotatedNote("c1", "n1", text, annotator, origin, SCHEMA.version, SCHEMA.fingerprint, marks)


def mark_of(quote: str, label: str = "blocked_exit", subtype: str = "papers_withheld", **fields: Any) -> Mark:
    start = TEXT.index(quote)
    answers = fields.pop("attributes", (("assertion", "affirmed"), ("source", "client_paraphrased")))
    return Mark(fields.pop("mark_id", "m1"), label, subtype, (Span(start, start + len(quote)),), answers, **fields)


def exported(tmp_path: Path, note: AnnotatedNote) -> list[dict[str, Any]]:
    label_studio.write([note], tmp_path, SCHEMA)
    content: list[dict[str, Any]] = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    return content


def back(tmp_path: Path, tasks: list[dict[str, Any]]) -> list[AnnotatedNote]:
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return list(label_studio.read(path, SCHEMA))


def regions_of(tasks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for layer in (*tasks[0]["annotations"], *tasks[0]["predictions"]):
        yield from (item for item in layer["result"] if item.get("type") == "labels")


@settings(max_examples=60, deadline=None)
@given(note_lists())
def test_any_notes_come_back_from_the_file_as_they_were(notes: list[AnnotatedNote]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        label_studio.write(notes, folder, SCHEMA)
        for file in (folder, folder / "tasks_compact.json"):
            found = {(note.case_id, note.note_id, note.annotator): note for note in label_studio.read(file, SCHEMA)}
            assert list(found.values()) and len(found) == len(notes) if notes else not found
            for note in notes:
                assert found[note.case_id, note.note_id, note.annotator] == expected(note, label_studio.LOSSES)


def test_suggestions_are_predictions_and_answers_are_annotations_of_one_task(tmp_path: Path) -> None:
    answer = a_note(mark_of("keeps her papers"))
    suggestion = a_note(mark_of("keeps her papers", score=0.7), origin=Origin.SUGGESTED, annotator="pipe-1")
    label_studio.write([answer, suggestion], tmp_path, SCHEMA)
    (task,) = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    assert task["predictions"][0]["model_version"] == "pipe-1"
    assert "score" not in task["predictions"][0]   # the policy allows no score for a note
    assert task["predictions"][0]["result"][0]["score"] == 0.7
    assert len(task["annotations"]) == 1
    assert [note.origin for note in label_studio.read(tmp_path, SCHEMA)] == [Origin.SUGGESTED, Origin.ANNOTATED]


def test_a_suggestion_that_a_person_took_over_has_no_score_any_more(tmp_path: Path) -> None:
    tasks = exported(tmp_path, a_note(mark_of("keeps her papers", score=0.7, needs_review=("D-001",)),
                                      origin=Origin.SUGGESTED, annotator="pipe-1"))
    layer = tasks[0]["predictions"].pop()
    tasks[0]["annotations"] = [{
        "result": layer["result"], "completed_by": 4, "created_at": "2026-01-02T03:04:05.000000Z", "lead_time": 90.0,
    }]
    (note,) = back(tmp_path, tasks)
    assert note.origin is Origin.ANNOTATED
    assert note.annotator == "label-studio-account-4"
    assert (note.annotated_at, note.minutes) == ("2026-01-02T03:04:05.000000Z", 1.5)
    assert (note.marks[0].score, note.marks[0].needs_review) == (None, ())


def test_a_region_that_a_person_moved_keeps_everything_but_the_score(tmp_path: Path) -> None:
    tasks = exported(tmp_path, FULL_NOTE)
    layer = tasks[0]["predictions"].pop()
    for item in layer["result"]:
        if item["type"] != "relation" and item["value"]["start"] == 0:
            item["value"]["end"] = 13
            if item["type"] != "textarea":
                item["value"]["text"] = "She is afraid"
    tasks[0]["annotations"] = [{"result": layer["result"], "completed_by": {"id": 4}, "lead_time": 90.0}]
    (note,) = back(tmp_path, tasks)
    assert note.marks[0].parts[0] == Span(0, 13)
    # Not a loss of the tool: a score is a suggestion's, and a person's mark has none.
    assert lost(note) - {Loss.SCORE} == label_studio.LOSSES.in_tool


def test_a_region_made_in_the_tool_has_the_place_of_its_quote(tmp_path: Path) -> None:
    tasks = exported(tmp_path, a_note())
    shown = tasks[0]["data"]["text"]
    assert "\r" not in shown
    start = shown.index("keeps her papers")
    value = {"start": start, "end": start + 16, "text": "keeps her papers", "labels": [NAME]}
    tasks[0]["annotations"][0]["result"].append(
        {"id": "x1", "from_name": "indicator", "to_name": "text", "type": "labels", "value": value}
    )
    (note,) = back(tmp_path, tasks)
    (mark,) = note.marks
    assert note.text == TEXT
    assert TEXT[mark.span.start : mark.span.end] == "keeps her papers"
    assert (mark.label, mark.mark_id, mark.subtype) == ("blocked_exit", "x1", "unspecified")


@pytest.mark.parametrize("shift", [
    pytest.param(lambda start, end: (start + 1, end + 1), id="utf16 units after an emoji"),
    pytest.param(lambda start, end: (start + 3, end + 3), id="offsets shifted, quote found once"),
    pytest.param(lambda start, end: (start, end + 500), id="end behind the text"),
    pytest.param(lambda *_: (None, None), id="no offsets"),
])
def test_moved_offsets_are_mended_by_the_quote(tmp_path: Path, shift: Any) -> None:
    tasks = exported(tmp_path, a_note(mark_of("keeps her papers")))
    for region in regions_of(tasks):
        region["value"]["start"], region["value"]["end"] = shift(region["value"]["start"], region["value"]["end"])
    (note,) = back(tmp_path, tasks)
    assert TEXT[note.marks[0].span.start : note.marks[0].span.end] == "keeps her papers"


def test_a_region_whose_quote_stands_nowhere_is_an_error_with_note_and_region(tmp_path: Path) -> None:
    tasks = exported(tmp_path, a_note(mark_of("keeps her papers")))
    for region in regions_of(tasks):
        region["value"]["text"] = "something else"
    with pytest.raises(InputError, match=r"note n1: region a0_0a does not fit the text"):
        back(tmp_path, tasks)


def test_a_quote_that_stands_twice_is_no_reason_to_guess(tmp_path: Path) -> None:
    tasks = exported(tmp_path, a_note(mark_of("She is afraid")))
    for region in regions_of(tasks):
        region["value"].update(start=0, end=2, text="he")   # stands in "She", "he" and "the"
    with pytest.raises(InputError, match="not found exactly once"):
        back(tmp_path, tasks)


def test_two_parts_are_two_regions_tied_by_a_relation(tmp_path: Path) -> None:
    first, second = TEXT.index("She is afraid"), TEXT.index("she is thankful")
    mark = Mark("m1", "fear_with_gratitude", "thanks_for_kindness",
                (Span(first, first + 13), Span(second, second + 15)), (("assertion", "affirmed"),))
    tasks = exported(tmp_path, a_note(mark))
    result = tasks[0]["annotations"][0]["result"]
    assert [item["type"] for item in result].count("relation") == 1
    assert back(tmp_path, tasks)[0].marks == (mark,)
    # Without the relation they are two passages, which is what the annotator then said.
    tasks[0]["annotations"][0]["result"] = [item for item in result if item["type"] != "relation"]
    assert [len(found.parts) for found in back(tmp_path, tasks)[0].marks] == [1, 1]
    # Different answers on the two parts of one passage are not decided by the program.
    tasks = exported(tmp_path, a_note(mark))
    items = [item for item in tasks[0]["annotations"][0]["result"] if item.get("from_name") == "assertion"]
    items[1]["value"]["choices"] = ["negated"]
    with pytest.raises(InputError, match="different answers"):
        back(tmp_path, tasks)


def test_a_region_with_two_labels_is_two_marks(tmp_path: Path) -> None:
    tasks = exported(tmp_path, a_note(mark_of("keeps her papers")))
    next(regions_of(tasks))["value"]["labels"].append("isolation")
    (note,) = back(tmp_path, tasks)
    assert [(mark.label, mark.subtype) for mark in note.marks] == [
        ("blocked_exit", "papers_withheld"), ("isolation", "unspecified"),
    ]


def test_a_copied_region_gets_an_id_of_its_own(tmp_path: Path) -> None:
    tasks = exported(tmp_path, a_note(mark_of("keeps her papers")))
    copy = json.loads(json.dumps(next(regions_of(tasks))))
    copy["id"] = "copy"
    tasks[0]["annotations"][0]["result"].append(copy)
    (note,) = back(tmp_path, tasks)
    assert {mark.mark_id for mark in note.marks} == {"m1", "m1.copy"}


def test_an_edge_between_cr_and_lf_survives(tmp_path: Path) -> None:
    at = TEXT.index("\r\n")
    marks = (Mark("m1", "isolation", "unspecified", (Span(at, at + 1),), ()),
             Mark("m2", "isolation", "unspecified", (Span(at + 1, at + 4),), ()))
    assert back(tmp_path, exported(tmp_path, a_note(*marks)))[0].marks == marks


def test_the_short_export_is_refused_with_the_name_of_the_right_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="JSON_MIN"):
        back(tmp_path, [{"id": 1, "text": TEXT, "indicator": [], "annotator": 1}])


@pytest.mark.parametrize(("change", "message"), [
    pytest.param(lambda task: task["data"].update(text=task["data"]["text"] + "."), "hash differs", id="text changed"),
    pytest.param(lambda task: task["data"].update(replaced=[[0, "\r\n"]]), "text is missing or was changed", id="list"),
    pytest.param(lambda task: task["data"].pop("case_id"), "'case_id' is missing", id="field missing"),
    pytest.param(lambda task: task["annotations"][0]["result"][0]["value"].update(labels=["other"]),
                 "label that the schema does not have", id="unknown label"),
    pytest.param(lambda task: task["annotations"][0]["result"][1].update(from_name="mood"),
                 "question that the schema does not have", id="unknown question"),
    pytest.param(lambda task: task["annotations"][0]["result"][2]["value"].update(choices=["maybe"]),
                 "answer to assertion", id="unknown answer"),
    pytest.param(lambda task: task["annotations"][0]["result"].pop(0), "answers and no label", id="no label"),
])
def test_a_changed_task_is_refused_and_the_note_is_named(tmp_path: Path, change: Any, message: str) -> None:
    tasks = exported(tmp_path, a_note(mark_of("keeps her papers")))
    change(tasks[0])
    with pytest.raises(InputError, match=message) as caught:
        back(tmp_path, tasks)
    assert "note n1" in str(caught.value)
    assert "papers" not in str(caught.value)


def test_a_skipped_task_and_an_untouched_one_are_counted_and_not_read_as_no_marks(tmp_path: Path) -> None:
    tasks = exported(tmp_path, a_note(mark_of("keeps her papers")))
    tasks[0]["annotations"][0]["was_cancelled"] = True
    blind = replace(a_note(), annotator="", origin=Origin.SUGGESTED)
    tasks += exported(tmp_path, blind)
    assert tasks[1]["predictions"] == tasks[1]["annotations"] == []
    assert back(tmp_path, tasks) == []
    ignored: Counter[str] = Counter()
    assert list(label_studio.read(tmp_path / "export.json", SCHEMA, ignored)) == []
    assert ignored == {"cancelled": 1, "not_answered": 1}


def test_an_answer_without_marks_is_a_note_without_marks(tmp_path: Path) -> None:
    assert back(tmp_path, exported(tmp_path, a_note())) == [a_note()]


def test_a_running_label_studio_gave_everything_back() -> None:
    found: dict[str, Any] = json.loads((ROOT / "scripts/results/label_studio.json").read_text(encoding="utf-8"))
    for way in (found, found["compact"]):
        assert way["equal_texts"] == way["notes"] == way["notes_back"] == 60
        assert way["equal_spans"] == way["equal_attributes"] == way["equal_comments"] == way["marks"] > 300
        assert way["differing_fields"] == {}
    assert found["label_studio_version"].startswith("1.")
    assert found["interfaces_valid"]
    assert found["utf16_ui_offsets"] is False
    assert all({**found["mark_by_hand"], **found["suggestion_taken_over"]}.values())


def test_the_interface_has_every_label_value_and_question_and_reads_well() -> None:
    full, compact = label_studio.config(SCHEMA).values()
    for text, subtypes in ((full, True), (compact, False)):
        root = ET.fromstring(text)  # noqa: S314  our own file
        assert [label.get("alias") for label in root.iter("Label")] == list(SCHEMA.label_ids)
        for label in SCHEMA.labels:
            assert label.reviewer_prompt in text.replace("&amp;", "&").replace("&quot;", '"')
            control = root.find(f".//Choices[@name='subtype_{label.id}']")
            assert (control is not None) is subtypes
            if control is not None:
                assert [item.get("alias") for item in control] == [*label.subtypes, "unspecified"]
                assert control.get("whenLabelValue") == label.id
        names = [item.get("name") for item in root.iter() if item.get("name")]
        assert len(names) == len(set(names))
        for shown in (value for item in root.iter() for value in item.attrib.values() if value != "$text"):
            assert "$" not in shown   # Label Studio would read it as a field of the task
            assert violations(shown) == []
    questions = {item.get("name"): item for item in ET.fromstring(full).iter("Choices")}  # noqa: S314
    for attribute in SCHEMA.attributes:
        assert [item.get("alias") for item in questions[attribute.id]] == list(attribute.value_ids)
        assert questions[attribute.id].get("required") == str(attribute.required).lower()
    asked = {item.get("name") for item in ET.fromstring(compact).iter("Choices")}  # noqa: S314
    assert asked == {"assertion", "source"}
