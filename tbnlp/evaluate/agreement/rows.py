"""The rows of every table: each label, each family, and any label at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from tbnlp.evaluate.agreement.shared_notes import Grid
from tbnlp.schema.entries import Schema

ANY: Final = "any"


class Kind(StrEnum):
    """What a row is about."""

    LABEL = "label"
    FAMILY = "family"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `columns`: numbers of its labels in the order of the schema; targets are those of the schema, or None."""

    kind: Kind
    id: str
    name: str
    columns: tuple[int, ...]
    minimum: float | None = None
    aim: float | None = None


def rows_of(schema: Schema) -> tuple[Row, ...]:
    """Labels in the order of the schema, then families, then any label."""
    labels = [
        Row(Kind.LABEL, label.id, label.name, (column,), label.agreement_min, label.agreement_aim)
        for column, label in enumerate(schema.labels)
    ]
    families = [
        Row(
            Kind.FAMILY, family.id, family.name,
            tuple(column for column, label in enumerate(schema.labels) if label.family == family.id),
        )
        for family in schema.families
    ]
    return (*labels, *families, Row(Kind.ANY, ANY, "any label", tuple(range(len(schema.labels)))))


def widened(grid: Grid, rows: Sequence[Row]) -> Grid:
    """A grid of labels with one column a row: a family holds where any of its labels holds.

    Shape: (reader, sentence, label) to (reader, sentence, row).
    """
    return np.stack([grid[..., list(row.columns)].any(axis=-1) for row in rows], axis=-1)
