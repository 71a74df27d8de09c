"""Notes that are clearly in another language: rejected aloud, or run and stamped when that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tbnlp.files.language import is_clearly_not_english
from tbnlp.notes.case_note import CaseNote
from tbnlp.stage import Reason, Skipped

OTHER = "other"
"""Stamp of a note that was run although it is clearly not in English."""


def screened(notes: Iterable[CaseNote | Skipped], language: str) -> Iterator[CaseNote | Skipped]:
    """The notes in order. `language`: `en` rejects clearly foreign notes, `any` stamps them."""
    for note in notes:
        if isinstance(note, Skipped) or not is_clearly_not_english(note.text.unwrap_for_redaction()):
            yield note
        elif language == "any":
            yield replace(note, language=OTHER)
        else:
            yield Skipped(note.case_id, note.note_id, note.row, "read", Reason.NOT_ENGLISH)
