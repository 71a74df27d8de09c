"""Agreement on the questions about a passage, asked of marks that annotators made of the same passage.

A unit is a group of marks with the same label, each two of which share at least half of the words of the longer one
(`tbnlp.evaluate.agreement.matching.groups`). A question that an annotator left open is missing there. Since the
marks were found to agree before the question is asked, the figure says nothing about passages that one left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np

from tbnlp.evaluate.agreement import coefficients
from tbnlp.evaluate.agreement.matching import Placed, groups
from tbnlp.evaluate.agreement.resampling import Figure, Gap, Resampling
from tbnlp.evaluate.agreement.sentence_figures import Target, reached
from tbnlp.evaluate.agreement.span_figures import MarkedNote
from tbnlp.evaluate.intervals import Values
from tbnlp.evaluate.tables import FEW
from tbnlp.formats.annotated_note import ATTRIBUTE_ORDER

SUBTYPE: Final = "subtype"
QUESTIONS: Final = (SUBTYPE, *ATTRIBUTE_ORDER)
MINIMUMS: Final[Mapping[str, float]] = {
    "assertion": 0.80, "temporality": 0.70, "source": 0.75, "experiencer": 0.85, "referent_role": 0.75, SUBTYPE: 0.60,
}
"""Smallest alpha to aim for (schema, agreement.measures.attributes.min; a test compares the two)."""


@dataclass(frozen=True, slots=True)
class AttributeFigures:
    """One question. `passages`: groups in which two annotators or more answered it; `n` of the figures is the same.

    `raw`: share of agreeing pairs of answers, averaged over passages. `differing`: two different answers and how many
    pairs gave them, most frequent first, without saying who gave which.
    """

    question: str
    passages: int
    raw: Figure
    alpha: Figure
    differing: tuple[tuple[str, str, int], ...]

    @property
    def minimum(self) -> float | None:
        """The target of the schema, or None for a question without one."""
        return MINIMUMS.get(self.question)

    @property
    def target(self) -> Target:
        """Where alpha stands."""
        return reached(self.alpha.value, self.minimum, None)

    def to_json(self) -> dict[str, Any]:
        """The figures, the target and every pair of different answers."""
        return {
            "passages": self.passages, "raw_agreement": self.raw.to_json(), "alpha": self.alpha.to_json(),
            "target": {"min": self.minimum, "state": self.target.value},
            "differing": [{"answers": [one, other], "count": count} for one, other, count in self.differing],
        }


Answers = tuple[int, str, tuple[str, ...]]
"""Case, label, and the answers of one passage, two or more."""


def attribute_figures(notes: Sequence[MarkedNote], draws: Resampling) -> tuple[AttributeFigures, ...]:
    """One entry for each question, subtype first, then in the order in which an annotator answers."""
    cases = {case: row for row, case in enumerate(dict.fromkeys(note.case for note, _ in notes))}
    passages = [
        (cases[note.case], group)
        for note, placed in notes
        for group in groups([one for made in placed.values() for one in made])
    ]
    return tuple(_figures(question, passages, len(cases), draws) for question in QUESTIONS)


def answer_of(one: Placed, question: str) -> str | None:
    """The answer of a mark to a question, the subtype being one; None where it was left open."""
    return one.mark.subtype if question == SUBTYPE else one.mark.answer(question)


def _figures(
    question: str, passages: Sequence[tuple[int, list[Placed]]], cases: int, draws: Resampling
) -> AttributeFigures:
    answered: list[Answers] = []
    for case, group in passages:
        given = tuple(answer for one in group if (answer := answer_of(one, question)) is not None)
        if len(given) > 1:
            label = group[0].mark.label if question == SUBTYPE else ""
            answered.append((case, label, tuple(f"{label}.{one}" if label else one for one in given)))
    counts = _counts(answered, cases)
    size = len(answered)
    gap = Gap.NONE if size >= FEW else (Gap.FEW_PASSAGES if size else Gap.NOTHING_MATCHED)
    pairs = Counter(
        (min(one, other), max(one, other))
        for _, _, given in answered for one, other in combinations(given, 2) if one != other
    )
    return AttributeFigures(
        question,
        size,
        draws.figure(counts[:, 0, 0, :2], _raw, size, Gap.NONE, Gap.NOTHING_MATCHED),
        draws.figure(counts, _alpha, size, gap, Gap.NO_VARIATION if size else Gap.NOTHING_MATCHED),
        tuple((one, other, count) for (one, other), count in sorted(pairs.items(), key=lambda item: (-item[1], item))),
    )


def _counts(answered: Sequence[Answers], cases: int) -> Values:
    """Counts by case. Shape: (case, 1 + group, value, at least 3).

    Group 0, value 0 holds [units, units' shares of agreeing pairs, coincidences of unlike answers]. The groups
    behind it are the labels, for subtypes, or one; their totals stand at place 0.
    """
    labels = {label: row for row, label in enumerate(sorted({label for _, label, _ in answered}), start=1)}
    values = {value: row for row, value in enumerate(sorted({one for _, _, given in answered for one in given}))}
    counts = np.zeros((cases, 1 + len(labels), max(len(values), 1), 3))
    for case, label, given in answered:
        agreeing = sum(one == other for one, other in combinations(given, 2))
        ordered = len(given) * (len(given) - 1)
        counts[case, 0, 0] += [1, 2 * agreeing / ordered, (ordered - 2 * agreeing) / (len(given) - 1)]
        for value in given:
            counts[case, labels[label], values[value], 0] += 1
    return counts


def _raw(sums: Values) -> Values:
    return coefficients.ratio(sums[..., 1], sums[..., 0])


def _alpha(sums: Values) -> Values:
    return coefficients.stratified_alpha(sums[..., 0, 0, 2], sums[..., 1:, :, 0])
