"""Vary the words of a text while training, word for word, so that every mark stays where it is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tbnlp.encoder.gold_texts import GoldText
from tbnlp.encoder.passages import READABLE, Words

_CLIENT: Final = ("client", "ct", "cl", "clt", "pt", "yp", "su", "resident", "patient", "student")
_SWAPS: Final = (
    frozenset(_CLIENT),
    frozenset({"with", "w/"}),
    frozenset({"said", "says", "stated", "states", "reports", "reported", "told"}),
    frozenset({"advocate", "worker", "cm", "caseworker", "counsellor", "counselor", "keyworker"}),
)
_STANDINS: Final = frozenset(READABLE.values())
_MISSED: Final = ("maria", "ray", "linh", "tony", "ade", "oksana", "bo", "kofi", "jess", "dwayne")
"""Plain names as a redactor may miss them; invented, common, and used for nothing else."""


def vary(texts: Sequence[GoldText], seed: int) -> list[GoldText]:
    """The texts with some words swapped; the same seed gives the same words."""
    source = random.Random(seed)  # noqa: S311  noise for training, no secret
    return [replace(text, words=_vary(text.words, source)) for text in texts]


def _vary(text: Words, source: random.Random) -> Words:
    shift = source.randrange(4)
    words = tuple(_vary_word(word, shift, source) for word in text.words)
    return Words(words, text.sentences)


def _vary_word(word: str, shift: int, source: random.Random) -> str:
    stem = word.rstrip("0123456789")
    if stem != word and stem in _STANDINS:
        draw = source.random()
        if draw < 0.05 and stem == "person":
            return source.choice(_MISSED)
        return f"{stem}{int(word[len(stem):]) + shift}" if draw < 0.8 else stem
    draw = source.random()
    if draw < 0.15:
        for group in _SWAPS:
            if word.lower() in group:
                return source.choice(sorted(group))
    if draw > 0.99 and len(word) > 4 and word.isalpha():
        place = source.randrange(1, len(word) - 1)
        return word[:place] + word[place + 1 :]
    return word
