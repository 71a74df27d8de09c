"""Words to word pieces and windows: the ids, and which piece belongs to which word and sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from tbnlp.encoder import windows
from tbnlp.encoder.passages import Words

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_PIECES: Final = 254
"""Pieces a window without its two end marks; all-MiniLM-L6-v2 was trained on windows of 256."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One window. `ids`: (piece,), end marks included. `words`: text-wide word of each inner piece.

    `member`: (unit, piece) 1.0 where the piece belongs to the unit; `units`: (sentence, first word,
    last word) of the units that are read here. A unit is a sentence, or a part of one that is too long.
    """

    ids: NDArray[np.int64]
    words: tuple[int, ...]
    member: NDArray[np.float32]
    units: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class WordPieces:
    """A tokenizer with its end marks, and the length of a window."""

    tokenizer: Tokenizer
    limit: int = MAX_PIECES

    def encode(self, text: Words) -> Iterator[Encoded]:
        """The windows of one text, in order. A text without a word has none."""
        if not text.words:
            return
        encoding = self.tokenizer.encode(list(text.words), is_pretokenized=True, add_special_tokens=False)
        pieces: list[list[int]] = [[] for _ in text.words]
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None:
                pieces[word].append(piece)
        units = list(self._units(text, pieces))
        lengths = [sum(len(pieces[word]) for word in range(first, last)) for _, first, last in units]
        for window in windows.plan(lengths, self.limit):
            yield self._window(window, units, pieces)

    def _units(self, text: Words, pieces: list[list[int]]) -> Iterator[tuple[int, int, int]]:
        """Sentences, cut where one alone is longer than a window."""
        for sentence, (first, last) in enumerate(text.sentences):
            edges, used = [first], 0
            for word in range(first, last):
                del pieces[word][self.limit :]
                if used + len(pieces[word]) > self.limit:
                    edges.append(word)
                    used = 0
                used += len(pieces[word])
            for start, end in pairwise([*edges, last]):
                if end > start:
                    yield sentence, start, end

    def _window(
        self, window: windows.Window, units: list[tuple[int, int, int]], pieces: list[list[int]]
    ) -> Encoded:
        ids = [self._mark("[CLS]")]
        words: list[int] = []
        places: list[tuple[int, int]] = []
        for _, first, last in units[window.first : window.last]:
            start = len(ids)
            for word in range(first, last):
                ids.extend(pieces[word])
                words.extend([word] * len(pieces[word]))
            places.append((start, len(ids)))
        ids.append(self._mark("[SEP]"))
        read = range(window.read_first - window.first, window.read_last - window.first)
        member = np.zeros((len(read), len(ids)), dtype=np.float32)
        for row, unit in enumerate(read):
            member[row, places[unit][0] : places[unit][1]] = 1.0
        return Encoded(
            ids=np.asarray(ids, dtype=np.int64),
            words=tuple(words),
            member=member,
            units=tuple(units[window.read_first : window.read_last]),
        )

    def _mark(self, name: str) -> int:
        mark = self.tokenizer.token_to_id(name)
        if mark is None:
            msg = f"the tokenizer has no {name}"
            raise ValueError(msg)
        return int(mark)
