"""CSV, Parquet and XLSX copies of the files of a run, safe to open in a spreadsheet.

JSONL is the lossless form. In CSV and XLSX lists stand as JSON text, and a cell that a spreadsheet
could take for a formula gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tbnlp.files import durable, run_rows

EXCEL_CELL: Final = 32_767
"""Characters that a cell of a workbook holds (UTF-16 units). Source: Excel specification."""
EXCEL_ROWS: Final = 1_000_000
"""Rows a sheet; Excel stops at 1,048,576."""
BATCH: Final = 500
"""Rows a Parquet batch; notes are 1 MB at most, so a batch stays below 0.5 GB at worst."""

_BEFORE: Final = "\\s'\"\u2018\u2019\u201c\u201d\ufeff"
_SIGNS: Final = "=+\\-@\x00\uff1d\uff0b\uff0d\uff20\u2212"
_DANGEROUS: Final = re.compile(f"[{_BEFORE}]*[{_SIGNS}]|[\t\r\n]")


def guarded(text: str) -> str:
    """The text, with an apostrophe in front when a spreadsheet could run it as a formula.

    Also looks behind leading spaces and quotes, and at full-width signs. Source: CWE-1236.
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def cell(value: object) -> str | int | float | None:
    """What stands in a cell: guarded text, a number, JSON text for lists, None for nothing."""
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    if isinstance(value, str):
        return guarded(value)
    return guarded(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def write_twin(folder: Path, kind: str, form: str) -> dict[str, object]:
    """Write `<kind>.<form>` beside `<kind>.jsonl`; return its rows, bytes and sha256."""
    source, target = folder / f"{kind}.jsonl", folder / f"{kind}.{form}"
    aside = folder / f".{kind}.{form}.{os.getpid()}.twin"
    aside.unlink(missing_ok=True)
    try:
        facts = WRITERS[form](source, kind, aside)
        durable.publish_existing(aside, target)
    finally:
        aside.unlink(missing_ok=True)
    with target.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return {**facts, "bytes": target.stat().st_size, "sha256": digest}


def _rows(source: Path) -> Iterator[dict[str, object]]:
    with source.open("rb") as handle:
        yield from map(run_rows.decode, handle)


def _columns(source: Path, kind: str) -> list[str]:
    """Fields of the contract, then what the rows hold beyond it, in order of appearance."""
    names = dict.fromkeys(run_rows.FIELDS[kind])
    for row in _rows(source):
        names.update(dict.fromkeys(row))
    return list(names)


def _write_csv(source: Path, kind: str, target: Path) -> dict[str, object]:
    columns, count = _columns(source, kind), 0
    with durable.open_private(target) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")  # RFC 4180
        writer.writerow(columns)
        for row in _rows(source):
            writer.writerow([cell(row.get(name)) for name in columns])
            count += 1
    return {"rows": count}


def _write_parquet(source: Path, kind: str, target: Path) -> dict[str, object]:
    import pyarrow as pa  # only this format needs it
    import pyarrow.parquet as pq  # only this format needs it

    schema = arrow_schema(kind, _columns(source, kind))
    extra = [field.name for field in schema if field.name not in run_rows.FIELDS[kind]]
    batch: list[dict[str, object]] = []
    count = 0
    durable.open_private(target).close()
    with pq.ParquetWriter(target, schema) as writer:
        for row in _rows(source):
            for name in extra:
                if name in row:
                    row[name] = json.dumps(row[name], ensure_ascii=False)
            batch.append(row)
            count += 1
            if len(batch) == BATCH:
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                batch.clear()
        writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    return {"rows": count}


def arrow_schema(kind: str, columns: list[str] | None = None) -> Any:
    """The Arrow schema of a file of the run; fields beyond the contract hold JSON text."""
    import pyarrow as pa  # only this format needs it

    pair = pa.list_(pa.int64())
    evidence = pa.struct([("kind", pa.string()), ("id", pa.string()), ("score", pa.float64())])
    types: Mapping[str, Any] = {
        "row": pa.int64(), "start": pa.int64(), "end": pa.int64(), "score": pa.float64(),
        "sentences": pa.list_(pair), "alignment": pa.list_(pair), "parts": pa.list_(pair),
        "sentence": pair, "evidence": pa.list_(evidence),
    }
    names = columns or list(run_rows.FIELDS[kind])
    return pa.schema([(name, types.get(name, pa.string())) for name in names])


def _write_xlsx(source: Path, kind: str, target: Path) -> dict[str, object]:
    import xlsxwriter  # only this format needs it

    columns = _columns(source, kind)
    pieces = _pieces(source, columns)
    scratch = target.with_name(f"{target.name}.twin")
    durable.make_private_folder(scratch)
    options = {
        "constant_memory": True, "tmpdir": str(scratch), "strings_to_formulas": False,
        "strings_to_urls": False, "strings_to_numbers": False,
    }
    durable.open_private(target).close()
    count = split = 0
    try:
        with xlsxwriter.Workbook(str(target), options) as book:
            # A fixed date: the same rows give the same file.
            book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001  naive by format
            sheet = None
            for row in _rows(source):
                if sheet is None or count % EXCEL_ROWS == 0:
                    sheet = _sheet(book, f"{kind}_{count // EXCEL_ROWS + 1}", pieces)
                split += _write_row(sheet, count % EXCEL_ROWS + 1, row, pieces)
                count += 1
            if sheet is None:
                _sheet(book, f"{kind}_1", pieces)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return {"rows": count, "split_cells": split}


def _pieces(source: Path, columns: list[str]) -> dict[str, int]:
    """How many cells the longest value of each column needs."""
    needed = dict.fromkeys(columns, 1)
    for row in _rows(source):
        for name in columns:
            value = cell(row.get(name))
            if isinstance(value, str) and len(value) > EXCEL_CELL // 2:
                needed[name] = max(needed[name], len(_split(value)))
    return needed


def _split(text: str) -> list[str]:
    """The text in parts that fit a cell; characters beyond the basic plane count twice there."""
    size = EXCEL_CELL - 1 if text.isascii() or max(text) < "\U00010000" else EXCEL_CELL // 2 - 1
    # One character is spared, as each later part may need an apostrophe as well.
    parts = [text[at : at + size] for at in range(0, len(text), size)] or [""]
    return [parts[0], *map(guarded, parts[1:])]


def _sheet(book: Any, name: str, pieces: Mapping[str, int]) -> Any:
    sheet = book.add_worksheet(name)
    titles = [
        title if part == 0 else f"{title} (continued {part + 1})"
        for title, parts in pieces.items()
        for part in range(parts)
    ]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title)
    return sheet


def _write_row(
    sheet: Any,
    line: int,
    row: Mapping[str, object],
    pieces: Mapping[str, int],
) -> int:
    """Write one row; return how many of its values needed more than one cell."""
    column = split = 0
    for name, parts in pieces.items():
        value = cell(row.get(name))
        texts = _split(value) if isinstance(value, str) else [value]
        split += len(texts) > 1
        for part, text in enumerate(texts):
            if isinstance(text, str):
                sheet.write_string(line, column + part, text)
            elif text is not None:
                sheet.write_number(line, column + part, text)
        column += parts
    return split


WRITERS: Final[Mapping[str, Callable[[Path, str, Path], dict[str, object]]]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "xlsx": _write_xlsx,
}
