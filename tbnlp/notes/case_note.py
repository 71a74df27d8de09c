"""The raw note: the one type that holds what a person wrote, named only on this side of redaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final


@final
class RawText:
    """Text that has not been redacted.

    Printing, formatting or logging it shows its length only. The characters come out through
    `unwrap_for_redaction` and nothing else. Pickling stays possible, because workers need it.
    Comparison and hashing are by identity, so that no set or dictionary reveals equal notes.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def unwrap_for_redaction(self) -> str:
        """The untouched characters. Call this in `redact`, in its scorer, and nowhere else."""
        return self._text

    def __len__(self) -> int:
        return len(self._text)

    def __repr__(self) -> str:
        return f"RawText({len(self._text)} characters)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)


@dataclass(frozen=True, slots=True)
class CaseNote:
    """One note as it was read. `row` counts the notes of an input from 0, over all its files.

    A plain string as `text` is wrapped at once, so that no representation ever shows it. Does not claim
    that the ids are free of names: `files.identity` sees to that.
    `roster` holds names and ids that the source gave beside the note; it is used in memory only.
    """

    case_id: str
    note_id: str
    row: int
    text: RawText
    date: str | None = None
    note_type: str | None = None
    setting: str | None = None
    author_role: str | None = None
    language: str = "en"
    roster: tuple[RawText, ...] = ()
    masked_ids: tuple[RawText, ...] = ()

    def __post_init__(self) -> None:
        given: object = self.text
        if isinstance(given, str):
            object.__setattr__(self, "text", RawText(given))
