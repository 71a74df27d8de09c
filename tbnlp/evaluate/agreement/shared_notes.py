"""Notes with all their readings side by side, cut into the units of agreement.

A unit is a sentence of the text (`tbnlp.notes.sentence_split`) with at least one letter or digit, whatever anybody
marked. An annotator who did not read a note is missing there; an annotator who read it and marked nothing said "no"
to every label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import AnnotatedNote, Mark
from tbnlp.notes.placeholders import PATTERN
from tbnlp.notes.sentence_split import sentences
from tbnlp.notes.span import Span
from tbnlp.schema.entries import Schema

MIN_LETTERS: Final = 3
"""Letters and digits of a mark that a sentence must hold to count as labelled, so that a mark that runs over a full
stop by a word's first letters does not label the next sentence. A shorter mark needs all of its own."""

_WORD: Final = re.compile(rf"{PATTERN.pattern}|\w+(?:['\u2019-]\w+)*")

Grid = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SharedNote:
    """One note and everybody who read it.

    `case`: number of the case among all cases. `readers`: numbers of the annotators, in their order, and `readings`
    their notes. `sentences` and `words`: spans of the text; a placeholder is one word. `letters`: how many letters
    and digits stand before each place of the text.
    """

    case: int
    case_id: str
    note_id: str
    readers: tuple[int, ...]
    readings: tuple[AnnotatedNote, ...]
    sentences: tuple[Span, ...]
    words: tuple[Span, ...]
    letters: tuple[int, ...]

    @property
    def text(self) -> str:
        """The text that all of them read."""
        return self.readings[0].text

    @property
    def shared(self) -> bool:
        """True when two annotators or more read it: only then is there anything to compare."""
        return len(self.readers) > 1


def shared_notes(layers: Mapping[str, Sequence[AnnotatedNote]], schema: Schema) -> tuple[SharedNote, ...]:
    """All notes of all annotators, in the order in which they first appear.

    Raises `InputError`, naming the note id, when an annotator has a note twice, when two texts of one note differ,
    or when a mark has a label that the schema does not know.
    """
    readings: dict[tuple[str, str], dict[int, AnnotatedNote]] = {}
    for reader, notes in enumerate(layers.values()):
        for note in notes:
            _check_labels(note, schema)
            held = readings.setdefault((note.case_id, note.note_id), {})
            if reader in held:
                msg = f"note {note.note_id}: it stands twice among the notes of one annotator; keep one of the two"
                raise InputError(msg)
            held[reader] = note
    cases = {case: row for row, case in enumerate(dict.fromkeys(case for case, _ in readings))}
    return tuple(_shared(cases[case], held) for (case, _), held in readings.items())


def _check_labels(note: AnnotatedNote, schema: Schema) -> None:
    known = set(schema.label_ids)
    if any(mark.label not in known for mark in note.marks):
        msg = (
            f"note {note.note_id}: a mark has a label that schema {schema.version} does not know; "
            "bring the file to this schema first (annotation_guidelines/migration.md)"
        )
        raise InputError(msg)


def _shared(case: int, held: dict[int, AnnotatedNote]) -> SharedNote:
    readings = tuple(held[reader] for reader in sorted(held))
    first = readings[0]
    if any(other.text_sha256 != first.text_sha256 for other in readings):
        msg = (
            f"note {first.note_id}: the annotators did not read the same text (its hash differs); "
            "compare files that were made from one export"
        )
        raise InputError(msg)
    text = first.text
    letters = (0, *accumulate(int(sign.isalnum()) for sign in text))
    units = (span for span in sentences(text) if letters[span.end] > letters[span.start])
    words = (Span(*match.span()) for match in _WORD.finditer(text))
    return SharedNote(
        case, first.case_id, first.note_id, tuple(sorted(held)), readings, tuple(units), tuple(words), letters
    )


def sentences_of(mark: Mark, note: SharedNote) -> list[int]:
    """Numbers of the sentences that a mark labels.

    A sentence is labelled when at least three letters or digits of the mark lie in it, or all of them when the mark
    has fewer. A mark that reaches this nowhere labels the sentence that holds most of it, so no mark with a letter
    is lost; a mark without any letter labels no sentence.
    """
    held: dict[int, int] = {}
    starts = [span.start for span in note.sentences]
    for part in mark.parts:
        row = max(bisect_right(starts, part.start) - 1, 0)
        while row < len(starts) and starts[row] < part.end:
            left, right = max(part.start, starts[row]), min(part.end, note.sentences[row].end)
            if left < right:
                held[row] = held.get(row, 0) + note.letters[right] - note.letters[left]
            row += 1
    needed = min(MIN_LETTERS, sum(held.values()))
    found = [row for row, count in held.items() if count >= needed > 0]
    if not found and needed:
        found = [max(held, key=lambda row: (held[row], -row))]
    return sorted(found)


def words_of(mark: Mark, note: SharedNote) -> frozenset[int]:
    """Numbers of the words that share a character with a part of the mark; a placeholder is one word."""
    starts = [word.start for word in note.words]
    found: set[int] = set()
    for part in mark.parts:
        row = max(bisect_right(starts, part.start) - 1, 0)
        while row < len(starts) and starts[row] < part.end:
            if note.words[row].overlaps(part):
                found.add(row)
            row += 1
    return frozenset(found)


def label_grid(note: SharedNote, columns: Mapping[str, int]) -> Grid:
    """Which reader gave which sentence which label. Shape: (reader, sentence, label)."""
    grid = np.zeros((len(note.readers), len(note.sentences), len(columns)), dtype=np.bool_)
    for reader, reading in enumerate(note.readings):
        for mark in reading.marks:
            for row in sentences_of(mark, note):
                grid[reader, row, columns[mark.label]] = True
    return grid
