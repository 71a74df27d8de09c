"""Our own file of annotated notes: JSON lines, one row per note and annotator, nothing lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import ATTRIBUTE_ORDER, AnnotatedNote, Mark, Origin, in_order, sorted_marks
from tbnlp.formats.json_files import file_in, json_rows, write_rows
from tbnlp.formats.losses import Losses
from tbnlp.notes.span import Span
from tbnlp.schema.entries import Schema

NAME: Final = "tbnlp"
LOSSES: Final = Losses(frozenset(), frozenset())
FILE_NAME: Final = "annotations.jsonl"


def to_row(note: AnnotatedNote) -> dict[str, Any]:
    """The note as a row; `quote` and `text_sha256` let a reader notice that a text was changed."""
    return {
        "case_id": note.case_id,
        "note_id": note.note_id,
        "annotator": note.annotator,
        "origin": note.origin.value,
        "schema_version": note.schema_version,
        "schema_fingerprint": note.schema_fingerprint,
        "annotated_at": note.annotated_at,
        "minutes": note.minutes,
        "text": note.text,
        "text_sha256": note.text_sha256,
        "indicators": [mark_row(mark, note.text) for mark in note.marks],
    }


def mark_row(mark: Mark, text: str) -> dict[str, Any]:
    """One mark as a row of `indicators`; an attribute that was left open is not in it."""
    row: dict[str, Any] = {
        "id": mark.mark_id,
        "start": mark.span.start,
        "end": mark.span.end,
        "parts": [[part.start, part.end] for part in mark.parts],
        "quote": text[mark.span.start : mark.span.end],
        "label": mark.label,
        "subtype": mark.subtype,
        **dict(mark.attributes),
    }
    if mark.comment:
        row["comment"] = mark.comment
    if mark.score is not None:
        row["score"] = mark.score
    if mark.needs_review:
        row["needs_review"] = list(mark.needs_review)
    return row


def from_row(row: dict[str, Any], where: str) -> AnnotatedNote:
    """The note of a row. Raises `InputError`, naming `where`, when a field is missing or a mark left its text."""
    try:
        note = AnnotatedNote(
            case_id=str(row["case_id"]),
            note_id=str(row["note_id"]),
            text=row["text"],
            annotator=str(row["annotator"]),
            origin=Origin(row["origin"]),
            schema_version=row["schema_version"],
            schema_fingerprint=row["schema_fingerprint"],
            marks=sorted_marks([mark_from(item, number) for number, item in enumerate(row["indicators"])]),
            annotated_at=row.get("annotated_at", ""),
            minutes=row.get("minutes"),
        )
        moved = [item["label"] for item in row["indicators"] if "quote" in item and not _in_place(item, note.text)]
    except KeyError as error:
        msg = f"{where}: the field {error.args[0]!r} is missing"
        raise InputError(msg) from None
    except (TypeError, ValueError):
        msg = f"{where}: a field or a mark is not as the format says; see README, Formats"
        raise InputError(msg) from None
    if row.get("text_sha256", note.text_sha256) != note.text_sha256 or moved:
        msg = f"{where}: the text is not the one that was marked (its hash or a quote differs); take the original file"
        raise InputError(msg)
    return note


def mark_from(item: dict[str, Any], number: int) -> Mark:
    """The mark of a row of `indicators`; `parts` may be missing, as in files that know one part only."""
    parts = tuple(Span(start, end) for start, end in item.get("parts") or [[item["start"], item["end"]]])
    return Mark(
        mark_id=str(item.get("id", f"m{number}")),
        label=item["label"],
        subtype=item.get("subtype", "unspecified"),
        parts=parts,
        attributes=in_order({name: item[name] for name in ATTRIBUTE_ORDER if item.get(name)}),
        comment=item.get("comment", ""),
        score=item.get("score"),
        needs_review=tuple(item.get("needs_review", ())),
    )


def _in_place(item: dict[str, Any], text: str) -> bool:
    return bool(text[item["start"] : item["end"]] == item["quote"])


def write(notes: Iterable[AnnotatedNote], folder: Path, schema: Schema) -> list[Path]:  # noqa: ARG001  one protocol
    """Write `annotations.jsonl` into `folder` and return its path in a list."""
    return [write_rows(folder / FILE_NAME, map(to_row, notes))]


def read(
    path: Path, schema: Schema, ignored: Counter[str] | None = None  # noqa: ARG001  one protocol for all formats
) -> Iterator[AnnotatedNote]:
    """The notes of a file, or of `annotations.jsonl` in a folder. Raises `InputError` naming file and line."""
    for number, row in json_rows(file_in(path, FILE_NAME), "annotation"):
        yield from_row(row, f"line {number} of the annotation file")


def config(schema: Schema) -> dict[str, str]:  # noqa: ARG001  one protocol for all formats
    """Nothing: our own file needs no settings."""
    return {}
