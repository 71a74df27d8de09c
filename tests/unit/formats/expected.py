"""What a note is after the way through a format: itself, less exactly the losses that the format declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin, sorted_marks
from tbnlp.formats.losses import Loss, Losses

MARK_LOSSES: Final[dict[Loss, Callable[[Mark], Mark]]] = {
    Loss.SUBTYPE: lambda mark: replace(mark, subtype="unspecified"),
    Loss.ATTRIBUTES: lambda mark: replace(
        mark, attributes=tuple(pair for pair in mark.attributes if pair[0] == "certainty")
    ),
    Loss.CERTAINTY: lambda mark: replace(
        mark, attributes=tuple(pair for pair in mark.attributes if pair[0] != "certainty")
    ),
    Loss.PARTS: lambda mark: replace(mark, parts=(mark.span,)),
    Loss.COMMENT: lambda mark: replace(mark, comment=""),
    Loss.SCORE: lambda mark: replace(mark, score=None),
}
NOTE_LOSSES: Final[dict[Loss, Callable[[AnnotatedNote], AnnotatedNote]]] = {
    Loss.ANNOTATOR: lambda note: replace(note, annotator=""),
    Loss.TIMES: lambda note: replace(note, annotated_at="", minutes=None),
    Loss.SCHEMA_VERSION: lambda note: replace(note, schema_version="", schema_fingerprint=""),
    Loss.ORIGIN: lambda note: replace(note, origin=Origin.ANNOTATED),
}
NOT_A_CHANGE: Final = frozenset({Loss.CONTROL_CHARACTERS})
"""A note with such a character is refused before it is written, so nothing comes back to be compared."""


def expected(note: AnnotatedNote, losses: Losses) -> AnnotatedNote:
    """The note as it must come back from the file of a format with these losses, marks in the order of the text.

    Raises `ValueError` for a loss whose effect cannot be foreseen (`EXACT_OFFSETS`): test such a format by hand.
    """
    marks = list(sorted_marks(list(note.marks)))
    for loss in Loss:
        if loss not in losses.in_file or loss in NOT_A_CHANGE:
            continue
        if loss in MARK_LOSSES:
            marks = [MARK_LOSSES[loss](mark) for mark in marks]
        elif loss in NOTE_LOSSES:
            note = NOTE_LOSSES[loss](note)
        elif loss is Loss.OVERLAPS:
            marks = _without_overlaps(marks)
        elif loss is Loss.MARK_ID:
            marks = [replace(mark, mark_id=f"m{number}") for number, mark in enumerate(marks)]
        else:
            msg = f"nothing can be expected of a format that loses {loss.value}"
            raise ValueError(msg)
    return replace(note, marks=sorted_marks(marks))


def in_text_order(note: AnnotatedNote) -> AnnotatedNote:
    """The same note with its marks in the order that every reader gives them."""
    return replace(note, marks=sorted_marks(list(note.marks)))


def _without_overlaps(marks: Iterable[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in marks:
        if not any(mark.span.overlaps(other.span) for other in kept):
            kept.append(mark)
    return kept
