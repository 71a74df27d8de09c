"""Ages in words and figures, and the bands that stand for them."""

from __future__ import annotations

import re
from typing import Final

from tbnlp.notes.placeholders import AGE_BANDS

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS: Final = dict(zip(
    "twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True
))
_SPANISH: Final = dict(zip(
    ("uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
     "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco").split(),
    range(1, 26), strict=True,
))
_WORDS: Final = {**{word: value for value, word in enumerate(_UNITS)}, **_TENS, **_SPANISH, "hundred": 100}
_SAYABLE: Final = sorted((word for word in _WORDS if word not in {"zero", "once", "hundred"}), key=len, reverse=True)
NUMBER_WORDS: Final = (
    rf"(?:{'|'.join(_TENS)})[ -](?:one|two|three|four|five|six|seven|eight|nine)|{'|'.join(_SAYABLE)}"
)
"""Alternatives that match an age in English or Spanish words."""


def age_of(text: str) -> int | None:
    """The age that a masked text names, in years, or None. Months and weeks count as under one year."""
    lowered = text.lower()
    figures = re.search(r"\d{1,3}", lowered)
    if re.search(r"month|mos?\b|week|wk", lowered):
        return 0
    if figures:
        return int(figures[0])
    values = [_WORDS[word] for word in re.findall(r"[a-z]+", lowered) if word in _WORDS]
    return sum(values[:2]) if values else None


def band_of(age: int) -> str:
    """The band of the closed list that holds an age in years."""
    for band in AGE_BANDS[:-1]:
        low, high = band.split("-")
        if int(low) <= age <= int(high):
            return band
    return AGE_BANDS[-1]
