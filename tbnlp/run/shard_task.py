"""Carry out one shard: read its rows, do its cases, publish its rows with one rename."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tbnlp.files import run_rows
from tbnlp.files.run_folder import ShardWriter
from tbnlp.files.screening import screened
from tbnlp.files.source import NoteSource
from tbnlp.run import rows
from tbnlp.run.case_work import CaseWork
from tbnlp.run.plan import Shard
from tbnlp.run.retry import Wanted
from tbnlp.stage import Reason, Skipped

CHARACTERS_AT_ONCE = 60_000
"""Characters of whole cases that share one call, so that the language model works on full batches."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a shard. `poison`: rows that ended a worker before; `alone`: cases to probe note by note."""

    shard: Shard
    poison: Mapping[int, Reason] = field(default_factory=dict)
    alone: frozenset[int] = frozenset()


Beat = Callable[[Sequence[int], int], None]
"""Hears which rows are at stake next, and how many characters they hold."""


@dataclass(frozen=True, slots=True)
class ShardTask:
    """Everything a worker needs beside the opened stages; holds no text.

    `language`: how foreign notes are met, or None for text that arrives redacted and was screened before.
    """

    source: NoteSource
    folder: Path
    language: str | None = "en"
    only: Wanted | None = None

    def run(self, attempt: Attempt, work: CaseWork, beat: Beat) -> dict[str, Any]:
        """Do a shard and return its commit record; `beat` is called before anything is worked on."""
        counts: Counter[str] = Counter()
        before = Counter(self.source.warnings)
        chosen: set[tuple[str, str]] = set()
        with ShardWriter(self.folder, attempt.shard.name) as writer:
            for kind, row in self._rows(attempt, work, beat):
                key = (row["case_id"], row["note_id"])
                if "row" in row:
                    if self.only is not None and not self.only.holds(*key, row["row"]):
                        chosen.discard(key)
                        continue
                    chosen.add(key)
                if key in chosen:
                    _count(counts, kind, row)
                    writer.write(kind, row)
            warnings = Counter(self.source.warnings) - before  # the source counts over all its shards
            return writer.commit({"counts": dict(counts), "warnings": dict(warnings)})

    def _rows(
        self, attempt: Attempt, work: CaseWork, beat: Beat
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        for skipped in attempt.shard.skipped:
            yield run_rows.REJECTS, self._reject(skipped)
        together: list[Any] = []
        for case in attempt.shard.cases:
            notes, aside = self._read(case, attempt.poison)
            yield from aside
            if case[0] in attempt.alone:
                yield from work.rows(self._probe(notes, work, beat))
                continue
            together += notes
            if sum(len(note.text) for note in together) >= CHARACTERS_AT_ONCE:
                yield from self._together(together, work, beat)
                together = []
        yield from self._together(together, work, beat)

    def _together(self, notes: list[Any], work: CaseWork, beat: Beat) -> list[tuple[str, dict[str, Any]]]:
        beat([note.row for note in notes], sum(len(note.text) for note in notes))
        return work.rows(work.safe_results(notes))

    def _read(
        self, case: Sequence[int], poison: Mapping[int, Reason]
    ) -> tuple[list[Any], list[tuple[str, dict[str, Any]]]]:
        notes: list[Any] = []
        aside: list[tuple[str, dict[str, Any]]] = []
        found: Iterable[Any] = self.source.notes(case)
        for item in found if self.language is None else screened(found, self.language):
            if isinstance(item, Skipped):
                held = item.stage != "read"
                row = rows.quarantined_row(item) if held else self._reject(item)
                aside.append((run_rows.NOTES if held else run_rows.REJECTS, row))
            elif item.row in poison:
                lost = Skipped(item.case_id, item.note_id, item.row, "run", poison[item.row])
                aside.append((run_rows.NOTES, rows.quarantined_row(lost)))
            else:
                notes.append(item)
        return notes, aside

    def _probe(self, notes: list[Any], work: CaseWork, beat: Beat) -> list[Any]:
        """A case that ended a worker: each note alone first, so that the parent learns which one it was."""
        for note in notes:
            beat([note.row], len(note.text))
            work.safe_results([note])
        beat([note.row for note in notes], sum(len(note.text) for note in notes))
        return work.safe_results(notes)

    def _reject(self, skipped: Skipped) -> dict[str, Any]:
        return rows.reject_row(skipped, self.source.source_of(skipped.row))


def _count(counts: Counter[str], kind: str, row: dict[str, Any]) -> None:
    """Add a row to the counts of its shard; `words` is taken out of it here."""
    if kind == run_rows.NOTES:
        counts[str(row["status"])] += 1
        counts["words"] += row.pop("words", 0)
    elif kind == run_rows.REJECTS:
        counts["rejected"] += 1
    elif kind == run_rows.CANDIDATES:
        counts["candidates"] += 1
        counts["candidates_for_review"] += rows.is_for_review(row)
