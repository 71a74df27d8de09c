"""Half-open spans of Unicode code points, and the little algebra that the rest needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters `[start, end)` of one text.

    Raises `ValueError` when `start` is negative or `end` does not lie behind it.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start:
            msg = f"a span needs 0 <= start < end, got [{self.start}, {self.end})"
            raise ValueError(msg)

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """True when the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True when `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def cuts(self, other: Span) -> bool:
        """True when an edge of this span lies strictly inside `other`."""
        return other.start < self.start < other.end or other.start < self.end < other.end

    def shift(self, by: int) -> Span:
        """The same span moved by `by` characters."""
        return Span(self.start + by, self.end + by)

    def cover(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


def union(spans: Iterable[Span]) -> list[Span]:
    """Sorted, disjoint spans that cover the same characters; spans that only touch stay apart."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = merged[-1].cover(span)
        else:
            merged.append(span)
    return merged


def overlap_length(one: Sequence[Span], other: Sequence[Span]) -> int:
    """Number of characters that both sets of spans cover."""
    total = 0
    others = union(other)
    for span in union(one):
        for candidate in others:
            total += max(0, min(span.end, candidate.end) - max(span.start, candidate.start))
    return total
