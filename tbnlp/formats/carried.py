"""What a tool has no field for, as plain values that travel beside its own fields under the key `tbnlp`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin, sorted_marks
from tbnlp.formats.own_rows import mark_row, to_row

KEY: Final = "tbnlp"


def head(note: AnnotatedNote) -> dict[str, Any]:
    """Everything of a note but its text and its marks."""
    return {name: value for name, value in to_row(note).items() if name not in {"text", "indicators"}}


def mark_head(mark: Mark, text: str) -> dict[str, Any]:
    """Everything of a mark but its quote."""
    return {name: value for name, value in mark_row(mark, text).items() if name != "quote"}


def note_from(
    carried: Mapping[str, Any], text: str, marks: Iterable[Mark], where: str, **changed: Any
) -> AnnotatedNote:
    """The note of a head, its text and its marks; `changed` holds fields that the tool knows better.

    Raises `InputError`, naming `where`, when the text is not the one that was handed out or a mark cuts it.
    """
    try:
        fields = {
            "case_id": str(carried["case_id"]),
            "note_id": str(carried["note_id"]),
            "annotator": str(carried["annotator"]),
            "origin": Origin(carried["origin"]),
            "schema_version": str(carried["schema_version"]),
            "schema_fingerprint": str(carried["schema_fingerprint"]),
            "annotated_at": str(carried["annotated_at"]),
            "minutes": carried["minutes"],
        }
        note = AnnotatedNote(text=text, marks=sorted_marks(list(marks)), **{**fields, **changed})
    except KeyError as error:
        msg = f"{where}: the field {error.args[0]!r} is missing"
        raise InputError(msg) from None
    except (TypeError, ValueError):
        msg = f"{where}: a mark leaves the text, cuts a placeholder or shares its id with another"
        raise InputError(msg) from None
    if note.text_sha256 != carried.get("text_sha256"):
        msg = f"{where}: the text is not the one that was handed out (its hash differs)"
        raise InputError(msg)
    return note
