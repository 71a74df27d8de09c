"""One case from raw notes to rows: read, screen, redact, tag. The same code for every engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tbnlp.files import run_rows
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.tagged_note import TaggedNote
from tbnlp.run import rows
from tbnlp.run.config import RunConfig
from tbnlp.schema.entries import Schema
from tbnlp.stage import Reason, Skipped

Row = tuple[str, dict[str, Any]]
"""Kind of file and the row that goes into it."""


def _failed(note: Any) -> Skipped:
    return Skipped(note.case_id, note.note_id, note.row, "run", Reason.REDACTION_FAILED)


@dataclass(frozen=True, slots=True)
class CaseWork:
    """The opened stages. `redact` is None for text that arrives redacted, `tag` for `tbnlp redact`.

    The type of a raw note is never named here: it passes from the reader to `redact` unseen.
    """

    redact: Callable[[Sequence[Any]], list[RedactedNote | Skipped]] | None
    tag: Callable[[Sequence[RedactedNote]], list[TaggedNote | Skipped]] | None
    run: RunConfig
    schema: Schema
    pipeline_id: str

    def results(self, notes: Sequence[Any]) -> list[TaggedNote | RedactedNote | Skipped]:
        """The notes of one or more whole cases, done or skipped; same length and order."""
        redacted = self.redact(notes) if self.redact is not None else list(notes)
        if self.tag is None:
            return list(redacted)
        ready = [note for note in redacted if not isinstance(note, Skipped)]
        tagged = iter(self.tag(ready))
        return [note if isinstance(note, Skipped) else next(tagged) for note in redacted]

    def safe_results(self, notes: Sequence[Any]) -> list[TaggedNote | RedactedNote | Skipped]:
        """The results, where an unexpected failure holds back the note that caused it and no other.

        Only here does an exception become a reason: what it says may quote a note, so it is dropped.
        """
        if not notes:
            return []
        try:
            return self.results(notes)
        except Exception:  # noqa: BLE001  any failure of a stage ends as a held-back note
            if len(notes) == 1:
                return [_failed(notes[0])]
        cases = [list(group) for _, group in groupby(notes, key=lambda note: note.case_id)]
        if len(cases) > 1:
            return [result for case in cases for result in self.safe_results(case)]
        alone = [self.safe_results([note])[0] for note in notes]
        good = [note for note, result in zip(notes, alone, strict=True) if not isinstance(result, Skipped)]
        if len(good) == len(notes):
            return [_failed(note) for note in notes]
        together = iter(self.safe_results(good))
        return [result if isinstance(result, Skipped) else next(together) for result in alone]

    def rows(self, results: Sequence[TaggedNote | RedactedNote | Skipped]) -> list[Row]:
        """The rows of results. A skipped note has one row, in `notes`, and no other anywhere."""
        return [row for result in results for row in self._rows(result)]

    def _rows(self, result: TaggedNote | RedactedNote | Skipped) -> list[Row]:
        if isinstance(result, Skipped):
            return [(run_rows.NOTES, rows.quarantined_row(result))]
        note = result.note if isinstance(result, TaggedNote) else result
        status = "tagged" if isinstance(result, TaggedNote) else "redacted"
        row = rows.note_row(
            note, status, store_text=self.run.store_text, raw_offsets=self.run.raw_offsets
        )
        # `words` is counted for the throughput of the run and taken out before the row is written.
        found: list[Row] = [(run_rows.NOTES, {**row, "words": len(note.text.split())})]
        found += [
            (run_rows.REDACTIONS, row)
            for row in rows.redaction_rows(note, raw_offsets=self.run.raw_offsets)
        ]
        if isinstance(result, TaggedNote):
            found += [
                (run_rows.CANDIDATES, row) for row in rows.candidate_rows(
                    result, self.schema, self.pipeline_id, store_text=self.run.store_text
                )
            ]
        return found
