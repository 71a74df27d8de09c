"""Notes with marks, written as quotes, and ratings as tables, for the tests of agreement."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin, in_order, sorted_marks
from tbnlp.notes.span import Span
from tbnlp.schema.loader import load_schema

SCHEMA = load_schema()
TEXT = "She was afraid. She packed a bag. The door was locked. He took her phone. She called her sister."
SENTENCES = (
    "She was afraid.", "She packed a bag.", "The door was locked.", "He took her phone.", "She called her sister.",
)


def mark(number: int, text: str, label: str, *quotes: str, subtype: str | None = None, **answers: str) -> Mark:
    """A mark on the words of `quotes`, each of which stands once in the text."""
    parts = tuple(Span(text.index(quote), text.index(quote) + len(quote)) for quote in quotes)
    return Mark(f"m{number}", label, subtype or SCHEMA.label(label).subtypes[0], parts, in_order(dict(answers)))


def note(
    case: str, note_id: str, annotator: str, *marks: tuple[str, str], text: str = TEXT, minutes: float | None = None,
    origin: Origin = Origin.ANNOTATED,
) -> AnnotatedNote:
    """A note with marks given as pairs of a label and a quote."""
    made = [mark(number, text, label, quote) for number, (label, quote) in enumerate(marks)]
    return with_marks(case, note_id, annotator, made, text=text, minutes=minutes, origin=origin)


def with_marks(
    case: str, note_id: str, annotator: str, marks: Sequence[Mark], text: str = TEXT, minutes: float | None = None,
    origin: Origin = Origin.ANNOTATED,
) -> AnnotatedNote:
    """A note with ready marks."""
    return AnnotatedNote(
        case, note_id, text, annotator, origin, SCHEMA.version, SCHEMA.fingerprint, sorted_marks(list(marks)),
        minutes=minutes,
    )


def rated(
    ratings: NDArray[np.int64], label: str, names: Sequence[str] = (), notes_per_case: int = 1
) -> dict[str, list[AnnotatedNote]]:
    """Layers in which annotator a gives sentence s of note n the label where `ratings[a, n, s]` is 1.

    A note whose ratings are -1 was not read by that annotator. Shape: (annotator, note, 5).
    """
    given = names or [f"annotator {number}" for number in range(ratings.shape[0])]
    return {
        name: [
            note(
                f"C{number // notes_per_case}", f"N{number}", name,
                *((label, SENTENCES[place]) for place in np.flatnonzero(row == 1)),
            )
            for number, row in enumerate(table) if row[0] >= 0
        ]
        for name, table in zip(given, ratings, strict=True)
    }


def random_ratings(
    seed: int, annotators: int, notes: int, share: float = 0.3, missing: float = 0.2
) -> NDArray[np.int64]:
    """Ratings that follow a hidden truth four times out of five. Shape: (annotator, note, 5); -1 = not read."""
    draw = np.random.default_rng(seed)
    truth = draw.random((notes, 5)) < share
    noise = draw.random((annotators, notes, 5)) < 0.2
    ratings = (truth[None] ^ noise).astype(np.int64)
    ratings[draw.random((annotators, notes)) < missing] = -1
    return ratings
