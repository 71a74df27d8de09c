"""Counts of passages by label and fold, with the rule that small counts are withheld."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from tbnlp.report.folding import Fold

SMALLEST_CELL: Final = 11
"""Counts that come from fewer cases are not shown. Source: the schema's policy, control c3."""


@dataclass(slots=True)
class Tally:
    """Passages that count, and the cases they come from."""

    passages: int = 0
    cases: set[str] = field(default_factory=set)

    @property
    def withheld(self) -> bool:
        """True for a count that comes from too few cases to be shown."""
        return len(self.cases) < SMALLEST_CELL


@dataclass(frozen=True, slots=True)
class Tallies:
    """Tallies over the whole run and not over the sample. Case ids stay inside."""

    cells: dict[tuple[str, Fold], Tally] = field(default_factory=dict)

    def add(self, label: str, fold: Fold, case_id: str) -> None:
        """Count one passage."""
        cell = self.cells.setdefault((label, fold), Tally())
        cell.passages += 1
        cell.cases.add(case_id)

    def of(self, label: str, *folds: Fold) -> Tally:
        """The passages of one label in these folds together."""
        return _joined(self.cells.get((label, fold), Tally()) for fold in folds)

    def whole(self, fold: Fold) -> Tally:
        """The passages of all labels in one fold.

        Where the labels whose own counts are withheld come from too few cases together, the sum would
        give them away, so it is withheld too: the tally has no cases then.
        """
        cells = [cell for (_, kind), cell in self.cells.items() if kind is fold]
        rest = _joined(cell for cell in cells if cell.withheld)
        return Tally() if rest.passages and rest.withheld else _joined(cells)


def _joined(cells: Iterable[Tally]) -> Tally:
    whole = Tally()
    for cell in cells:
        whole.passages += cell.passages
        whole.cases |= cell.cases
    return whole
