"""Score our tagger and the baselines on one split: what the command carries out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tbnlp.corpora.written import WrittenNote, load_split
from tbnlp.evaluate.baselines import CUES, TFIDF, cue_tagger, linear_tagger, train_linear
from tbnlp.evaluate.tagging_figures import TaggingScores
from tbnlp.evaluate.tagging_scores import (
    GOLD,
    PRODUCT,
    TagNotes,
    judge_gold,
    judge_product,
    score_tagging,
)
from tbnlp.redact.redactor import Redactor, RedactorConfig
from tbnlp.rules.document import Documents
from tbnlp.schema.loader import load_schema
from tbnlp.tag.config import TaggerConfig, Tier
from tbnlp.tag.gold import gold_notes
from tbnlp.tag.tagger import Tagger

BOTH: Final = (PRODUCT, GOLD)


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
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class _System:
    name: str
    tag: TagNotes
    probabilities: bool = True


def evaluate_tagging(plan: TaggingPlan) -> list[TaggingScores]:
    """Score every system of the plan on every kind of text, same notes and same scorer.

    Writers of the split `train` count as seen. Raises `AssetError` when a split or a model is
    missing, `PrivacyGateError` when the redactor fails its start-up test.
    """
    notes = load_split(plan.corpus, plan.split, plan.folder)
    train = load_split(plan.corpus, "train", plan.folder)
    documents = Documents()
    redact = (
        Redactor(RedactorConfig(profile=plan.profile)).open() if PRODUCT in plan.texts else None
    )
    scores = []
    for system in _systems(plan, train, documents):
        for text in plan.texts:
            if text == PRODUCT and redact is not None:
                results = judge_product(notes, redact, system.tag)
            else:
                results = judge_gold(notes, documents, system.tag)
            scores.append(
                score_tagging(
                    notes,
                    results,
                    system=system.name,
                    source=f"{plan.corpus} {plan.split}",
                    text=text,
                    seen_writers={note.writer for note in train},
                    probabilities=system.probabilities,
                )
            )
    return scores


def _systems(
    plan: TaggingPlan, train: Sequence[WrittenNote], documents: Documents
) -> Iterator[_System]:
    schema = load_schema()
    for tier in plan.tiers:
        yield _System(f"tbnlp {tier}", Tagger(TaggerConfig(tier=tier)).open())
    if plan.baselines:
        yield _System(CUES, cue_tagger(schema), probabilities=False)
        learned = train_linear(gold_notes(train, documents), schema.label_ids)
        yield _System(TFIDF, linear_tagger(schema, learned))
