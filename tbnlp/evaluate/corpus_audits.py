"""Artefact audits of a written corpus, each held against a limit that was written down before it was run."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tbnlp.corpora.format_checks import RawCorpus, read_corpus
from tbnlp.corpora.split_checks import CONTRAST, HELD_OUT, overlaps
from tbnlp.corpora.written import DEFAULT_FOLDER, WrittenNote, digest, load
from tbnlp.encoder.checkpoint import DEFAULT_MODEL, METRICS, find_checkpoint
from tbnlp.errors import AssetError, UsageError
from tbnlp.evaluate.identity_swap import LabelsOf, SwapScore, changed_labels
from tbnlp.evaluate.label_probes import bag_of_words_f1, cue_f1, sentence_grid, writer_probe
from tbnlp.evaluate.label_rates import Rates, client_groups, rates_by
from tbnlp.evaluate.tables import NOT_MEASURED, Table
from tbnlp.schema.entries import Schema

LIMITS: Final = "audits.toml"
SEED: Final = 20240229
RULE_PAIRS: Final = 60
MODEL_PAIRS: Final = 30
NO_SECTOR: Final = frozenset({"other", "several", "unknown"})
"""Settings that are no sector: `other` is the ordinary work that the plan wants without labels."""
AT_LEAST: Final = frozenset({"identity_swap_rules", "identity_swap_model"})
"""Audits whose value must reach the limit; every other value must not pass it."""
NAMES: Final = (
    "bag_of_words", "cue_only", "writer_from_labels", "split_overlap", "label_rates_gender", "label_rates_origin",
    "label_rates_sector", "identity_swap_rules", "identity_swap_model",
)


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit: its value, its limit, and what stands behind the value. `value` is None where it was not measured."""

    name: str
    value: float | None
    limit: float
    n: int
    about: str

    @property
    def verdict(self) -> str:
        """`holds`, `fails` or `not measured`."""
        if self.value is None:
            return "not measured"
        holds = self.value >= self.limit if self.name in AT_LEAST else self.value <= self.limit
        return "holds" if holds else "fails"

    def to_json(self) -> dict[str, Any]:
        """Value (four decimals), limit, n and verdict."""
        value = None if self.value is None else round(self.value, 4)
        return {"name": self.name, "value": value, "limit": self.limit, "n": self.n, "verdict": self.verdict,
                "about": self.about}


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All audits of a corpus, and the rates behind three of them."""

    audits: tuple[Audit, ...]
    rates: tuple[Rates, ...]

    def fails(self, *, release: bool = False) -> list[Audit]:
        """Audits outside their limit; for a release those that were not measured too."""
        wrong = {"fails", "not measured"} if release else {"fails"}
        return [audit for audit in self.audits if audit.verdict in wrong]

    def to_json(self) -> dict[str, Any]:
        """Everything as plain values."""
        rates = [item.to_json() for item in self.rates]
        return {"audits": [audit.to_json() for audit in self.audits], "rates": rates}

    def tables(self) -> list[Table]:
        """The audits in one table, then the rates."""
        rows = tuple(
            (audit.name, NOT_MEASURED if audit.value is None else f"{audit.value:.3f}",
             f"{'at least' if audit.name in AT_LEAST else 'at most'} {audit.limit:g}", str(audit.n), audit.verdict)
            for audit in self.audits
        )
        remarks = tuple(f"{audit.name}: {audit.about}" for audit in self.audits)
        table = Table("Artefact audits", ("audit", "value", "limit", "n", "verdict"), rows, remarks)
        return [table, *(rates.table() for rates in self.rates)]


def read_limits(home: Path) -> dict[str, float]:
    """The limit of each audit from `audits.toml` of a corpus.

    Raises `AssetError` when the file is missing and `UsageError` when an audit lacks its limit or its reason.
    """
    path = home / LIMITS
    if not path.is_file():
        msg = f"corpus {home.name!r} has no {LIMITS}: write down a limit and a reason for each audit before it is run"
        raise AssetError(msg)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        limits = {name: float(content[name]["limit"]) for name in NAMES if str(content[name]["reason"]).strip()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        limits = {}
    if set(limits) != set(NAMES):
        msg = f"{LIMITS} of corpus {home.name!r} needs a table with limit and reason for each of: {', '.join(NAMES)}"
        raise UsageError(msg)
    return limits


def audit_corpus(
    name: str, schema: Schema, folder: Path | None = None, *, model: str = DEFAULT_MODEL, swap: bool = True
) -> AuditReport:
    """Run every audit. `swap`: False leaves out the pairs with swapped identity, which need spaCy.

    Raises `AssetError` when corpus or limits are missing, and `InputError` when a mark ends behind its text.
    """
    home = (folder or DEFAULT_FOLDER) / name
    limits = read_limits(home)
    corpus, _ = read_corpus(home)
    of = corpus.split_of()
    notes = [note for note in load(name, folder) if of.get(note.case_id) != CONTRAST]
    groups = client_groups(notes)
    rates = (
        rates_by("gender of the client", notes, lambda note: groups[note.case_id][1], schema.label_ids),
        rates_by("origin of the client's given name", notes, lambda note: groups[note.case_id][0], schema.label_ids),
        rates_by("setting", notes, lambda note: note.setting, schema.label_ids, NO_SECTOR),
    )
    audits = [
        *_probes(notes, of, schema, limits, model),
        _writers(notes, schema, limits),
        _overlap(corpus, limits),
        *(Audit(key, rate.largest, limits[key], rate.told, rate.where or "no group is large enough to compare")
          for key, rate in zip(NAMES[4:7], rates, strict=True)),
        *(_swaps(notes, of, limits, model) if swap else _not_swapped(limits)),
    ]
    return AuditReport(tuple(audits), rates)


def _probes(
    notes: Sequence[WrittenNote], of: dict[str, str], schema: Schema, limits: dict[str, float], model: str
) -> list[Audit]:
    """Both probes on the notes that the model's own figure was measured on: dev by writers that train lacks."""
    train = [note for note in notes if of.get(note.case_id) == "train"]
    seen = {note.writer for note in train}
    test = [note for note in notes if of.get(note.case_id) == "dev" and note.writer not in seen]
    if not train or not test:
        about = "needs train notes, and dev notes by writers that train lacks"
        return [Audit(name, None, limits[name], len(test), about) for name in NAMES[:2]]
    grid = sentence_grid(test, schema.label_ids)
    own = {
        "bag_of_words": bag_of_words_f1(sentence_grid(train, schema.label_ids), grid),
        "cue_only": cue_f1(grid, schema.label_ids),
    }
    marks = int(grid.gold.sum())
    full, why = model_f1(model, digest(test))
    beside = f"{f'model F1 {full:.3f}' if full else why}; {len(test)} notes of dev, unseen writers"
    return [
        Audit(name, value / full if full else None, limits[name], marks, f"probe F1 {value:.3f}, {beside}")
        for name, value in own.items()
    ]


def model_f1(model: str, text_digest: str) -> tuple[float | None, str]:
    """The model's recorded micro F1 over sentence x label at its reading point, if it is of these very notes."""
    try:
        content = find_checkpoint(model).read_json(METRICS)
    except AssetError:
        return None, "no model, or no figures beside it"
    if content.get("text_sha256") != text_digest:
        return None, "the model's figures are of other notes; run `tbnlp evaluate tagging --record`"
    value = content.get("micro", {}).get("f1", {}).get("value")
    return (float(value), "") if value else (None, "the model's figures hold no F1")


def _writers(notes: Sequence[WrittenNote], schema: Schema, limits: dict[str, float]) -> Audit:
    key = "writer_from_labels"
    probe = writer_probe(notes, schema.label_ids)
    if probe is None:
        return Audit(key, None, limits[key], 0, "needs two writers with two cases each")
    about = (
        f"accuracy {probe.accuracy:.3f}, by chance {probe.chance:.3f} [{probe.chance_range.low:.3f}-"
        f"{probe.chance_range.high:.3f}]; {probe.writers} writers, whole cases held out"
    )
    return Audit(key, probe.accuracy - probe.chance, limits[key], probe.notes, about)


def _overlap(corpus: RawCorpus, limits: dict[str, float]) -> Audit:
    of = corpus.split_of()
    held = sum(of.get(note.case_id) in HELD_OUT for note in corpus.notes)
    value = float(len(overlaps(corpus))) if held else None
    return Audit("split_overlap", value, limits["split_overlap"], held, "held-out notes; none share words" if value == 0
                 else "held-out notes that share eight words in a row with train" if held else "no held-out split yet")


def _not_swapped(limits: dict[str, float]) -> list[Audit]:
    return [Audit(name, None, limits[name], 0, "left out on demand") for name in NAMES[7:]]


def _swaps(notes: Sequence[WrittenNote], of: dict[str, str], limits: dict[str, float], model: str) -> Iterable[Audit]:
    """Pairs are drawn from train and dev with a fixed seed; held-out texts stay closed."""
    known = [note for note in notes if of.get(note.case_id) not in HELD_OUT and note.passages]
    drawn = random.Random(SEED).sample(known, min(RULE_PAIRS, len(known)))  # noqa: S311  a fixed draw, no secret
    from tbnlp.evaluate.swap_systems import swap_systems

    by_rules, by_model = swap_systems(model)
    yield _swap_audit("identity_swap_rules", drawn, by_rules, limits)
    if by_model is None:
        yield Audit("identity_swap_model", None, limits["identity_swap_model"], 0, "the model is not installed")
    else:
        yield _swap_audit("identity_swap_model", drawn[:MODEL_PAIRS], by_model, limits)


def _swap_audit(name: str, notes: Sequence[WrittenNote], labels_of: LabelsOf, limits: dict[str, float]) -> Audit:
    score: SwapScore = changed_labels(notes, labels_of, SEED)
    changed = ", ".join(f"{label} {count}" for label, count in score.changed) or "none"
    about = f"{score.same} of {score.n} labels stayed in {score.notes} pairs of notes; changed: {changed}"
    return Audit(name, score.share, limits[name], score.n, about)
