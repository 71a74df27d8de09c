"""CSV and TSV files, read by the byte offsets of their records; the text is untouched."""

from __future__ import annotations

import csv
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, Final

from tbnlp.errors import InputError
from tbnlp.files.byte_records import ByteRecord, csv_records
from tbnlp.files.encodings import TextBytes, text_bytes
from tbnlp.files.origins import Origin
from tbnlp.files.reading import Cells, ReadSpec, Undecodable, cell_or_mark
from tbnlp.stage import Reason

SLACK: Final = 16_000_000
"""Bytes that a record may have beyond its note, so that the ids of a long note are still read."""
FIELD_LIMIT: Final = 2**31 - 1
"""Characters of a field for the csv module; the limit that counts is that of the record."""
EXCEL_CELL: Final = 32_767
"""Characters at which a workbook cuts a cell without a word. Source: Excel specification."""
_BYTES_A_CHARACTER: Final = 4


def record_limit(spec: ReadSpec) -> int:
    """Bytes of a record from which it is passed over unread."""
    return _BYTES_A_CHARACTER * spec.max_characters + SLACK


def delimiter_of(header: str, name: str) -> str:
    """The tab for `.tsv`, else the comma, or the semicolon where the header has more of them."""
    if name.lower().endswith((".tsv", ".tab")):
        return "\t"
    outside = "".join(header.split('"')[::2])
    return ";" if outside.count(";") > outside.count(",") else ","


class DelimitedReader:
    """A CSV or TSV file as a `Reader`.

    A record with another number of fields than the header is `BAD_ROW`: in a file whose quotes are
    broken such rows are pieces of notes. Raises `InputError` for binary or headerless content.
    """

    def __init__(self, origin: Origin, spec: ReadSpec, ordinal: int) -> None:
        self.kind = "csv"
        self.warnings: Counter[str] = Counter()
        self._origin, self._ordinal = origin, ordinal
        self._limit = record_limit(spec)
        self._bytes: TextBytes = text_bytes(origin, spec.encoding, ordinal)
        self._starts, self._lengths = array("Q"), array("Q")
        self._is_indexed = False
        self._delimiter = ","
        self._columns: list[str] = []
        self._read_header()

    def columns(self) -> list[str]:
        """Names in the first record."""
        return self._columns

    def count(self) -> int:
        """Number of records behind the header."""
        if not self._is_indexed:
            for _ in self.scan([]):
                pass
        return len(self._starts)

    def scan(self, columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """All records in order; the offsets are kept for `fetch`."""
        starts, lengths = array("Q"), array("Q")
        counts: Counter[str] = Counter()
        wanted = self._wanted(columns)
        with self._open() as handle:
            records = csv_records(handle, self._delimiter.encode(), self._limit)
            next(records, None)
            for record in records:
                starts.append(record.start)
                lengths.append(record.length)
                fields = self._fields(record)
                if isinstance(fields, Reason):
                    yield fields
                    continue
                counts["cell_at_excel_limit"] += sum(
                    field is not Undecodable.CELL and len(field) == EXCEL_CELL for field in fields
                )
                yield {name: fields[at] for name, at in wanted}
        self._starts, self._lengths, self._is_indexed = starts, lengths, True
        self.warnings = +counts

    def fetch(self, positions: Sequence[int], columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """The records at these positions, in the order asked."""
        self.count()
        wanted = self._wanted(columns)
        with self._open() as handle:
            for position in positions:
                fields = self._fields_at(handle, position)
                if isinstance(fields, Reason):
                    yield fields
                else:
                    yield {name: fields[at] for name, at in wanted}

    def _wanted(self, columns: Sequence[str]) -> list[tuple[str, int]]:
        return [(name, self._columns.index(name)) for name in columns]

    def _fields_at(
        self, handle: IO[bytes], position: int
    ) -> list[str] | list[str | Undecodable] | Reason:
        start, length = self._starts[position], self._lengths[position]
        if length > self._limit:
            return Reason.TOO_LONG
        handle.seek(start)
        return self._fields(ByteRecord(start, length, handle.read(length)))

    def _open(self) -> IO[bytes]:
        return self._bytes.open(self._origin)

    def _read_header(self) -> None:
        with self._open() as handle:
            first = next(csv_records(handle, b",", self._limit), None)
        if first is None:
            return
        try:
            header = first.content.decode(self._bytes.codec)
        except UnicodeDecodeError:
            msg = (
                f"the first row of input {self._ordinal} is not {self._bytes.codec}; "
                "name the encoding with --encoding (often cp1252)"
            )
            raise InputError(msg) from None
        self._delimiter = delimiter_of(header, self._origin.name)
        with self._open() as handle:
            records = csv_records(handle, self._delimiter.encode(), self._limit)
            first = next(records, None)
        names = _parsed(first.content.decode(self._bytes.codec), self._delimiter) if first else None
        if not names:
            msg = f"the first row of input {self._ordinal} holds no column names"
            raise InputError(msg)
        self._columns = names

    def _fields(self, record: ByteRecord) -> list[str] | list[str | Undecodable] | Reason:
        if record.fault is not None:
            return record.fault
        if b"\x00" in record.content:
            return Reason.BAD_ROW
        try:
            text = record.content.decode(self._bytes.codec)
            is_sound = True
        except UnicodeDecodeError:
            # The other cells stay, so that the row can still be named by its ids.
            text, is_sound = record.content.decode(self._bytes.codec, errors="replace"), False
        fields = _parsed(text, self._delimiter)
        if fields is None or len(fields) != len(self._columns):
            return Reason.BAD_ROW if is_sound else Reason.BAD_ENCODING
        return fields if is_sound else [cell_or_mark(field) for field in fields]


def _parsed(record: str, delimiter: str) -> list[str] | None:
    """Fields of one record, or None when a quote is never closed."""
    # Set here and not once: it belongs to the process, and a worker starts with the module's own 131,072.
    csv.field_size_limit(FIELD_LIMIT)
    try:
        # The second line shows an open quote: it would be swallowed.
        rows = list(csv.reader([record, "end"], delimiter=delimiter))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 2 and rows[1] == ["end"] else None
