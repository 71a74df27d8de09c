"""Marks of several annotators put together: one to one by pairs, and in groups over all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tbnlp.evaluate.agreement.shared_notes import SharedNote, words_of
from tbnlp.formats.annotated_note import Mark

MATCH_FROM: Final = 0.5
"""Share of the words of the longer mark that both must hold (schema, agreement, attributes)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark with the annotator who made it and the numbers of the words that it covers."""

    reader: int
    mark: Mark
    words: frozenset[int]

    @property
    def place(self) -> tuple[int, int, int, str]:
        """Where it stands, for an order that does not depend on who made it first."""
        return (self.mark.span.start, self.mark.span.end, self.reader, self.mark.mark_id)


Likeness = Callable[[Placed, Placed], float]
"""How well two marks fit, 0 when they do not."""


def placed_marks(note: SharedNote) -> dict[int, list[Placed]]:
    """The marks of a note by annotator, in the order of the text."""
    return {
        reader: sorted(
            (Placed(reader, mark, words_of(mark, note)) for mark in reading.marks), key=lambda one: one.place
        )
        for reader, reading in zip(note.readers, note.readings, strict=True)
    }


def same_parts(one: Placed, other: Placed) -> float:
    """1 when both cover exactly the same characters in the same parts."""
    return float(one.mark.parts == other.mark.parts)


def shared_words(one: Placed, other: Placed) -> float:
    """Number of words that both hold."""
    return float(len(one.words & other.words))


def word_share(one: Placed, other: Placed) -> float:
    """Shared words over the words of the longer mark, when it is at least one half; else 0."""
    longest = max(len(one.words), len(other.words))
    share = len(one.words & other.words) / longest if longest else 0.0
    return share if share >= MATCH_FROM else 0.0


def one_to_one(ones: Sequence[Placed], others: Sequence[Placed], likeness: Likeness) -> list[tuple[Placed, Placed]]:
    """Pairs of marks, each mark used once, the best fit first; ties go by place in the text.

    Exchanging the two annotators gives the same pairs.
    """
    scored = sorted(
        (-fit, min(first, second), max(first, second), first, second)
        for first, one in enumerate(ones)
        for second, other in enumerate(others)
        if (fit := likeness(one, other)) > 0
    )
    used: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for *_, first, second in scored:
        if first not in used[0] and second not in used[1]:
            used[0].add(first)
            used[1].add(second)
            pairs.append((ones[first], others[second]))
    return pairs


def groups(marks: Sequence[Placed]) -> list[list[Placed]]:
    """Marks that several annotators made of the same passage with the same label, at most one of each annotator.

    Best fits are joined first, and every two marks of a group share at least half of the words of the longer one.
    With two annotators the groups are the pairs of `one_to_one`. Marks without a partner are in no group.
    """
    ordered = sorted(marks, key=lambda one: one.place)
    scored = sorted(
        (-fit, first, second)
        for first, one in enumerate(ordered)
        for second, other in enumerate(ordered[first + 1 :], start=first + 1)
        if one.reader != other.reader and one.mark.label == other.mark.label and (fit := word_share(one, other)) > 0
    )
    member = {number: [number] for number in range(len(ordered))}
    for _, first, second in scored:
        one, other = member[first], member[second]
        if one is not other and _fit_together([ordered[row] for row in one], [ordered[row] for row in other]):
            joined = one + other
            for number in joined:
                member[number] = joined
    whole = {id(rows): rows for rows in member.values() if len(rows) > 1}
    return [[ordered[row] for row in sorted(rows)] for rows in whole.values()]


def _fit_together(ones: Sequence[Placed], others: Sequence[Placed]) -> bool:
    return not {one.reader for one in ones} & {other.reader for other in others} and all(
        word_share(one, other) > 0 for one in ones for other in others
    )
