"""When a passage holds, seen from the date of the note: a time phrase beats tense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.rules.triggers import load_triggers
from tbnlp.rules.words import Words

_PRESENT: Final = frozenset({"VBZ", "VBP"})
_HAVE: Final = frozenset({"have", "has", "'ve", "'s"})


_LASTING: Final = frozenset({
    "loyalty_or_love", "missing_or_mixed_feelings", "access_barrier", "familiar_versus_unknown",
    "mistrust_of_self", "self_deprecation", "felt_safety", "routine",
})
"""Labels and subtypes of a tie, view or lack that goes on although its cause is told in the past."""

_ENDED: Final = frozenset({
    "defends_or_excuses", "survival_activity", "missing_or_mourning", "trust",
})
"""Subtypes of these labels that tell an act, so that the tense decides."""

_NO_PLAN: Final = frozenset({
    "loyalty_or_love", "missing_or_mixed_feelings", "fear_with_gratitude", "blocked_exit",
    "reward_punishment_cycle", "mistrust_or_breaking_off", "reporting_or_cooperation_barrier",
    "access_barrier",
})
"""Labels in which "will", "would" and "want" word a habit or a stance and no plan."""


def temporality_of(
    words: Words,
    span: Span,
    roles: Mapping[str, str],
    label: str | None = None,
    subtype: str | None = None,
) -> str:
    """`current`, `past`, `future_planned` or `unclear`, from time phrases, then the first tense.

    Does not read dates. A passage without a verb is `current` unless its sentence tells the past.
    With `label` and `subtype` a state that lasts is `current` although its verb is past.
    """
    told = _told_time(words, span, roles)
    if told == "future_planned" and label in _NO_PLAN:
        return "current"
    if told == "past" and subtype not in _ENDED and _LASTING.intersection((label, subtype)):
        return "current"
    if told == "current" and label == "stigmatising_wording":
        return "past"
    return told


def _told_time(words: Words, span: Span, roles: Mapping[str, str]) -> str:
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
