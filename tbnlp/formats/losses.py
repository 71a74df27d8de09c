"""What a format does not carry, as a closed list, so that a conversion can say it and a test can hold it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Loss(StrEnum):
    """One thing that is not there again after the way out and back."""

    SUBTYPE = "subtype"
    ATTRIBUTES = "attributes"
    CERTAINTY = "certainty"
    PARTS = "parts"                      # two parts come back as one span from the first to the last
    OVERLAPS = "overlaps"                # overlapping marks of one note cannot both be kept
    COMMENT = "comment"
    SCORE = "score"
    MARK_ID = "mark_id"
    ANNOTATOR = "annotator"
    TIMES = "times"                      # annotated_at and minutes
    SCHEMA_VERSION = "schema_version"
    EXACT_OFFSETS = "exact_offsets"      # the tool moves a mark to whole tokens
    CONTROL_CHARACTERS = "control_characters"   # a note with characters that the file type forbids is refused
    ORIGIN = "origin"                    # suggestion or answer


@dataclass(frozen=True, slots=True)
class Losses:
    """What a format loses, in the file and in the tool.

    `in_file`: lost between our writer and our reader. `in_tool`: lost for marks that a person makes or changes
    inside the tool, because the tool has no field for it; it holds at least `in_file`.
    """

    in_file: frozenset[Loss]
    in_tool: frozenset[Loss]

    def __post_init__(self) -> None:
        if not self.in_file <= self.in_tool:
            msg = "what our own file loses, the tool cannot keep"
            raise ValueError(msg)
