"""Input that can be read once only: JSONL on standard input, and runs of cases in general."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import IO, Final

import tbnlp.files.assembly as build
from tbnlp.errors import InputError, UsageError
from tbnlp.files.byte_records import ByteRecord, line_records
from tbnlp.files.column_map import ColumnMap, map_columns
from tbnlp.files.delimited import record_limit
from tbnlp.files.encodings import is_binary
from tbnlp.files.identity import IdBook, Identity, surrogate
from tbnlp.files.json_lines import LOOKED_AT, parse_line
from tbnlp.files.origins import HEAD
from tbnlp.files.reading import Cells, ReadSpec
from tbnlp.notes.case_note import CaseNote
from tbnlp.stage import Reason, Skipped

LABEL: Final = "0 standard input"
PEEKED_BYTES: Final = 16_000_000
"""Bytes after which no further record is read ahead: long notes must not fill the memory."""
_MARK: Final = b"\xef\xbb\xbf"


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
    """JSONL that can be read once. Each case must be in one run of rows.

    The first records are read at once, to know the columns; their text is let go of as it is
    streamed. Raises `InputError` for bytes that are no JSONL, `UsageError` without a text column.
    """

    once = True

    def __init__(self, handle: IO[bytes], spec: ReadSpec) -> None:
        self._handle, self._spec = handle, spec
        self._counts: Counter[str] = Counter()
        self._digest, self._size, self._rows = hashlib.sha256(), 0, 0
        self._records = line_records(_Hashing(self), record_limit(spec))
        self._peeked = _first(self._records)
        _refuse_binary(self._peeked)
        known = [cells for record in self._peeked if isinstance(cells := _cells(record), dict)]
        self._columns: ColumnMap = _columns(known, spec, is_empty=not self._peeked)
        self._own = build.own_shapes(known, self._columns)

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
        book = IdBook()
        for row, record in enumerate(self._all_records()):
            if row == self._spec.limit:
                return
            self._rows = row + 1
            cells = _cells(record)
            raw = cells if isinstance(cells, Reason) else build.row_ids(cells, self._columns)
            if isinstance(cells, Reason) or isinstance(raw, Reason):
                reason = raw if isinstance(raw, Reason) else Reason.BAD_ROW
                place = (0, row)
                yield Skipped(
                    surrogate("c", place), surrogate("n", place), row, build.STAGE, reason
                )
                continue
            has_cases = self._columns.case in cells
            ids = book.ids(*raw, place=(0, row), row=row, has_cases=has_cases, own=self._own)
            self._counts["id_replaced"] = book.replaced
            note = build.case_note(
                cells, self._columns, self._spec, ids=ids, row=row, warnings=self._counts
            )
            if isinstance(note, Reason):
                yield Skipped(*ids, row, build.STAGE, note)
            else:
                yield note

    def _all_records(self) -> Iterator[ByteRecord]:
        while self._peeked:
            yield self._peeked.popleft()
        yield from self._records

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


def _first(records: Iterator[ByteRecord]) -> deque[ByteRecord]:
    """The records from which the columns are taken, as many as in a JSONL file."""
    found: deque[ByteRecord] = deque()
    size = 0
    while len(found) < LOOKED_AT and size < PEEKED_BYTES:
        record = next(records, None)
        if record is None:
            break
        found.append(record)
        size += len(record.content)
    return found


def _refuse_binary(records: Sequence[ByteRecord]) -> None:
    head = b"".join(record.content[:HEAD] for record in records)[:HEAD]
    if is_binary(head) or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        msg = "standard input is no JSONL in UTF-8 but binary; write one JSON object a line"
        raise InputError(msg)
    if head.removeprefix(_MARK).lstrip().startswith(b"["):
        msg = "standard input holds a JSON list; write one object a line (JSONL)"
        raise InputError(msg)


def _cells(record: ByteRecord) -> Cells | Reason:
    return record.fault or parse_line(record.content.removeprefix(_MARK))


def _columns(known: Sequence[Cells], spec: ReadSpec, *, is_empty: bool) -> ColumnMap:
    """The columns of the first objects; an optional one may turn up later under its usual name."""
    usual = ColumnMap(
        text=spec.text_column or "text",
        note=spec.id_column or "note_id",
        case=spec.case_column or "case_id",
        date=spec.date_column or "date",
        note_type=spec.note_type_column or "note_type",
        setting=spec.setting_column or "setting",
        author_role=spec.author_role_column or "author_role",
        roster=spec.roster_columns,
    )
    if is_empty:
        return usual
    names = list(dict.fromkeys(str(name) for cells in known for name in cells))
    found = map_columns(names, spec, 0)
    return replace(
        usual, **{name: value for name, value in asdict(found).items() if value is not None}
    )
