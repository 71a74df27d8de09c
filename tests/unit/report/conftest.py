"""An invented run folder, with everything in it that can go wrong on a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tbnlp.schema.loader import load_schema

Row = dict[str, Any]
Passage = dict[str, Any]


def passage(label: str, *quotes: str, **changes: object) -> Passage:
    """A passage given by its words; the words must stand in the text of its note."""
    return {"label": label, "quotes": quotes, **changes}


def note_row(case_id: str, note_id: str, text: str | None, **changes: object) -> Row:
    row: Row = {
        "case_id": case_id, "note_id": note_id, "row": 0, "status": "tagged",
        "redacted_text": text, "sentences": [], "alignment": [[0, 3, 7_777, 8_888]],
        "text_sha256": hashlib.sha256((text or "").encode()).hexdigest(),
    }
    return row | changes


def candidate_row(note: Row, given: Passage) -> Row:
    label = load_schema().label(given["label"])
    text = note["redacted_text"] or ""
    starts = [max(text.find(quote), 0) for quote in given["quotes"]]
    parts = [[start, start + len(quote)] for start, quote in zip(starts, given["quotes"], strict=True)]
    row: Row = {
        "candidate_id": f"c-{note['note_id']}-{label.id}", "case_id": note["case_id"],
        "note_id": note["note_id"], "label": label.id, "family": label.family,
        "subtype": label.subtypes[0], "start": parts[0][0], "end": parts[-1][1], "parts": parts,
        "quote": " ".join(given["quotes"]), "sentence": [0, len(text)], "score": 0.87, "band": "possible",
        "assertion": "affirmed", "temporality": "current", "source": "client_paraphrased",
        "experiencer": "client", "referent_role": "controller",
        "evidence": [{"kind": "rule", "id": f"{label.id}.first", "score": 1.0}],
        "reviewer_prompt": label.reviewer_prompt, "caution": label.caution,
        "review_state": "unreviewed", "text_sha256": note["text_sha256"],
        "schema_version": "0.2.0", "pipeline_id": "p1", "a_later_field": True,
    }
    return row | {key: value for key, value in given.items() if key not in {"label", "quotes"}}


def write_run(
    folder: Path,
    notes: Sequence[tuple[Row, Sequence[Passage]]],
    rejects: Sequence[Row] = (),
    manifest: Row | None = None,
) -> Path:
    """Write a run folder by the names of the contract."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {
        "notes": [note for note, _ in notes],
        "candidates": [candidate_row(note, given) for note, found in notes for given in found],
        "rejects": list(rejects),
    }
    for kind, lines in rows.items():
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{kind}.jsonl").write_text(text, encoding="utf-8")
    facts = {"pipeline_id": "p1", "schema_version": "0.2.0"} | (manifest or {})
    (folder / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    return folder


LOYAL = (
    "<PERSON_1> came to the drop-in on <DATE_1>. She said she still loves <PERSON_2> and owes him "
    "everything. She is afraid of his temper. She is grateful that he let her keep her phone."
)
HOSTILE = (
    "<script>alert('note')</script> \"quoted\" & <b>bold</b> 👩‍⚕️ 🙂 she does not love him anymore "
    "</style><img src=x onerror=alert(1)> abc\u202egnp.exe\u202c zero\u200bwidth مرحبا بك"
)
QUIET = "Client rested and asked for a later appointment. <AGE: 18-29>"


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """Three tagged notes, one quarantined, two rejected."""
    loyal = note_row("C1", "N1", LOYAL, note_type="progress_note", setting="shelter")
    hostile = note_row("C<i>2</i>", "N\u202e2", HOSTILE)
    stopped = note_row("C3", "N4", None, status="quarantined", reason="leak_found")
    notes: list[tuple[Row, list[Passage]]] = [
        (loyal, [
            passage("loyalty_or_love", "she still loves <PERSON_2>", band="strong", score=0.941),
            passage("loyalty_or_love", "owes him everything", subtype="indebtedness"),
            passage(
                "fear_with_gratitude", "She is afraid of his temper",
                "She is grateful that he let her keep her phone",
            ),
            passage("threat_or_violence", "afraid of his temper. She is grateful", band="weak", score=0.2),
            passage("return_or_pull", "came to the drop-in", temporality="past"),
        ]),
        (hostile, [passage("loyalty_or_love", "she does not love him anymore", assertion="negated")]),
        (note_row("C3", "N3", QUIET), []),
        (stopped, []),
    ]
    rejects: list[Row] = [
        {"case_id": "C4", "note_id": "N5", "source": "1 notes.csv", "row": 4, "reason": "no_text",
         "detail": "SECRET DETAIL"},
        {"case_id": None, "note_id": None, "source": "1 notes.csv", "row": 5, "reason": "bad_row"},
    ]
    advice = {"notes_for_reader": ["No roster was given. With one, more names are found."]}
    return write_run(tmp_path / "run", notes, rejects, advice)


class Build:
    """Builds rows and run folders of a test's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    passage = staticmethod(passage)
    note = staticmethod(note_row)

    def run(self, *notes: tuple[Row, Sequence[Passage]], **facts: object) -> Path:
        """A run folder with these notes and their passages, and these facts in its manifest."""
        return write_run(self._folder / "made", notes, manifest=facts)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """A builder, handed over as a fixture so that no test needs to import this file."""
    return Build(tmp_path)
