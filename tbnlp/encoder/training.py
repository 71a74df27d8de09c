"""The training loop: seeded, readable, on the processor, with one loss for each head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from tbnlp.encoder.base_encoder import BaseEncoder, build
from tbnlp.encoder.gold_texts import GoldText
from tbnlp.encoder.heads import HeadSizes, IndicatorModel, add_low_rank
from tbnlp.encoder.learning import Target, batches, pad, targets
from tbnlp.encoder.wordpieces import WordPieces

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How to train. Rates are peaks of a linear warm-up and decay; weights are factors of the losses."""

    epochs: int = 14
    batch: int = 8
    encoder_rate: float = 6e-4
    head_rate: float = 2e-3
    weight_decay: float = 0.01
    warm_up: float = 0.1
    rank: int = 24
    positive_weight: float = 3.0
    inside_weight: float = 0.6
    passage_weight: float = 0.25
    seed: int = 13
    threads: int = 2


Renew = Callable[[int], Sequence[GoldText]]
"""Texts for one epoch; augmentation happens here, so that text on disk stays as written."""


def train(
    renew: Renew, sizes: HeadSizes, groups: Sequence[tuple[int, int]], pieces: WordPieces,
    base: BaseEncoder, config: TrainingConfig, say: Say,
) -> IndicatorModel:
    """Train adapter and heads; equal texts, config and machine give equal weights.

    `groups`: half-open ranges of the attribute head, one an attribute.
    """
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    torch.use_deterministic_algorithms(mode=True)
    encoder, width = build(base)
    add_low_rank(encoder, config.rank)
    model = IndicatorModel(encoder, width, sizes)
    optimiser = _optimiser(model, config)
    first = [item for text in renew(0) for item in targets(text, pieces, sizes.labels)]
    total = config.epochs * max(1, -(-len(first) // config.batch))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, _linear(total, config.warm_up))
    model.train()
    for epoch in range(config.epochs):
        items = [item for text in renew(epoch) for item in targets(text, pieces, sizes.labels)]
        losses = []
        for group in batches(items, config.batch, seed=config.seed * 1000 + epoch):
            loss = _loss(model, group, groups, config)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves backward untyped
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            if schedule.last_epoch < total:
                schedule.step()
            losses.append(float(loss.detach()))
        say(f"epoch {epoch + 1} of {config.epochs}: mean loss {sum(losses) / len(losses):.4f}")
    model.eval()
    return model


def _optimiser(model: IndicatorModel, config: TrainingConfig) -> torch.optim.Optimizer:
    encoder = [value for name, value in model.named_parameters()
               if value.requires_grad and name.startswith("encoder.")]
    heads = [value for name, value in model.named_parameters()
             if value.requires_grad and not name.startswith("encoder.")]
    return torch.optim.AdamW(
        [{"params": encoder, "lr": config.encoder_rate}, {"params": heads, "lr": config.head_rate}],
        weight_decay=config.weight_decay,
    )


def _linear(total: int, warm_up: float) -> Callable[[int], float]:
    rise = max(1, int(total * warm_up))
    return lambda step: min((step + 1) / rise, max(0.0, (total - step) / max(1, total - rise)))


def _loss(
    model: IndicatorModel, group: Sequence[Target], groups: Sequence[tuple[int, int]],
    config: TrainingConfig,
) -> Tensor:
    batch = pad([item.window for item in group])
    sentence, inside, subtype, attribute = model(batch.ids, batch.mask, batch.member)
    weight = torch.tensor(config.positive_weight)
    losses = []
    marks = []
    for row, item in enumerate(group):
        units, length = item.sentence.shape[0], len(item.window.ids)
        losses.append(functional.binary_cross_entropy_with_logits(
            sentence[row, :units], torch.from_numpy(item.sentence), pos_weight=weight, reduction="none",
        ).flatten())
        read = torch.from_numpy(item.read) > 0
        marks.append(functional.binary_cross_entropy_with_logits(
            inside[row, :length][read], torch.from_numpy(item.inside)[read], pos_weight=weight,
            reduction="none",
        ).flatten())
    total = torch.cat(losses).mean() + config.inside_weight * torch.cat(marks).mean()
    passages = _passage_losses(group, subtype, attribute, groups)
    return total + config.passage_weight * 0.05 * torch.stack(passages).mean() if passages else total


def _passage_losses(
    group: Sequence[Target], subtype: Tensor, attribute: Tensor, groups: Sequence[tuple[int, int]]
) -> list[Tensor]:
    losses = []
    for row, item in enumerate(group):
        for covered, kind, values in item.spans:
            places = list(covered)
            if kind >= 0:
                mean = subtype[row, places].mean(0, keepdim=True)
                losses.append(functional.cross_entropy(mean, torch.tensor([kind])))
            mean = attribute[row, places].mean(0, keepdim=True)
            for (start, end), value in zip(groups, values, strict=True):
                losses.append(functional.cross_entropy(mean[:, start:end], torch.tensor([value - start])))
    return losses
