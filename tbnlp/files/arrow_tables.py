"""Parquet and Arrow (Feather) files, read by slices of rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from tbnlp.errors import InputError
from tbnlp.files.kinds import Kind
from tbnlp.files.origins import Origin
from tbnlp.files.reading import Cells, Reader
from tbnlp.stage import Reason


def arrow_reader(origin: Origin, kind: Kind, ordinal: int) -> Reader:
    """The reader of a Parquet or Arrow file. Raises `InputError` when it is broken."""
    return ArrowReader(origin, kind, ordinal)


class ArrowReader:
    """A Parquet or Arrow file as a `Reader`; one row group or batch is in memory at a time."""

    def __init__(self, origin: Origin, kind: Kind, ordinal: int) -> None:
        self.kind = str(kind)
        self.warnings: Counter[str] = Counter()
        self._origin, self._ordinal = origin, ordinal
        self._is_parquet = kind is Kind.PARQUET
        with self._blocks() as blocks:
            self._columns = blocks.names
            self._ends = list(accumulate(blocks.sizes()))

    def columns(self) -> list[str]:
        """Names of the top-level columns."""
        return self._columns

    def count(self) -> int:
        """Number of rows."""
        return self._ends[-1] if self._ends else 0

    def scan(self, columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """All records in order."""
        if not columns:
            yield from ({} for _ in range(self.count()))
            return
        yield from self.fetch(range(self.count()), columns)

    def fetch(self, positions: Sequence[int], columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """The records at these positions, in the order asked."""
        held, table = -1, None
        with self._blocks() as blocks:
            for position in positions:
                block = bisect_right(self._ends, position)
                if block != held:
                    held, table = block, self._read(blocks, block, list(columns))
                first = self._ends[block - 1] if block else 0
                yield _record(table, position - first, columns)

    def _blocks(self) -> _Blocks:
        try:
            return _Blocks(self._origin, is_parquet=self._is_parquet)
        except (pa.ArrowException, OSError, ValueError):
            raise InputError(self._broken()) from None

    def _read(self, blocks: _Blocks, block: int, columns: list[str]) -> Any:
        try:
            return blocks.read(block, columns)
        except (pa.ArrowException, OSError, ValueError):
            raise InputError(self._broken()) from None

    def _broken(self) -> str:
        return f"input {self._ordinal} is a broken {self.kind} file"


def _record(table: Any, index: int, columns: Sequence[str]) -> Cells | Reason:
    try:
        return {name: table.column(name)[index].as_py() for name in columns}
    except UnicodeDecodeError:
        return Reason.BAD_ENCODING
    except (pa.ArrowException, ValueError, OverflowError):
        return Reason.BAD_ROW


class _Blocks:
    """Row groups of Parquet, or batches of Arrow files and streams, by number."""

    def __init__(self, origin: Origin, *, is_parquet: bool) -> None:
        self._handle = origin.open()
        self._is_parquet = is_parquet
        try:
            self._open()
        except BaseException:
            self._handle.close()
            raise

    def _open(self) -> None:
        if self._is_parquet:
            self._file = pq.ParquetFile(self._handle)
            self.names: list[str] = list(self._file.schema_arrow.names)
            return
        is_file = self._handle.read(6) == b"ARROW1"
        self._handle.seek(0)
        if is_file:
            self._file = pa.ipc.open_file(self._handle)
            self._batches = None
        else:
            # A stream has no table of contents; its batches are kept, as they are needed again.
            stream = pa.ipc.open_stream(self._handle)
            self._file, self._batches = stream, list(stream)
        self.names = list(self._file.schema.names)

    def sizes(self) -> list[int]:
        """Rows of each block."""
        if self._is_parquet:
            data = self._file.metadata
            return [data.row_group(number).num_rows for number in range(data.num_row_groups)]
        if self._batches is not None:
            return [batch.num_rows for batch in self._batches]
        numbers = range(self._file.num_record_batches)
        return [self._file.get_batch(number).num_rows for number in numbers]

    def read(self, block: int, columns: list[str]) -> Any:
        """One block, with these columns."""
        if self._is_parquet:
            return self._file.read_row_group(block, columns=columns)
        batch = self._batches[block] if self._batches is not None else self._file.get_batch(block)
        return batch.select(columns)

    def __enter__(self) -> _Blocks:
        return self

    def __exit__(self, *_: object) -> None:
        self._handle.close()
