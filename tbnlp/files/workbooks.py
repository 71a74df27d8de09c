"""XLSX, XLS and ODS workbooks: the first sheet, or the one that is named."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, PasswordError, load_workbook

from tbnlp.errors import InputError, UsageError
from tbnlp.files import identity
from tbnlp.files.archive import MAX_MEMBER_BYTES, office_fault
from tbnlp.files.delimited import EXCEL_CELL
from tbnlp.files.origins import Origin
from tbnlp.files.reading import Cells, ReadSpec
from tbnlp.stage import Reason


class WorkbookReader:
    """One sheet of a workbook as a `Reader`; its first row names the columns.

    Every cell is text: a number 12.0 is `12`, a date is ISO. Rows without any value are no records.
    The sheet is kept in memory, and left out of pickles.
    """

    def __init__(self, origin: Origin, spec: ReadSpec, ordinal: int) -> None:
        self.kind = "workbook"
        self.warnings: Counter[str] = Counter()
        self._origin, self._table, self._ordinal = origin, spec.table, ordinal
        self._rows: list[list[str | None]] | None = None
        header = self._loaded()[:1]
        self._columns = [name or "" for name in header[0]] if header else []

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_rows": None}

    def columns(self) -> list[str]:
        """The first row."""
        return self._columns

    def count(self) -> int:
        """Number of rows below the first."""
        return max(0, len(self._loaded()) - 1)

    def scan(self, columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """All records in order; counts cells that Excel may have cut."""
        at_limit = sum(
            len(cell) == EXCEL_CELL for row in self._loaded() for cell in row if cell is not None
        )
        self.warnings = +Counter(cell_at_excel_limit=at_limit)
        yield from self.fetch(range(self.count()), columns)

    def fetch(self, positions: Sequence[int], columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """The records at these positions, in the order asked."""
        rows = self._loaded()
        wanted = [(name, self._columns.index(name)) for name in columns]
        for position in positions:
            row = rows[position + 1]
            yield {name: row[at] if at < len(row) else None for name, at in wanted}

    def _loaded(self) -> list[list[str | None]]:
        if self._rows is None:
            rows = self._sheet_rows(self._content())
            shown = [[_shown(cell) for cell in row] for row in rows]
            self._rows = [row for row in shown if any(cell is not None for cell in row)]
        return self._rows

    def _content(self) -> bytes:
        if self._origin.size() > MAX_MEMBER_BYTES:
            msg = f"input {self._ordinal} is larger than {MAX_MEMBER_BYTES} bytes; save it as CSV"
            raise InputError(msg)
        with self._origin.open() as handle:
            content = handle.read()
        fault = office_fault(content) if content.startswith(b"PK") else None
        if fault is not None:
            msg = f"input {self._ordinal} is a workbook that is not safe to read: {fault}"
            raise InputError(msg)
        return content

    def _sheet_rows(self, content: bytes) -> list[list[Any]]:
        try:
            with load_workbook(BytesIO(content)) as book:
                return book.get_sheet_by_name(self._chosen(book.sheet_names)).to_python()
        except PasswordError:
            msg = f"input {self._ordinal} is a workbook with a password; save it without"
            raise InputError(msg) from None
        except (CalamineError, OSError, ValueError):
            # The foreign message may quote a sheet name or a cell.
            msg = f"input {self._ordinal} is a broken workbook"
            raise InputError(msg) from None

    def _chosen(self, names: list[str]) -> str:
        if self._table is None and names:
            return names[0]
        if self._table in names:
            return self._table
        # Sheets are often called after the client they are about.
        msg = f"input {self._ordinal} has no sheet of that name (--table); it has {len(names)} sheets"
        raise UsageError(msg)


def _shown(cell: object) -> str | None:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (dt.time, dt.timedelta)):
        return str(cell)
    return identity.rendered(cell)
