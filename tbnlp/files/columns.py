"""Describes the columns of a file, so that a person can name the right ones; never a value."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from tbnlp.errors import InputError, UsageError
from tbnlp.files import identity
from tbnlp.files.column_map import TEXT_NAMES, are_shown
from tbnlp.files.dates import iso_date
from tbnlp.files.inputs import find_inputs
from tbnlp.files.kinds import TABLES
from tbnlp.files.parts import table_reader
from tbnlp.files.profiles import with_profile
from tbnlp.files.reading import Reader, ReadSpec
from tbnlp.stage import Reason

LOOKED_AT: Final = 1_000
"""Rows that are looked at; more would not change the picture."""

_TEXT_LENGTH: Final = 80
"""Median length in characters from which a column is taken for text."""
_NAMES: Final = {
    "case": ("case", "client", "participant", "personal", "parent", "episode"),
    "author": ("author", "worker", "staff", "user", "created by", "owner", "entered by"),
    "id": ("id", "number", "record", "key"),
}


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """One column. `fill`: share of rows with a value, 0 to 1; lengths in characters of those.

    `guess` is one of `text`, `id`, `case`, `date`, `author`, `other`: a suggestion from name,
    lengths and repetition, no promise.
    """

    name: str
    fill: float
    shortest: int
    median: int
    longest: int
    guess: str


def describe(path: str | Path, spec: ReadSpec | None = None) -> list[ColumnInfo]:
    """The columns of a table file, from its first 1,000 rows, in order.

    When the first row could be data, every column is shown by its number alone. Raises `UsageError` for a folder or a
    document, which have no columns, and `InputError` for a file that cannot be read.
    """
    spec = with_profile(spec or ReadSpec())
    found = find_inputs([path], replace(spec, limit=LOOKED_AT))
    if len(found) != 1 or found[0].kind not in TABLES:
        msg = "only tables have columns: CSV, TSV, JSONL, Parquet, Arrow or a workbook"
        raise UsageError(msg)
    reader = table_reader(found[0], spec)
    names = reader.columns()
    if len(set(names)) < len(names):
        msg = "the table has two columns of one name; rename one"
        raise InputError(msg)
    cells = _cells(reader, names)
    infos = [_info(name, cells[name]) for name in names]
    if not are_shown(names):
        infos = [
            replace(info, name=f"column {number}") for number, info in enumerate(infos, start=1)
        ]
    return _with_one_text(infos)


def _cells(reader: Reader, names: Sequence[str]) -> dict[str, list[object]]:
    cells: dict[str, list[object]] = {name: [] for name in names}
    for record in islice(reader.scan(names), LOOKED_AT):
        if not isinstance(record, Reason):
            for name in names:
                cells[name].append(record.get(name))
    return cells


def _info(name: str, cells: Sequence[object]) -> ColumnInfo:
    values = [value for cell in cells if (value := _shown(cell))]
    lengths = [len(value) for value in values] or [0]
    median = int(statistics.median(lengths))
    return ColumnInfo(
        name=name,
        fill=round(len(values) / len(cells), 3) if cells else 0.0,
        shortest=min(lengths),
        median=median,
        longest=max(lengths),
        guess=_guess(name, values, median),
    )


def _shown(cell: object) -> str | None:
    try:
        return identity.rendered(cell)
    except ValueError:
        return None


def _guess(name: str, values: Sequence[str], median: int) -> str:
    folded = name.strip().casefold()
    if median >= _TEXT_LENGTH or (folded in TEXT_NAMES and not _is_date(values)):
        return "text"
    if _is_date(values):
        return "date"
    distinct = len(set(values)) / len(values) if values else 0.0
    has_digits = sum(any(char.isdigit() for char in value) for value in values)
    if any(part in folded for part in _NAMES["author"]):
        return "author"
    looks_like_id = folded.endswith(_NAMES["id"]) or has_digits > len(values) / 2
    if looks_like_id and any(part in folded for part in _NAMES["case"]):
        return "id" if "note" in folded else "case"
    return "id" if looks_like_id and distinct == 1.0 else "other"


def _is_date(values: Sequence[str]) -> bool:
    return bool(values) and all(iso_date(value) is not None for value in values)


def _with_one_text(infos: list[ColumnInfo]) -> list[ColumnInfo]:
    """Only the longest of several long columns is guessed to be the text."""
    texts = [info for info in infos if info.guess == "text"]
    best = max(texts, key=lambda info: info.median * info.fill, default=None)
    return [
        replace(info, guess="other") if info.guess == "text" and info is not best else info
        for info in infos
    ]
