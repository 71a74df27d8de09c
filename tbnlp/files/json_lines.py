"""JSONL files, read by the byte offsets of their lines."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, Final

from tbnlp.errors import InputError
from tbnlp.files.byte_records import line_records
from tbnlp.files.delimited import record_limit
from tbnlp.files.encodings import TextBytes, text_bytes
from tbnlp.files.origins import Origin
from tbnlp.files.reading import Cells, ReadSpec, cell_or_mark
from tbnlp.stage import Reason

LOOKED_AT: Final = 200
"""Records from which the column names are taken."""


def parse_line(line: bytes, codec: str = "utf-8") -> Cells | Reason:
    """The object of one line, or why there is none. Never quotes the line."""
    try:
        text, fault = line.decode(codec), Reason.BAD_ROW
    except UnicodeDecodeError:
        # The other cells stay, so that the row can still be named by its ids.
        text, fault = line.decode(codec, errors="replace"), Reason.BAD_ENCODING
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return fault
    if not isinstance(row, dict):
        return fault
    if fault is Reason.BAD_ENCODING:
        return {key: _marked(value) for key, value in row.items()}
    return row


def _marked(value: object) -> object:
    return cell_or_mark(value) if isinstance(value, str) else value


class JsonLinesReader:
    """A JSONL file as a `Reader`. Raises `InputError` for a binary file or one JSON list."""

    def __init__(self, origin: Origin, spec: ReadSpec, ordinal: int) -> None:
        self.kind = "jsonl"
        self.warnings: Counter[str] = Counter()
        self._origin, self._limit = origin, record_limit(spec)
        self._bytes: TextBytes = text_bytes(origin, spec.encoding, ordinal)
        self._starts, self._lengths = array("Q"), array("Q")
        self._is_indexed = False
        self._columns = self._look(ordinal)

    def columns(self) -> list[str]:
        """Keys of the first objects, in order of appearance."""
        return self._columns

    def count(self) -> int:
        """Number of lines that are not blank."""
        if not self._is_indexed:
            self._index()
        return len(self._starts)

    def scan(self, columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """All records in order."""
        self.count()
        yield from self.fetch(range(len(self._starts)), columns)

    def fetch(self, positions: Sequence[int], columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """The records at these positions, in the order asked."""
        self.count()
        with self._open() as handle:
            for position in positions:
                if self._lengths[position] > self._limit:
                    yield Reason.TOO_LONG
                    continue
                handle.seek(self._starts[position])
                row = parse_line(handle.read(self._lengths[position]), self._bytes.codec)
                if isinstance(row, Reason):
                    yield row
                else:
                    yield {name: row[name] for name in columns if name in row}

    def _open(self) -> IO[bytes]:
        return self._bytes.open(self._origin)

    def _index(self) -> None:
        self._starts, self._lengths = array("Q"), array("Q")
        with self._open() as handle:
            for record in line_records(handle, self._limit):
                self._starts.append(record.start)
                self._lengths.append(record.length)
        self._is_indexed = True

    def _look(self, ordinal: int) -> list[str]:
        names: dict[str, None] = {}
        with self._open() as handle:
            for number, record in enumerate(line_records(handle, self._limit)):
                if number == 0 and record.content.lstrip().startswith(b"["):
                    msg = f"input {ordinal} holds a JSON list; write one object a line (JSONL)"
                    raise InputError(msg)
                row = parse_line(record.content, self._bytes.codec)
                if not isinstance(row, Reason):
                    names.update(dict.fromkeys(row))
                if number + 1 >= LOOKED_AT:
                    break
        return list(names)
