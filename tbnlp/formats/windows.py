"""Cut a long text into windows of at most so many words, never inside a mark or a placeholder."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tbnlp.notes import placeholders
from tbnlp.notes.span import Span, union

MAX_WORDS: Final = 400
"""Browser tools freeze on texts of some thousand words (doccano issue 2299)."""

_WORD: Final = re.compile(r"\S+")
_SENTENCE_END: Final = re.compile(r"[.!?][\"'\u2019\u201d)]?\Z")


@dataclass(frozen=True, slots=True)
class Window:
    """The characters `[start, end)` of the text. `over_limit`: a mark left no place to cut in time."""

    start: int
    end: int
    words: int
    over_limit: bool


def cut(text: str, marked: Iterable[Span], limit: int = MAX_WORDS) -> list[Window]:
    """Windows that follow each other and cover the whole text; the last may be short.

    Cuts before a word, best at a line break, then at a sentence end, in the second half of the window.
    A window with more than `limit` words has no allowed place for a cut inside the limit; it says so.
    """
    whole = union([*marked, *placeholders.find(text)])
    words = [match.span() for match in _WORD.finditer(text)]
    starts = [start for start, _ in words]
    free = [number for number, start in enumerate(starts) if number and not _inside(start, whole)]
    windows: list[Window] = []
    first = begin = 0
    while first < len(words):
        last = _next(first, len(words), free, limit, words, text)
        end = starts[last] if last < len(words) else len(text)
        windows.append(Window(begin, end, last - first, last - first > limit))
        first, begin = last, end
    return windows or [Window(0, len(text), 0, over_limit=False)]


def _inside(place: int, whole: Sequence[Span]) -> bool:
    at = bisect_right(whole, place, key=lambda span: span.start) - 1
    return at >= 0 and whole[at].start < place < whole[at].end


def _next(
    first: int, count: int, free: Sequence[int], limit: int, words: Sequence[tuple[int, int]], text: str
) -> int:
    """The number of the word with which the next window begins."""
    if count - first <= limit:
        return count
    allowed = free[bisect_right(free, first) : bisect_right(free, first + limit)]
    if not allowed:
        later = bisect_right(free, first + limit)
        return free[later] if later < len(free) else count
    second_half = [number for number in allowed if number > first + limit // 2]
    lines = [number for number in second_half if "\n" in text[words[number - 1][1] : words[number][0]]]
    sentences = [number for number in second_half if _SENTENCE_END.search(text[slice(*words[number - 1])])]
    return (lines or sentences or allowed)[-1]
