"""What training reads: windows with gold scores for each sentence and word, and their batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tbnlp.encoder.gold_texts import GoldText
from tbnlp.encoder.wordpieces import Encoded, WordPieces


@dataclass(frozen=True, slots=True)
class Target:
    """One window and what its heads should say; `kind` arrays hold -100 where nothing is asked.

    `sentence`. Shape: (unit, label). `inside`. Shape: (piece, label). `read`. Shape: (piece,).
    `spans`: (pieces of the passage, subtype or -1, values) for the heads that read whole passages.
    """

    window: Encoded
    sentence: NDArray[np.float32]
    inside: NDArray[np.float32]
    read: NDArray[np.float32]
    spans: tuple[tuple[tuple[int, ...], int, tuple[int, ...]], ...]


def targets(text: GoldText, pieces: WordPieces, labels: int) -> Iterator[Target]:
    """The windows of a text with their gold scores."""
    for window in pieces.encode(text.words):
        length = len(window.ids)
        sentence = np.zeros((len(window.units), labels), dtype=np.float32)
        inside = np.zeros((length, labels), dtype=np.float32)
        for unit, (_, first, last) in enumerate(window.units):
            for mark in text.marks:
                if mark.first < last and first < mark.last:
                    sentence[unit, mark.label] = 1.0
        spans = []
        for mark in text.marks:
            covered = tuple(
                place + 1 for place, word in enumerate(window.words) if mark.first <= word < mark.last
            )
            covered = tuple(place for place in covered if window.member[:, place].any())
            if covered:
                inside[list(covered), mark.label] = 1.0
                spans.append((covered, mark.subtype, mark.values))
        yield Target(window, sentence, inside, window.member.max(axis=0), tuple(spans))


def batches(items: Sequence[Target], size: int, seed: int) -> Iterator[list[Target]]:
    """Shuffled batches of windows of like length, the same for the same seed."""
    source = random.Random(seed)  # noqa: S311  order of training, no secret
    order = list(range(len(items)))
    source.shuffle(order)
    pool = size * 8
    groups = []
    for start in range(0, len(order), pool):
        part = sorted(order[start : start + pool], key=lambda index: len(items[index].window.ids))
        groups += [part[place : place + size] for place in range(0, len(part), size)]
    source.shuffle(groups)
    for group in groups:
        yield [items[index] for index in group]


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors of some windows.

    `ids`, `mask`. Shape: (batch, piece). `member`. Shape: (batch, unit, piece).
    """

    ids: Tensor
    mask: Tensor
    member: Tensor


def pad(windows: Sequence[Encoded]) -> Batch:
    """Windows as one padded batch; padding belongs to no unit and is masked."""
    length = max(len(window.ids) for window in windows)
    units = max(len(window.units) for window in windows)
    ids = torch.zeros((len(windows), length), dtype=torch.long)
    mask = torch.zeros((len(windows), length), dtype=torch.long)
    member = torch.zeros((len(windows), units, length))
    for row, window in enumerate(windows):
        width = len(window.ids)
        ids[row, :width] = torch.from_numpy(window.ids)
        mask[row, :width] = 1
        member[row, : len(window.units), :width] = torch.from_numpy(window.member)
    return Batch(ids, mask, member)
