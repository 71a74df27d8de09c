"""F1 of marks between annotators: exactly the same characters, and at least one word shared.

Neither annotator is the key: the figure is 2 x matched marks over the marks of both, the same in both directions.
Over more than two annotators the pairs are pooled. Source: Hripcsak and Rothschild (2005), Agreement, the F-Measure,
and Reliability in Information Retrieval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from tbnlp.evaluate.agreement import coefficients
from tbnlp.evaluate.agreement.matching import Likeness, Placed, one_to_one, same_parts, shared_words
from tbnlp.evaluate.agreement.resampling import Figure, Gap, Resampling, mean_of_rows
from tbnlp.evaluate.agreement.rows import Kind, Row
from tbnlp.evaluate.agreement.shared_notes import SharedNote
from tbnlp.evaluate.intervals import Values

KINDS: tuple[Likeness, ...] = (same_parts, shared_words)


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """F1 of one row. `n` of both: marks of all annotators in notes that two or more read."""

    row: Row
    marks: int
    exact: Figure
    overlapping: Figure

    def to_json(self) -> dict[str, Any]:
        """Both figures."""
        return {"marks": self.marks, "exact": self.exact.to_json(), "overlapping": self.overlapping.to_json()}


@dataclass(frozen=True, slots=True)
class SpanMacro:
    """Unweighted means over the labels with at least 20 positives; `n` counts labels."""

    exact: Figure
    overlapping: Figure

    def to_json(self) -> dict[str, Any]:
        """Both means."""
        return {"exact": self.exact.to_json(), "overlapping": self.overlapping.to_json()}


MarkedNote = tuple[SharedNote, dict[int, list[Placed]]]


def span_figures(
    notes: Sequence[MarkedNote], labels: Sequence[str], rows: Sequence[Row], rare: Sequence[bool], draws: Resampling
) -> tuple[tuple[SpanFigures, ...], SpanMacro]:
    """All rows in order. `labels`: ids in the order of the schema. `rare`: rows whose figures are left out."""
    counts, marks = _counts(notes, labels, rows)
    gaps = [_gap(few, held, bool(counts.shape[0])) for few, held in zip(rare, marks, strict=True)]
    exact, overlapping = (
        draws.figures(counts[:, :, kind], _f1, marks, gaps, Gap.NOTHING_MARKED) for kind in range(len(KINDS))
    )
    table = tuple(SpanFigures(*line) for line in zip(rows, marks, exact, overlapping, strict=True))
    kept = [
        place for place, line in enumerate(table) if line.row.kind is Kind.LABEL and line.exact.value is not None
    ]
    if not kept:
        none = Figure(None, None, 0, Gap.RARE if counts.shape[0] else Gap.NOTHING_SHARED)
        return table, SpanMacro(none, none)
    means = (
        draws.figure(counts[:, :, kind], mean_of_rows(_f1, kept), len(kept), Gap.NONE, Gap.NOTHING_MARKED)
        for kind in range(len(KINDS))
    )
    return table, SpanMacro(*means)


def _f1(sums: Values) -> Values:
    return coefficients.ratio(sums[..., 0], sums[..., 1])


def _gap(rare: bool, marks: int, shared: bool) -> Gap:
    if not shared:
        return Gap.NOTHING_SHARED
    if not marks:
        return Gap.NOTHING_MARKED
    return Gap.RARE if rare else Gap.NONE


def _counts(notes: Sequence[MarkedNote], labels: Sequence[str], rows: Sequence[Row]) -> tuple[Values, list[int]]:
    """Counts of shape (case, row, kind, [2 x matched, marks of both]), and the marks of each row."""
    cases = {case: row for row, case in enumerate(dict.fromkeys(note.case for note, _ in notes))}
    counts = np.zeros((len(cases), len(rows), len(KINDS), 2))
    marks = [0] * len(rows)
    names = [frozenset(labels[column] for column in row.columns) for row in rows]
    for note, placed in notes:
        for place, held in enumerate(names):
            mine = {reader: [one for one in made if one.mark.label in held] for reader, made in placed.items()}
            total = sum(map(len, mine.values()))
            if not total:
                continue
            marks[place] += total
            for one, other in combinations(mine.values(), 2):
                for kind, likeness in enumerate(KINDS):
                    matched = len(one_to_one(one, other, likeness))
                    counts[cases[note.case], place, kind] += [2 * matched, len(one) + len(other)]
    return counts, marks
