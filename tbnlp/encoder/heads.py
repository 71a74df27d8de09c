"""The learned part: low-rank changes to the base encoder, and heads for sentences and words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class HeadSizes:
    """How many answers each head has, and the rank of the change to the base encoder."""

    labels: int
    subtypes: int
    attributes: int
    rank: int = 24


class LowRank(nn.Module):
    """A linear layer plus a low-rank change (Hu et al. 2021, arXiv 2106.09685); only the change learns."""

    def __init__(self, linear: nn.Linear, rank: int) -> None:
        super().__init__()
        self.linear = linear
        self.linear.requires_grad_(requires_grad=False)
        self.down = nn.Parameter(torch.empty(rank, linear.in_features))
        self.up = nn.Parameter(torch.zeros(linear.out_features, rank))
        self.scale = 2.0
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))

    def forward(self, x: Tensor) -> Tensor:
        """Output of the changed layer. Shape: (..., in) to (..., out)."""
        plain: Tensor = self.linear(x)
        return plain + (x @ self.down.T) @ self.up.T * self.scale

    def merged(self) -> nn.Linear:
        """One plain layer that gives the same output."""
        linear = nn.Linear(self.linear.in_features, self.linear.out_features)
        linear.weight.data = self.linear.weight.data + self.up.data @ self.down.data * self.scale
        linear.bias.data = self.linear.bias.data.clone()
        return linear


def add_low_rank(encoder: nn.Module, rank: int) -> None:
    """Freeze the encoder and put a low-rank change on every linear layer of its blocks."""
    encoder.requires_grad_(requires_grad=False)
    _swap(encoder, lambda child: LowRank(child, rank) if type(child) is nn.Linear else None, skip="pooler")


def merge_low_rank(encoder: nn.Module) -> None:
    """Fold every low-rank change into its layer; the output stays the same up to rounding."""
    _swap(encoder, lambda child: child.merged() if isinstance(child, LowRank) else None, skip="pooler")


def _swap(module: nn.Module, swap: object, skip: str) -> None:
    assert callable(swap)  # noqa: S101  narrows the type for the checker
    for name, child in list(module.named_children()):
        if name == skip:
            continue
        new = swap(child)
        if new is not None:
            setattr(module, name, new)
        else:
            _swap(child, swap, skip)


class IndicatorModel(nn.Module):
    """Encoder and heads. One forward pass reads a batch of windows.

    A sentence's score for a label is an attention over its own pieces (one attention a label) plus a
    linear reading of their mean; word scores are linear readings of each piece.
    """

    def __init__(self, encoder: nn.Module, width: int, sizes: HeadSizes) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.2)
        self.attend = nn.Linear(width, sizes.labels)
        self.value = nn.Linear(width, sizes.labels)
        self.mean = nn.Linear(width, sizes.labels)
        self.inside = nn.Linear(width, sizes.labels)
        self.subtype = nn.Linear(width, sizes.subtypes)
        self.attribute = nn.Linear(width, sizes.attributes)
        nn.init.constant_(self.mean.bias, -3.0)
        nn.init.constant_(self.inside.bias, -3.0)

    def forward(
        self, ids: Tensor, mask: Tensor, member: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Scores of the units and pieces of a batch of windows.

        `ids`, `mask`. Shape: (batch, piece). `member`. Shape: (batch, unit, piece).
        Returns sentence (batch, unit, label), inside (batch, piece, label), subtype (batch, piece,
        subtype) and attribute (batch, piece, value).
        """
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        total = member.sum(-1, keepdim=True).clamp(min=1.0)
        mean = (member @ hidden) / total
        attend = self.attend(hidden).transpose(1, 2).unsqueeze(1)
        allowed = member.unsqueeze(2)
        weight = torch.softmax(attend.masked_fill(allowed == 0, -1e4), dim=-1)
        value = self.value(hidden).transpose(1, 2).unsqueeze(1)
        sentence = (weight * value).sum(-1) + self.mean(mean)
        return sentence, self.inside(hidden), self.subtype(hidden), self.attribute(hidden)
