"""What every reader of an input promises, and the settings that it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from tbnlp.stage import Reason

MAX_CHARACTERS: Final = 1_000_000
"""Default limit of a note in characters. Source: the project's contract (`too_long`)."""
MAX_FIELD: Final = 65_536
"""Limit of every field that is no note, in characters. Source: threat T3 of the safety page."""

Cells = dict[str, object]
"""Wanted columns of one record, as stored; absent and None both mean missing."""


class Undecodable(Enum):
    """Stands in a cell whose bytes are no text in the encoding of the file."""

    CELL = "undecodable"


def cell_or_mark(text: str) -> str | Undecodable:
    """A cell of a record that was decoded with replacements: the mark where one was made."""
    return Undecodable.CELL if "\ufffd" in text else text


@dataclass(frozen=True, slots=True)
class ReadSpec:
    """How to read an input. Picklable; holds no text, but `url` may hold a password.

    Column names of None stand for the defaults `note_id`, `case_id`, `text`, `date`. `table` names
    the member of a ZIP of tables or the sheet of a workbook. `limit`: number of rows in all.
    """

    id_column: str | None = None
    case_column: str | None = None
    text_column: str | None = None
    date_column: str | None = None
    roster_columns: tuple[str, ...] = ()
    note_type_column: str | None = None
    setting_column: str | None = None
    author_role_column: str | None = None
    encoding: str | None = None
    max_characters: int = MAX_CHARACTERS
    table: str | None = None
    query: str | None = None
    url: str | None = None
    profile: str | None = None
    text_form: str = "plain"
    limit: int | None = None

    def __repr__(self) -> str:
        """Column names only: a query or a URL may hold a name or a password."""
        return f"ReadSpec(text_column={self.text_column!r}, id_column={self.id_column!r})"


class Reader(Protocol):
    """One file of the input as numbered records, read twice: ids first, text later.

    `scan` and `fetch` give, for each record, its cells or the reason why it cannot be read, and
    both give the same cells for the same record. `warnings` counts by code what a person should
    know.
    """

    kind: str
    warnings: Counter[str]

    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        ...

    def count(self) -> int:
        """Number of records. May read the file."""
        ...

    def scan(self, columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """All records in order, with these columns only."""
        ...

    def fetch(self, positions: Sequence[int], columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """The records at these positions, in the order asked."""
        ...
