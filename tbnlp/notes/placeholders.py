"""The grammar of placeholders: `<PERSON_1>`, `<PHONE>`, `<AGE: 16-17>`, `<DATE_2: 2019>`.

Source: the project's contract. Coarse words come from the closed list below, so nothing can be forged.
"""

from __future__ import annotations

import re
from typing import Final

from tbnlp.notes.span import Span

NUMBERED: Final = frozenset({"PERSON", "LOCATION", "ORG", "EMPLOYER", "SCHOOL", "DATE"})
"""Types whose mentions are linked inside a case and counted from 1 by first appearance."""

UNNUMBERED: Final = frozenset({
    "ADDRESS", "FACILITY", "PHONE", "EMAIL", "URL", "A_NUMBER", "USCIS_RECEIPT", "PASSPORT", "PLATE",
    "VIN", "HANDLE", "COURT_CASE", "POLICE_CASE", "HOTLINE_CASE", "SSN", "LICENCE", "MRN", "ACCOUNT",
    "IP", "OTHER_ID", "AGE", "NATIONALITY", "BODY_MARK", "RARE_FACT", "VEHICLE_DESC", "BLOB",
    "IMMIGRATION_RELIEF",
})
"""Types that are removed without a link between mentions."""

AGE_BANDS: Final = (
    "0-12", "13-15", "16-17", "18-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90+",
)
EMPLOYER_SECTORS: Final = (
    "nail salon", "massage or spa", "farm", "fishing", "restaurant", "hotel", "construction",
    "factory", "cleaning", "household", "care home", "staffing agency", "transport", "shop", "other",
)
SCHOOL_LEVELS: Final = ("primary school", "middle school", "high school", "college", "other")

_YEAR: Final = r"(?:19|20)\d\d"


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in words)


_NUMBER: Final = r"[1-9]\d{0,3}"
_FORMS: Final = (
    rf"(?:PERSON|LOCATION|ORG|EMPLOYER|SCHOOL|DATE)(?:_{_NUMBER})?",
    rf"DATE(?:_{_NUMBER})?: {_YEAR}",
    rf"EMPLOYER(?:_{_NUMBER})?: (?:{_alternatives(EMPLOYER_SECTORS)})",
    rf"SCHOOL(?:_{_NUMBER})?: (?:{_alternatives(SCHOOL_LEVELS)})",
    rf"AGE: (?:{_alternatives(AGE_BANDS)})",
    *sorted(UNNUMBERED),
)
PATTERN: Final = re.compile(rf"<(?:{'|'.join(_FORMS)})>")
"""Matches a whole placeholder and nothing that carries anything else."""

_PARTS: Final = re.compile(r"<(?P<kind>[A-Z_]+?)(?:_(?P<number>[1-9]\d{0,3}))?(?:: (?P<coarse>[^>]+))?>")


def find(text: str) -> list[Span]:
    """Spans of all exact placeholders in `text`, in order."""
    return [Span(*match.span()) for match in PATTERN.finditer(text)]


def is_placeholder(text: str) -> bool:
    """True when `text` is one exact placeholder and nothing else."""
    return PATTERN.fullmatch(text) is not None


def kind_of(placeholder: str) -> str:
    """The type word of an exact placeholder (`PERSON` for `<PERSON_3>`)."""
    match = _PARTS.fullmatch(placeholder)
    if match is None:
        msg = "not a placeholder"
        raise ValueError(msg)
    return match["kind"]


def number_of(placeholder: str) -> int | None:
    """The number of an exact placeholder, or None where it has none."""
    match = _PARTS.fullmatch(placeholder)
    return int(match["number"]) if match and match["number"] else None


def render(kind: str, number: int | None = None, coarse: str | None = None) -> str:
    """Write a placeholder. Raises `ValueError` when the result is not in the grammar."""
    text = f"<{kind}{f'_{number}' if number is not None else ''}{f': {coarse}' if coarse else ''}>"
    if not is_placeholder(text):
        msg = f"no placeholder of the grammar: kind {kind!r}"
        raise ValueError(msg)
    return text
