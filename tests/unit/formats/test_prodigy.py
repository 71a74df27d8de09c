"""Prodigy: tasks go out with their tokens, the last answer of an annotator comes back."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from tbnlp.errors import InputError
from tbnlp.formats import prodigy
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin
from tbnlp.formats.losses import Loss
from tbnlp.notes.span import Span
from tbnlp.schema.loader import load_schema
from tests.unit.formats.expected import expected
from tests.unit.formats.strategies import note_lists, notes
from tests.unit.formats.tool_marks import FULL_NOTE, lost

SCHEMA = load_schema()
TEXT = "He keeps  her papers. <PERSON_1> left 😀 at 4."


def a_note(*marks: Mark, origin: Origin = Origin.SUGGESTED, annotator: str = "pipe-1") -> AnnotatedNote:
    return AnnotatedNote("c1", "n1", TEXT, annotator, origin, SCHEMA.version, SCHEMA.fingerprint, marks)


MARK = Mark("m1", "blocked_exit", "papers_withheld", (Span(3, 20),), (("assertion", "affirmed"),), score=0.5)


def rows_of(folder: Path, *found: AnnotatedNote) -> list[dict[str, Any]]:
    (path,) = prodigy.write(found, folder, SCHEMA)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def saved(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "db.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def answered(row: dict[str, Any], answer: str = "accept", by: str = "set-anna", **changed: Any) -> dict[str, Any]:
    return {**row, "answer": answer, "_annotator_id": by, "_session_id": by, "_timestamp": 1767322800, **changed}


@settings(max_examples=60, deadline=None)
@given(note_lists())
def test_any_notes_come_back_from_the_file_as_they_were(found: list[AnnotatedNote]) -> None:
    with TemporaryDirectory() as name:
        prodigy.write(found, Path(name), SCHEMA)
        assert list(prodigy.read(Path(name), SCHEMA)) == [expected(note, prodigy.LOSSES) for note in found]


@settings(max_examples=60, deadline=None)
@given(notes())
def test_tokens_and_their_spaces_are_the_text_and_spans_end_at_tokens(note: AnnotatedNote) -> None:
    with TemporaryDirectory() as name:
        (row,) = rows_of(Path(name), note)
    tokens = row["tokens"]
    assert "".join(token["text"] + " " * token["ws"] for token in tokens) == note.text
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    for token in tokens:
        assert note.text[token["start"] : token["end"]] == token["text"] != ""
    for span in row["spans"]:
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]


def test_a_placeholder_is_one_token(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, a_note())
    assert "<PERSON_1>" in [token["text"] for token in row["tokens"]]


def test_a_suggestion_has_no_answer_and_becomes_somebody_s_when_it_gets_one(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, a_note(MARK))
    assert "answer" not in row
    (note,) = prodigy.read(saved(tmp_path, answered(row)), SCHEMA)
    assert (note.origin, note.annotator, note.annotated_at) == (
        Origin.ANNOTATED, "set-anna", "2026-01-02T03:00:00+00:00",
    )
    assert (note.marks[0].subtype, note.marks[0].score) == ("papers_withheld", None)


def test_a_mark_made_in_prodigy_has_what_the_matrix_says_and_no_more(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, FULL_NOTE)
    span = {"start": 0, "end": 41, "token_start": 0, "token_end": 10, "label": "fear_with_gratitude"}
    (moved,) = prodigy.read(saved(tmp_path, answered(row, spans=[span])), SCHEMA)
    # `exact_offsets` cannot show in one mark: annotators there mark whole tokens.
    assert lost(moved) == prodigy.LOSSES.in_tool - {Loss.EXACT_OFFSETS}


@pytest.mark.parametrize(("answers", "found", "skips"), [
    pytest.param([("accept", "anna"), ("accept", "anna")], ["anna"], {"replaced_by_a_later_answer": 1}, id="twice"),
    pytest.param([("accept", "anna"), ("reject", "anna")], [],
                 {"replaced_by_a_later_answer": 1, "answer_reject": 1}, id="later rejected"),
    pytest.param([("ignore", "anna"), ("accept", "ben")], ["ben"], {"answer_ignore": 1}, id="two people"),
    pytest.param([("accept", "anna"), ("accept", "ben")], ["anna", "ben"], {}, id="both answered"),
])
def test_the_last_answer_of_each_person_counts(
    tmp_path: Path, answers: list[tuple[str, str]], found: list[str], skips: dict[str, int]
) -> None:
    (row,) = rows_of(tmp_path, a_note(MARK))
    path = saved(tmp_path, *(answered(row, answer, by) for answer, by in answers))
    ignored: Counter[str] = Counter()
    assert [note.annotator for note in prodigy.read(path, SCHEMA, ignored)] == found
    assert ignored == skips


def test_the_later_spans_are_the_ones_that_count(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, a_note(MARK))
    (note,) = prodigy.read(saved(tmp_path, answered(row), answered(row, spans=[])), SCHEMA)
    assert note.marks == ()


def test_equal_texts_of_two_notes_have_different_hashes(tmp_path: Path) -> None:
    one = a_note()
    other = AnnotatedNote("c1", "n2", TEXT, "pipe-1", one.origin, one.schema_version, one.schema_fingerprint, ())
    first, second = rows_of(tmp_path, one, other)
    assert first["_input_hash"] != second["_input_hash"]
    assert first["_task_hash"] != second["_task_hash"]


def test_a_note_that_nobody_has_touched_is_counted_and_not_read_as_no_marks(tmp_path: Path) -> None:
    rows_of(tmp_path, a_note(annotator=""))
    ignored: Counter[str] = Counter()
    assert list(prodigy.read(tmp_path, SCHEMA, ignored)) == []
    assert ignored == {"not_answered": 1}


@pytest.mark.parametrize(("changed", "message"), [
    pytest.param({"text": TEXT + "."}, "hash differs", id="text"),
    pytest.param({"spans": [{"start": 0, "end": 999, "label": "agency"}]}, "leaves the text", id="span too long"),
    pytest.param({"spans": [{"start": 23, "end": 27, "label": "agency"}]}, "cuts a placeholder", id="placeholder"),
    pytest.param({"spans": [{"start": 0, "end": 2, "label": "mood"}]}, "schema does not have", id="label"),
    pytest.param({"spans": [{"label": "agency"}]}, "not start, end and label", id="no offsets"),
])
def test_a_changed_task_is_refused_and_the_note_is_named(
    tmp_path: Path, changed: dict[str, Any], message: str
) -> None:
    (row,) = rows_of(tmp_path, a_note(MARK))
    with pytest.raises(InputError, match=message) as caught:
        list(prodigy.read(saved(tmp_path, answered(row, **changed)), SCHEMA))
    assert "n1" in str(caught.value)
    assert "papers" not in str(caught.value)


def test_a_file_without_our_field_is_refused_by_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 1 of the Prodigy file"):
        list(prodigy.read(saved(tmp_path, {"text": "x", "spans": []}), SCHEMA))


def test_the_settings_have_every_label_once_by_family() -> None:
    files = prodigy.config(SCHEMA)
    settings_of = json.loads(files["prodigy.json"])
    assert list(settings_of["custom_theme"]["labels"]) == list(SCHEMA.label_ids)
    listed = [line for name, text in files.items() if name.endswith(".txt") for line in text.splitlines()]
    assert sorted(listed) == sorted(SCHEMA.label_ids)
    assert len(files) == 1 + len(SCHEMA.families)
