"""A folder that `tbnlp redact` wrote, as input of `tbnlp tag`: text that is redacted already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tbnlp.errors import InputError
from tbnlp.files.identity import Identity
from tbnlp.files.run_folder import read_manifest, read_redacted, read_rows
from tbnlp.notes.redacted_note import RedactedNote, Replacement
from tbnlp.notes.span import Span
from tbnlp.stage import Reason, Skipped

if TYPE_CHECKING:
    from tbnlp.rules.document import Documents

Key = tuple[object, object]


class RedactedSource:
    """Redacted notes by their row in the first input. What was held back or rejected then stays so.

    Every text is looked at by the verifier before it is used, since a folder may come from anywhere.
    Tokens come from one pass over the redacted text, so candidates may differ in a few places from
    those of a run that began with raw text; the pipeline id differs too.
    Raises `InputError` when notes.jsonl is not the file that the folder's manifest names.
    """

    once = False

    def __init__(self, folder: Path, limit: int | None = None) -> None:
        self._folder, self._limit = folder, limit
        self._documents: Documents | None = None
        self._rows: dict[int, dict[str, Any]] | None = None
        self._replaced: dict[Key, list[dict[str, Any]]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Only the place travels to a worker; it reads the folder itself."""
        return {"folder": self._folder, "limit": self._limit}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._folder, self._limit = state["folder"], state["limit"]
        self._documents, self._rows, self._replaced = None, None, {}

    @property
    def reader(self) -> str:
        """What reads."""
        return "run folder"

    @property
    def warnings(self) -> dict[str, int]:
        """Nothing to warn of: the folder was written by this program."""
        return {}

    def origin(self) -> Mapping[str, Any]:
        """The manifest of the redaction run: its profile and what its reader was told hold here too."""
        return read_manifest(self._folder)

    def identities(self) -> Iterator[Identity | Skipped]:
        """The ids of every note, in order of the first input; rejected ones are rejected again."""
        for number, row in sorted(self._loaded().items()):
            if "status" in row:
                yield Identity(row["case_id"], row["note_id"], number, self.source_of(number))
            else:
                yield Skipped(row["case_id"], row["note_id"], number, "read", Reason(row["reason"]))

    def notes(self, rows: Sequence[int]) -> Iterator[RedactedNote | Skipped]:
        """The notes of these rows, read again by spaCy."""
        loaded = self._loaded()
        for number in rows:
            yield self._note(loaded[number], number)

    def stream(self) -> Iterator[RedactedNote | Skipped]:
        """All notes in order."""
        yield from self.notes(sorted(self._loaded()))

    def digests(self) -> list[dict[str, object]]:
        """Size and hash of the notes file."""
        content = (self._folder / "notes.jsonl").read_bytes()
        return [{
            "ordinal": 0, "kind": "redacted", "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), "rows": len(self._loaded()),
        }]

    def source_of(self, row: int) -> str:
        """Every row comes from the one folder."""
        return f"0 run folder, row {row}"

    def _loaded(self) -> dict[int, dict[str, Any]]:
        if self._rows is None:
            self._check_hash()
            notes = [dict(row) for row in read_redacted(self._folder)]
            rejects = [dict(row) for row in read_rows(self._folder, "rejects")]
            rows = {int(str(row["row"])): row for row in [*notes, *rejects]}
            kept = sorted(rows)[: self._limit]
            self._rows = {number: rows[number] for number in kept}
            for row in read_rows(self._folder, "redactions"):
                self._replaced.setdefault((row["case_id"], row["note_id"]), []).append(dict(row))
        return self._rows

    def _check_hash(self) -> None:
        recorded = self.origin().get("files", {})
        with (self._folder / "notes.jsonl").open("rb") as handle:
            found = hashlib.file_digest(handle, "sha256").hexdigest()
        if not isinstance(recorded, dict) or recorded.get("notes.jsonl", {}).get("sha256") != found:
            msg = "notes.jsonl is not the file that the folder's manifest names; redact the notes again"
            raise InputError(msg)

    def _note(self, row: dict[str, Any], number: int) -> RedactedNote | Skipped:
        from tbnlp.redact.verifier import residual_hits

        ids = (row["case_id"], row["note_id"])
        if row.get("status") != "redacted":
            stage = "redact" if "status" in row else "read"
            return Skipped(*ids, number, stage, Reason(row["reason"]))
        if residual_hits(row["redacted_text"]):
            return Skipped(*ids, number, "redact", Reason.LEAK_FOUND)
        if self._documents is None:
            from tbnlp.rules.document import Documents  # spaCy: only where notes are read

            self._documents = Documents()
        note = self._documents.analyse(row["redacted_text"], case_id=ids[0], note_id=ids[1], row=number)
        return replace(
            note,
            replacements=_replacements(row["alignment"], self._replaced.get(ids, [])) or note.replacements,
            note_type=row.get("note_type"), setting=row.get("setting"), author_role=row.get("author_role"),
            language=row.get("language", "en"),
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
