"""Accuracy and macro F1 of every attribute on the attribution kit, with intervals by bootstrap over cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tbnlp.corpora.inline import ATTRIBUTES
from tbnlp.evaluate.attribution_kit import KitItem
from tbnlp.evaluate.intervals import (
    Counts,
    Estimate,
    PrecisionRecall,
    Values,
    estimate,
    f1,
    precision_recall,
)
from tbnlp.evaluate.tables import FEW, NOT_MEASURED, Table, estimate_text

NEGATED: Final = "negated"
NOT_NEGATED: Final = "not_negated"
QUESTIONS: Final = (*ATTRIBUTES, NEGATED)
"""The attributes, and the question that a tool for negation alone can answer."""

Answers = Mapping[str, str]
"""Answers of a system to one item, by question; a question that it does not answer is not in it."""


@dataclass(frozen=True, slots=True)
class QuestionScores:
    """One question. `macro_f1`: mean over the answers that gold holds. `values`: figures of each such answer."""

    question: str
    accuracy: Estimate
    macro_f1: Estimate
    values: tuple[tuple[str, PrecisionRecall], ...]

    def to_json(self) -> dict[str, Any]:
        """Every figure with its n and interval; answers under 20 gold marks are marked `few`."""
        return {
            "accuracy": self.accuracy.to_json(),
            "macro_f1": self.macro_f1.to_json(),
            "values": {name: {"few": row.positives < FEW, **row.to_json()} for name, row in self.values},
        }


@dataclass(frozen=True, slots=True)
class KitScores:
    """How one system answered one part of the kit. Questions that it does not answer are not in `questions`."""

    system: str
    part: str
    items: int
    cases: int
    questions: tuple[QuestionScores, ...]

    def question(self, name: str) -> QuestionScores | None:
        """The figures of one question, or None where the system does not answer it."""
        return next((row for row in self.questions if row.question == name), None)

    def to_json(self) -> dict[str, Any]:
        """Counts and every figure."""
        return {
            "system": self.system, "part": self.part, "items": self.items, "cases": self.cases,
            "questions": {row.question: row.to_json() for row in self.questions},
        }


def gold_answers(item: KitItem) -> dict[str, str]:
    """The gold answers of an item to all questions."""
    return with_negated({name: getattr(item.attributes, name) for name in ATTRIBUTES})


def with_negated(answers: Answers) -> dict[str, str]:
    """The answers, and the one about negation where the assertion is answered."""
    if "assertion" not in answers:
        return dict(answers)
    return {**answers, NEGATED: NEGATED if answers["assertion"] == NEGATED else NOT_NEGATED}


def score_kit(items: Sequence[KitItem], answers: Sequence[Answers], *, system: str, part: str) -> KitScores:
    """Score the answers to the items, given in the same order.

    A question counts where a system answers it on every item. Raises `ValueError` when it answers on some only.
    """
    rows = {case: row for row, case in enumerate(dict.fromkeys(item.case_id for item in items))}
    places = [rows[item.case_id] for item in items]
    gold = [gold_answers(item) for item in items]
    found = [with_negated(row) for row in answers]
    scored = []
    for question in QUESTIONS:
        answered = sum(question in row for row in found)
        if answered not in {0, len(items)}:
            msg = f"{system} answers {question} on {answered} of {len(items)} items"
            raise ValueError(msg)
        if answered:
            pairs = [(one[question], other[question]) for one, other in zip(gold, found, strict=True)]
            scored.append(_question(question, pairs, places, len(rows)))
    return KitScores(system, part, len(items), len(rows), tuple(scored))


def _question(name: str, pairs: Sequence[tuple[str, str]], places: Sequence[int], cases: int) -> QuestionScores:
    values = sorted({said for pair in pairs for said in pair})
    columns = {value: column for column, value in enumerate(values)}
    counts: Counts = np.zeros((cases, len(values), 3), dtype=np.int64)
    right: Counts = np.zeros((cases, 2), dtype=np.int64)
    for row, (wanted, said) in zip(places, pairs, strict=True):
        right[row] += [wanted == said, 1]
        if wanted == said:
            counts[row, columns[wanted], 0] += 1
        else:
            counts[row, columns[said], 1] += 1
            counts[row, columns[wanted], 2] += 1
    held = [value for value in values if counts[:, columns[value], [0, 2]].sum()]
    return QuestionScores(
        name,
        accuracy=estimate(right, _share, len(pairs)),
        macro_f1=estimate(counts, _macro_f1, len(pairs)),
        values=tuple((value, precision_recall(counts[:, columns[value]])) for value in held),
    )


def _share(sums: Values) -> Values:
    blank = np.full(sums.shape[:-1], np.nan)
    return np.asarray(np.divide(sums[..., 0], sums[..., 1], out=blank, where=sums[..., 1] > 0))


def _macro_f1(sums: Values) -> Values:
    """Mean F1 over the answers that gold holds in each draw; the F1 of an answer never given is 0."""
    held = sums[..., 0] + sums[..., 2] > 0
    total = np.where(held, np.nan_to_num(f1(sums)), 0.0).sum(axis=1)
    blank = np.full(sums.shape[0], np.nan)
    return np.asarray(np.divide(total, held.sum(axis=1), out=blank, where=held.any(axis=1)))


def overview(scores: Sequence[KitScores], part: str) -> list[Table]:
    """A table for each question on one part of the kit: a row a system, with n, accuracy and macro F1."""
    mine = [row for row in scores if row.part == part]
    return [_question_table(question, mine, part) for question in QUESTIONS]


def _question_table(question: str, scores: Sequence[KitScores], part: str) -> Table:
    rows = [
        (system.system, str(system.items), estimate_text(found.accuracy), estimate_text(found.macro_f1))
        if found is not None else (system.system, str(system.items), NOT_MEASURED, NOT_MEASURED)
        for system in scores for found in [system.question(question)]
    ]
    return Table(
        f"Attribution kit, {question}, {part}", ("system", "n", "accuracy", "macro F1"), tuple(rows),
        ("95 % intervals by bootstrap over cases. -: the system does not answer this question.",),
    )


def value_table(question: str, scores: Sequence[KitScores], part: str) -> Table:
    """F1 of each answer of a question, a column a system; under 20 gold marks the answer shows its count only."""
    mine = [row for row in scores if row.part == part and row.question(question) is not None]
    values = list(dict.fromkeys(name for row in mine for name, _ in _values(row, question)))
    rows = []
    for value in values:
        cells = [dict(_values(row, question))[value] for row in mine]
        gold = cells[0].positives
        shown = ["few" if gold < FEW else estimate_text(cell.f1) for cell in cells]
        rows.append((value, str(gold), *shown))
    return Table(f"F1 of each answer, {question}, {part}", ("answer", "n", *(row.system for row in mine)), tuple(rows))


def _values(row: KitScores, question: str) -> tuple[tuple[str, PrecisionRecall], ...]:
    found = row.question(question)
    return found.values if found is not None else ()


def named_figures(scores: Sequence[KitScores], system: str, part: str) -> dict[str, float | None]:
    """Figures of one system for quality gates: `assertion_accuracy`, `assertion_macro_f1` and so on, 0-1."""
    named: dict[str, float | None] = {}
    for row in scores:
        if (row.system, row.part) == (system, part):
            for found in row.questions:
                named[f"{found.question}_accuracy"] = found.accuracy.value
                named[f"{found.question}_macro_f1"] = found.macro_f1.value
    return named
