"""Our own file of annotated notes loses nothing and notices a changed text."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from tbnlp.errors import InputError
from tbnlp.formats import own_rows
from tbnlp.formats.annotated_note import AnnotatedNote
from tests.unit.formats.expected import expected
from tests.unit.formats.strategies import note_lists
from tests.unit.formats.tool_marks import FULL_NOTE, SCHEMA


@settings(max_examples=60, deadline=None)
@given(note_lists())
def test_any_notes_come_back_as_they_were(notes: list[AnnotatedNote]) -> None:
    with TemporaryDirectory() as name:
        (path,) = own_rows.write(notes, Path(name), SCHEMA)
        assert path.read_bytes().isascii()
        assert list(own_rows.read(path, SCHEMA)) == [expected(note, own_rows.LOSSES) for note in notes]


@pytest.mark.parametrize(("change", "message"), [
    pytest.param(lambda row: row.update(text="She was" + row["text"][6:]), "text is not the one", id="text changed"),
    pytest.param(lambda row: row["indicators"][0].update(start=1, parts=[[1, 20], [22, 41]]), "quote", id="moved"),
    pytest.param(lambda row: row.pop("origin"), "'origin' is missing", id="field missing"),
    pytest.param(lambda row: row.update(origin="guess"), "not as the format says", id="unknown origin"),
])
def test_a_changed_row_is_refused_by_line(tmp_path: Path, change: Any, message: str) -> None:
    (path,) = own_rows.write([FULL_NOTE], tmp_path, SCHEMA)
    row = json.loads(path.read_text(encoding="utf-8"))
    change(row)
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        list(own_rows.read(path, SCHEMA))
    assert "line 1" in str(caught.value)
    assert "afraid" not in str(caught.value)


def test_a_row_without_parts_has_one_from_start_to_end(tmp_path: Path) -> None:
    (path,) = own_rows.write([FULL_NOTE], tmp_path, SCHEMA)
    row = json.loads(path.read_text(encoding="utf-8"))
    del row["indicators"][0]["parts"]
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (note,) = own_rows.read(path, SCHEMA)
    assert note.marks[0].parts == (FULL_NOTE.marks[0].span,)


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "annotations.jsonl").write_text("\n{\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2 of the annotation file is not JSON"):
        list(own_rows.read(tmp_path, SCHEMA))


def test_our_own_file_needs_no_settings() -> None:
    assert own_rows.config(SCHEMA) == {}
