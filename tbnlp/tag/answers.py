"""Subtype and attributes of a passage: the model's answers and those of the rules, weighed on dev."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tbnlp.encoder.passages import Logits
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes
from tbnlp.rules.matcher import RuleHit
from tbnlp.tag.gold import ATTRIBUTES, HeadLayout
from tbnlp.tag.reading import Reading

UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Answers:
    """Weighs answers. `rule_weight`: log-probability that an answer of the rules adds, by question."""

    layout: HeadLayout
    rule_weight: Mapping[str, float]

    def attributes(
        self, from_rules: Attributes, logits: Logits | None, reading: Reading, parts: Sequence[Span]
    ) -> Attributes:
        """The five attributes; without a model those of the rules."""
        if logits is None:
            return from_rules
        mean = _mean(logits.attribute, reading, parts)
        chosen = {}
        for name, (start, end) in zip(ATTRIBUTES, self.layout.groups(), strict=True):
            options = [value.split(".", 1)[1] for value in self.layout.values[start:end]]
            scores = _log_softmax(mean[start:end])
            scores[options.index(getattr(from_rules, name))] += self.rule_weight.get(name, 0.0)
            chosen[name] = options[int(np.argmax(scores))]
        return Attributes(**chosen)

    def subtype(
        self, label: str, hits: Sequence[RuleHit], logits: Logits | None, reading: Reading,
        parts: Sequence[Span],
    ) -> str:
        """The subtype of the label that fits best; `unspecified` where nothing speaks for one."""
        named = Counter(hit.subtype for hit in hits if hit.subtype != UNSPECIFIED)
        if logits is None:
            return named.most_common(1)[0][0] if named else UNSPECIFIED
        places = [i for i, name in enumerate(self.layout.subtypes) if name.startswith(f"{label}.")]
        if not places:
            return UNSPECIFIED
        scores = _log_softmax(_mean(logits.subtype, reading, parts)[places])
        options = [self.layout.subtypes[place].split(".", 1)[1] for place in places]
        for kind in named:
            if kind in options:
                scores[options.index(kind)] += self.rule_weight.get("subtype", 0.0)
        return options[int(np.argmax(scores))]


def _mean(scores: np.ndarray, reading: Reading, parts: Sequence[Span]) -> np.ndarray:
    words = [word for part in parts for word in range(*reading.range_of(part))]
    if not words:
        return np.zeros(scores.shape[1], dtype=np.float64)
    return np.asarray(scores[words].mean(axis=0), dtype=np.float64)


def _log_softmax(values: np.ndarray) -> np.ndarray:
    shifted = values - values.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))
