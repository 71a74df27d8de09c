"""The batch contract: a stage is a frozen description that opens into a pure function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

In = TypeVar("In", contravariant=True)
Out = TypeVar("Out")


class Reason(StrEnum):
    """Why a note was not processed: a closed list of codes, so that no free text can leak."""

    NO_TEXT = "no_text"
    TOO_LONG = "too_long"
    NOT_ENGLISH = "not_english"
    CASE_REOPENED = "case_reopened"
    CASE_TOO_LARGE = "case_too_large"
    DUPLICATE_ID = "duplicate_id"
    BAD_ROW = "bad_row"
    BAD_ENCODING = "bad_encoding"
    CORRUPT_FILE = "corrupt_file"
    ENCRYPTED_FILE = "encrypted_file"
    UNKNOWN_KIND = "unknown_kind"
    LEAK_FOUND = "leak_found"
    OFFSETS_BROKEN = "offsets_broken"
    TOO_MANY_NUMBERS = "too_many_numbers"
    REDACTION_FAILED = "redaction_failed"
    TAGGING_FAILED = "tagging_failed"
    TIMED_OUT = "timed_out"
    WORKER_DIED = "worker_died"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A note that a stage did not process, and why. Never a sign that nothing was found in it."""

    case_id: str
    note_id: str
    row: int
    stage: str
    reason: Reason


class Stage(Protocol[In, Out]):
    """A picklable description of one step.

    `open` loads the heavy things, once a worker, and returns a function that is pure: same length and
    order as its input, no hidden state, no result that depends on other cases or on the batch.
    """

    def open(self) -> Callable[[Sequence[In]], list[Out | Skipped]]:
        """Load what the step needs and return the function that carries it out."""
        ...
