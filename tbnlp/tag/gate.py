"""The gate of the tier `hybrid`: a cheap look at each sentence that lets the encoder skip quiet windows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tbnlp.errors import AssetError
from tbnlp.tag.gold import GoldNote

PASS_RECALL: Final = 0.98
"""Share of the marked sentences of dev that the gate must let through."""
GATE: Final = "gate.json"


@dataclass(frozen=True, slots=True)
class Gate:
    """A logistic regression over lemmas: does the sentence carry any label at all?

    Only decides what the encoder reads; a sentence that it keeps out can still be found by a rule.
    """

    weights: dict[str, float]
    bias: float
    threshold: float

    def passes(self, lemmas: Iterable[str]) -> bool:
        """True when the encoder should read the sentence."""
        return self.score(lemmas) >= self.threshold

    def score(self, lemmas: Iterable[str]) -> float:
        """Log-odds that a sentence with these lemmas carries a label."""
        found = {lemma.lower() for lemma in lemmas}
        return self.bias + math.fsum(sorted(self.weights.get(lemma, 0.0) for lemma in found))

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Gate:
        """Read `gate.json`. Raises `AssetError` when it lacks a part."""
        try:
            weights = {str(lemma): float(weight) for lemma, weight in content["weights"].items()}
            return cls(weights, float(content["bias"]), float(content["threshold"]))
        except (KeyError, TypeError, ValueError, AttributeError):
            msg = "the model's gate.json lacks a part: train the model again"
            raise AssetError(msg) from None


def sentence_lemmas(item: GoldNote) -> list[list[str]]:
    """The lemmas of each sentence of a note."""
    tokens = item.note.tokens
    return [
        [
            lemma for start, lemma in zip(tokens.starts, tokens.lemmas, strict=True)
            if sentence.start <= start < sentence.end
        ]
        for sentence in item.note.sentences
    ]


def fit_gate(train: Sequence[GoldNote], dev: Sequence[GoldNote]) -> dict[str, Any]:
    """The content of `gate.json`: weights from train, the threshold from dev."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows, gold = _rows(train)
    vectors = DictVectorizer()
    features = vectors.fit_transform([{lemma.lower(): 1.0 for lemma in lemmas} for lemmas in rows])
    model = LogisticRegression(C=1.0, max_iter=1000, class_weight="balanced")
    model.fit(features, gold)
    names = vectors.get_feature_names_out()
    weights = {str(name): round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)
               if abs(weight) >= 0.02}  # fmt: skip
    gate = Gate(weights, round(float(model.intercept_[0]), 4), -math.inf)
    rows, gold = _rows(dev)
    marked = sorted(gate.score(lemmas) for lemmas, mark in zip(rows, gold, strict=True) if mark)
    threshold = marked[int((1 - PASS_RECALL) * len(marked))] if marked else -1e9
    passed = sum(gate.score(lemmas) >= threshold for lemmas in rows)
    return {
        "weights": weights, "bias": gate.bias, "threshold": round(threshold - 1e-4, 4),
        "dev_sentences": len(rows), "dev_marked": len(marked), "dev_share_passed": round(passed / len(rows), 3),
    }


def _rows(notes: Sequence[GoldNote]) -> tuple[list[list[str]], list[bool]]:
    rows, gold = [], []
    for item in notes:
        rows += sentence_lemmas(item)
        gold += [
            any(passage.span.overlaps(sentence) for passage in item.passages)
            for sentence in item.note.sentences
        ]
    return rows, gold
