"""Scores to probabilities and bands: numbers fitted on dev, kept beside the model, read strictly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from tbnlp.errors import AssetError
from tbnlp.notes.tagged_note import Band


@dataclass(frozen=True, slots=True)
class BandPoints:
    """Two points of one label on the scale of its score (probability 0-1).

    `strong`: precision on dev is at least .90 from here up; above 1 where no such point exists.
    `possible`: recall on dev is at least .95 from here up.
    """

    strong: float
    possible: float

    def band(self, score: float) -> Band:
        """The band of a score; what lies under both points is weak."""
        if score >= self.strong:
            return Band.STRONG
        return Band.POSSIBLE if score >= self.possible else Band.WEAK


@dataclass(frozen=True, slots=True)
class LabelScale:
    """Probability of a label from the model's logit and from what the rules found there."""

    offset: float
    slope: float
    rule: float

    def probability(self, logit: float, rule_hit: bool) -> float:
        """Calibrated probability 0-1 that a trained annotator would mark the sentence."""
        value = self.offset + self.slope * logit + (self.rule if rule_hit else 0.0)
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, value))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything that was fitted on dev, for each tier and label.

    `reading_point`: score by tier at which precision and recall on dev are balanced best (largest F1).
    `inside`: word logit from which a word belongs to the passage. `floor`: smallest score that is
    written as weak; a possible point below it lowers it for its label. `attribute_rule`: weight
    (log-probability) of what the rules say about an attribute.
    """

    scales: dict[str, dict[str, LabelScale]]
    bands: dict[str, dict[str, BandPoints]]
    reading_point: dict[str, float]
    inside: float
    floor: float
    attribute_rule: dict[str, float]

    @classmethod
    def from_json(cls, content: dict[str, Any], labels: tuple[str, ...]) -> Calibration:
        """Read `calibration.json`. Raises `AssetError` when a label or a number is missing."""
        try:
            return cls(
                scales={
                    tier: {label: LabelScale(**rows[label]["scale"]) for label in labels}
                    for tier, rows in content["tiers"].items()
                },
                bands={
                    tier: {label: BandPoints(**rows[label]["bands"]) for label in labels}
                    for tier, rows in content["tiers"].items()
                },
                reading_point={str(k): float(v) for k, v in content["reading_point"].items()},
                inside=float(content["inside"]),
                floor=float(content["floor"]),
                attribute_rule={str(k): float(v) for k, v in content["attribute_rule"].items()},
            )
        except (KeyError, TypeError, ValueError):
            msg = "the model's calibration.json lacks a label or a number: train the model again"
            raise AssetError(msg) from None
