"""When a passage holds, seen from the date of the note: a time phrase beats tense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.rules.triggers import load_triggers
from tbnlp.rules.words import Words

_PRESENT: Final = frozenset({"VBZ", "VBP"})
_HAVE: Final = frozenset({"have", "has", "'ve", "'s"})


def temporality_of(words: Words, span: Span, roles: Mapping[str, str]) -> str:
    """`current`, `past`, `future_planned` or `unclear`, from time phrases, then the first tense.

    Does not read dates. A passage without a verb is `current` unless its sentence tells the past.
    """
    first, stop = words.range_of(span)
    triggers = load_triggers("temporality")
    tense = _tense(words, first, stop)
    if triggers.any("future", words, first, stop, roles) and tense != "past":
        return "future_planned"
    if triggers.any("past", words, first, stop, roles) and tense != "current":
        return "past"
    if tense == "past" and triggers.any("current", words, first, stop, roles):
        return "past" if _has_tag(words, first, stop, "VBD") else "current"
    return tense or _sentence_tense(words, first)


def _has_tag(words: Words, first: int, stop: int, tag: str) -> bool:
    return tag in words.tags[first:stop]


def _tense(words: Words, first: int, stop: int) -> str | None:
    for index in range(first, stop):
        tag, lower = words.tags[index], words.lowers[index]
        if tag == "VBD":
            return "past"
        if tag in _PRESENT:
            perfect = lower in _HAVE and any(
                words.tags[ahead] == "VBN" for ahead in range(index + 1, min(index + 4, stop))
            )
            return "current" if not perfect or lower != "had" else "past"
        if tag == "MD":
            return _modal(words, index, stop, lower)
    return None


def _modal(words: Words, index: int, stop: int, lower: str) -> str | None:
    if "have" in words.lowers[index + 1 : min(index + 4, stop)]:
        return "past"
    if lower in {"will", "'ll", "wo", "shall"}:
        return "future_planned"
    if lower in {"would", "could", "'d"}:
        return "past"
    if lower == "might":
        return "future_planned"
    return "current"


def _sentence_tense(words: Words, first: int) -> str:
    left, right = words.sentences[words.sentence_of(first)]
    tags = words.tags[left:right]
    if "VBD" in tags and not _PRESENT.intersection(tags):
        return "past"
    if "VBN" in tags and not _PRESENT.intersection(tags):
        return "past"
    return "current"
