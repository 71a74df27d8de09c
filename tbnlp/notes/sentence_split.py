"""Sentences of a case note by fixed rules: the same text gives the same sentences on every machine.

They are the units of agreement. They come from the text alone, never from what somebody marked, and no model is
asked. Line ends and bullets are boundaries, also before a small letter, since notes are written so; a text that was
wrapped at a fixed width is therefore cut at each line. The rules know English abbreviations of case work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tbnlp.notes import placeholders
from tbnlp.notes.span import Span

_LINE_END: Final = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_OPEN: Final = "\"'\u201c\u2018\u00ab([{"
_CLOSE: Final = "\"'\u201d\u2019\u00bb)]}"
_STOP: Final = re.compile(rf"(?P<stop>[.!?…]+)(?P<close>[{re.escape(_CLOSE)}]*)(?=\s)")
_BULLET: Final = re.compile(r"(?<=\s)(?=[•●▪‣◦○■□·]\s)")
_NO_SPACE: Final = re.compile(r"(?<=[a-z][a-z])[.!?](?=[A-Z][a-z])")
_LAST_WORD: Final = re.compile(r"[^\s(\[{\"\u201c\u2018\u00ab/]+$")
_LIST_NUMBER: Final = re.compile(r"^\s*[-*•]?\s*\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})$|[.!?]\s+\d{1,2}$")

NEVER_END: Final = frozenset("""
 mr mrs ms mx dr prof jr hon fr sgt lt cpl capt det ofc insp supt atty asst bldg blvd hwy pkwy st
 e.g i.e eg ie cf vs viz approx appx ca dx hx tx incl excl attn encl assn univ div
""".split())
"""Abbreviations that do not end a sentence, without the stop, in small letters."""

WITH_CAPITAL: Final = frozenset("rep gen col gov sen pres rev dep mar dec jan feb apr jun jul aug sept oct nov".split())
"""Abbreviations that are words, or near to words, when they are written small: `her rep. Then` ends there."""

BEFORE_NUMBER: Final = frozenset(
    "no nos ph tel ext apt ste rm fl rte rd ave pp p par sec art ch fig figs vol v c ref refs est".split()
)
"""Abbreviations in front of a number or a placeholder only: `no. 5`, but `She said no. He left.`"""

MAY_END: Final = frozenset(
    "a.m p.m etc inc ltd co corp llc bros u.s u.k ph.d m.d j.d b.a m.a n.a appt appts min mins hr hrs wk wks mo mos yr "
    "yrs acct addr dept temp mon tue tues wed thu thur thurs fri".split()
)
"""Abbreviations that end a sentence when a capital letter follows."""

MAY_END_WITH_CAPITAL: Final = frozenset({"sat", "sun"})
"""As `MAY_END`, where the abbreviation itself has a capital letter: `Sat. night`, but `where she sat. then`."""


def sentences(text: str) -> list[Span]:
    """Sentences of `text` in order, as half-open spans of code points without blanks at their edges.

    Every character that is not blank lies in exactly one of them, and no placeholder is cut. A sentence may hold no
    letter at all, as a line of dashes does. Nothing is raised; an empty text has no sentence.
    """
    kept = placeholders.find(text)
    found: list[Span] = []
    for start, end in _lines(text):
        edges = [start, *_boundaries(text, start, end, kept), end]
        found.extend(span for left, right in pairwise(edges) if (span := _trimmed(text, left, right)) is not None)
    return found


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line_end in _LINE_END.finditer(text):
        if line_end.start() > start:
            yield start, line_end.start()
        start = line_end.end()
    if start < len(text):
        yield start, len(text)


def _trimmed(text: str, left: int, right: int) -> Span | None:
    while left < right and text[left].isspace():
        left += 1
    while right > left and text[right - 1].isspace():
        right -= 1
    return Span(left, right) if left < right else None


def _boundaries(text: str, start: int, end: int, kept: list[Span]) -> list[int]:
    """Places inside the line `[start, end)` where a new sentence begins, sorted."""
    line = text[start:end]
    places = {match.end() for match in _STOP.finditer(line) if _ends(line, match)}
    places |= {match.start() for match in _BULLET.finditer(line)}
    places |= {match.end() for match in _NO_SPACE.finditer(line) if not _is_address(line, match.start())}
    inside = sorted(start + place for place in places if 0 < place < len(line))
    return [place for place in inside if not any(span.start < place < span.end for span in kept)]


def _is_address(line: str, place: int) -> bool:
    """True when the word around `place` is a file name or an address and no missing blank."""
    left = line.rfind(" ", 0, place) + 1
    right = line.find(" ", place)
    word = line[left : right if right >= 0 else len(line)]
    return any(mark in word for mark in "/@\\_")


def _ends(line: str, match: re.Match[str]) -> bool:
    """True when the stop that `match` found ends a sentence."""
    following = line[match.end() :].lstrip().lstrip(_OPEN)
    if not following:
        return True
    small = following[0].islower()
    stop = match["stop"]
    if small and (match["close"].strip(")]}") or stop[-1] == "…" or stop.endswith("..")):
        return False  # "Where?" she asked; he was ... kind
    if stop != ".":
        return True
    return not _is_abbreviation(line[: match.start()], following)


def _is_abbreviation(before: str, following: str) -> bool:
    """True when the stop behind `before` belongs to its last word: an abbreviation, an initial, a list number."""
    if _LIST_NUMBER.search(before):
        return True
    found = _LAST_WORD.search(before)
    if found is None:
        return False
    word = found.group()
    plain = word.lower().rstrip(".")
    numbered = following[0].isdigit() or following[0] in "#<"
    capital = following[0].isupper() or following[0] == "<"
    if len(word) == 1 and word.isupper() and word != "I":
        return capital  # an initial, as in J. <PERSON_1>
    return (
        plain in NEVER_END
        or (plain in WITH_CAPITAL and word[0].isupper())
        or (plain in BEFORE_NUMBER and numbered)
        or (not capital and (plain in MAY_END or (plain in MAY_END_WITH_CAPITAL and word[0].isupper())))
    )
