"""The table of formats and what they lose, for the terminal and for the README."""

from __future__ import annotations

from typing import Final

from tbnlp.formats.detection import MODULES, format_of
from tbnlp.formats.losses import Loss

WORDS: Final = {
    Loss.SUBTYPE: "subtype",
    Loss.ATTRIBUTES: "attributes",
    Loss.CERTAINTY: "certainty",
    Loss.PARTS: "two parts of a passage",
    Loss.OVERLAPS: "overlapping passages",
    Loss.COMMENT: "comment",
    Loss.SCORE: "score of a suggestion",
    Loss.MARK_ID: "id of a mark",
    Loss.ANNOTATOR: "annotator",
    Loss.TIMES: "time and minutes",
    Loss.SCHEMA_VERSION: "schema version",
    Loss.EXACT_OFFSETS: "exact place",
    Loss.CONTROL_CHARACTERS: "control characters",
    Loss.ORIGIN: "suggestion or answer",
}
KEPT: Final = "kept"
IN_TOOL: Final = "not in the tool"
LOST: Final = "lost"


def cell(loss: Loss, name: str) -> str:
    """`kept`; `not in the tool`: our file keeps it, a mark that a person changes in the tool has it not; `lost`."""
    losses = format_of(name).LOSSES
    if loss in losses.in_file:
        return LOST
    return IN_TOOL if loss in losses.in_tool else KEPT


def matrix() -> str:
    """The table in Markdown, a row for each thing that can be lost and a column for each format."""
    names = list(MODULES)
    lines = [
        "| | " + " | ".join(names) + " |",
        "|---|" + "---|" * len(names),
        *(f"| {words} | " + " | ".join(cell(loss, name) for name in names) + " |" for loss, words in WORDS.items()),
    ]
    return "\n".join(lines) + "\n"
