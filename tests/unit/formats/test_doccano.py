"""doccano: windows go out, the export comes back and is put together again."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tbnlp.errors import InputError
from tbnlp.formats import doccano
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin
from tbnlp.formats.losses import Loss
from tbnlp.formats.windows import cut
from tbnlp.notes import placeholders
from tbnlp.notes.span import Span
from tbnlp.schema.loader import load_schema
from tbnlp.schema.wording import Scope, violations
from tests.unit.formats.expected import expected
from tests.unit.formats.strategies import note_lists, texts
from tests.unit.formats.tool_marks import FULL_NOTE, lost

SCHEMA = load_schema()
LONG = "He keeps her papers. " * 150 + "\r\n" + "She left 😀 twice.\r\n" * 100


def a_note(
    *marks: Mark, text: str = LONG, origin: Origin = Origin.SUGGESTED, annotator: str = "pipe-1"
) -> AnnotatedNote:
    return AnnotatedNote("c1", "n1", text, annotator, origin, SCHEMA.version, SCHEMA.fingerprint, marks,
                         "2026-01-02T03:04:05+00:00", 3.5)


def mark_at(start: int, end: int, mark_id: str = "m1") -> Mark:
    return Mark(mark_id, "blocked_exit", "papers_withheld", (Span(start, end),), (("assertion", "affirmed"),),
                score=0.5)


def rows_of(folder: Path, *notes: AnnotatedNote) -> list[dict[str, Any]]:
    (path,) = doccano.write(notes, folder, SCHEMA)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def exported(folder: Path, rows: list[dict[str, Any]], name: str = "anna.jsonl") -> Path:
    """The rows as doccano 1.8 exports them: numbered, with an empty list of comments."""
    path = folder / name
    lines = [json.dumps({"id": number, **row, "Comments": []}, ensure_ascii=False) for number, row in enumerate(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@settings(max_examples=60, deadline=None)
@given(note_lists())
def test_any_notes_come_back_from_the_file_as_they_were(notes: list[AnnotatedNote]) -> None:
    with TemporaryDirectory() as name:
        doccano.write(notes, Path(name), SCHEMA)
        found = list(doccano.read(Path(name), SCHEMA))
    assert found == [expected(note, doccano.LOSSES) for note in notes]


@settings(max_examples=60, deadline=None)
@given(texts(min_pieces=3), st.integers(1, 5), st.data())
def test_windows_cover_the_text_and_cut_no_mark_and_no_placeholder(text: str, limit: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    mark = Span(start, data.draw(st.integers(start + 1, len(text))))
    windows = cut(text, [mark], limit)
    assert "".join(text[window.start : window.end] for window in windows) == text
    for window in windows:
        place = Span(window.start, window.end)
        assert not any(place.cuts(whole) for whole in (mark, *placeholders.find(text)))
        assert (window.words > limit) is window.over_limit
        assert window.words == len(text[window.start : window.end].split())


def test_a_long_note_is_served_in_windows_of_400_words_at_line_breaks(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, a_note())
    heads = [row["tbnlp"] for row in rows]
    assert all(head["words"] <= 400 and not head["over_limit"] for head in heads)
    assert [head["window"] for head in heads] == list(range(len(rows)))
    assert heads[0]["windows"] == len(rows) > 2
    assert rows[1]["text"].endswith("\n")


def test_a_mark_that_leaves_no_place_for_a_cut_makes_a_longer_window_that_says_so(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, a_note(mark_at(0, 2500)))
    assert rows[0]["tbnlp"]["over_limit"]
    assert rows[0]["tbnlp"]["words"] > 400
    assert next(doccano.read(tmp_path, SCHEMA)).marks[0].span == Span(0, 2500)


def test_text_is_shown_so_that_utf16_units_and_code_points_are_the_same(tmp_path: Path) -> None:
    for row in rows_of(tmp_path, a_note()):
        assert len(row["text"].encode("utf-16-le")) == 2 * len(row["text"])
        assert "\r" not in row["text"]


def test_a_mark_made_in_doccano_has_a_place_and_a_label_and_what_the_matrix_says_is_lost(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, a_note())
    row = next(row for row in rows if "twice" in row["text"])
    at = row["text"].rindex("twice")
    row["label"].append([at, at + 5, "agency"])
    (note,) = doccano.read(exported(tmp_path, rows), SCHEMA)
    (mark,) = note.marks
    assert LONG[mark.span.start : mark.span.end] == "twice"
    assert (note.text, note.annotator, note.origin) == (LONG, "anna", Origin.ANNOTATED)
    rows = rows_of(tmp_path, FULL_NOTE)
    rows[0]["label"] = [[0, 41, "fear_with_gratitude"]]
    (moved,) = doccano.read(exported(tmp_path, rows), SCHEMA)
    assert lost(moved) == doccano.LOSSES.in_tool - {Loss.ORIGIN}


def test_a_suggestion_that_comes_back_unchanged_is_nobody_s_answer(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, a_note(mark_at(3, 19)))
    (note,) = doccano.read(exported(tmp_path, rows), SCHEMA)
    assert note == a_note(mark_at(3, 19))   # this is the loss `origin`: the export does not say who confirmed it


def test_what_was_known_of_a_mark_stays_with_it_when_another_is_deleted(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, a_note(mark_at(3, 19), mark_at(24, 40, "m2")))
    rows[0]["label"].pop(0)
    (note,) = doccano.read(exported(tmp_path, rows), SCHEMA)
    assert note.origin is Origin.ANNOTATED
    assert [(mark.mark_id, mark.subtype, mark.score) for mark in note.marks] == [("m2", "papers_withheld", None)]


def test_a_relabelled_mark_loses_the_answers_that_belonged_to_the_old_label(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, a_note(mark_at(3, 19)))
    rows[0]["label"][0][2] = "isolation"
    (note,) = doccano.read(exported(tmp_path, rows), SCHEMA)
    assert [(mark.label, mark.subtype, mark.attributes) for mark in note.marks] == [("isolation", "unspecified", ())]


def test_an_export_of_a_project_with_relations_is_read_too(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, a_note(mark_at(3, 19)))
    for row in rows:
        row["entities"] = [
            {"id": 1, "start_offset": start, "end_offset": end, "label": label}
            for start, end, label in row.pop("label")
        ]
    (note,) = doccano.read(exported(tmp_path, rows), SCHEMA)
    assert note == a_note(mark_at(3, 19))


@pytest.mark.parametrize(("change", "message"), [
    pytest.param(lambda rows: rows.pop(1), "windows were handed out", id="a window is missing"),
    pytest.param(lambda rows: rows.append(dict(rows[0])), "windows were handed out", id="a window came twice"),
    pytest.param(lambda rows: rows[0].update(text=rows[0]["text"].replace("He", "She", 1)), "changed|differs",
                 id="the text was edited"),
    pytest.param(lambda rows: rows[0]["label"].append([0, 99999, "agency"]), "leaves the text", id="label too long"),
    pytest.param(lambda rows: rows[0]["label"].append([0, 5, "mood"]), "schema does not have", id="unknown label"),
    pytest.param(lambda rows: rows[0]["label"].append(["agency"]), "start, end and name", id="label of another type"),
])
def test_a_changed_export_is_refused_and_the_note_is_named(tmp_path: Path, change: Any, message: str) -> None:
    rows = rows_of(tmp_path, a_note(mark_at(3, 19)))
    change(rows)
    with pytest.raises(InputError, match=message) as caught:
        list(doccano.read(exported(tmp_path, rows), SCHEMA))
    assert "n1" in str(caught.value)
    assert "papers" not in str(caught.value)


def test_rows_that_tbnlp_did_not_write_are_refused_by_number(tmp_path: Path) -> None:
    path = exported(tmp_path, [{"text": "x", "label": []}])
    with pytest.raises(InputError, match="line 1 of the doccano file has no 'tbnlp' field"):
        list(doccano.read(path, SCHEMA))


def test_a_note_that_nobody_has_touched_is_counted_and_not_read_as_no_marks(tmp_path: Path) -> None:
    path = exported(tmp_path, rows_of(tmp_path, a_note(annotator="")))
    ignored: Counter[str] = Counter()
    assert list(doccano.read(path, SCHEMA, ignored)) == []
    assert ignored == {"not_answered": 1}


def test_the_label_page_has_every_label_with_a_key_of_its_own() -> None:
    files = doccano.config(SCHEMA)
    labels = json.loads(files["doccano_labels.json"])
    assert [label["text"] for label in labels] == list(SCHEMA.label_ids)
    keys = [label["suffix_key"] for label in labels]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 for key in keys)
    card = files["doccano_guideline.md"]
    assert all(label.definition in card for label in SCHEMA.labels)
    assert violations(card, Scope.NEGATED_OK) == []
