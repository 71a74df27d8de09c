"""Which characters of a raw text went: the arithmetic under every redaction figure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tbnlp.notes.redacted_note import Replacement
from tbnlp.notes.span import Span, union

_WHITESPACE_TOKEN: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"\w+")
UNTOUCHED: Final = "PLACEHOLDER"
"""Kind of a placeholder that the input already had: it is listed and stays as it was."""


class Masks:
    """The masked characters of one raw text, in raw coordinates, half-open.

    White space counts as masked wherever it stands, since it says nothing.
    """

    def __init__(self, replacements: Iterable[Replacement]) -> None:
        self.kinds = [(item.raw_span, item.kind) for item in replacements if item.kind != UNTOUCHED]
        self._spans = union(span for span, _ in self.kinds)
        self._starts = [span.start for span in self._spans]

    def hides(self, place: int) -> bool:
        """True when the character at `place` was replaced."""
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._spans[index].end

    def count(self, text: str, span: Span) -> tuple[int, int]:
        """Hidden characters and all characters of a span, white space left out."""
        places = [place for place in range(span.start, span.end) if not text[place].isspace()]
        return sum(self.hides(place) for place in places), len(places)

    def covers(self, text: str, span: Span) -> bool:
        """True when every character of the span is hidden; one that is left makes it False."""
        hidden, total = self.count(text, span)
        return hidden == total

    def left(self, text: str, span: Span) -> str:
        """The characters of a public text that were not hidden, without space and full stops."""
        places = range(span.start, span.end)
        rest = "".join(text[place] for place in places if not self.hides(place))
        return rest.strip(" .\n\t\u00a0")

    def touches(self, span: Span) -> bool:
        """True when at least one character of the span is hidden."""
        return any(self.hides(place) for place in range(span.start, span.end))

    def kinds_on(self, span: Span) -> set[str]:
        """The kinds of the replacements that share a character with a span."""
        return {kind for raw, kind in self.kinds if raw.overlaps(span)}


def whitespace_tokens(text: str) -> Iterator[Span]:
    """Runs of characters between white space."""
    return (Span(*match.span()) for match in _WHITESPACE_TOKEN.finditer(text))


def words(text: str) -> Iterator[Span]:
    """Runs of letters, digits and underscores."""
    return (Span(*match.span()) for match in _WORD.finditer(text))


def outside(tokens: Iterable[Span], marks: Sequence[Span]) -> Iterator[Span]:
    """The tokens that share no character with any mark."""
    merged = union(marks)
    starts = [mark.start for mark in merged]
    for token in tokens:
        index = bisect_right(starts, token.end - 1) - 1
        if index < 0 or merged[index].end <= token.start:
            yield token
