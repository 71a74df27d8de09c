"""When a passage holds, seen from the date of the note: a time phrase beats tense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.rules.assertion import answers_what_if
from tbnlp.rules.triggers import load_triggers
from tbnlp.rules.words import Words

_PRESENT: Final = frozenset({"VBZ", "VBP"})
_RELATIVE: Final = frozenset({"who", "which"})
_THOUGHT_AUXILIARIES: Final = frozenset({"is", "are", "'s", "'re"})
_IF: Final = frozenset({"if", "unless"})
_MAY_COME: Final = frozenset({"access_barrier", "denial_or_control_by_provider"})
"""Labels in which "may" warns of something to come."""

_EVENTS: Final = frozenset({"threat_or_violence", "coerced_co_offending"})
"""Labels in which "has (never) hit" tells an event."""

_UTTERED: Final = frozenset({
    "threat_or_violence", "reward_punishment_cycle", "blocked_exit", "isolation", "deprivation_or_exhaustion",
    "protector_framing", "stigmatising_wording", "return_or_pull",
})
"""Labels in which "would ... if" is what somebody said or did at the time."""


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
    "access_barrier", "refusal_or_boundary", "own_decision",
})
"""Labels and subtypes in which "will", "would" and "want" word a habit or a stance and no plan."""


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
    told, is_certain = _told_time(words, span, roles, label)
    if is_certain:
        return told
    if told == "future_planned" and not _NO_PLAN.isdisjoint((label, subtype)):
        return "current"
    if told == "past" and subtype not in _ENDED and _LASTING.intersection((label, subtype)):
        return "current"
    return told


def _told_time(
    words: Words, span: Span, roles: Mapping[str, str], label: str | None = None
) -> tuple[str, bool]:
    """The time, and whether it is a certain future: a day to come, or a condition that can come true."""
    first, stop = words.range_of(span)
    triggers = load_triggers("temporality")
    tense = _tense(words, first, stop)
    if tense == "current" and label in _EVENTS and triggers.any("perfect", words, first, stop, roles):
        tense = "past"
    has_if = not _IF.isdisjoint(words.lowers[first:stop])
    if tense != "past" and (
        triggers.any("day_to_come", words, first, stop, roles)
        or (label in _MAY_COME and triggers.any("may_come", words, first, stop, roles))
        or (has_if and triggers.any("will", words, first, stop, roles))
        or answers_what_if(words, first, roles)
    ):
        return "future_planned", True
    if has_if and label not in _UTTERED and triggers.any("would", words, first, stop, roles):
        return "current", False
    if triggers.any("future", words, first, stop, roles) and tense != "past":
        return "future_planned", False
    if triggers.any("past", words, first, stop, roles) and tense != "current":
        return "past", False
    if tense == "past" and triggers.any("current", words, first, stop, roles):
        return ("past" if _has_tag(words, first, stop, "VBD") else "current"), False
    return tense or _sentence_tense(words, first), False


def _has_tag(words: Words, first: int, stop: int, tag: str) -> bool:
    return tag in words.tags[first:stop]


def _tense(words: Words, first: int, stop: int) -> str | None:
    """The tense of the main verb: verbs of "who ..." and of a denial in front are passed over."""
    passed: str | None = None
    for index in range(first, stop):
        found = _tense_at(words, index, stop)
        if found is None:
            continue
        if not _is_passed_over(words, index, first):
            return found
        passed = passed or found
    return passed


def _is_passed_over(words: Words, index: int, first: int) -> bool:
    before = range(max(first, index - 2), index)
    if any(words.lowers[place] in _RELATIVE or words.tags[place] == "WDT" for place in before):
        return True
    return words.lemmas[index] == "deny"


def _tense_at(words: Words, index: int, stop: int) -> str | None:
    tag, lower = words.tags[index], words.lowers[index]
    if tag == "VBD":
        return "past"
    if tag in _PRESENT:
        return "past" if "have" in words.lowers[index + 1 : min(index + 6, stop)] and (
            words.lowers[index] in _THOUGHT_AUXILIARIES and "to" in words.lowers[index + 1 : index + 5]
        ) else "current"
    if tag == "VBG" and lower == "having":
        return "past"
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
        return "current" if words.lemmas[index + 1 : index + 2] == ("be",) else "future_planned"
    return "current"


def _sentence_tense(words: Words, first: int) -> str:
    left, right = words.sentences[words.sentence_of(first)]
    tags = words.tags[left:right]
    if not _PRESENT.isdisjoint(tags):
        return "current"
    return "past" if "VBD" in tags or "VBN" in tags else "current"
