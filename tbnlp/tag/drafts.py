"""Proposals of the model and of the rules, brought together: one draft a label and place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tbnlp.encoder.passages import Logits
from tbnlp.notes.span import Span, union
from tbnlp.rules.matcher import RuleHit
from tbnlp.tag.calibration import LabelScale
from tbnlp.tag.reading import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_GAP = 2
"""Words that may stand between two marked stretches of one passage."""
MIN_WORDS = 2
"""Shortest marked stretch in words (schema, span_rules.model_limits)."""

Snap = Callable[[Span], Span]


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage that may become a candidate. `sentence`: index in the note. `logit`: None without model."""

    label: str
    sentence: int
    last_sentence: int
    parts: tuple[Span, ...]
    score: float
    logit: float | None
    hits: tuple[RuleHit, ...] = field(default=())


def propose(
    label: str, column: int, reading: Reading, logits: Logits | None,
    hits: dict[tuple[int, int], list[RuleHit]], scale: LabelScale, floor: float, inside: float, snap: Snap,
) -> Iterator[Draft]:
    """Drafts of one label, sentence by sentence; scores under the floor are dropped here."""
    for sentence in range(len(reading.words.sentences)):
        found = hits.get((column, sentence), [])
        logit = float(logits.sentence[sentence, column]) if logits is not None else None
        if logit is None and not found:
            continue
        score = scale.probability(logit or 0.0, bool(found))
        if score < floor:
            continue
        for span, own in _places(reading, sentence, logits, found, inside, snap, column):
            parts, last = reading.parts_of(span, sentence)
            yield Draft(label, sentence, last, parts, score, logit, own)


def _places(
    reading: Reading, sentence: int, logits: Logits | None, found: Sequence[RuleHit], inside: float,
    snap: Snap, column: int,
) -> Iterator[tuple[Span, tuple[RuleHit, ...]]]:
    """Where the passages of a sentence stand, each with the rule hits that it covers."""
    spans = [hit.span for hit in found]
    if logits is not None and not spans:
        spans = [snap(reading.span_of(*run)) for run in _runs(reading, sentence, logits.word[:, column], inside)]
    for span in union(spans):
        yield span, tuple(hit for hit in found if hit.span.overlaps(span))


def _runs(
    reading: Reading, sentence: int, scores: NDArray[np.float32], inside: float
) -> list[tuple[int, int]]:
    """Stretches of words above `inside`, small gaps closed; the best word alone where none is above."""
    first, last = reading.words.sentences[sentence]
    if last <= first:
        return []
    marked = [place for place in range(first, last) if scores[place] >= inside]
    if not marked:
        best = first + int(np.argmax(scores[first:last]))
        return [(best, best + 1)]
    runs = [(marked[0], marked[0] + 1)]
    for place in marked[1:]:
        start, end = runs[-1]
        if place - end <= MAX_GAP:
            runs[-1] = (start, place + 1)
        else:
            runs.append((place, place + 1))
    long_enough = [run for run in runs if run[1] - run[0] >= MIN_WORDS]
    return long_enough or runs[:1]
