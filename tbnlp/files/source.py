"""One door for every kind of input: `open_source` gives ids first and text later, row by row.

Rows are numbered from 0 over all files of the input, in sorted order of the files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Protocol

import tbnlp.files.assembly as build
from tbnlp.errors import UsageError
from tbnlp.files import identity
from tbnlp.files.identity import IdBook, Identity
from tbnlp.files.inputs import find_inputs
from tbnlp.files.parts import Part, open_part, reader_versions, sql_part
from tbnlp.files.profiles import with_profile
from tbnlp.files.reading import ReadSpec
from tbnlp.files.stdin_stream import StreamSource, stdin_stream
from tbnlp.notes.case_note import CaseNote
from tbnlp.stage import Reason, Skipped

__all__ = ["FileSource", "NoteSource", "ReadSpec", "StreamSource", "open_source"]


class NoteSource(Protocol):
    """An input. With `once`, only `stream` works; else `identities` and `notes` do, repeatedly.

    `reader` goes into the manifest, as another version may take other text out of a document.
    """

    once: bool

    @property
    def reader(self) -> str:
        """What reads, with its versions."""
        ...

    @property
    def warnings(self) -> dict[str, int]:
        """Counts of what a person should know, by code, so far."""
        ...

    def identities(self) -> Iterator[Identity | Skipped]:
        """The ids of every row in order; no text is kept."""
        ...

    def notes(self, rows: Sequence[int]) -> Iterator[CaseNote | Skipped]:
        """The notes of exactly these rows, in the order asked; quick for neighbours."""
        ...

    def stream(self) -> Iterator[CaseNote | Skipped]:
        """All notes in order, once."""
        ...

    def digests(self) -> list[dict[str, object]]:
        """Ordinal, kind, size, sha256 and rows of each file; never a path or a name."""
        ...

    def source_of(self, row: int) -> str:
        """Ordinal and masked name of the file of a row, for `rejects.jsonl`."""
        ...


def open_source(inputs: Sequence[str | Path], spec: ReadSpec | None = None) -> NoteSource:
    """Open the inputs: files, folders, ZIP archives, a database query, or `-` for JSONL on stdin.

    Raises `InputError` for an input that cannot be read at all, `UsageError` for wrong columns or
    options. Neither quotes a value. A worker may open the same source again from the same
    arguments.
    """
    spec = with_profile(spec or ReadSpec())
    names = [str(item) for item in inputs]
    if "-" in names:
        if len(names) > 1:
            msg = "`-` (standard input) cannot stand beside other inputs"
            raise UsageError(msg)
        return StreamSource(stdin_stream(), spec)
    url = next((name for name in names if "://" in name), None)
    if spec.query is not None or url is not None:
        if len(names) > 1 or (names and url is None and spec.url is not None):
            msg = "a database query cannot stand beside other inputs"
            raise UsageError(msg)
        return FileSource([sql_part(spec, names[0] if names else None)], spec, Counter())
    if not names:
        msg = "no input was named; name a file, a folder or - for standard input"
        raise UsageError(msg)
    warnings: Counter[str] = Counter()
    parts = [open_part(found, spec) for found in find_inputs(inputs, spec, warnings)]
    return FileSource(parts, spec, warnings)


class FileSource:
    """Files, archives and queries as a `NoteSource`. Its pickles hold no text and no raw id."""

    once = False

    def __init__(self, parts: list[Part], spec: ReadSpec, warnings: Counter[str]) -> None:
        self._parts, self._spec = parts, spec
        self._found, self._fetched = warnings, Counter[str]()
        self._replaced = 0
        self._replaced_cases: dict[int, str] | None = None
        self._starts: list[int] | None = None

    @property
    def reader(self) -> str:
        """Our readers and the libraries below them, with versions."""
        return reader_versions()

    @property
    def warnings(self) -> dict[str, int]:
        """Counts by code: replaced ids, cells at Excel's limit, dropped deletions and so on."""
        total = self._found + self._fetched
        for part in self._parts:
            total += part.reader.warnings
        total["id_replaced"] += self._replaced
        return dict(sorted((+total).items()))

    def identities(self) -> Iterator[Identity | Skipped]:
        """The ids of every row in order; a second row with the same ids is `DUPLICATE_ID`."""
        book, seen, row = IdBook(), set[tuple[str, str]](), 0
        for part in self._parts:
            left = None if self._spec.limit is None else self._spec.limit - row
            records = part.reader.scan(part.columns.id_columns())
            for position, cells in enumerate(islice(records, left)):
                ids = cells if isinstance(cells, Reason) else build.row_ids(cells, part.columns)
                place = (part.ordinal, position)
                if isinstance(ids, Reason):
                    yield _skipped(place, row, ids)
                else:
                    yield self._identity(book, seen, part, ids, place, row)
                row += 1
        self._replaced, self._replaced_cases = book.replaced, book.replaced_cases

    def _identity(
        self, book: IdBook, seen: set[tuple[str, str]], part: Part,
        raw: tuple[str | None, str | None], place: tuple[int, int], row: int,
    ) -> Identity | Skipped:
        has_cases = part.columns.case is not None
        ids = book.ids(*raw, place=place, row=row, has_cases=has_cases, own=part.own_shapes())
        if ids in seen:
            return Skipped(ids[0], ids[1], row, build.STAGE, Reason.DUPLICATE_ID)
        seen.add(ids)
        return Identity(ids[0], ids[1], row, part.label)

    def notes(self, rows: Sequence[int]) -> Iterator[CaseNote | Skipped]:
        """The notes of exactly these rows, in the order asked. Raises `IndexError` beyond the last.

        A row whose ids are double comes out like any other: `identities` has said so before.
        """
        for index, chunk in groupby(rows, key=self._part_of):
            part, first = self._parts[index], self._first_rows()[index]
            asked = list(chunk)
            records = part.reader.fetch([row - first for row in asked], part.columns.all_columns())
            for row, cells in zip(asked, records, strict=True):
                yield self._note(part, cells, row - first, row)

    def stream(self) -> Iterator[CaseNote | Skipped]:
        """All notes in order of the rows, cases not gathered."""
        yield from self.notes(range(self._first_rows()[-1]))

    def digests(self) -> list[dict[str, object]]:
        """Ordinal, kind, size in bytes, sha256 and rows of each file; None where there is none."""
        return [part.digest() for part in self._parts]

    def source_of(self, row: int) -> str:
        """Ordinal and masked name of the file of a row."""
        return self._parts[self._part_of(row)].label

    def _note(
        self, part: Part, cells: dict[str, object] | Reason, position: int, row: int
    ) -> CaseNote | Skipped:
        place = (part.ordinal, position)
        if isinstance(cells, Reason):
            return _skipped(place, row, cells)
        raw = build.row_ids(cells, part.columns)
        if isinstance(raw, Reason):
            return _skipped(place, row, raw)
        ids = self._safe_ids(raw, part, place, row)
        note = build.case_note(
            cells, part.columns, self._spec, ids=ids, row=row, warnings=self._fetched
        )
        return Skipped(*ids, row, build.STAGE, note) if isinstance(note, Reason) else note

    def _safe_ids(
        self, raw: tuple[str | None, str | None], part: Part, place: tuple[int, int], row: int
    ) -> tuple[str, str]:
        own = part.own_shapes()
        case, note_id = raw[0], identity.safe_note_id(raw[1], place, own)
        if case is not None and identity.holds_person(case, own.case):
            return self._case_surrogates()[row], note_id
        has_cases = part.columns.case is not None
        return identity.case_of_single(case, note_id, place, has_cases=has_cases), note_id

    def _case_surrogates(self) -> dict[int, str]:
        if self._replaced_cases is None:
            # The surrogate comes from the first row of the case, so all rows before count.
            for _ in self.identities():
                pass
        return self._replaced_cases or {}

    def _first_rows(self) -> list[int]:
        """First row of each part, and the number of rows."""
        if self._starts is None:
            starts = [0]
            for part in self._parts:
                starts.append(starts[-1] + part.reader.count())
            if self._spec.limit is not None:
                starts = [min(start, self._spec.limit) for start in starts]
            self._starts = starts
        return self._starts

    def _part_of(self, row: int) -> int:
        starts = self._first_rows()
        if not 0 <= row < starts[-1]:
            msg = f"the input has no row {row}; it has {starts[-1]} rows"
            raise IndexError(msg)
        low, high = 0, len(self._parts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if starts[middle] <= row else (low, middle)
        # Of parts without rows only the last starts at a row of its own.
        return low


def _skipped(place: tuple[int, int], row: int, reason: Reason) -> Skipped:
    """A row whose ids are not known or not to be trusted: it goes by its place alone."""
    case, note = identity.surrogate("c", place), identity.surrogate("n", place)
    return Skipped(case, note, row, build.STAGE, reason)
