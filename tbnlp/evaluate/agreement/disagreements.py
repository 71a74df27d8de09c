"""The places where annotators differ, so that they can read them together: places and labels, never a sum by person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tbnlp.evaluate.agreement.attribute_figures import QUESTIONS, answer_of
from tbnlp.evaluate.agreement.matching import groups
from tbnlp.evaluate.agreement.shared_notes import Grid, SharedNote
from tbnlp.evaluate.agreement.span_figures import MarkedNote
from tbnlp.notes.span import Span


@dataclass(frozen=True, slots=True)
class LabelDifference:
    """A sentence that some readers of the note gave a label and others did not."""

    case_id: str
    note_id: str
    sentence: Span
    label: str
    marked_by: tuple[str, ...]
    not_marked_by: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Place, label and names; no text."""
        return {
            "case_id": self.case_id, "note_id": self.note_id, "start": self.sentence.start, "end": self.sentence.end,
            "label": self.label, "marked_by": list(self.marked_by), "not_marked_by": list(self.not_marked_by),
        }


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """A passage that annotators marked alike and about which they answered a question differently."""

    case_id: str
    note_id: str
    passage: Span
    label: str
    question: str
    answers: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Place, label, question, and the answer of each annotator; no text."""
        return {
            "case_id": self.case_id, "note_id": self.note_id, "start": self.passage.start, "end": self.passage.end,
            "label": self.label, "question": self.question, "answers": dict(self.answers),
        }


def label_differences(
    notes: Sequence[SharedNote], grids: Sequence[Grid], labels: Sequence[str], names: Sequence[str]
) -> tuple[LabelDifference, ...]:
    """All of them, in the order of notes, sentences and labels."""
    return tuple(
        difference
        for note, grid in zip(notes, grids, strict=True) if note.shared
        for difference in _in_note(note, grid, labels, names)
    )


def _in_note(note: SharedNote, grid: Grid, labels: Sequence[str], names: Sequence[str]) -> Iterator[LabelDifference]:
    given = grid.sum(axis=0)
    for row, sentence in enumerate(note.sentences):
        for column, label in enumerate(labels):
            if 0 < given[row, column] < len(note.readers):
                says = {names[reader]: bool(grid[place, row, column]) for place, reader in enumerate(note.readers)}
                yield LabelDifference(
                    note.case_id, note.note_id, sentence, label,
                    tuple(name for name, said in says.items() if said),
                    tuple(name for name, said in says.items() if not said),
                )


def answer_differences(notes: Sequence[MarkedNote], names: Sequence[str]) -> tuple[AnswerDifference, ...]:
    """All of them, in the order of notes and passages; questions as an annotator answers them."""
    found = []
    for note, placed in notes:
        joined = groups([one for made in placed.values() for one in made])
        for group in sorted(joined, key=lambda marks: (marks[0].place, marks[0].mark.label)):
            passage = group[0].mark.span
            for one in group[1:]:
                passage = passage.cover(one.mark.span)
            for question in QUESTIONS:
                answers = tuple(
                    (names[one.reader], answer) for one in sorted(group, key=lambda one: one.reader)
                    if (answer := answer_of(one, question)) is not None
                )
                if len({answer for _, answer in answers}) > 1:
                    label = group[0].mark.label
                    found.append(
                        AnswerDifference(note.case_id, note.note_id, passage, label, question, answers)
                    )
    return tuple(found)
