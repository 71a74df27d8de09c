"""Ids of notes and cases: passed through when they are safe, replaced when they hold a person.

Nothing here claims to find every name; ids are shown in every output, so doubt replaces them.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tbnlp.files.id_numbers import NO_SHAPES, OwnShapes, holds_number
from tbnlp.files.id_words import folded, holds_name, without_codes
from tbnlp.files.reading import MAX_FIELD
from tbnlp.notes.case_note import RawText

MIN_MASKED: Final = 4
"""Characters from which an id is masked inside notes. Source: the project's contract."""
MAX_ID: Final = 100
"""An id longer than this is free text."""
MAX_WORDS: Final = 3

_EMAIL: Final = re.compile(r"[^\s@]@[^\s@]")


@dataclass(frozen=True, slots=True)
class Identity:
    """The ids of one row. `source`: ordinal of its file and the file's name without names in it."""

    case_id: str
    note_id: str
    row: int
    source: str


def rendered(value: object) -> str | None:
    """The id that a cell holds, as text; None when it is missing. A float 12.0 is the id `12`.

    Raises `ValueError` for a cell that is no id at all: a list, bytes, text beyond the field limit.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (float, Decimal)) and math.isfinite(value) and value == int(value):
        return str(int(value))
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if not isinstance(value, (str, int, float, Decimal)) or len(str(value)) > MAX_FIELD:
        msg = "a cell of an id column holds no id"
        raise ValueError(msg)
    text = str(value)
    return text if text.strip() else None


def holds_person(value: str, own: frozenset[str] = frozenset()) -> bool:
    """True when an id seems to hold a name, an e-mail address, a phone number or an SSN.

    `own`: shapes of bare numbers that the column's system gave itself (see `id_numbers`).
    """
    if len(value) > MAX_ID or not value.isprintable() or len(value.split()) > MAX_WORDS:
        return True
    plain = folded(value)
    if _EMAIL.search(plain) or holds_number(without_codes(plain), own):
        return True
    return holds_name(value)


def masked_ids(*values: str | None) -> tuple[RawText, ...]:
    """The id values to mask inside the note: four characters or more with a digit, or replaced."""
    kept = dict.fromkeys(value for value in values if value and _is_masked(value))
    return tuple(RawText(value) for value in kept)


def _is_masked(value: str) -> bool:
    long_enough = len(value) >= MIN_MASKED and any(char.isdigit() for char in value)
    return long_enough or holds_person(value)


class IdBook:
    """Gives each row its ids, in one pass over the rows in order.

    A case value that holds a person gets one surrogate for all its rows, built from the place of
    the first. `replaced_cases` maps rows to such surrogates and holds no value, so it may be kept.
    """

    def __init__(self) -> None:
        self._surrogates: dict[str, str] = {}
        self.replaced_cases: dict[int, str] = {}
        self.replaced = 0

    def ids(
        self, case: str | None, note: str | None, *, place: tuple[int, int], row: int,
        has_cases: bool, own: OwnShapes = NO_SHAPES,
    ) -> tuple[str, str]:
        """Case id and note id of a row. `place`: ordinal of the file, and of the row inside it."""
        note_id = safe_note_id(note, place, own)
        if note is not None and note_id != note:
            self.replaced += 1
        if case is None or not holds_person(case, own.case):
            return case_of_single(case, note_id, place, has_cases=has_cases), note_id
        if case not in self._surrogates:
            self._surrogates[case] = surrogate("c", place)
            self.replaced += 1
        self.replaced_cases[row] = self._surrogates[case]
        return self._surrogates[case], note_id


def surrogate(letter: str, place: tuple[int, int]) -> str:
    """An id built from where a row stands (`n0-00012`): ordinal of its file, its number in it."""
    return f"{letter}{place[0]}-{place[1]:05}"


def safe_note_id(
    note: str | None, place: tuple[int, int], own: OwnShapes = NO_SHAPES
) -> str:
    """The id of a note as it is written out: its own, or one built from its place."""
    return surrogate("n", place) if note is None or holds_person(note, own.note) else note


def case_of_single(
    case: str | None, note_id: str, place: tuple[int, int], *, has_cases: bool
) -> str:
    """The case of a row: its own; without a case column its note id; else one for it alone."""
    if case is not None:
        return case
    return surrogate("c", place) if has_cases else note_id
