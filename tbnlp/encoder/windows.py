"""Cut a note into windows of several sentences, so that each sentence is read once, with its context.

    sentences   0 1 2 3 4 5 6 7 8
    window A    T T T T c            T = read here: its heads come from this window
    window B      c c T T T c        c = context only: two sentences before, one after
    window C            c c T T

The plan is a function of the sentence lengths of one note and of nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BEFORE: Final = 2
AFTER: Final = 1
"""Context that an annotator may read too (schema: two sentences before, one after)."""


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences `[first, last)` are encoded together; `[read_first, read_last)` are read from them."""

    first: int
    last: int
    read_first: int
    read_last: int


def plan(lengths: Sequence[int], limit: int) -> list[Window]:
    """Windows over sentences of the given lengths (word pieces), each at most `limit` pieces long.

    Every sentence is read in exactly one window. Context gives way when it does not fit; a single
    sentence longer than `limit` stands alone and is cut by the caller.
    """
    windows: list[Window] = []
    place = 0
    while place < len(lengths):
        first = _context_start(lengths, place, limit)
        last = place + 1
        used = sum(lengths[first:last])
        while last < len(lengths) and used + lengths[last] <= limit:
            used += lengths[last]
            last += 1
        read_last = last if last == len(lengths) else max(place + 1, last - AFTER)
        windows.append(Window(first, last, place, read_last))
        place = read_last
    return windows


def _context_start(lengths: Sequence[int], place: int, limit: int) -> int:
    """The earliest context sentence that leaves room for the sentence and the one behind it."""
    behind = lengths[place + 1] if place + 1 < len(lengths) else 0
    room = limit - lengths[place] - behind
    first = place
    while first > max(0, place - BEFORE) and lengths[first - 1] <= room:
        first -= 1
        room -= lengths[first]
    return first
