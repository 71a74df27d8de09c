"""Finds the records of CSV and JSONL bytes and where they lie, in bounded memory.

A record is never cut, and a record beyond the limit is passed over as a whole: its rest must not be
taken for rows of their own, or note text would turn up as ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import IO, Final, Protocol

from tbnlp.stage import Reason

BLOCK: Final = 1 << 20
"""Bytes read at once."""


@dataclass(frozen=True, slots=True)
class ByteRecord:
    """The bytes `[start, start + length)` of a file; `content` is empty when `fault` is set."""

    start: int
    length: int
    content: bytes
    fault: Reason | None = None


@cache
def _csv_pattern(delimiter: bytes) -> re.Pattern[bytes]:
    """One record with its line end, as Python's csv module reads it (not strict).

    A quote opens a field only at its start; what follows a closing quote belongs to the field. All
    repetitions are possessive, so matching is linear.
    """
    stop = re.escape(delimiter) + rb"\r\n"
    quoted = rb'"[^"]*+(?:""[^"]*+)*+"[^' + stop + rb"]*+"
    plain = rb'(?!")[^' + stop + rb"]*+"
    field = rb"(?:" + quoted + rb"|" + plain + rb")"
    record = field + rb"(?:" + re.escape(delimiter) + field + rb")*+(?:\r\n|\r|\n|\Z)"
    return re.compile(record)


def csv_records(handle: IO[bytes], delimiter: bytes, limit: int) -> Iterator[ByteRecord]:
    """Records of a delimited file from the handle's position on; empty lines are no records.

    `limit`: bytes a record; longer ones come back with `TOO_LONG`. A quote that is never closed
    gives one `BAD_ROW` for everything from the record's start to the end of the file.
    """
    pattern = _csv_pattern(delimiter)
    base, position, buffer, ended = handle.tell(), 0, b"", False
    while True:
        match = pattern.match(buffer, position)
        if match is not None and (ended or match.end() < len(buffer)):
            end = match.end()
            if end == position:
                return
            content = buffer[position:end]
            if content.strip(b"\r\n"):
                yield _sized(base + position, content, limit)
            position = end
            continue
        if ended:
            yield ByteRecord(base + position, len(buffer) - position, b"", Reason.BAD_ROW)
            return
        base, buffer, position = base + position, buffer[position:], 0
        if len(buffer) > limit:
            length, rest = _pass_over(handle, delimiter, buffer)
            yield ByteRecord(base, length, b"", Reason.TOO_LONG)
            base, buffer = base + length, rest
        block = handle.read(BLOCK)
        buffer, ended = buffer + block, not block


def _sized(start: int, content: bytes, limit: int) -> ByteRecord:
    if len(content) > limit:
        return ByteRecord(start, len(content), b"", Reason.TOO_LONG)
    return ByteRecord(start, len(content), content)


class Lines(Protocol):
    """The part of a binary file that `line_records` needs."""

    def tell(self) -> int:
        """Offset of the next byte."""
        ...

    def readline(self, size: int, /) -> bytes:
        """The next line, at most `size` bytes of it."""
        ...


class _State(Enum):
    START = 1
    PLAIN = 2
    QUOTED = 3
    CLOSING = 4


def _pass_over(handle: IO[bytes], delimiter: bytes, buffer: bytes) -> tuple[int, bytes]:
    """Read on to the end of a record; return its length and the bytes behind it."""
    stop = re.compile(rb"[" + re.escape(delimiter) + rb"\r\n]")
    state, passed = _State.START, 0
    while buffer:
        at = 0
        while at < len(buffer):
            if state in {_State.START, _State.CLOSING}:
                is_quote = buffer[at : at + 1] == b'"'
                state, at = (_State.QUOTED, at + 1) if is_quote else (_State.PLAIN, at)
            elif state is _State.QUOTED:
                found = buffer.find(b'"', at)
                state, at = (_State.CLOSING, found + 1) if found >= 0 else (state, len(buffer))
            else:
                match = stop.search(buffer, at)
                at = match.end() if match else len(buffer)
                if match and match[0] != delimiter:
                    return passed + at, buffer[at:]
                state = _State.START if match else state
        passed += len(buffer)
        buffer = handle.read(BLOCK)
    return passed, b""


def line_records(handle: Lines, limit: int) -> Iterator[ByteRecord]:
    """Lines from the handle's position on, blank ones left out; longer than `limit`: `TOO_LONG`."""
    start = handle.tell()
    while line := handle.readline(limit + 1):
        length = len(line)
        if length > limit:
            while not line.endswith(b"\n") and (line := handle.readline(BLOCK)):
                length += len(line)
            yield ByteRecord(start, length, b"", Reason.TOO_LONG)
        elif line.strip():
            yield ByteRecord(start, length, line)
        start += length
