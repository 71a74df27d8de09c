"""Which column of a file holds the text, the ids and the rest."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tbnlp.errors import UsageError
from tbnlp.files.id_words import is_full_name
from tbnlp.files.reading import ReadSpec

TEXT_NAMES: Final[tuple[str, ...]] = (
    "text", "note", "notes", "note text", "note_text", "narrative", "case note", "case notes",
    "body", "content", "description", "comments", "progress note", "details",
)
"""Names that columns of notes often have; used for hints only, never to pick a column."""

_KNOWN: Final = frozenset({
    *(name.replace("_", " ") for name in TEXT_NAMES),
    "id", "record", "record number", "number", "case", "case number", "case name", "client number",
    "date", "datetime", "created", "created at", "created on", "created by", "date created",
    "modified", "entered by", "entered on", "timestamp", "note date", "note type", "type of note",
    "setting", "author", "author role", "staff name", "worker", "caseworker", "case manager",
    "user name", "title", "subject", "status",
})
"""Names that columns beside the text often have; with one of them a first row is a row of names."""
_KNOWN_ENDS: Final = ("id", "date", "number", "uuid", "guid")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MAX_KNOWN_WORDS: Final = 3
_MAX_TITLE: Final = 48
_LISTED: Final = 40
_MAX_TITLE_WORDS: Final = 7
_NO_TITLE: Final = re.compile(r"\d{4}|@|[\x00-\x1f]|[.!?] ")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Column names of one file by what they hold; None where the file has no such column."""

    text: str
    note: str | None = None
    case: str | None = None
    date: str | None = None
    note_type: str | None = None
    setting: str | None = None
    author_role: str | None = None
    roster: tuple[str, ...] = ()

    def id_columns(self) -> list[str]:
        """What the first pass reads."""
        return [name for name in (self.note, self.case) if name is not None]

    def all_columns(self) -> list[str]:
        """What the second pass reads."""
        names = (
            self.text, self.note, self.case, self.date, self.note_type, self.setting,
            self.author_role, *self.roster,
        )
        return list(dict.fromkeys(name for name in names if name is not None))


def map_columns(columns: Sequence[str], spec: ReadSpec, ordinal: int) -> ColumnMap:
    """Find the columns that the settings name, or the default ones.

    Names match as they stand, else without regard to case and outer spaces. Raises `UsageError` for
    a column that was named and is not there, and when there is no text column.
    """
    def optional(name: str | None, default: str) -> str | None:
        return _find(columns, name, ordinal) if name else _match(columns, default)

    return ColumnMap(
        text=_find(columns, spec.text_column or "text", ordinal, option="--text-column"),
        note=optional(spec.id_column, "note_id"),
        case=optional(spec.case_column, "case_id"),
        date=optional(spec.date_column, "date"),
        note_type=optional(spec.note_type_column, "note_type"),
        setting=optional(spec.setting_column, "setting"),
        author_role=optional(spec.author_role_column, "author_role"),
        roster=tuple(_find(columns, name, ordinal) for name in spec.roster_columns),
    )


def _match(columns: Sequence[str], wanted: str) -> str | None:
    if wanted in columns:
        return wanted
    folded = [name for name in columns if name.strip().casefold() == wanted.strip().casefold()]
    return folded[0] if len(folded) == 1 else None


def _find(columns: Sequence[str], wanted: str, ordinal: int, option: str | None = None) -> str:
    found = _match(columns, wanted)
    if found is None:
        msg = f"input {ordinal} has no column {wanted!r}; {_hint(columns, wanted)}"
        raise UsageError(f"{msg}; name it with {option}" if option else msg)
    if columns.count(found) > 1:
        msg = f"input {ordinal} has more than one column {wanted!r}; rename all but one"
        raise UsageError(msg)
    return found


def _hint(columns: Sequence[str], wanted: str) -> str:
    if not columns or not all(is_title(name) for name in columns):
        return "its first row does not look like a row of column names"
    if not are_shown(columns):
        return f"it has {len(columns)} column(s), none of them with a usual name"
    folded = {name.strip().casefold(): name for name in columns}
    near: list[str] = difflib.get_close_matches(wanted.strip().casefold(), list(folded), n=1)
    if not near and wanted == "text":
        near = [name for name in TEXT_NAMES if name in folded][:1]
    listed = ", ".join(columns[:_LISTED]) + (", …" if len(columns) > _LISTED else "")
    return f"it has: {listed}" + (f"; did you mean {folded[near[0]]!r}?" if near else "")


def is_title(name: str) -> bool:
    """True when a first row's cell looks like a column name and not like data.

    A file without a header has a note in its first row; that must not reach the terminal.
    """
    if len(name) > _MAX_TITLE or len(name.split()) > _MAX_TITLE_WORDS:
        return False
    return _NO_TITLE.search(name) is None and not is_full_name(name)


def are_shown(columns: Sequence[str]) -> bool:
    """True when a first row may reach the terminal: only titles, and a known kind of name in it.

    A first row of data such as `c1, Maria, hotline` looks like names of columns, cell by cell.
    """
    return all(is_title(name) for name in columns) and any(_is_known(name) for name in columns)


def _is_known(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(_CAMEL.sub(" ", name))]
    if " ".join(words) in _KNOWN:
        return True
    # A column name ends so; `12` and `C-1` are values.
    return 1 <= len(words) <= _MAX_KNOWN_WORDS and words[-1] in _KNOWN_ENDS and (
        not any(char.isdigit() for char in name)
    )
