"""A note's text as a browser can show it, with the way back to the exact characters.

Browsers turn CR LF into LF, drop or replace control characters, and count some characters twice. A tool gets
the shown text; the exact one is put together again from the list of what stands where.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any, Final

from tbnlp.notes.span import Span

_CHANGED: Final = re.compile("\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_CHANGED_OR_ASTRAL: Final = re.compile(f"{_CHANGED.pattern}|[\U00010000-\U0010ffff]")
_BREAKS: Final = "\r\n\x0b\x0c\x85"
_BOX: Final = "\u25a1"


def _stand_in(original: str) -> str:
    code = ord(original[0])
    if original[0] in _BREAKS:
        return "\n"
    if code < 0x20:  # the pictures of the control characters 0 to 31 stand in a row from U+2400
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _BOX  # DEL has a picture of its own


@dataclass(frozen=True, slots=True)
class ShownText:
    """The shown text, the exact one, and `replaced`: place in the shown text and what stood there.

    Every stand-in is one character of the shown text, so only CR LF moves what comes after it.
    """

    text: str
    exact: str
    replaced: tuple[tuple[int, str], ...]

    def shown(self, span: Span) -> Span:
        """The place in the shown text; an edge between CR and LF moves outwards."""
        inner = [place + number + 1 for number, place in enumerate(self._pairs())]
        start = span.start - bisect_right(inner, span.start)
        return Span(start, span.end - bisect_left(inner, span.end))

    def exact_span(self, span: Span) -> Span:
        """The place in the exact text of a place in the shown one."""
        pairs = self._pairs()
        return Span(span.start + bisect_left(pairs, span.start), span.end + bisect_left(pairs, span.end))

    def rows(self) -> list[list[Any]]:
        """`replaced` as JSON holds it."""
        return [[place, original] for place, original in self.replaced]

    def _pairs(self) -> list[int]:
        return [place for place, original in self.replaced if original == "\r\n"]


def show(exact: str, *, astral: bool = True) -> ShownText:
    """The shown text of a note. `astral=False`: characters beyond U+FFFF become a box.

    That is for tools that count UTF-16 units and keep no quote that could tell of a shift.
    """
    pieces: list[str] = []
    replaced: list[tuple[int, str]] = []
    done = length = 0
    for match in (_CHANGED if astral else _CHANGED_OR_ASTRAL).finditer(exact):
        kept = exact[done : match.start()]
        pieces += [kept, _stand_in(match.group())]
        length += len(kept)
        replaced.append((length, match.group()))
        length += 1
        done = match.end()
    return ShownText("".join(pieces) + exact[done:], exact, tuple(replaced))


def restore(text: str, rows: list[list[Any]]) -> ShownText:
    """The shown text that a file holds, with its exact one. Raises `ValueError` when the two do not fit."""
    pieces: list[str] = []
    done = 0
    for place, original in rows:
        if not done <= place < len(text) or text[place] != _stand_in(original):
            msg = "a stand-in is not where the list says"
            raise ValueError(msg)
        pieces += [text[done:place], original]
        done = place + 1
    return ShownText(text, "".join(pieces) + text[done:], tuple((place, original) for place, original in rows))
