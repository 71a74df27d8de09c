"""Carry out one shard: read its rows, do its cases, publish its rows with one rename."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from tbnlp.files import run_rows
from tbnlp.files.run_folder import ShardWriter
from tbnlp.files.screening import screened
from tbnlp.files.source import NoteSource
from tbnlp.run import rows
from tbnlp.run.case_work import CaseWork
from tbnlp.run.plan import Shard
from tbnlp.stage import Reason, Skipped

CASES_AT_ONCE = 16
"""Cases that share one call, so that the language model works on full batches."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a shard. `poison`: rows that ended a worker before; `alone`: cases to probe note by note."""

    shard: Shard
    poison: Mapping[int, Reason] = field(default_factory=dict)
    alone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ShardTask:
    """Everything a worker needs beside the opened stages; holds no text."""

    source: NoteSource
    folder: Path
    language: str = "en"
    only: frozenset[tuple[str, str]] | None = None

    def run(self, attempt: Attempt, work: CaseWork, beat: Callable[[int], None]) -> dict[str, Any]:
        """Do a shard and return its commit record. `beat` is called with a row before it is worked on."""
        counts: Counter[str] = Counter()
        before = Counter(self.source.warnings)
        with ShardWriter(self.folder, attempt.shard.name) as writer:
            for kind, row in self._rows(attempt, work, beat):
                if self.only is not None and (row["case_id"], row["note_id"]) not in self.only:
                    continue
                if kind == run_rows.NOTES:
                    counts[str(row["status"])] += 1
                    counts["words"] += row.pop("words", 0)
                elif kind == run_rows.REJECTS:
                    counts["rejected"] += 1
                writer.write(kind, row)
            warnings = Counter(self.source.warnings) - before  # the source counts over all its shards
            return writer.commit({"counts": dict(counts), "warnings": dict(warnings)})

    def _rows(
        self, attempt: Attempt, work: CaseWork, beat: Callable[[int], None]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        for skipped in attempt.shard.skipped:
            yield run_rows.REJECTS, self._reject(skipped)
        waiting = iter(attempt.shard.cases)
        while group := list(islice(waiting, CASES_AT_ONCE)):
            beat(group[0][0])
            together: list[Any] = []
            for case in group:
                notes, rejects = self._read(case, attempt.poison)
                yield from rejects
                if case[0] in attempt.alone:
                    yield from work.rows(self._probe(notes, work, beat))
                else:
                    together += notes
            if together:
                yield from work.rows(work.safe_results(together))

    def _read(
        self, case: Sequence[int], poison: Mapping[int, Reason]
    ) -> tuple[list[Any], list[tuple[str, dict[str, Any]]]]:
        notes: list[Any] = []
        aside: list[tuple[str, dict[str, Any]]] = []
        for item in screened(self.source.notes(case), self.language):
            if isinstance(item, Skipped):
                aside.append((run_rows.REJECTS, self._reject(item)))
            elif item.row in poison:
                held = Skipped(item.case_id, item.note_id, item.row, "run", poison[item.row])
                aside.append((run_rows.NOTES, rows.quarantined_row(held)))
            else:
                notes.append(item)
        return notes, aside

    def _probe(self, notes: list[Any], work: CaseWork, beat: Callable[[int], None]) -> list[Any]:
        """A case that ended a worker: each note alone first, so that the parent learns which one it was."""
        for note in notes:
            beat(note.row)
            work.safe_results([note])
        if notes:
            beat(notes[0].row)
        return work.safe_results(notes)

    def _reject(self, skipped: Skipped) -> dict[str, Any]:
        return rows.reject_row(skipped, self.source.source_of(skipped.row))
