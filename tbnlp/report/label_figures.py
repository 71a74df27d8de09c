"""Figures per label, measured on the dev texts, as the manifest of a run hands them on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

NOT_MEASURED: Final = "not measured"


@dataclass(frozen=True, slots=True)
class LabelFigure:
    """Precision and recall of one label as text, each with its interval where one is known."""

    precision: str
    recall: str


def label_figures(manifest: Mapping[str, object]) -> dict[str, LabelFigure]:
    """The figures under `label_figures`, by label id; a figure that is absent reads "not measured".

    A figure is a number with `<name>_interval: [low, high]` beside it, or a list of value, low and
    high, or a mapping with these three names. Claims nothing about notes unlike the dev texts.
    """
    found = manifest.get("label_figures")
    if not isinstance(found, dict):
        return {}
    return {
        str(label): LabelFigure(_figure(entry, "precision"), _figure(entry, "recall"))
        for label, entry in found.items()
        if isinstance(entry, dict)
    }


def _figure(entry: Mapping[str, object], name: str) -> str:
    given = entry.get(name)
    interval = entry.get(f"{name}_interval")
    if isinstance(given, dict):
        point, interval = _share(given.get("value")), [given.get("low"), given.get("high")]
    elif isinstance(given, list) and given:
        point, interval = _share(given[0]), given[1:]
    else:
        point = _share(given)
    if point is None:
        return NOT_MEASURED
    bounds = [_share(bound) for bound in interval] if isinstance(interval, list) else []
    if len(bounds) == 2 and None not in bounds:
        return f"{point} ({bounds[0]} to {bounds[1]})"
    return point


def _share(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return None
    return f"{value:.2f}"
