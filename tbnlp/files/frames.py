"""Python objects as input: strings, notes, data frames, Arrow tables, datasets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import tbnlp.files.assembly as build
from tbnlp.errors import UsageError
from tbnlp.files.column_map import ColumnMap, map_columns
from tbnlp.files.identity import IdBook, surrogate
from tbnlp.files.reading import Cells, ReadSpec
from tbnlp.files.stdin_stream import in_case_runs
from tbnlp.notes.case_note import CaseNote
from tbnlp.stage import Reason, Skipped

_BATCH = 1_000
"""Rows that are taken out of a dataset at once."""


def notes_from(
    data: object, spec: ReadSpec | None = None, warnings: Counter[str] | None = None
) -> Iterator[CaseNote | Skipped]:
    """The notes of a Python object, each case in one run; rows are numbered as they come.

    `data`: an iterable of strings, of `CaseNote`s or of mappings; a pandas, polars or Arrow table;
    a `datasets.Dataset`. In a table the cases are gathered, in order of their first rows; an
    iterable is read once, so a case that comes back is `CASE_REOPENED`.
    Missing text is `NO_TEXT`, never "nan".
    Raises `UsageError` for an object of another type or a column that is not there.
    """
    spec, counts = spec or ReadSpec(), Counter[str]() if warnings is None else warnings
    if isinstance(data, (str, bytes)):
        msg = "one text alone is no input; put it in a list"
        raise UsageError(msg)
    rows = _dataset_rows(data) or _table_rows(data)
    if rows is not None:
        names, records = rows
        notes = _assembled(records, map_columns(names, spec, 0), spec, counts)
        return iter(_gathered(notes))
    if isinstance(data, Iterable):
        return in_case_runs(_from_iterable(data, spec, counts))
    msg = "the input is no iterable of texts and no table that is known"
    raise UsageError(msg)


def _dataset_rows(data: object) -> tuple[list[str], Iterator[Cells]] | None:
    """A Hugging Face dataset, known without importing its package."""
    kind = type(data)
    if kind.__module__.partition(".")[0] != "datasets" or kind.__name__ != "Dataset":
        return None
    dataset: Any = data
    return list(dataset.column_names), (
        dict(zip(batch, values, strict=True))
        for start in range(0, len(dataset), _BATCH)
        for batch in [dataset[start : start + _BATCH]]
        for values in zip(*batch.values(), strict=True)
    )


def _table_rows(data: object) -> tuple[list[str], Iterator[Cells]] | None:
    import narwhals as nw  # only for objects that are handed over in Python

    frame: Any = nw.from_native(data, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if not isinstance(frame, nw.DataFrame):
        return None
    names = list(frame.columns)
    if len(set(names)) < len(names):
        msg = "the table has two columns of one name; rename one"
        raise UsageError(msg)
    rows = frame.iter_rows(named=True)
    return names, ({name: _present(cell) for name, cell in row.items()} for row in rows)


def _present(cell: object) -> object:
    """The cell, or None for the missing values of pandas (`NaN`, `NaT`, `NA`)."""
    return None if type(cell).__name__ in {"NAType", "NaTType"} else cell


def _from_iterable(
    data: Iterable[object], spec: ReadSpec, counts: Counter[str]
) -> Iterator[CaseNote | Skipped]:
    for row, item in enumerate(data):
        if row == spec.limit:
            return
        if isinstance(item, CaseNote):
            yield item
        elif isinstance(item, Mapping):
            columns = map_columns([str(name) for name in item], spec, 0)
            yield from _assembled([dict(item)], columns, spec, counts, first=row)
        else:
            yield from _assembled(
                [{"text": item}], ColumnMap("text"), spec, counts, first=row
            )


def _assembled(
    records: Iterable[Cells],
    columns: ColumnMap,
    spec: ReadSpec,
    counts: Counter[str],
    first: int = 0,
) -> Iterator[CaseNote | Skipped]:
    book = IdBook()
    for row, cells in enumerate(records, start=first):
        if row == spec.limit:
            return
        place = (0, row)
        raw = build.row_ids(cells, columns)
        if isinstance(raw, Reason):
            ids = surrogate("c", place), surrogate("n", place)
            yield Skipped(*ids, row, build.STAGE, raw)
            continue
        ids = book.ids(*raw, place=place, row=row, has_cases=columns.case is not None)
        note = build.case_note(cells, columns, spec, ids=ids, row=row, warnings=counts)
        yield Skipped(*ids, row, build.STAGE, note) if isinstance(note, Reason) else note
    counts["id_replaced"] += book.replaced


def _gathered(notes: Iterable[CaseNote | Skipped]) -> Iterator[CaseNote | Skipped]:
    """The notes case by case; doubled ids inside a case are rejected."""
    cases: dict[str, list[CaseNote | Skipped]] = {}
    for note in notes:
        cases.setdefault(note.case_id, []).append(note)
    yield from in_case_runs(chain.from_iterable(cases.values()))
