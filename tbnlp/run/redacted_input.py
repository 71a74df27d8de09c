"""A folder that `tbnlp redact` wrote, as input of `tbnlp tag`: text that is redacted already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tbnlp.files.identity import Identity
from tbnlp.files.run_folder import read_redacted, read_rows
from tbnlp.notes.redacted_note import RedactedNote, Replacement
from tbnlp.notes.span import Span
from tbnlp.stage import Reason, Skipped

if TYPE_CHECKING:
    from tbnlp.rules.document import Documents


class RedactedSource:
    """Redacted notes by row. Quarantined notes stay quarantined, with the reason that they had.

    Tokens come from one pass over the redacted text, so candidates may differ in a few places from
    those of a run that began with raw text; the pipeline id differs too.
    """

    once = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._documents: Documents | None = None
        self._rows: list[dict[str, Any]] | None = None
        self._replaced: dict[tuple[object, object], list[dict[str, Any]]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Only the place travels to a worker; it reads the folder itself."""
        return {"folder": self._folder}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._folder = state["folder"]
        self._documents, self._rows, self._replaced = None, None, {}

    @property
    def reader(self) -> str:
        """What reads."""
        return "run folder"

    @property
    def warnings(self) -> dict[str, int]:
        """Nothing to warn of: the folder was written by this program."""
        return {}

    def identities(self) -> Iterator[Identity | Skipped]:
        """The ids of every note, in order."""
        for position, row in enumerate(self._loaded()):
            yield Identity(row["case_id"], row["note_id"], position, "0 notes.jsonl")

    def notes(self, rows: Sequence[int]) -> Iterator[RedactedNote | Skipped]:
        """The notes of these rows, read again by spaCy."""
        loaded = self._loaded()
        for position in rows:
            yield self._note(loaded[position], position)

    def stream(self) -> Iterator[RedactedNote | Skipped]:
        """All notes in order."""
        yield from self.notes(range(len(self._loaded())))

    def digests(self) -> list[dict[str, object]]:
        """Size and hash of the notes file."""
        content = (self._folder / "notes.jsonl").read_bytes()
        return [{
            "ordinal": 0, "kind": "redacted", "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), "rows": len(self._loaded()),
        }]

    def source_of(self, row: int) -> str:
        """Every row comes from the one file."""
        return f"0 notes.jsonl row {row}"

    def _loaded(self) -> list[dict[str, Any]]:
        if self._rows is None:
            self._rows = [dict(row) for row in read_redacted(self._folder)]
            for row in read_rows(self._folder, "redactions"):
                self._replaced.setdefault((row["case_id"], row["note_id"]), []).append(dict(row))
        return self._rows

    def _note(self, row: dict[str, Any], position: int) -> RedactedNote | Skipped:
        if row["status"] == "quarantined":
            reason = Reason(row["reason"])
            return Skipped(row["case_id"], row["note_id"], position, "redact", reason)
        if self._documents is None:
            from tbnlp.rules.document import Documents  # spaCy: only where notes are read

            self._documents = Documents()
        note = self._documents.analyse(
            row["redacted_text"], case_id=row["case_id"], note_id=row["note_id"], row=position
        )
        details = self._replaced.get((row["case_id"], row["note_id"]), [])
        return replace(
            note,
            replacements=_replacements(row["alignment"], details) or note.replacements,
            note_type=row.get("note_type"), setting=row.get("setting"), author_role=row.get("author_role"),
        )


def _replacements(
    alignment: Sequence[Sequence[int]], details: Sequence[dict[str, Any]]
) -> tuple[Replacement, ...]:
    """What was replaced, from the two files that tell; empty when offsets were left out."""
    if len(alignment) != len(details):
        return ()
    return tuple(
        Replacement(
            Span(start, end), Span(raw_start, raw_end), row["entity_type"], row["surrogate"],
            row["recognizer"], float(row["score"]),
        )
        for (start, end, raw_start, raw_end), row in zip(alignment, details, strict=True)
    )
