"""What the page opens with: passages at or above the reading point; the rest waits for a switch."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Fold(StrEnum):
    """How a passage waits on the page: shown at once, or behind one of the two switches.

    A fold says where a score stands. It does not say that a passage is right or wrong.
    """

    SHOWN = "shown"
    FAINT = "faint"
    WEAK = "weak"


def reading_point(manifest: Mapping[str, object]) -> float | None:
    """The score at which precision and recall were balanced best on the dev texts, or None.

    None also where the manifest holds no probability 0-1; then no passage is a fainter one.
    """
    given = manifest.get("reading_point")
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
        return None
    return float(given)


def fold(band: str, score: float, point: float | None) -> Fold:
    """The fold of a passage. Only the band `possible` has fainter ones: scores below `point`.

    Fainter passages stay a part of the review band; without a reading point there are none.
    """
    if band == "weak":
        return Fold.WEAK
    if point is not None and band == "possible" and score < point:
        return Fold.FAINT
    return Fold.SHOWN
