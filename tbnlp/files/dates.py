"""Dates of notes in one form, for the order of the notes of a case and for nothing else."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_CENTURY: Final = 100
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
_TIME: Final = r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?" \
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?.{0,12}"
_FORMS: Final = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME),
    re.compile(r"(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[-/.](?P<year>\d{4}|\d\d)" + _TIME),
    re.compile(
        r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})" + _TIME
    ),
    re.compile(r"(?P<day>\d{1,2})[ -](?P<name>[A-Za-z]{3,9})\.?[ -](?P<year>\d{4})" + _TIME),
)


def iso_date(cell: object) -> str | None:
    """The date of a cell as `YYYY-MM-DDTHH:MM:SS`, or None where it is missing or not understood.

    `3/4/2024` is read as March 4, `25/4/2024` as April 25. Time zones are dropped: the order of
    notes within hours of each other is not worth more.
    """
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=None, microsecond=0).isoformat()
    if isinstance(cell, dt.date):
        return f"{cell.isoformat()}T00:00:00"
    if not isinstance(cell, str):
        return None
    for form in _FORMS:
        if match := form.fullmatch(cell.strip()):
            return _built(match.groupdict())
    return None


def _built(parts: dict[str, str | None]) -> str | None:
    year, day = int(parts["year"] or 0), int(parts["day"] or 0)
    name = parts.get("name")
    month = _MONTHS.get(name[:3].lower(), 0) if name else int(parts["month"] or 0)
    if month > len(_MONTHS) and not name:
        month, day = day, month
    if year < _CENTURY:
        year += 20 * _CENTURY
    hour = int(parts["hour"] or 0)
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"][0] in "Pp" else 0)
    try:
        return dt.datetime(  # noqa: DTZ001  naive on purpose, see `iso_date`
            year, month, day, hour, int(parts["minute"] or 0), int(parts["second"] or 0)
        ).isoformat()
    except ValueError:
        return None
