"""`tbnlp train`: from the written corpus to a model folder with weights, calibration and hashes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tbnlp.corpora import written
from tbnlp.encoder.base_encoder import BaseEncoder, find_base_encoder, read_tokenizer
from tbnlp.encoder.checkpoint import (
    CALIBRATION,
    METRICS,
    RECORD,
    SETTINGS,
    TOKENIZER,
    WEIGHTS,
    Checkpoint,
    ModelSettings,
    find_checkpoint,
)
from tbnlp.encoder.verified import write_sums
from tbnlp.errors import UsageError
from tbnlp.rules.document import Documents
from tbnlp.schema.entries import Schema
from tbnlp.schema.loader import load_schema
from tbnlp.tag.calibration import BandPoints, LabelScale
from tbnlp.tag.config import TaggerConfig
from tbnlp.tag.fitting import fit
from tbnlp.tag.gate import GATE, fit_gate
from tbnlp.tag.gold import GoldNote, HeadLayout, gold_notes, gold_texts
from tbnlp.tag.schema_examples import example_texts
from tbnlp.tag.tagger import Tagger

if TYPE_CHECKING:
    from tbnlp.encoder.heads import IndicatorModel

VERSION: Final = "0.1.0"
LISTED: Final = (SETTINGS, WEIGHTS, TOKENIZER, CALIBRATION, GATE, RECORD, METRICS)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainingOrder:
    """What to train on and where to put the model. Texts are invented or public domain, never notes."""

    corpus: str
    output: Path
    corpora_folder: Path | None = None
    epochs: int = 16
    seed: int = 13
    train_split: str = "train"
    dev_split: str = "dev"


def train_model(order: TrainingOrder, say: Say) -> Checkpoint:
    """Train, write the model folder, fit the calibration on dev and write it beside the weights.

    Raises `UsageError` when the folder is in use, `AssetError` when corpus or base encoder is missing.
    """
    if order.output.exists() and any(order.output.iterdir()):
        msg = "the model folder is not empty; name a new one"
        raise UsageError(msg)
    schema = load_schema()
    documents = Documents()
    train = gold_notes(written.load_split(order.corpus, order.train_split, order.corpora_folder), documents)
    dev = gold_notes(written.load_split(order.corpus, order.dev_split, order.corpora_folder), documents)
    say(f"{len(train)} notes to train on, {len(dev)} notes of dev for calibration")
    base = find_base_encoder()
    checkpoint = _train(order, schema, train, base, documents, say)
    write_part(checkpoint.folder, GATE, fit_gate(train, dev))
    calibrate(checkpoint, dev, say)
    return Checkpoint(order.output)


def recalibrate(order: TrainingOrder, say: Say) -> Checkpoint:
    """Fit gate and calibration of a model folder again, on the present rules and dev; the weights stay.

    For when the rules or the corpus changed. Raises `AssetError` when the folder holds no model of this schema.
    """
    documents = Documents()
    train = gold_notes(written.load_split(order.corpus, order.train_split, order.corpora_folder), documents)
    dev = gold_notes(written.load_split(order.corpus, order.dev_split, order.corpora_folder), documents)
    checkpoint = find_checkpoint(str(order.output))
    write_part(checkpoint.folder, GATE, fit_gate(train, dev))
    calibrate(checkpoint, dev, say)
    return Checkpoint(order.output)


def _train(
    order: TrainingOrder, schema: Schema, train: list[GoldNote], base: BaseEncoder, documents: Documents,
    say: Say,
) -> Checkpoint:
    from tokenizers import Tokenizer

    from tbnlp.encoder.augmentation import vary
    from tbnlp.encoder.heads import HeadSizes
    from tbnlp.encoder.training import TrainingConfig
    from tbnlp.encoder.training import train as learn
    from tbnlp.encoder.wordpieces import WordPieces

    layout = HeadLayout.of(schema)
    texts = [*gold_texts(train, layout), *gold_texts(example_texts(schema, documents), layout)]
    tokenizer = Tokenizer.from_buffer(read_tokenizer(base))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    config = TrainingConfig(epochs=order.epochs, seed=order.seed)
    sizes = HeadSizes(len(layout.labels), len(layout.subtypes), len(layout.values), config.rank)
    model = learn(
        lambda epoch: vary(texts, order.seed * 100 + epoch), sizes, layout.groups(), WordPieces(tokenizer),
        base, config, say,
    )
    record = {"corpus": order.corpus, "split": order.train_split, "notes": len(train), **asdict(config)}
    return _save(order.output, model, layout, schema, base, record)


def _save(
    folder: Path, model: IndicatorModel, layout: HeadLayout, schema: Schema, base: BaseEncoder,
    record: dict[str, Any],
) -> Checkpoint:
    """Write the model folder with a neutral calibration, which `calibrate` replaces."""
    from safetensors.torch import save

    from tbnlp.encoder.wordpieces import MAX_PIECES

    settings = ModelSettings(
        name=folder.name, version=VERSION, schema_version=schema.version,
        schema_fingerprint=schema.fingerprint, labels=layout.labels, subtypes=layout.subtypes,
        attributes=layout.values, rank=record["rank"], width=model.mean.in_features,
        base_sha256=base.weights_sha256, max_pieces=MAX_PIECES,
    )
    weights = {
        name: value.detach().contiguous() for name, value in model.named_parameters() if value.requires_grad
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS).write_text(settings.to_json(), encoding="utf-8")
    (folder / WEIGHTS).write_bytes(save(weights))
    (folder / TOKENIZER).write_bytes(read_tokenizer(base))
    lines = [f"{name} = {json.dumps(value)}" for name, value in record.items()]
    (folder / RECORD).write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_part(folder, CALIBRATION, _neutral(schema))
    return Checkpoint(folder)


def calibrate(checkpoint: Checkpoint, dev: list[GoldNote], say: Say) -> None:
    """Fit the calibration on dev and write it, with the hashes, into the model folder."""
    folder = checkpoint.folder
    finder = Tagger(TaggerConfig(model=str(folder))).open_finder()
    write_part(folder, CALIBRATION, fit(finder, dev))
    say(f"calibrated on {len(dev)} notes")


def write_part(folder: Path, name: str, content: dict[str, Any]) -> None:
    """Write a JSON file of the model and renew the list of hashes."""
    (folder / name).write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    write_sums(folder, [item for item in LISTED if (folder / item).is_file()])


def _neutral(schema: Schema) -> dict[str, Any]:
    row = {
        "scale": asdict(LabelScale(offset=0.0, slope=1.0, rule=0.0)),
        "bands": asdict(BandPoints(strong=1.01, possible=0.5)),
    }
    tiers = {tier: dict.fromkeys(schema.label_ids, row) for tier in ("full", "hybrid", "rules")}
    points = dict.fromkeys(tiers, 0.5)
    return {"tiers": tiers, "reading_point": points, "floor": 0.05, "inside": 0.0, "attribute_rule": {}}

