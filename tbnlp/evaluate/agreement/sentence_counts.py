"""Counts over sentence x label, one set a case, from which every coefficient is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tbnlp.evaluate.agreement import coefficients
from tbnlp.evaluate.agreement.rows import Row, widened
from tbnlp.evaluate.agreement.shared_notes import Grid, SharedNote
from tbnlp.evaluate.intervals import Values


@dataclass(frozen=True, slots=True)
class SentenceCounts:
    """Counts by case and row. Only notes that two annotators or more read are in it.

    `coincidences`: (case, row, 2, 2), index 1 = labelled. `agreement`: (case, row, [units, units' shares of agreeing
    pairs, shares not labelled, shares labelled]). `specific`: (case, row, [ordered pairs that both label, that the
    first labels, that the first does not]). `complete`: (case, row, [answers no, answers yes, agreeing ordered
    pairs]) of notes that all annotators read. `pairs`: (case, row, pair, 2, 2), contingency of each two annotators.
    `marked`: (row, [sentences that somebody labelled, that all readers labelled]).
    """

    coincidences: Values
    agreement: Values
    specific: Values
    complete: Values
    pairs: Values
    marked: Values

    @property
    def units(self) -> int:
        """Sentences in notes that two annotators or more read."""
        return int(self.agreement[:, 0, 0].sum()) if self.agreement.size else 0


def pair_numbers(annotators: int) -> tuple[tuple[int, int], ...]:
    """Every two annotators, in the order of the annotators."""
    return tuple(combinations(range(annotators), 2))


def count_sentences(
    notes: Sequence[SharedNote], grids: Sequence[Grid], rows: Sequence[Row], annotators: int
) -> SentenceCounts:
    """Sum the counts of each note into its case. `grids`: one for each note, shape (reader, sentence, label)."""
    cases = {case: row for row, case in enumerate(dict.fromkeys(note.case for note in notes if note.shared))}
    pairs = pair_numbers(annotators)
    shape = (len(cases), len(rows))
    counts = SentenceCounts(
        np.zeros((*shape, 2, 2)), np.zeros((*shape, 4)), np.zeros((*shape, 3)), np.zeros((*shape, 3)),
        np.zeros((*shape, len(pairs), 2, 2)), np.zeros((len(rows), 2)),
    )
    for note, grid in zip(notes, grids, strict=True):
        if note.shared:
            wide = widened(grid, rows)
            _add(counts, cases[note.case], wide, complete=len(note.readers) == annotators)
            _add_pairs(counts.pairs[cases[note.case]], note.readers, wide, pairs)
    return counts


def _add(counts: SentenceCounts, case: int, grid: Grid, *, complete: bool) -> None:
    readers, sentences = grid.shape[:2]
    yes = grid.sum(axis=0).astype(np.float64)
    no = readers - yes
    ordered = readers * (readers - 1)
    agreeing = yes * (yes - 1) + no * (no - 1)
    both, given, denied = (yes * (yes - 1)).sum(axis=0), yes.sum(axis=0), no.sum(axis=0)
    counts.coincidences[case] += coefficients.coincidences(np.stack([no, yes], axis=-1)).sum(axis=0)
    counts.agreement[case, :, 0] += sentences
    counts.agreement[case, :, 1] += agreeing.sum(axis=0) / ordered
    counts.agreement[case, :, 2] += denied / readers
    counts.agreement[case, :, 3] += given / readers
    counts.specific[case] += np.stack([both, given * (readers - 1), denied * (readers - 1)], axis=-1)
    counts.marked[:] += np.stack([(yes > 0).sum(axis=0), (yes == readers).sum(axis=0)], axis=-1)
    if complete:
        counts.complete[case] += np.stack([denied, given, agreeing.sum(axis=0)], axis=-1)


def _add_pairs(
    table: Values, readers: Sequence[int], grid: Grid, pairs: Sequence[tuple[int, int]]
) -> None:
    """Add to `table`, shape (row, pair, 2, 2)."""
    place = {reader: row for row, reader in enumerate(readers)}
    for number, (one, other) in enumerate(pairs):
        if one in place and other in place:
            first, second = grid[place[one]], grid[place[other]]
            for says, said in ((0, ~first), (1, first)):
                table[:, number, says, 1] += (said & second).sum(axis=0)
                table[:, number, says, 0] += (said & ~second).sum(axis=0)
