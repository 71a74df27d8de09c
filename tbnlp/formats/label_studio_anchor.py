"""Find the place of a region in its text: by its offsets where its quote stands there, else by the quote."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from tbnlp.errors import InputError
from tbnlp.notes.span import Span

_BMP_END = "\uffff"


def anchor(value: Mapping[str, Any], text: str, where: str) -> Span:
    """The place of a region in code points.

    Tried in this order: its offsets as code points, as UTF-16 units, and the one place where its quote stands.
    Blanks and line breaks are not compared, since a browser's selection may drop them.
    Raises `InputError`, opened by `where`, when none fits: a region is never moved by a guess.
    """
    start, end, quote = value.get("start"), value.get("end"), value.get("text")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
        for span in (Span(start, end), _from_utf16(start, end, text)):
            if span is not None and span.end <= len(text) and _fits(text[span.start : span.end], quote):
                return span
    if isinstance(quote, str) and quote and text.count(quote) == 1:
        found = text.index(quote)
        return Span(found, found + len(quote))
    msg = f"{where} does not fit the text: its offsets point elsewhere and its quote is not found exactly once"
    raise InputError(msg)


def _fits(piece: str, quote: object) -> bool:
    return not isinstance(quote, str) or "".join(piece.split()) == "".join(quote.split())


def _from_utf16(start: int, end: int, text: str) -> Span | None:
    units = [0, *accumulate(2 if character > _BMP_END else 1 for character in text)]
    places = {unit: place for place, unit in enumerate(units)}
    if start not in places or end not in places or places[start] >= places[end]:
        return None
    return Span(places[start], places[end])
