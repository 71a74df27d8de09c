"""Annotated notes of folders that the project itself writes: run folders and written corpora."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.files import run_rows
from tbnlp.files.run_folder import is_run_folder, read_manifest, read_rows
from tbnlp.formats.annotated_note import ATTRIBUTE_ORDER, AnnotatedNote, Mark, Origin, in_order, sorted_marks
from tbnlp.formats.json_files import file_in, json_rows
from tbnlp.formats.own_rows import mark_from
from tbnlp.notes.span import Span

REVIEW_BAND: Final = ("strong", "possible")
QUARANTINED: Final = "quarantined"
NOT_ANNOTATED: Final = "not_annotated"
CORPUS_VERSION: Final = "0.2.0"
"""The schema under which rows of a written corpus without a version of their own were marked."""


def notes_of_run_folder(folder: Path, ignored: Counter[str] | None = None) -> Iterator[AnnotatedNote]:
    """The candidates of the review band of each note, as suggestions of the pipeline.

    The whole band is there whatever the assertion, since an annotator marks negated passages too. Weak candidates
    are left out; `ignored` counts quarantined notes, which have no text. A folder of `tbnlp redact` gives texts
    without annotator. Raises `InputError` when a text is not the one that was tagged.
    """
    ignored = Counter() if ignored is None else ignored
    manifest = read_manifest(folder)
    schema = manifest.get("schema")
    schema = schema if isinstance(schema, dict) else {}
    marks = _suggestions(folder)
    for number, row in enumerate(read_rows(folder, run_rows.NOTES), start=1):
        if row.get("status") == "quarantined":
            ignored[QUARANTINED] += 1
            continue
        key = str(row["case_id"]), str(row["note_id"])
        tagged = row.get("status") == "tagged"
        yield AnnotatedNote(
            *key, text=_text(row, number), annotator=str(manifest.get("pipeline_id", "")) if tagged else "",
            origin=Origin.SUGGESTED, schema_version=str(schema.get("version", "")),
            schema_fingerprint=str(schema.get("fingerprint", "")),
            marks=sorted_marks(marks.get(key, [])),
        )


def _suggestions(folder: Path) -> dict[tuple[str, str], list[Mark]]:
    marks: dict[tuple[str, str], list[Mark]] = {}
    if not (folder / "candidates.jsonl").is_file():
        return marks   # `tbnlp redact` writes none
    for row in read_rows(folder, run_rows.CANDIDATES):
        if row["band"] in REVIEW_BAND:
            marks.setdefault((str(row["case_id"]), str(row["note_id"])), []).append(_suggestion(row))
    return marks


def _text(row: Mapping[str, object], number: int) -> str:
    text = row.get("redacted_text")
    if not isinstance(text, str) or hashlib.sha256(text.encode()).hexdigest() != row.get("text_sha256"):
        msg = f"line {number} of notes.jsonl in the run folder was changed after it was written"
        raise InputError(msg)
    return text


def _suggestion(row: Mapping[str, Any]) -> Mark:
    return Mark(
        mark_id=str(row["candidate_id"]),
        label=str(row["label"]),
        subtype=str(row.get("subtype") or "unspecified"),
        parts=tuple(Span(start, end) for start, end in row["parts"]),
        attributes=in_order({name: str(row[name]) for name in ATTRIBUTE_ORDER if row.get(name)}),
        score=row["score"],
    )


def is_corpus(folder: Path) -> bool:
    """True for a folder of a written corpus: texts in one file, marks in another, and no manifest of a run."""
    names = ("notes.jsonl", "annotations.jsonl")
    return all((folder / name).is_file() for name in names) and not is_run_folder(folder)


def notes_of_corpus(folder: Path, ignored: Counter[str] | None = None) -> Iterator[AnnotatedNote]:
    """The marked passages of a written corpus, one note for each row of its `annotations.jsonl`.

    Rows without ids of marks, parts or certainty are fine; marks are numbered in their order. `ignored` counts
    notes that nobody marked. Raises `InputError` naming the note when a mark leaves its text.
    """
    ignored = Counter() if ignored is None else ignored
    notes = {row["note_id"]: row for row in _rows(folder, "notes.jsonl")}
    seen: set[str] = set()
    for row in _rows(folder, "annotations.jsonl"):
        if row["note_id"] not in notes:
            msg = f"annotations.jsonl has marks for note {row['note_id']}, which notes.jsonl does not have"
            raise InputError(msg)
        seen.add(row["note_id"])
        yield _annotated(notes[row["note_id"]], row)
    if missing := len(notes) - len(seen):
        ignored[NOT_ANNOTATED] += missing


def _annotated(note: Mapping[str, Any], row: Mapping[str, Any]) -> AnnotatedNote:
    try:
        return AnnotatedNote(
            case_id=str(note["case_id"]),
            note_id=str(note["note_id"]),
            text=note["text"],
            annotator=str(row.get("annotator", "")),
            origin=Origin(row.get("origin", Origin.ANNOTATED)),
            schema_version=row.get("schema_version", CORPUS_VERSION),
            schema_fingerprint=row.get("schema_fingerprint", ""),
            marks=sorted_marks([mark_from(item, number) for number, item in enumerate(row.get("indicators", []))]),
            annotated_at=row.get("annotated_at", ""),
            minutes=row.get("minutes"),
        )
    except (KeyError, TypeError, ValueError):
        msg = f"corpus note {note['note_id']}: a field is missing, or a mark leaves the text or cuts a placeholder"
        raise InputError(msg) from None


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    rows = []
    for number, row in json_rows(file_in(folder, name), name):
        if "note_id" not in row:
            msg = f"line {number} of {name} in the corpus folder has no note_id"
            raise InputError(msg)
        rows.append(row)
    return rows
