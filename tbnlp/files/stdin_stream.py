"""Input that can be read once only: JSONL on standard input, and runs of cases in general."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import tbnlp.files.assembly as build
from tbnlp.errors import UsageError
from tbnlp.files.byte_records import line_records
from tbnlp.files.column_map import ColumnMap
from tbnlp.files.delimited import record_limit
from tbnlp.files.identity import IdBook, Identity, surrogate
from tbnlp.files.json_lines import parse_line
from tbnlp.files.reading import ReadSpec
from tbnlp.notes.case_note import CaseNote
from tbnlp.stage import Reason, Skipped

LABEL = "0 standard input"


def stdin_stream() -> IO[bytes]:
    """The bytes of standard input."""
    return sys.stdin.buffer


def in_case_runs(notes: Iterable[CaseNote | Skipped]) -> Iterator[CaseNote | Skipped]:
    """Pass notes on; reject those whose case was left before, and ids that come twice in a case.

    Such a note comes as `CASE_REOPENED`: the names of its case were numbered and let go of.
    """
    closed: set[str] = set()
    current: str | None = None
    seen: set[str] = set()
    for note in notes:
        if isinstance(note, Skipped):
            yield note
            continue
        if note.case_id != current:
            if current is not None:
                closed.add(current)
            current, seen = note.case_id, set()
        reason = None
        if note.case_id in closed:
            reason = Reason.CASE_REOPENED
        elif note.note_id in seen:
            reason = Reason.DUPLICATE_ID
        seen.add(note.note_id)
        if reason is None:
            yield note
        else:
            yield Skipped(note.case_id, note.note_id, note.row, build.STAGE, reason)


class StreamSource:
    """JSONL that can be read once. Each case must be in one run of rows."""

    once = True

    def __init__(self, handle: IO[bytes], spec: ReadSpec) -> None:
        self._handle, self._spec = handle, spec
        self._counts: Counter[str] = Counter()
        self._digest, self._size, self._rows = hashlib.sha256(), 0, 0
        self._columns: ColumnMap = _columns(spec)

    @property
    def reader(self) -> str:
        """What reads."""
        return "tbnlp.files 1"

    @property
    def warnings(self) -> dict[str, int]:
        """Counts by code, so far."""
        return dict(sorted((+self._counts).items()))

    def identities(self) -> Iterator[Identity | Skipped]:
        """Not possible: raises `UsageError`."""
        raise UsageError(_once())

    def notes(self, rows: Sequence[int]) -> Iterator[CaseNote | Skipped]:
        """Not possible: raises `UsageError`."""
        del rows
        raise UsageError(_once())

    def stream(self) -> Iterator[CaseNote | Skipped]:
        """All notes in order; a case that comes back is `CASE_REOPENED`."""
        yield from in_case_runs(self._read())

    def digests(self) -> list[dict[str, object]]:
        """Size, sha256 and rows of what was read so far."""
        return [{
            "ordinal": 0, "kind": "jsonl", "size": self._size, "sha256": self._digest.hexdigest(),
            "rows": self._rows,
        }]

    def source_of(self, row: int) -> str:
        """Always the standard input."""
        del row
        return LABEL

    def _read(self) -> Iterator[CaseNote | Skipped]:
        book, limit = IdBook(), record_limit(self._spec)
        for row, record in enumerate(line_records(_Hashing(self), limit)):
            if row == self._spec.limit:
                return
            self._rows = row + 1
            cells = record.fault or parse_line(record.content.removeprefix(b"\xef\xbb\xbf"))
            raw = cells if isinstance(cells, Reason) else build.row_ids(cells, self._columns)
            if isinstance(cells, Reason) or isinstance(raw, Reason):
                reason = raw if isinstance(raw, Reason) else Reason.BAD_ROW
                place = (0, row)
                yield Skipped(
                    surrogate("c", place), surrogate("n", place), row, build.STAGE, reason
                )
                continue
            has_cases = self._columns.case in cells
            ids = book.ids(*raw, place=(0, row), row=row, has_cases=has_cases)
            self._counts["id_replaced"] = book.replaced
            note = build.case_note(
                cells, self._columns, self._spec, ids=ids, row=row, warnings=self._counts
            )
            if isinstance(note, Reason):
                yield Skipped(*ids, row, build.STAGE, note)
            else:
                yield note

    def take(self, size: int) -> bytes:
        """Read a line of at most `size` bytes and count it in."""
        line = self._handle.readline(size)
        self._digest.update(line)
        self._size += len(line)
        return line


class _Hashing:
    """Enough of a file for `line_records`: standard input cannot tell where it stands."""

    def __init__(self, source: StreamSource) -> None:
        self._source = source

    def tell(self) -> int:
        return 0

    def readline(self, size: int, /) -> bytes:
        return self._source.take(size)


def _once() -> str:
    return "standard input can be read once only; use `stream`"


def _columns(spec: ReadSpec) -> ColumnMap:
    return ColumnMap(
        text=spec.text_column or "text",
        note=spec.id_column or "note_id",
        case=spec.case_column or "case_id",
        date=spec.date_column or "date",
        note_type=spec.note_type_column or "note_type",
        setting=spec.setting_column or "setting",
        author_role=spec.author_role_column or "author_role",
        roster=spec.roster_columns,
    )
