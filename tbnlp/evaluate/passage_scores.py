"""Passages matched one to one by their words: span F1 by label, attributes of matched pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tbnlp.evaluate.intervals import (
    Counts,
    Estimate,
    PrecisionRecall,
    Share,
    Values,
    estimate,
    f1,
    precision_recall,
)
from tbnlp.evaluate.judged_notes import JudgedNote, Passage
from tbnlp.evaluate.sentence_scores import Bands, in_bands
from tbnlp.evaluate.tables import FEW
from tbnlp.notes.span import Span

MATCH_FROM: Final = 0.5
"""Share of the words of the longer passage that both must hold (schema, agreement, attributes)."""
QUESTIONS: Final = ("subtype", "assertion", "temporality", "source", "experiencer", "referent_role")

Pair = tuple[Passage, Passage]


@dataclass(frozen=True, slots=True)
class AttributeScores:
    """One question on matched pairs. `macro_f1`: mean over answers that gold holds; n: pairs."""

    question: str
    accuracy: Share
    macro_f1: Estimate
    answers: int

    def to_json(self) -> dict[str, Any]:
        """Both figures and the number of answers that gold holds."""
        return {
            "accuracy": self.accuracy.to_json(),
            "macro_f1": self.macro_f1.to_json(),
            "answers": self.answers,
        }


@dataclass(frozen=True, slots=True)
class PassageScores:
    """Span figures by label and together, and the attributes of the matched pairs."""

    labels: tuple[tuple[str, PrecisionRecall], ...]
    micro: PrecisionRecall
    attributes: tuple[AttributeScores, ...]

    def to_json(self) -> dict[str, Any]:
        """Every figure with its n and interval."""
        return {
            "labels": {
                name: {"few": row.positives < FEW, **row.to_json()} for name, row in self.labels
            },
            "micro": self.micro.to_json(),
            "attributes": {row.question: row.to_json() for row in self.attributes},
        }


def score_passages(
    notes: Sequence[JudgedNote], labels: Sequence[str], bands: Bands
) -> PassageScores:
    """Match candidates at the given bands with gold passages of the same label, note by note."""
    rows = {case: row for row, case in enumerate(dict.fromkeys(note.case_id for note in notes))}
    counts = np.zeros((len(rows), len(labels), 3), dtype=np.int64)
    pairs: list[tuple[int, Pair]] = []
    for note in notes:
        found = in_bands(note.predicted, bands)
        for column, label in enumerate(labels):
            gold = [item for item in note.gold if item.label == label]
            said = [item for item in found if item.label == label]
            matched = match(gold, said, note.words)
            row = rows[note.case_id]
            counts[row, column] += [
                len(matched),
                len(said) - len(matched),
                len(gold) - len(matched),
            ]
            pairs.extend((row, pair) for pair in matched)
    return PassageScores(
        tuple((label, precision_recall(counts[:, column])) for column, label in enumerate(labels)),
        precision_recall(counts.sum(axis=1)),
        tuple(_attribute(question, pairs, len(rows)) for question in QUESTIONS),
    )


def match(gold: Sequence[Passage], found: Sequence[Passage], words: Sequence[Span]) -> list[Pair]:
    """Pairs of a gold passage and a candidate, each used once, the best overlap first.

    Only pairs that share at least half of the words of the longer one; ties go by place.
    """
    gold_words = [words_of(item, words) for item in gold]
    found_words = [words_of(item, words) for item in found]
    scored = [
        (-overlap(one, other), place, index)
        for place, one in enumerate(gold_words)
        for index, other in enumerate(found_words)
        if overlap(one, other) >= MATCH_FROM
    ]
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs: list[Pair] = []
    for _, place, index in sorted(scored):
        if place not in taken_gold and index not in taken_found:
            taken_gold.add(place)
            taken_found.add(index)
            pairs.append((gold[place], found[index]))
    return pairs


def words_of(passage: Passage, words: Sequence[Span]) -> frozenset[int]:
    """Numbers of the words that share a character with a part of the passage."""
    return frozenset(
        number
        for number, word in enumerate(words)
        if any(part.overlaps(word) for part in passage.parts)
    )


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Shared words over the words of the longer one, 0-1."""
    longest = max(len(one), len(other))
    return len(one & other) / longest if longest else 0.0


def answer_of(passage: Passage, question: str) -> str:
    """The answer of a passage to one question."""
    return passage.subtype if question == "subtype" else str(getattr(passage.attributes, question))


def _attribute(question: str, pairs: Sequence[tuple[int, Pair]], cases: int) -> AttributeScores:
    answers = [
        (row, _answer(gold, question), _answer(found, question)) for row, (gold, found) in pairs
    ]
    values = sorted({said for _, said, _ in answers})
    counts: Counts = np.zeros((cases, len(values), 3), dtype=np.int64)
    for row, wanted, said in answers:
        for column, value in enumerate(values):
            hit, miss = wanted == value, said == value
            counts[row, column] += [hit and miss, miss and not hit, hit and not miss]
    right = sum(wanted == said for _, wanted, said in answers)
    return AttributeScores(
        question,
        Share(right, len(answers)),
        estimate(counts, _mean_f1(), len(answers)),
        len(values),
    )


def _answer(passage: Passage, question: str) -> str:
    """Subtypes of different labels are different answers."""
    answer = answer_of(passage, question)
    return f"{passage.label}.{answer}" if question == "subtype" else answer


def _mean_f1() -> Callable[[Values], Values]:
    def mean(sums: Values) -> Values:
        """Mean over the answers that the draw holds."""
        scores = np.where(sums[..., 0] + sums[..., 2] > 0, f1(sums), np.nan)
        held = ~np.isnan(scores)
        total = np.nansum(scores, axis=1)
        blank = np.full(sums.shape[0], np.nan)
        return np.asarray(np.divide(total, held.sum(axis=1), out=blank, where=held.any(axis=1)))

    return mean
