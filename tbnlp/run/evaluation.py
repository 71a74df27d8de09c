"""`tbnlp evaluate`: figures of redaction and of tagging on written notes and on the benchmark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tbnlp.encoder.checkpoint import METRICS, find_checkpoint
from tbnlp.errors import UsageError
from tbnlp.evaluate.gates import check_gates
from tbnlp.evaluate.intervals import wilson
from tbnlp.evaluate.redaction_scores import evaluate_redaction
from tbnlp.evaluate.tab_scores import evaluate_tab
from tbnlp.evaluate.tables import render_all, write_json
from tbnlp.evaluate.tagging_figures import TaggingScores, comparison
from tbnlp.evaluate.tagging_run import ALL, UNSEEN, TaggingPlan, evaluate_tagging
from tbnlp.redact.config import RedactorConfig
from tbnlp.redact.string_cases import score_strings
from tbnlp.run.training import write_part
from tbnlp.tag.config import TaggerConfig, Tier

Say = Callable[[str], None]
TIERS: Final[tuple[Tier, ...]] = ("full", "hybrid", "rules")


@dataclass(frozen=True, slots=True)
class EvaluationOrder:
    """What to measure. `data`: folder of the benchmark data, which is not part of the project."""

    corpus: str = "casenotes_en"
    split: str = "dev"
    corpora_folder: Path | None = None
    data: Path | None = None
    profiles: tuple[str, ...] = ("strict",)
    model: str = TaggerConfig().model
    baselines: bool = True
    json_file: Path | None = None
    minimums: Mapping[str, float] | None = None
    record: bool = False


def evaluate(order: EvaluationOrder, what: str, say: Say) -> dict[str, Any]:
    """Measure `redaction`, `tagging` or `all`, write the JSON file and check the gates.

    Raises `AssetError` when corpus, model or data are missing, `QualityGateError` when a figure is under
    its gate; the figures were printed and written before that.
    """
    content: dict[str, Any] = {}
    figures: dict[str, float | None] = {}
    if what in {"redaction", "all"}:
        content["redaction"] = _redaction(order, say, figures)
    if what in {"tagging", "all"}:
        content["tagging"] = _tagging(order, say, figures)
    if order.json_file is not None:
        write_json(order.json_file, content)
    if order.minimums:
        check_gates(figures, order.minimums)
    return content


def _redaction(order: EvaluationOrder, say: Say, figures: dict[str, float | None]) -> dict[str, Any]:
    content: dict[str, Any] = {"strings": _strings(say, figures), "written": [], "tab": []}
    for profile in order.profiles:
        scores = evaluate_redaction(order.corpus, order.split, profile, order.corpora_folder)
        say(scores.table())
        content["written"].append(scores.to_json())
        figures.update(scores.figures() if profile == order.profiles[0] else {})
    if order.data is not None:
        for benchmark in evaluate_tab(order.data):
            say(benchmark.table())
            content["tab"].append(benchmark.to_json())
            figures.update({f"tab_{benchmark.profile}_{k}": v for k, v in benchmark.figures().items()})
    else:
        say("The benchmark TAB was not scored: give the folder that holds tab_test/ with --data.")
    return content


def _strings(say: Say, figures: dict[str, float | None]) -> dict[str, Any]:
    scores = score_strings(RedactorConfig())
    say(
        f"Strings (profile strict): {scores.masked} of {scores.total_mask} that must be masked are masked in "
        f"full {_interval(scores.masked, scores.total_mask)}; {scores.false} of {scores.total_keep} that must "
        f"stay are touched {_interval(scores.false, scores.total_keep)}. They were used in development."
    )
    figures["strings_masked"] = scores.masked / scores.total_mask
    figures["strings_left_alone"] = 1 - scores.false / scores.total_keep
    wrong = [
        row.case.id for row in scores.rows
        if (row.case.kind == "must_mask" and not row.masked) or (row.case.kind == "must_keep" and row.touched)
    ]
    return {
        "masked": scores.masked, "must_mask": scores.total_mask, "touched": scores.false,
        "must_keep": scores.total_keep, "wrong": wrong,
    }


def _interval(hits: int, total: int) -> str:
    interval = wilson(hits, total)
    return "" if interval is None else f"[{interval.low:.3f}-{interval.high:.3f}]"


def _tagging(order: EvaluationOrder, say: Say, figures: dict[str, float | None]) -> dict[str, Any]:
    """The product and the baselines: all of the split, and the writers that training did not see."""
    rows = evaluate_tagging(TaggingPlan(
        order.corpus, order.split, tiers=TIERS, baselines=order.baselines, model=order.model,
        folder=order.corpora_folder,
    ))
    for name, scores in rows.items():
        say(f"\n{name}\n{render_all([comparison(scores, 'reading'), comparison(scores)])}")
    headline = (rows.get(UNSEEN) or rows[ALL])[0]
    say(headline.table())
    if order.record:
        _record(order, headline, say)
    figures.update(headline.figures())
    return {name: [row.to_json() for row in scores] for name, scores in rows.items()}


def _record(order: EvaluationOrder, scores: TaggingScores, say: Say) -> None:
    """Keep the figures beside the model, where the manifest and the report of a run find them."""
    folder = find_checkpoint(order.model).folder
    content = scores.to_json()
    write_part(folder, METRICS, {
        "source": content["source"], "text_sha256": content["text_sha256"], "notes": content["notes"],
        "at": "reading point", "labels": content["reading_point"]["sentences"]["labels"],
        "macro": content["reading_point"]["sentences"]["macro"],
        "micro": content["reading_point"]["sentences"]["micro"],
        "review_band": content["review"]["sentences"]["labels"],
    })
    say(f"figures recorded in {METRICS} of model {folder.name}")


def minimums_of(arguments: Sequence[str]) -> dict[str, float]:
    """Gates from `--min-NAME VALUE` or `--min-NAME=VALUE`; dashes stand for underscores.

    Raises `UsageError` for anything else among the arguments.
    """
    found: dict[str, float] = {}
    waiting = list(arguments)
    while waiting:
        word, separator, value = waiting.pop(0).partition("=")
        if not word.startswith("--min-"):
            msg = f"unknown option {word}; gates are --min-NAME VALUE"
            raise UsageError(msg)
        text = value if separator else (waiting.pop(0) if waiting else "")
        try:
            found[word.removeprefix("--min-").replace("-", "_")] = float(text)
        except ValueError:
            msg = f"{word} needs a number between 0 and 1"
            raise UsageError(msg) from None
    return found

