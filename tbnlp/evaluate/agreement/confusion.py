"""Which labels stand on the same words where annotators differ, without saying who chose which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbnlp.evaluate.agreement.matching import Placed, one_to_one, shared_words
from tbnlp.evaluate.agreement.span_figures import MarkedNote

SPLIT_OR_MERGE: Final = 0.30
"""Share of a label's disagreements with one other label above which the two are looked at (schema, gates)."""
FEW_DISAGREEMENTS: Final = 10
"""Below this number of disagreements no share is worth a remark. Ours, a planning value."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts over pairs of annotators. `counts`: shape (label, label + 1), the last column "no mark".

    On the diagonal: pairs of marks with the same label that share a word. Elsewhere: of the marks left over, pairs
    with different labels that share a word, counted in both rows, and marks that had no partner. Each mark of a pair
    of annotators is counted once. With more than two annotators each pair is counted.
    """

    labels: tuple[str, ...]
    counts: NDArray[np.int64]

    def differing(self, label: str) -> int:
        """Marks of a label whose partner has another label or is missing."""
        row = self.labels.index(label)
        return int(self.counts[row].sum() - self.counts[row, row])

    def close_to(self, label: str) -> tuple[str, int, float] | None:
        """The label that takes more than 30 % of the disagreements, with its count and share; None without one."""
        row = self.labels.index(label)
        others = self.counts[row, :-1].copy()
        others[row] = 0
        differing = self.differing(label)
        if differing < FEW_DISAGREEMENTS or others.max() <= SPLIT_OR_MERGE * differing:
            return None
        column = int(others.argmax())
        return self.labels[column], int(others[column]), float(others[column] / differing)

    def to_json(self) -> dict[str, Any]:
        """The table as rows of counts, and the labels that are close to one other."""
        close = {label: found for label in self.labels if (found := self.close_to(label)) is not None}
        return {
            "columns": [*self.labels, "no_mark"],
            "rows": {label: self.counts[row].tolist() for row, label in enumerate(self.labels)},
            "close": {
                label: {"label": other, "count": count, "share": round(share, 4)}
                for label, (other, count, share) in close.items()
            },
        }


def confusion(notes: Sequence[MarkedNote], labels: Sequence[str]) -> Confusion:
    """Counts of all notes that two annotators or more read."""
    columns = {label: column for column, label in enumerate(labels)}
    counts = np.zeros((len(labels), len(labels) + 1), dtype=np.int64)
    for _, placed in notes:
        for one, other in combinations(placed.values(), 2):
            _add(counts, columns, one, other)
    return Confusion(tuple(labels), counts)


def _add(counts: NDArray[np.int64], columns: dict[str, int], one: Sequence[Placed], other: Sequence[Placed]) -> None:
    agreed = one_to_one(one, other, _same_label)
    for mark, _ in agreed:
        column = columns[mark.mark.label]
        counts[column, column] += 1
    rest = [_left_over(marks, [pair[side] for pair in agreed]) for side, marks in enumerate((one, other))]
    crossed = one_to_one(rest[0], rest[1], _other_label)
    for mark, partner in crossed:
        counts[columns[mark.mark.label], columns[partner.mark.label]] += 1
        counts[columns[partner.mark.label], columns[mark.mark.label]] += 1
    for side in (0, 1):
        for mark in _left_over(rest[side], [pair[side] for pair in crossed]):
            counts[columns[mark.mark.label], -1] += 1


def _same_label(one: Placed, other: Placed) -> float:
    return shared_words(one, other) if one.mark.label == other.mark.label else 0.0


def _other_label(one: Placed, other: Placed) -> float:
    return shared_words(one, other) if one.mark.label != other.mark.label else 0.0


def _left_over(marks: Sequence[Placed], used: Sequence[Placed]) -> list[Placed]:
    taken = {id(mark) for mark in used}
    return [mark for mark in marks if id(mark) not in taken]
