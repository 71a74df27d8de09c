"""Which notes of an earlier run are tried again: by their ids, or by their row where ids cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tbnlp.errors import UsageError
from tbnlp.files.run_folder import is_run_folder, read_rows

BY_ROW: Final = frozenset({
    "duplicate_id", "bad_row", "bad_encoding", "corrupt_file", "encrypted_file", "unknown_kind", "case_reopened",
})
"""Reasons whose rows have no ids of their own, or share them with a note that was done."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The notes to try again. `ids`: (case id, note id); `rows`: rows of the same input."""

    ids: frozenset[tuple[str, str]]
    rows: frozenset[int]

    def holds(self, case_id: str, note_id: str, row: int) -> bool:
        """True when this note is to be tried again."""
        return row in self.rows or (case_id, note_id) in self.ids


def notes_to_retry(folder: Path) -> Wanted:
    """The quarantined and rejected notes of a run.

    Raises `UsageError` when the folder is no finished run, or when nothing in it was skipped.
    """
    if not is_run_folder(folder):
        msg = "--retry names no finished run folder"
        raise UsageError(msg)
    held = [row for row in read_rows(folder, "notes") if row["status"] == "quarantined"]
    skipped = [*held, *read_rows(folder, "rejects")]
    if not skipped:
        msg = "--retry: no note of that run was held back or rejected"
        raise UsageError(msg)
    by_row = frozenset(int(str(row["row"])) for row in skipped if row["reason"] in BY_ROW)
    ids = frozenset(
        (str(row["case_id"]), str(row["note_id"])) for row in skipped if row["reason"] not in BY_ROW
    )
    return Wanted(ids, by_row)
