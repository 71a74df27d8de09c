"""Turns the cells of a record into a note, or into the reason why there is none."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from tbnlp.files import closed_words, id_numbers, identity
from tbnlp.files.column_map import ColumnMap
from tbnlp.files.dates import iso_date
from tbnlp.files.id_numbers import OwnShapes
from tbnlp.files.reading import Cells, ReadSpec, Undecodable
from tbnlp.notes.case_note import CaseNote, RawText
from tbnlp.stage import Reason

STAGE: Final = "read"
"""Name of this stage in `Skipped`."""

_INVISIBLE: Final = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]*")
_ROSTER_SPLIT: Final = re.compile(r"[;|\r\n]+")


def row_ids(cells: Cells, columns: ColumnMap) -> tuple[str | None, str | None] | Reason:
    """Case value and note value of a record as they stand, or why they cannot be used."""
    try:
        note = identity.rendered(cells.get(columns.note)) if columns.note else None
        case = identity.rendered(cells.get(columns.case)) if columns.case else None
    except ValueError:
        marks = (cells.get(columns.note or ""), cells.get(columns.case or ""))
        return Reason.BAD_ENCODING if Undecodable.CELL in marks else Reason.BAD_ROW
    if not all(is_encodable(value) for value in (note, case) if value is not None):
        return Reason.BAD_ENCODING
    return case, note


def own_shapes(records: Iterable[Cells | Reason], columns: ColumnMap) -> OwnShapes:
    """Shapes of the numbers that a system gave its cases and notes itself, from some records."""
    known = [ids for cells in records if not isinstance(cells, Reason)
             and not isinstance(ids := row_ids(cells, columns), Reason)]
    return OwnShapes(
        case=id_numbers.own_shapes(case for case, _ in known),
        note=id_numbers.own_shapes(note for _, note in known),
    )


def is_encodable(text: str) -> bool:
    """False when the text holds a lone surrogate, which no output file can store."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def note_text(cell: object, spec: ReadSpec, warnings: Counter[str]) -> str | Reason:
    """The untouched text of a note, or why there is none. Missing is never the word "nan"."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return Reason.NO_TEXT
    if isinstance(cell, Undecodable):
        return Reason.BAD_ENCODING
    text = _in_form(cell, spec.text_form) if isinstance(cell, str) else None
    if text is None:
        return Reason.BAD_ROW
    fault = _fault(text, spec)
    if fault is None and "\ufffd" in text:
        # Something before us replaced what it could not decode: the person should know.
        warnings["replacement_character"] += 1
    return fault or text


def _fault(text: str, spec: ReadSpec) -> Reason | None:
    if len(text) > spec.max_characters:
        return Reason.TOO_LONG
    if not is_encodable(text):
        return Reason.BAD_ENCODING
    if _INVISIBLE.fullmatch(text):
        return Reason.NO_TEXT
    return None


def _in_form(cell: str, form: str) -> str | None:
    """The text of a cell in a form like HTML in base64; None when it is in another form."""
    content = _from_base64(cell) if form == "base64_html" else cell
    if content is None or form == "plain":
        return content
    from tbnlp.files.html_text import text_of_html  # lxml for such columns only

    return text_of_html(content)


def _from_base64(cell: str) -> str | None:
    try:
        return base64.b64decode("".join(cell.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def case_note(
    cells: Cells, columns: ColumnMap, spec: ReadSpec, *, ids: tuple[str, str], row: int,
    warnings: Counter[str],
) -> CaseNote | Reason:
    """Build the note of a record. `ids`: case id and note id, already safe to show."""
    text = note_text(cells.get(columns.text), spec, warnings)
    if isinstance(text, Reason):
        return text
    raw = row_ids(cells, columns)
    if isinstance(raw, Reason):
        return raw
    return CaseNote(
        case_id=ids[0],
        note_id=ids[1],
        row=row,
        text=RawText(text),
        date=iso_date(cells.get(columns.date)) if columns.date else None,
        note_type=_word(cells, columns.note_type, "note_type", warnings),
        setting=_word(cells, columns.setting, "setting", warnings),
        author_role=_word(cells, columns.author_role, "author_role", warnings),
        roster=roster([cells.get(name) for name in columns.roster]),
        masked_ids=identity.masked_ids(*raw),
    )


def roster(cells: list[object]) -> tuple[RawText, ...]:
    """Names and ids beside a note: every cell, and every part between `;`, `|` or line ends."""
    values: dict[str, None] = {}
    for cell in cells:
        try:
            value = cell.isoformat() if isinstance(cell, dt.date) else identity.rendered(cell)
        except ValueError:
            continue
        for part in _ROSTER_SPLIT.split(value or ""):
            if part.strip():
                values[part.strip()] = None
    return tuple(RawText(value) for value in values)


def _word(
    cells: Cells, column: str | None, attribute: str, warnings: Counter[str]
) -> str | None:
    """A value of a closed list in the list's own spelling; any other could be a name."""
    cell = cells.get(column) if column else None
    if cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell)):
        return None
    word = closed_words.listed(attribute, cell)
    if word is None:
        warnings["value_not_on_list"] += 1
    return word
