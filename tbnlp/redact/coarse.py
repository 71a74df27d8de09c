"""The coarse word that may stay in a placeholder: a year, an age band, a sector, a school level."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.redact.ages import age_of, band_of

STRICT: Final = "strict"
BALANCED: Final = "balanced"
MAXIMAL: Final = "maximal"
PROFILES: Final = (STRICT, BALANCED, MAXIMAL)

_PIVOT: Final = 35
"""Two-digit years up to here are 20xx, above it 19xx."""
_OLDEST_YEAR: Final = 1940
"""A year before this one may be a birth year that reveals an age of 90 or more, so it is not kept."""

_SECTORS: Final = (
    ("nail salon", r"nails?\b|manicure"),
    ("massage or spa", r"spa\b|massage|wellness|bodywork|sauna"),
    ("farm", r"farms?\b|ranch|harvest|berry|berries|orchard|produce|dairy|poultry|growers?|vineyard|nurser(?:y|ies)\b|finca"),
    ("fishing", r"fish|vessel|seafood|trawler|shrimp"),
    ("restaurant", r"restaurant|cafe|grill|diner|kitchen|buffet|taqueria|pizza|bistro|bakery|bar\b|cantina"),
    ("hotel", r"hotel|motel|\binn\b|lodge|resort|suites"),
    ("construction", r"construction|roofing|builders?|drywall|contracting|contractors?|plumbing"),
    ("factory", r"factory|manufactur|packing|processing|garment|textile|mill\b|plant\b|foods\b"),
    ("cleaning", r"clean|janitor|laundry|maids?\b|housekeeping"),
    ("household", r"famil(?:y|ies)\b|household|nann(?:y|ies)|domestic"),
    ("care home", r"care home|nursing|home ?care|senior|assisted|hospice"),
    ("staffing agency", r"staffing|agency|recruit|labou?r|manpower|personnel|workforce|employment"),
    ("transport", r"trucking|transport|logistics|freight|taxi|cab\b|courier|moving"),
    ("shop", r"shop|store|mart\b|market|boutique|beauty|salon|supply|dollar"),
)
_LEVELS: Final = (
    ("primary school", r"elementary|primary|\bp\.?s\.? ?\d|\bes\b|kindergarten|grammar school|head start|preschool"),
    ("middle school", r"middle|junior high|intermediate|\bms\b|\bi\.?s\.? ?\d"),
    ("high school", r"high|\bhs\b|secondary|varsity|\bjv\b|wildcats|isd\b|academy"),
    ("college", r"college|universit|institute|\butep\b|community college|campus|sophomore|freshman|polytechnic"),
)


def year_of(text: str) -> str | None:
    """The year that a masked date names, as four digits, or None."""
    full = re.search(r"(?<!\d)(?:19|20)\d\d(?=\d{4}(?!\d)|(?!\d))", text)
    if full:
        year = int(full[0])
    else:
        short = re.search(r"(?:\d{1,2}[/\-.]\d{1,2}[/\-.]|')(\d\d)(?!\d)", text)
        if short is None:
            return None
        year = int(short[1]) + (2000 if int(short[1]) <= _PIVOT else 1900)
    return str(year) if year >= _OLDEST_YEAR else None


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    lowered = text.lower()
    for word, pattern in table:
        if re.search(pattern, lowered):
            return word
    return "other"


def coarse_word(kind: str, text: str, profile: str) -> str | None:
    """The coarse word for a masked text of that kind under a profile, or None where nothing stays."""
    if profile == MAXIMAL and kind in {"DATE", "AGE"}:
        return None
    if kind == "DATE":
        return year_of(text)
    if kind == "AGE":
        age = age_of(text)
        return None if age is None else band_of(age)
    if kind == "EMPLOYER":
        return _first(_SECTORS, text)
    if kind == "SCHOOL":
        return _first(_LEVELS, text)
    return None


def is_kept(kind: str, text: str, profile: str) -> bool:
    """True when the profile keeps this quasi-identifier as it stands (table of the redaction page)."""
    if profile != BALANCED:
        return False
    if kind == "AGE":
        age = age_of(text)
        return age is not None and 18 <= age <= 89
    return kind in {"RARE_FACT", "VEHICLE_DESC"}
