"""Joins the shards of a run into its final files, in the order of the input."""

from __future__ import annotations

import contextlib
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final, Self

from tbnlp.errors import TbnlpError, UsageError
from tbnlp.files import durable, run_rows, twins
from tbnlp.files.shard_parts import PARTS, remove_parts

OPEN_FILES: Final = 64
"""Shard files held open at once: far below the usual limit of 1,024 a process."""

Place = tuple[int, int, int, int]
"""Row of the note, ordinal of the shard, offset and length of the line in bytes."""


def join(
    folder: Path,
    shards_in_order: Sequence[str],
    formats: Sequence[str] = ("jsonl",),
    keep: bool = False,
    kinds: Sequence[str] = run_rows.KINDS,
) -> dict[str, dict[str, object]]:
    """Publish `notes.jsonl` and the other files, then delete `parts/` unless `keep` is set.

    Rows stand in the order of the input rows; rows of one note keep the order in which they were
    written. `formats` beyond `jsonl` add `csv`, `parquet` or `xlsx` files with the same fields.
    Returns rows, bytes, sha256 by file name, and for `xlsx` the number of split cells. May be
    called again after a crash. Raises `UsageError` for an unknown format, `TbnlpError` when a row
    belongs to no note of the run.
    """
    unknown = sorted(set(formats) - {"jsonl", *twins.WRITERS})
    if unknown:
        msg = f"no output format {unknown[0]!r}; choose from jsonl, {', '.join(twins.WRITERS)}"
        raise UsageError(msg)
    places = [folder / PARTS / name for name in shards_in_order]
    rows_of_notes: dict[tuple[object, object], int] = {}
    written: dict[str, dict[str, object]] = {}
    for kind in kinds:
        index = _index(places, kind, rows_of_notes)
        written[f"{kind}.jsonl"] = _copy(places, kind, index, folder / f"{kind}.jsonl")
        for name in formats:
            if name != "jsonl":
                written[f"{kind}.{name}"] = twins.write_twin(folder, kind, name)
    if not keep:
        remove_parts(folder)
    return written


def _index(
    places: Sequence[Path], kind: str, rows_of_notes: dict[tuple[object, object], int]
) -> list[Place]:
    index: list[Place] = []
    for ordinal, place in enumerate(places):
        path = place / f"{kind}.jsonl"
        if not path.is_file():
            continue
        with path.open("rb") as handle:
            offset = 0
            for line in handle:
                row = _row_of(kind, run_rows.decode(line), rows_of_notes)
                index.append((row, ordinal, offset, len(line)))
                offset += len(line)
    index.sort()
    return index


def _row_of(
    kind: str, fields: dict[str, object], rows_of_notes: dict[tuple[object, object], int]
) -> int:
    key = (fields.get("case_id"), fields.get("note_id"))
    has_row = kind in {run_rows.NOTES, run_rows.REJECTS}
    row = fields.get("row") if has_row else rows_of_notes.get(key)
    if not isinstance(row, int):
        msg = f"a row of {kind}.jsonl belongs to no note of the run; please report this"
        raise TbnlpError(msg)
    if kind == run_rows.NOTES:
        rows_of_notes[key] = row
    return row


def _copy(
    places: Sequence[Path], kind: str, index: Sequence[Place], target: Path
) -> dict[str, object]:
    digest, size = hashlib.sha256(), 0
    with _OpenFiles(places, kind) as files, durable.published(target) as out:
        for _, ordinal, offset, length in index:
            handle = files.get(ordinal)
            handle.seek(offset)
            line = handle.read(length)
            digest.update(line)
            size += length
            out.write(line)
    return {"rows": len(index), "bytes": size, "sha256": digest.hexdigest()}


class _OpenFiles(contextlib.ExitStack):
    """A bounded set of open shard files; the one used longest ago is closed first."""

    def __init__(self, places: Sequence[Path], kind: str) -> None:
        super().__init__()
        self._places, self._kind = places, kind
        self._open: OrderedDict[int, IO[bytes]] = OrderedDict()

    def __enter__(self) -> Self:
        super().__enter__()
        self.callback(self._close_all)
        return self

    def get(self, ordinal: int) -> IO[bytes]:
        if ordinal in self._open:
            self._open.move_to_end(ordinal)
            return self._open[ordinal]
        if len(self._open) >= OPEN_FILES:
            self._open.popitem(last=False)[1].close()
        handle = (self._places[ordinal] / f"{self._kind}.jsonl").open("rb")
        self._open[ordinal] = handle
        return handle

    def _close_all(self) -> None:
        for handle in self._open.values():
            handle.close()
