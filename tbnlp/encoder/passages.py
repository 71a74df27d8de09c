"""What the encoder reads and writes: words and sentences in, scores a sentence and a word out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

READABLE: Final = {
    "PERSON": "person", "LOCATION": "town", "ORG": "organisation", "EMPLOYER": "employer",
    "SCHOOL": "school", "DATE": "date", "ADDRESS": "address", "FACILITY": "facility", "PHONE": "phone",
    "EMAIL": "email", "URL": "website", "HANDLE": "account", "SSN": "number", "PASSPORT": "number",
    "A_NUMBER": "number", "USCIS_RECEIPT": "number", "COURT_CASE": "number", "POLICE_CASE": "number",
    "HOTLINE_CASE": "number", "LICENCE": "number", "MRN": "number", "ACCOUNT": "number", "IP": "number",
    "OTHER_ID": "number", "PLATE": "number", "VIN": "number", "AGE": "age", "NATIONALITY": "nationality",
    "BODY_MARK": "mark", "RARE_FACT": "fact", "VEHICLE_DESC": "car", "BLOB": "file",
    "IMMIGRATION_RELIEF": "status",
}
"""Plain words that stand for placeholders before the encoder, which learned plain English."""


@dataclass(frozen=True, slots=True)
class Words:
    """One text as the encoder wants it: words, and sentences as half-open ranges of words.

    `wanted`: sentences that must be read; windows without one are left out. None wants them all.
    """

    words: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    wanted: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Logits:
    """Raw scores of one text, float32.

    `sentence`. Shape: (sentence, label). `word`. Shape: (word, label): is the word inside a passage?
    `subtype`. Shape: (word, subtype). `attribute`. Shape: (word, attribute value).
    """

    sentence: Scores
    word: Scores
    subtype: Scores
    attribute: Scores


def readable(word: str) -> str:
    """The word that the encoder sees for a token: a placeholder becomes plain words, the rest stays."""
    if not (word.startswith("<") and word.endswith(">")):
        return word
    kind, _, coarse = word[1:-1].partition(": ")
    if coarse:
        return coarse
    name, _, number = kind.rpartition("_")
    if name in READABLE and number.isdigit():
        return f"{READABLE[name]}{number}"
    return READABLE.get(kind, word)
