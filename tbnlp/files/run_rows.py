"""The rows of a run folder: field order of the contract, JSON lines, Arrow types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from tbnlp.errors import TbnlpError

NOTES: Final = "notes"
CANDIDATES: Final = "candidates"
REDACTIONS: Final = "redactions"
REJECTS: Final = "rejects"
KINDS: Final = (NOTES, CANDIDATES, REDACTIONS, REJECTS)

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    NOTES: (
        "case_id", "note_id", "row", "status", "reason", "redacted_text", "sentences", "alignment",
        "text_sha256", "note_type", "setting", "author_role",
    ),
    CANDIDATES: (
        "candidate_id", "case_id", "note_id", "label", "family", "subtype", "start", "end", "parts",
        "quote", "sentence", "score", "band", "assertion", "temporality", "source", "experiencer",
        "referent_role", "evidence", "reviewer_prompt", "caution", "review_state", "text_sha256",
        "schema_version", "pipeline_id",
    ),
    REDACTIONS: (
        "case_id", "note_id", "start", "end", "entity_type", "surrogate", "recognizer", "score",
    ),
    REJECTS: ("case_id", "note_id", "source", "row", "reason", "detail"),
}
"""Field order of each file. Source: the project's contract, "Run folder"."""


def ordered(kind: str, row: Mapping[str, object]) -> dict[str, object]:
    """The row with its fields in the order of the contract; fields beyond it follow as given."""
    known = FIELDS[kind]
    result = {name: row[name] for name in known if name in row}
    result.update((name, value) for name, value in row.items() if name not in result)
    return result


def encode(kind: str, row: Mapping[str, object]) -> bytes:
    """One JSON line in UTF-8. Raises `TbnlpError` for values that JSON cannot hold."""
    try:
        line = json.dumps(
            ordered(kind, row), ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
        return line.encode() + b"\n"
    except (TypeError, ValueError):
        # The foreign exception may quote the row, so it is not chained.
        msg = f"a row of {kind}.jsonl holds a value that JSON cannot hold; please report this"
        raise TbnlpError(msg) from None


def decode(line: bytes) -> dict[str, object]:
    """Read a line that `encode` wrote. Raises `ValueError` without quoting it."""
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        msg = "not a row of a run folder"
        raise ValueError(msg)  # noqa: TRY004  the content is wrong, not the argument's type
    return row
