"""Score every system on one half of the attribution kit: what `tbnlp evaluate attribution` carries out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import AssetError
from tbnlp.evaluate.attribution_baselines import (
    CONTEXT,
    MAJORITY,
    MODEL,
    NEGSPACY,
    RULES,
    Answer,
    context_rules,
    majority,
    negspacy,
    our_model,
    our_rules,
    windows,
)
from tbnlp.evaluate.attribution_kit import DEV, KitItem
from tbnlp.evaluate.attribution_kit_files import DEFAULT_KIT, read_kit
from tbnlp.evaluate.attribution_scores import (
    NEGATED,
    QUESTIONS,
    KitScores,
    named_figures,
    overview,
    score_kit,
    value_table,
)
from tbnlp.evaluate.gates import check_gates
from tbnlp.evaluate.tables import render_all, write_json
from tbnlp.rules.document import Documents

WHOLE: Final = "all items of the half"
OUTSIDE: Final = "cases outside train"
DEVELOPMENT: Final = (
    "These are development figures: our rules were written while cases of train and dev were read, and the model's "
    "answers were weighed on dev."
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class KitOrder:
    """What to score. `release`: the test half may be opened. `model`: name or folder of a trained model."""

    model: str
    kit: Path = DEFAULT_KIT
    half: str = DEV
    release: bool = False
    json_file: Path | None = None
    minimums: Mapping[str, float] | None = None


def evaluate_kit(order: KitOrder, say: Say) -> list[KitScores]:
    """Score all systems, print the tables, write the JSON file and check the gates of the rules.

    A system that is not installed is named and left out. The model learned from the cases of train, so it is scored
    on the others alone. Raises `AssetError` without a kit, `UsageError` for the test half without `release`,
    `QualityGateError` when a figure of the rules on the whole half is under its gate.
    """
    items = read_kit(order.kit, order.half, release=order.release)
    learned = items if order.half == DEV else read_kit(order.kit, DEV)
    systems, missing = _systems(order, [item for item in learned if item.split == "train"] or learned)
    scores = _score(items, systems)
    for part in dict.fromkeys(row.part for row in scores):
        tables = overview(scores, part) + [value_table(name, scores, part) for name in QUESTIONS if name != NEGATED]
        say(render_all(tables) + "\n")
    if order.half == DEV:
        say(DEVELOPMENT)
    for name, reason in missing.items():
        say(f"{name} was not scored: {reason}")
    if order.json_file is not None:
        write_json(order.json_file, _content(order, scores, missing))
    if order.minimums:
        check_gates(named_figures(scores, RULES, scores[0].part), order.minimums)
    return scores


def _systems(order: KitOrder, learned: Sequence[KitItem]) -> tuple[dict[str, Answer], dict[str, str]]:
    documents = Documents()
    read = windows(documents)
    systems: dict[str, Answer] = {MAJORITY: majority(learned), CONTEXT: context_rules}
    missing: dict[str, str] = {}
    for name, opened in ((NEGSPACY, negspacy), (MODEL, lambda: our_model(read, order.model))):
        try:
            systems[name] = opened()
        except AssetError as error:
            missing[name] = str(error)
        if name == NEGSPACY:
            systems[RULES] = our_rules(read, documents)
    return systems, missing


def _score(items: Sequence[KitItem], systems: Mapping[str, Answer]) -> list[KitScores]:
    """Every system on both parts, which are one where no case of the half is from train."""
    outside = [place for place, item in enumerate(items) if item.split != "train"]
    scores = []
    for name, answer in systems.items():
        whole = len(outside) < len(items)
        asked = [items[place] for place in outside] if name == MODEL else list(items)
        said = answer(asked)
        if not whole or name != MODEL:
            scores.append(score_kit(asked, said, system=name, part=WHOLE))
        if whole and outside:
            kept = said if name == MODEL else [said[place] for place in outside]
            scores.append(score_kit([items[place] for place in outside], kept, system=name, part=OUTSIDE))
    return scores


def _content(order: KitOrder, scores: Sequence[KitScores], missing: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kit": order.kit.name, "half": order.half, "not_scored": dict(missing),
        "scores": [row.to_json() for row in scores],
    }
