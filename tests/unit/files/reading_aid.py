"""Reads a source whole, as a run does: ids first, then the text of every row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tbnlp.files.source import NoteSource, ReadSpec, open_source
from tbnlp.notes.case_note import CaseNote
from tbnlp.stage import Skipped


def opened(*paths: Path, **settings: object) -> NoteSource:
    return open_source(list(paths), ReadSpec(**settings))  # type: ignore[arg-type]  # settings by name


def read(source: NoteSource, rows: Sequence[int] | None = None) -> list[CaseNote | Skipped]:
    if rows is None:
        rows = [item.row for item in source.identities()]
    return list(source.notes(rows))


def texts(items: Sequence[CaseNote | Skipped]) -> list[str]:
    """The text of each note, or the code of why there is none."""
    return [
        str(item.reason) if isinstance(item, Skipped) else item.text.unwrap_for_redaction()
        for item in items
    ]
