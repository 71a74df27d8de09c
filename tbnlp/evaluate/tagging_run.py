"""Score our tagger and the baselines on one split: what the command carries out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tbnlp.corpora.written import WrittenNote, load_split
from tbnlp.evaluate.baselines import CUES, TFIDF, cue_tagger, linear_tagger, train_linear
from tbnlp.evaluate.redaction_scores import RedactNotes
from tbnlp.evaluate.tagging_figures import TaggingScores
from tbnlp.evaluate.tagging_scores import (
    GOLD,
    PRODUCT,
    TagNotes,
    judge_gold,
    judge_product,
    score_tagging,
)
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.redact.config import RedactorConfig
from tbnlp.redact.redactor import Redactor
from tbnlp.rules.document import Documents
from tbnlp.schema.loader import load_schema
from tbnlp.stage import Skipped
from tbnlp.tag.config import TaggerConfig, Tier
from tbnlp.tag.gold import gold_notes
from tbnlp.tag.tagger import Tagger

BOTH: Final = (PRODUCT, GOLD)


ALL: Final = "all writers"
SEEN: Final = "writers of train"
UNSEEN: Final = "unseen writers"


@dataclass(frozen=True, slots=True)
class TaggingPlan:
    """What to score. `texts`: kinds of text; `tiers`: our own systems; `baselines`: both or none.

    `profile` is that of the redactor on the product path. `folder` holds the corpora; None is the
    checkout.
    """

    corpus: str
    split: str
    texts: tuple[str, ...] = BOTH
    tiers: tuple[Tier, ...] = ("full",)
    baselines: bool = False
    profile: str = "strict"
    model: str = TaggerConfig().model
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class _System:
    name: str
    tag: TagNotes
    probabilities: bool = True
    reading_point: float | None = None


def evaluate_tagging(plan: TaggingPlan) -> dict[str, list[TaggingScores]]:
    """Score every system of the plan on every kind of text, for all writers, seen and unseen ones.

    Writers of the split `train` count as seen. Raises `AssetError` when a split or a model is
    missing, `PrivacyGateError` when the redactor fails its start-up test.
    """
    notes = load_split(plan.corpus, plan.split, plan.folder)
    train = load_split(plan.corpus, "train", plan.folder)
    seen = {note.writer for note in train}
    documents = Documents()
    redact = _once(Redactor(RedactorConfig(profile=plan.profile)).open()) if PRODUCT in plan.texts else None
    scores: dict[str, list[TaggingScores]] = {}
    for system in _systems(plan, train, documents):
        for text in plan.texts:
            if text == PRODUCT and redact is not None:
                results = judge_product(notes, redact, system.tag)
            else:
                results = judge_gold(notes, documents, system.tag)
            for name, wanted in _groups(notes, seen).items():
                rows = [(note, result) for note, result in zip(notes, results, strict=True) if note.writer in wanted]
                scores.setdefault(name, []).append(score_tagging(
                    [note for note, _ in rows], [result for _, result in rows], system=system.name,
                    source=f"{plan.corpus} {plan.split}, {name}", text=text, seen_writers=seen,
                    probabilities=system.probabilities, reading_point=system.reading_point,
                ))
    return scores


def _groups(notes: Sequence[WrittenNote], seen: set[str]) -> dict[str, set[str]]:
    """Writers of each group that has any note."""
    writers = {note.writer for note in notes}
    groups = {ALL: writers, SEEN: writers & seen, UNSEEN: writers - seen}
    return {name: group for name, group in groups.items() if group}


def _once(redact: RedactNotes) -> RedactNotes:
    """The same redactor, which keeps its answers: every system is scored on the same redacted notes."""
    kept: dict[tuple[tuple[str, str], ...], list[RedactedNote | Skipped]] = {}

    def recall(notes: Sequence[Any]) -> list[RedactedNote | Skipped]:
        key = tuple((note.case_id, note.note_id) for note in notes)
        if key not in kept:
            kept[key] = redact(notes)
        return kept[key]

    return recall


def _systems(
    plan: TaggingPlan, train: Sequence[WrittenNote], documents: Documents
) -> Iterator[_System]:
    schema = load_schema()
    for tier in plan.tiers:
        config = TaggerConfig(tier=tier, model=plan.model)
        yield _System(f"tbnlp {tier}", Tagger(config).open(), reading_point=config.reading_point())
    if plan.baselines:
        yield _System(CUES, cue_tagger(schema), probabilities=False)
        learned = train_linear(gold_notes(train, documents), schema.label_ids)
        yield _System(TFIDF, linear_tagger(schema, learned))
