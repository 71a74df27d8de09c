"""Fit what turns scores into probabilities, bands and passages: on dev, and on dev only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbnlp.notes.span import Span
from tbnlp.rules.attribution import attributes_of
from tbnlp.tag.answers import Answers
from tbnlp.tag.calibration import BandPoints
from tbnlp.tag.drafts import propose
from tbnlp.tag.gold import ATTRIBUTES, GoldNote
from tbnlp.tag.passage_finder import Material, PassageFinder

STRONG_PRECISION: Final = 0.90
POSSIBLE_RECALL: Final = 0.95
FEW: Final = 20
"""Positives below which a label's band points are those of all labels together."""
FLOOR: Final = 0.05
INSIDE_GRID: Final = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5)
RULE_GRID: Final = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 6.0)


@dataclass(frozen=True, slots=True)
class DevSentences:
    """One row a sentence of dev. `logits`, `hits`, `gold`. Shape: (sentence, label)."""

    logits: NDArray[np.float64]
    hits: NDArray[np.float64]
    gold: NDArray[np.float64]


def fit(finder: PassageFinder, notes: Sequence[GoldNote]) -> dict[str, Any]:
    """The content of `calibration.json` for a trained model. `finder` must be of the tier `full`.

    One slope and one weight of rules are shared by all labels and each label has its own offset,
    since a label has few positives (logistic regression, scikit-learn, C = 1).
    """
    materials = [finder.material(item.note) for item in notes]
    rows = _sentences(finder, notes, materials)
    labels = finder.schema.label_ids
    tiers, points = {}, {}
    for tier in ("full", "rules"):
        tiers[tier], points[tier] = _tier(labels, rows, use_logits=tier == "full")
    tiers["hybrid"], points["hybrid"] = tiers["full"], points["full"]
    return {
        "tiers": tiers,
        "reading_point": points,
        "floor": FLOOR,
        "inside": _best_inside(finder, notes, materials),
        "attribute_rule": _best_rule_weights(finder, notes, materials),
        "sentences": int(rows.gold.shape[0]),
        "notes": len(notes),
        "positives": {label: int(rows.gold[:, i].sum()) for i, label in enumerate(labels)},
    }


def _sentences(
    finder: PassageFinder, notes: Sequence[GoldNote], materials: Sequence[Material]
) -> DevSentences:
    logits, hits, gold = [], [], []
    count = len(finder.schema.label_ids)
    for item, material in zip(notes, materials, strict=True):
        for index, sentence in enumerate(item.note.sentences):
            marked = {passage.label for passage in item.passages if passage.span.overlaps(sentence)}
            gold.append([float(label in marked) for label in finder.schema.label_ids])
            hits.append([float((column, index) in material.hits) for column in range(count)])
            assert material.logits is not None  # noqa: S101  the tier is full
            logits.append(material.logits.sentence[index].astype(np.float64))
    return DevSentences(np.asarray(logits), np.asarray(hits), np.asarray(gold))


def _tier(
    labels: Sequence[str], rows: DevSentences, *, use_logits: bool
) -> tuple[dict[str, Any], float]:
    """Scale and band points of each label, and the reading point of all labels together."""
    logits = rows.logits if use_logits else np.zeros_like(rows.logits)
    offsets, slope, rule = _scales(logits, rows.hits, rows.gold)
    scores = 1.0 / (1.0 + np.exp(-(offsets + slope * logits + rule * rows.hits)))
    if not use_logits:
        scores = np.where(rows.hits > 0, scores, 0.0)
    pooled = band_points(scores.ravel(), rows.gold.ravel())
    tier = {}
    for column, label in enumerate(labels):
        enough = rows.gold[:, column].sum() >= FEW
        points = band_points(scores[:, column], rows.gold[:, column]) if enough else pooled
        tier[label] = {
            "scale": {"offset": round(float(offsets[column]), 5), "slope": round(slope, 5), "rule": round(rule, 5)},
            "bands": {"strong": points.strong, "possible": points.possible},
        }
    return tier, reading_point(scores.ravel(), rows.gold.ravel())


def reading_point(scores: NDArray[np.float64], gold: NDArray[np.float64]) -> float:
    """The score at which F1 is largest when all labels are taken together; 0.5 without a positive."""
    if not gold.sum():
        return 0.5
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(gold[order])
    f1 = 2 * found / (np.arange(1, len(found) + 1) + gold.sum())
    return round(float(scores[order][int(np.argmax(f1))]), 3)


def _scales(
    logits: NDArray[np.float64], hits: NDArray[np.float64], gold: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float, float]:
    from sklearn.linear_model import LogisticRegression

    sentences, labels = gold.shape
    own = np.tile(np.eye(labels), (sentences, 1))
    features = np.column_stack([logits.ravel(), hits.ravel(), own])
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit(features, gold.ravel())
    weights = model.coef_[0]
    return weights[2:] + model.intercept_[0], float(weights[0]), float(weights[1])


def band_points(scores: NDArray[np.float64], gold: NDArray[np.float64]) -> BandPoints:
    """The lowest score at which precision is still .90 and the highest at which recall is .95.

    `strong` is 1.01, which no score reaches, when the precision is never reached on five passages.
    """
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], gold[order]
    found = np.cumsum(hits)
    precision = found / np.arange(1, len(hits) + 1)
    last_of_score = np.append(ranked[1:] != ranked[:-1], [True])
    good = last_of_score & (precision >= STRONG_PRECISION) & (np.arange(1, len(hits) + 1) >= 5)
    strong = float(ranked[np.flatnonzero(good)[-1]]) if good.any() else 1.01
    total = hits.sum()
    reached = np.flatnonzero(found >= POSSIBLE_RECALL * total) if total else np.asarray([], dtype=int)
    possible = float(ranked[reached[0]]) if len(reached) else 0.5
    possible = min(possible, strong)
    return BandPoints(strong=round(strong, 4), possible=round(max(possible, 0.001), 4))


def _best_inside(
    finder: PassageFinder, notes: Sequence[GoldNote], materials: Sequence[Material]
) -> float:
    """The word logit at which passages of gold sentences overlap best with gold (mean intersection/union)."""
    scored = {value: list(_overlaps(finder, notes, materials, value)) for value in INSIDE_GRID}
    return max(INSIDE_GRID, key=lambda value: (float(np.mean(scored[value] or [0.0])), -value))


def _overlaps(
    finder: PassageFinder, notes: Sequence[GoldNote], materials: Sequence[Material], inside: float
) -> Iterator[float]:
    for item, material in zip(notes, materials, strict=True):
        for column, label in enumerate(finder.schema.label_ids):
            wanted = [passage.span for passage in item.passages if passage.label == label]
            if not wanted:
                continue
            scale = finder.calibration.scales["full"][label]
            drafts = list(propose(
                label, column, material.reading, material.logits, {}, scale, 0.0, inside, finder.snapper(material)
            ))
            for span in wanted:
                yield max((_share(span, draft.parts[0]) for draft in drafts), default=0.0)


def _share(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / len(one.cover(other))


def _best_rule_weights(
    finder: PassageFinder, notes: Sequence[GoldNote], materials: Sequence[Material]
) -> dict[str, float]:
    """How much a rule's answer counts, for each attribute, by accuracy on gold passages of dev."""
    right = dict.fromkeys(product(ATTRIBUTES, RULE_GRID), 0)
    for weight in RULE_GRID:
        answers = Answers(finder.answers.layout, dict.fromkeys(ATTRIBUTES, weight))
        for item, material in zip(notes, materials, strict=True):
            for passage in item.passages:
                rules = attributes_of(
                    passage.span, material.context, passage.label, passage.subtype
                )
                found = answers.attributes(rules, material.logits, material.reading, [passage.span])
                for name in ATTRIBUTES:
                    right[name, weight] += getattr(found, name) == getattr(passage, name)
    best = {name: max(RULE_GRID, key=lambda weight: right[name, weight]) for name in ATTRIBUTES}
    return best | {"subtype": 1.0}
