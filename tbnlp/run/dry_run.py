"""A look at up to 100 rows: columns, counts by type and label, expected time; nothing is written."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import InputError, UsageError
from tbnlp.files.columns import describe
from tbnlp.files.screening import screened
from tbnlp.files.source import open_source
from tbnlp.notes.tagged_note import TaggedNote
from tbnlp.run.config import Settings
from tbnlp.run.opening import open_stages
from tbnlp.run.rows import candidate_rows, is_for_review
from tbnlp.stage import Skipped

LOOK: Final = 100
FEW_CASES: Final = 11
"""Cases under which a count is not shown (control c3 of the schema's policy)."""


def dry_run(inputs: Sequence[str], settings: Settings, *, tag: bool) -> Iterator[str]:
    """Lines for the terminal. Counts, column names and settings only, never a value of the input."""
    yield from _columns(inputs, settings)
    for name, origin in sorted(settings.origins.items()):
        yield f"setting {name} comes from {origin}"
    source = open_source(inputs, replace(settings.input, limit=LOOK))
    opened = open_stages(settings, tag=tag)
    notes = list(islice(screened(source.stream(), settings.tag.language), LOOK))
    started = time.perf_counter()
    ready = [note for note in notes if not isinstance(note, Skipped)]
    skipped: Counter[str] = Counter(note.reason.value for note in notes if isinstance(note, Skipped))
    kinds: Counter[str] = Counter()
    labels: dict[str, Counter[str]] = {}
    for result in opened.work.safe_results(_by_case(ready)):
        if isinstance(result, Skipped):
            skipped[result.reason.value] += 1
            continue
        note = result.note if isinstance(result, TaggedNote) else result
        kinds.update(item.kind for item in note.replacements)
        if isinstance(result, TaggedNote):
            for row in candidate_rows(result, opened.work.schema, opened.pipeline_id, store_text=False):
                if is_for_review(row):
                    labels.setdefault(row["label"], Counter())[note.case_id] += 1
    seconds = time.perf_counter() - started
    yield f"{len(notes)} rows looked at, {sum(skipped.values())} would be held back or rejected"
    yield from (f"  {reason}: {count}" for reason, count in sorted(skipped.items()))
    yield "replaced spans by type:"
    yield from (f"  {kind}: {count}" for kind, count in sorted(kinds.items()))
    if tag:
        yield "candidate passages to read, by label:"
        yield from (
            f"  {label}: {sum(cases.values()) if len(cases) >= FEW_CASES else f'fewer than {FEW_CASES} cases'}"
            for label, cases in sorted(labels.items())
        )
    if ready:
        per_note = seconds / len(ready) / settings.run.workers
        yield f"about {per_note * 1000:.0f} s for every 1,000 notes with {settings.run.workers} worker(s)"
    yield "dry run: nothing was written"


def _columns(inputs: Sequence[str], settings: Settings) -> Iterator[str]:
    for number, name in enumerate(inputs):
        if name == "-" or "://" in name or Path(name).is_dir():
            continue
        try:
            rows = describe(name, settings.input)
        except (UsageError, InputError):
            continue  # documents and archives of documents have no columns; a real fault shows below
        yield f"columns of input {number}:"
        yield from (f"  {row.name} ({row.fill:.0%} filled, guess: {row.guess})" for row in rows)


def _by_case(notes: Sequence[Any]) -> list[Any]:
    cases: dict[str, list[Any]] = {}
    for note in notes:
        cases.setdefault(note.case_id, []).append(note)
    return [note for case in cases.values() for note in case]
