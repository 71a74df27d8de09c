"""Stages without models for tests of the engine: certain words in a note make the worker fail."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from tbnlp.notes.case_note import CaseNote
from tbnlp.notes.redacted_note import RedactedNote, Tokens
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import (
    Attributes,
    Band,
    Candidate,
    Evidence,
    TaggedNote,
    candidate_id,
)
from tbnlp.run.case_work import CaseWork
from tbnlp.run.config import Settings
from tbnlp.run.opening import Opened
from tbnlp.schema.loader import load_schema
from tbnlp.stage import Reason, Skipped


def redact(notes: Sequence[CaseNote]) -> list[RedactedNote | Skipped]:
    """Upper-case the text; fail as the words of the note demand."""
    return [_redact(note) for note in notes]


def _redact(note: CaseNote) -> RedactedNote | Skipped:
    text = note.text.unwrap_for_redaction()
    if "segfault" in text:
        os.abort()
    if "hang" in text:
        time.sleep(3600)
    if "boom" in text:
        msg = f"quoting {text}"
        raise RuntimeError(msg)
    if "leak" in text:
        return Skipped(note.case_id, note.note_id, note.row, "redact", Reason.LEAK_FOUND)
    words = [word for word in text.upper().split(" ") if word]
    joined = " ".join(words)
    starts = [sum(len(word) + 1 for word in words[:index]) for index in range(len(words))]
    tokens = Tokens(
        tuple(starts), tuple(start + len(word) for start, word in zip(starts, words, strict=True)),
        ("NN",) * len(words), ("NOUN",) * len(words), tuple(words),
    )
    return RedactedNote(
        note.case_id, note.note_id, note.row, joined, tokens, (Span(0, len(joined)),), (), "light"
    )


def tag(notes: Sequence[RedactedNote]) -> list[TaggedNote | Skipped]:
    """One candidate over the whole text of every note."""
    return [_tag(note) for note in notes]


def _tag(note: RedactedNote) -> TaggedNote:
    span = Span(0, len(note.text))
    candidate = Candidate(
        candidate_id(note.case_id, note.note_id, "agency", (span,)), "agency", "own_decision", (span,), span,
        (Evidence("rule", "light", 1.0, "light"),),
        Attributes("affirmed", "current", "worker_observation", "client", "none"), 0.5, Band.POSSIBLE,
    )
    return TaggedNote(note, (candidate,), "light")


def open_light(settings: Settings, *, redact: bool, tag: bool) -> Opened:
    """The light stages under the interface of the real ones."""
    work = CaseWork(
        globals()["redact"] if redact else None, globals()["tag"] if tag else None, settings.run,
        load_schema(), "light",
    )
    return Opened(work, f"light {settings.deciding()}", {"redactor": "light"})
