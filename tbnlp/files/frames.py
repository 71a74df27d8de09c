"""Python objects as input: strings, notes, data frames, Arrow tables, datasets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Final

import tbnlp.files.assembly as build
from tbnlp.errors import UsageError
from tbnlp.files.column_map import ColumnMap, map_columns
from tbnlp.files.id_numbers import NO_SHAPES, OwnShapes
from tbnlp.files.identity import IdBook, surrogate
from tbnlp.files.parts import LOOKED_AT
from tbnlp.files.reading import Cells, ReadSpec
from tbnlp.files.stdin_stream import in_case_runs
from tbnlp.notes.case_note import CaseNote, RawText
from tbnlp.stage import Reason, Skipped

_BATCH: Final = 1_000
"""Rows that are taken out of a dataset at once."""
_OF_NOTE: Final = (
    "case_id", "note_id", "text", "date", "note_type", "setting", "author_role",
)
_NOTE_COLUMNS: Final = ColumnMap(
    text="text", note="note_id", case="case_id", date="date", note_type="note_type",
    setting="setting", author_role="author_role",
)


def notes_from(
    data: object, spec: ReadSpec | None = None, warnings: Counter[str] | None = None
) -> Iterator[CaseNote | Skipped]:
    """The notes of a Python object, each case in one run; rows are numbered as they come.

    `data`: an iterable of strings, of `CaseNote`s or of mappings; a pandas, polars or Arrow table;
    a `datasets.Dataset`. In a table the cases are gathered, in order of their first rows; an
    iterable is read once, so a case that comes back is `CASE_REOPENED`. A `CaseNote` may hold its
    text as a plain string, and goes through the same checks as a row of a file.
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
        columns = map_columns(names, spec, 0)
        first = list(islice(records, LOOKED_AT))
        rows_in = _Rows(spec, counts, build.own_shapes(first, columns))
        notes = rows_in.assembled(chain(first, records), columns)
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
    rows, known = _Rows(spec, counts), dict[str, None]()
    for row, item in enumerate(data):
        if row == spec.limit:
            return
        if isinstance(item, CaseNote):
            yield _checked(item, rows, row)
        elif isinstance(item, Mapping):
            cells = {str(name): cell for name, cell in item.items()}
            # The names so far: a row that lacks its text is a row without text, and parts no case.
            known.update(dict.fromkeys(cells))
            yield rows.note(cells, map_columns(list(known), spec, 0), row)
        else:
            yield rows.note({"text": item}, ColumnMap("text"), row)


def _checked(note: CaseNote, rows: _Rows, row: int) -> CaseNote | Skipped:
    """A note that was built in Python, with its ids and closed words screened like a file's."""
    cells: Cells = {name: getattr(note, name) for name in _OF_NOTE}
    cells["text"] = _plain(cells["text"])
    checked = rows.note(cells, _NOTE_COLUMNS, row, text_form="plain")
    if isinstance(checked, Skipped):
        return checked
    given = [RawText(name) for item in note.roster if isinstance(name := _plain(item), str)]
    return replace(
        checked, language=note.language, roster=tuple(given),
        masked_ids=(*note.masked_ids, *checked.masked_ids),
    )


def _plain(text: object) -> object:
    return text.unwrap_for_redaction() if isinstance(text, RawText) else text


class _Rows:
    """Makes notes of the rows of one input; what a case was called once it is called again."""

    def __init__(
        self, spec: ReadSpec, counts: Counter[str], own: OwnShapes = NO_SHAPES
    ) -> None:
        self._spec, self._counts, self._own = spec, counts, own
        self._book = IdBook()

    def assembled(
        self, records: Iterable[Cells], columns: ColumnMap
    ) -> Iterator[CaseNote | Skipped]:
        for row, cells in enumerate(records):
            if row == self._spec.limit:
                return
            yield self.note(cells, columns, row)

    def note(
        self, cells: Cells, columns: ColumnMap, row: int, text_form: str | None = None
    ) -> CaseNote | Skipped:
        place = (0, row)
        raw = build.row_ids(cells, columns)
        if isinstance(raw, Reason):
            return Skipped(surrogate("c", place), surrogate("n", place), row, build.STAGE, raw)
        before, has_cases = self._book.replaced, columns.case is not None
        ids = self._book.ids(*raw, place=place, row=row, has_cases=has_cases, own=self._own)
        self._counts["id_replaced"] += self._book.replaced - before
        spec = replace(self._spec, text_form=text_form) if text_form else self._spec
        note = build.case_note(cells, columns, spec, ids=ids, row=row, warnings=self._counts)
        return Skipped(*ids, row, build.STAGE, note) if isinstance(note, Reason) else note


def _gathered(notes: Iterable[CaseNote | Skipped]) -> Iterator[CaseNote | Skipped]:
    """The notes case by case; doubled ids inside a case are rejected."""
    cases: dict[str, list[CaseNote | Skipped]] = {}
    for note in notes:
        cases.setdefault(note.case_id, []).append(note)
    yield from in_case_runs(chain.from_iterable(cases.values()))
