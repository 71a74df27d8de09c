"""Run folders give suggestions, corpora give somebody's marks."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import Origin
from tbnlp.formats.sources import is_corpus, notes_of_corpus, notes_of_run_folder
from tests.unit.formats.run_folder_aid import SCHEMA, TEXTS, run_folder


def test_candidates_of_the_review_band_are_suggestions_of_the_pipeline(tmp_path: Path) -> None:
    ignored: Counter[str] = Counter()
    first, second = notes_of_run_folder(run_folder(tmp_path), ignored)
    assert first.origin is Origin.SUGGESTED
    assert (first.annotator, first.schema_version, first.schema_fingerprint) == (
        "pipe-9", SCHEMA.version, SCHEMA.fingerprint,
    )
    assert [(mark.mark_id, mark.label, mark.score) for mark in first.marks] == [
        ("c1", "blocked_exit", 0.912), ("c2", "isolation", 0.912),
    ]
    assert first.marks[1].answer("assertion") == "negated"   # the whole band, not the queue alone
    assert first.marks[0].answer("certainty") is None        # only a person is asked for it
    assert first.text[first.marks[0].span.start : first.marks[0].span.end] == "<PERSON_1> keeps her papers"
    assert (second.note_id, second.marks, second.annotator) == ("n2", (), "pipe-9")
    assert ignored == {"quarantined": 1}


def test_a_redacted_folder_gives_texts_without_an_annotator(tmp_path: Path) -> None:
    notes = list(notes_of_run_folder(run_folder(tmp_path, redacted_only=True)))
    assert [(note.annotator, note.marks) for note in notes] == [("", ()), ("", ())]


def test_a_run_folder_whose_text_was_changed_is_refused_by_line(tmp_path: Path) -> None:
    path = run_folder(tmp_path) / "notes.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("Quiet", "Loud"), encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2 of notes\.jsonl"):
        list(notes_of_run_folder(tmp_path))


def corpus(folder: Path, *layers: dict[str, Any]) -> Path:
    notes = [{"case_id": "k1", "note_id": name, "text": text, "writer": "W"} for name, text in TEXTS.items() if text]
    for name, rows in (("notes.jsonl", notes), ("annotations.jsonl", list(layers))):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


ROW = {"start": 0, "end": 5, "label": "stabilisation", "subtype": "calm_or_safe", "assertion": "affirmed"}


def test_a_corpus_row_needs_no_ids_parts_or_certainty(tmp_path: Path) -> None:
    layer = {"note_id": "n2", "annotator": "writer", "pii": [], "indicators": [ROW]}
    ignored: Counter[str] = Counter()
    (note,) = notes_of_corpus(corpus(tmp_path, layer), ignored)
    assert is_corpus(tmp_path)
    assert (note.annotator, note.origin, note.schema_version) == ("writer", Origin.ANNOTATED, "0.2.0")
    assert [(mark.mark_id, mark.attributes) for mark in note.marks] == [("m0", (("assertion", "affirmed"),))]
    assert ignored == {"not_annotated": 1}


def test_two_annotators_of_a_corpus_note_are_two_notes(tmp_path: Path) -> None:
    layers: list[dict[str, Any]] = [{"note_id": "n2", "annotator": name, "indicators": []} for name in ("a1", "a2")]
    assert [note.annotator for note in notes_of_corpus(corpus(tmp_path, *layers))] == ["a1", "a2"]


@pytest.mark.parametrize(("layer", "message"), [
    pytest.param({"note_id": "n9", "indicators": []}, "note n9, which notes.jsonl does not have", id="no text"),
    pytest.param({"note_id": "n2", "indicators": [{**ROW, "end": 99}]}, "corpus note n2", id="end behind the text"),
    pytest.param({"note_id": "n1", "indicators": [{**ROW, "start": 12, "end": 30}]}, "corpus note n1",
                 id="placeholder"),
    pytest.param({"note_id": "n2", "indicators": [{"start": 0, "end": 5}]}, "corpus note n2", id="no label"),
])
def test_a_corpus_row_that_does_not_fit_is_refused_with_its_note(
    tmp_path: Path, layer: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        list(notes_of_corpus(corpus(tmp_path, layer)))
