"""What a check of a corpus found: which check, which note, which characters, and how grave it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

QUOTED: Final = 20
"""Longest piece of a note in a message, in characters. The texts are invented; the habit is kept all the same."""


class Level(StrEnum):
    """How grave a finding is. Only a fault makes the check fail; a release turns warnings into faults."""

    FAULT = "fault"
    REVIEW = "review"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding. `note_id` is empty and the offsets are None where it concerns the corpus as a whole.

    `start` and `end` are code points of the text of the note, half-open.
    """

    check: str
    message: str
    note_id: str = ""
    start: int | None = None
    end: int | None = None
    level: Level = Level.FAULT

    def line(self) -> str:
        """The finding as one line: level, check, place, message."""
        place = self.note_id
        if self.start is not None:
            place += f" [{self.start}, {self.end})"
        return f"{self.level.value} {self.check}: {place + ': ' if place else ''}{self.message}"

    def to_json(self) -> dict[str, Any]:
        """The finding as a row; the offsets are null where there are none."""
        return {
            "check": self.check, "level": self.level.value, "note_id": self.note_id, "start": self.start,
            "end": self.end, "message": self.message,
        }


def quoted(words: str) -> str:
    """At most `QUOTED` characters of `words` in quotation marks, on one line."""
    flat = " ".join(words.split())
    return repr(flat if len(flat) <= QUOTED else f"{flat[: QUOTED - 1]}…")


def failed(faults: Iterable[Fault]) -> bool:
    """True when any of them is a fault and not a warning or a question for a reader."""
    return any(fault.level is Level.FAULT for fault in faults)
