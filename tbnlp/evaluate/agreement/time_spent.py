"""Minutes for a note, all annotators together: for planning the load, never for comparing people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tbnlp.formats.annotated_note import AnnotatedNote, Origin


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """Quartiles of the minutes of one reading of one note. `readings`: those with a time recorded.

    Nothing is given when fewer than two annotators recorded times, since it would be about one person.
    """

    readings: int
    without_time: int
    quartiles: tuple[float, float, float] | None

    def to_json(self) -> dict[str, Any]:
        """Counts and quartiles in minutes, one decimal."""
        named = zip(("lower", "median", "upper"), self.quartiles, strict=True) if self.quartiles else ()
        return {
            "readings": self.readings, "without_time": self.without_time,
            "minutes": {name: round(value, 1) for name, value in named} or None,
        }


def time_spent(layers: Mapping[str, Sequence[AnnotatedNote]]) -> TimeSpent:
    """Minutes over all annotators who recorded them; suggestions of the program take no time and are left out."""
    by_annotator = [
        [note.minutes for note in notes if note.origin is Origin.ANNOTATED] for notes in layers.values()
    ]
    recorded = [[value for value in minutes if value is not None] for minutes in by_annotator]
    values = [value for minutes in recorded for value in minutes]
    missing = sum(map(len, by_annotator)) - len(values)
    if sum(bool(minutes) for minutes in recorded) < 2:
        return TimeSpent(0, missing + len(values), None)
    low, middle, high = (float(value) for value in np.percentile(values, (25, 50, 75)))
    return TimeSpent(len(values), missing, (low, middle, high))
