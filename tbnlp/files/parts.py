"""One file of the input with the reader that fits it and the columns that are read."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from itertools import islice
from typing import Final

import tbnlp.files.assembly as build
from tbnlp.errors import InputError, UsageError
from tbnlp.files import kinds
from tbnlp.files.archive import MAX_MEMBER_BYTES
from tbnlp.files.column_map import ColumnMap, map_columns
from tbnlp.files.delimited import DelimitedReader
from tbnlp.files.id_numbers import NO_SHAPES, OwnShapes
from tbnlp.files.inputs import Found
from tbnlp.files.json_lines import JsonLinesReader
from tbnlp.files.kinds import Kind
from tbnlp.files.origins import Origin, digest_of
from tbnlp.files.reading import Cells, Reader, ReadSpec
from tbnlp.stage import Reason

TEXT: Final = "text"
LOOKED_AT: Final = 1_000
"""Rows whose ids show how a system numbers; the same rows for every run and worker."""
_LIBRARIES: Final = ("lxml", "pyarrow", "pypdfium2", "python-calamine", "sqlalchemy")


VERSION: Final = 1
"""Version of our own readers; raised when they take other text out of the same file."""


def reader_versions() -> str:
    """Our readers and the libraries that they use, with versions, for the manifest."""
    found = [f"tbnlp.files {VERSION}"]
    for name in _LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found.append(f"{name} {metadata.version(name)}")
    return ", ".join(found)


@dataclass(slots=True)
class Part:
    """One file: its reader, the columns, and how it is called in outputs."""

    ordinal: int
    reader: Reader
    columns: ColumnMap
    label: str
    origin: Origin | None = None
    own: OwnShapes | None = None

    def own_shapes(self) -> OwnShapes:
        """Shapes of the numbers that the ids of this file are made of, from its first rows."""
        if self.own is None:
            names = self.columns.id_columns()
            looked_at = islice(self.reader.scan(names), LOOKED_AT) if names else ()
            self.own = build.own_shapes(looked_at, self.columns) if names else NO_SHAPES
        return self.own

    def digest(self) -> dict[str, object]:
        """Ordinal, kind, size, sha256, rows. A database query has neither size nor hash."""
        known = self.origin is not None and not isinstance(self.reader, SkippedReader)
        return {
            "ordinal": self.ordinal,
            "kind": self.reader.kind,
            "size": self.origin.size() if self.origin and known else None,
            "sha256": digest_of(self.origin) if self.origin and known else None,
            "rows": self.reader.count(),
        }


class SkippedReader:
    """A file that is skipped aloud: one record, and the reason."""

    def __init__(self, kind: str, reason: Reason) -> None:
        self.kind = kind
        self.warnings: Counter[str] = Counter()
        self._reason = reason

    def columns(self) -> list[str]:
        """None."""
        return []

    def count(self) -> int:
        """One, so that the file has a row in the rejects."""
        return 1

    def scan(self, columns: Sequence[str]) -> Iterator[Cells | Reason]:  # noqa: ARG002  as `Reader`
        """The reason."""
        yield self._reason

    def fetch(
        self, positions: Sequence[int], columns: Sequence[str]  # noqa: ARG002  as `Reader`
    ) -> Iterator[Cells | Reason]:
        """The reason, for each position."""
        yield from (self._reason for _ in positions)


def open_part(found: Found, spec: ReadSpec) -> Part:
    """Open one file with the reader of its kind and find its columns.

    Raises `InputError` when a file that the user named cannot be read, `UsageError` when its
    columns are wrong.
    """
    if found.reason is not None:
        reader: Reader = SkippedReader(found.kind, found.reason)
        return Part(found.ordinal, reader, ColumnMap(TEXT), found.label)
    if found.kind in kinds.DOCUMENTS or found.kind is Kind.OLE:
        return _document_part(found, spec)
    reader = table_reader(found, spec)
    columns = reader.columns()
    if not columns and not reader.count():
        # A file without a single byte has no rows; that is no fault.
        return Part(found.ordinal, reader, ColumnMap(TEXT), found.label, found.origin)
    mapped = map_columns(columns, spec, found.ordinal)
    return Part(found.ordinal, reader, mapped, found.label, found.origin)


def table_reader(found: Found, spec: ReadSpec) -> Reader:
    """The reader of a table file. Raises `InputError` for a kind that is no table."""
    promised_text = kinds.has_text_ending(found.origin.name)
    if found.kind is Kind.CSV:
        return DelimitedReader(found.origin, spec, found.ordinal)
    if found.kind is Kind.JSONL:
        return JsonLinesReader(found.origin, spec, found.ordinal)
    if promised_text and found.kind is not Kind.UNKNOWN:
        msg = f"input {found.ordinal} is a binary file under the name of a text file"
        raise InputError(msg)
    if found.kind in {Kind.PARQUET, Kind.ARROW}:
        from tbnlp.files.arrow_tables import arrow_reader  # pyarrow on demand

        return arrow_reader(found.origin, found.kind, found.ordinal)
    if found.kind is Kind.WORKBOOK:
        from tbnlp.files.workbooks import WorkbookReader  # calamine on demand

        return WorkbookReader(found.origin, spec, found.ordinal)
    msg = (
        f"input {found.ordinal} is of no kind that can be read; use CSV, TSV, XLSX, XLS, ODS, "
        "JSONL, Parquet, Arrow, TXT, MD, DOCX, PDF, HTML, a folder or ZIP of them, or a query"
    )
    raise InputError(msg)


def _document_part(found: Found, spec: ReadSpec) -> Part:
    from tbnlp.files.documents import DocumentReader  # lxml and pdfium on demand

    if found.kind is Kind.OLE:
        with found.origin.open() as handle:
            content = handle.read(MAX_MEMBER_BYTES)
        if kinds.is_old_workbook(content) and found.is_named:
            reader = table_reader(replace(found, kind=Kind.WORKBOOK), spec)
            mapped = map_columns(reader.columns(), spec, found.ordinal)
            return Part(found.ordinal, reader, mapped, found.label, found.origin)
        encrypted = kinds.is_encrypted_office(content)
        reason = Reason.ENCRYPTED_FILE if encrypted else Reason.UNKNOWN_KIND
        if found.is_named and not encrypted:
            return Part(
                found.ordinal, table_reader(replace(found, kind=Kind.UNKNOWN), spec),
                ColumnMap(TEXT), found.label,
            )
        skipped = SkippedReader(found.kind, reason)
        return Part(found.ordinal, skipped, ColumnMap(TEXT), found.label)
    reader = DocumentReader(found.origin, found.kind, spec)
    if found.is_named and reader.fault() is Reason.CORRUPT_FILE:
        msg = f"input {found.ordinal} is a broken {found.kind} file"
        raise InputError(msg)
    return Part(found.ordinal, reader, ColumnMap(TEXT), found.label, found.origin)


def sql_part(spec: ReadSpec, url: str | None) -> Part:
    """A database query as the only part of an input. Raises `UsageError` without query or URL."""
    from tbnlp.files.database import QueryReader  # SQLAlchemy on demand

    address = url if url is not None and "://" in url else spec.url
    if url is not None and "://" not in url:
        address = f"sqlite:///{url}"
    if not spec.query or not address:
        msg = "a database is read with --query and an SQLAlchemy URL (from the config file)"
        raise UsageError(msg)
    reader = QueryReader(address, spec)
    return Part(0, reader, map_columns(reader.columns(), spec, 0), "0 query")
