"""Whether a passage is said to be so, not so, perhaps so or only under a condition.

After NegEx and ConText (Chapman 2001, Harkema 2009): trigger words with a direction, a reach that a
terminator ends, and pseudo triggers that only look like one. The words are data
(`triggers/assertion.yaml`). Labels whose own wording is negative ("may not leave") are negated by
denial only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.rules.triggers import load_triggers
from tbnlp.rules.words import Words

NEGATIVE_WORDING: Final = frozenset({
    "isolation", "blocked_exit", "deprivation_or_exhaustion", "access_barrier", "agency",
    "mistrust_or_breaking_off", "reporting_or_cooperation_barrier", "inner_distress_statement",
    "stigmatising_wording", "reward_punishment_cycle", "fear_with_gratitude",
})
"""Labels whose wording holds a negation by nature; only a denial of the whole negates them."""

NEGATIVE_SUBTYPES: Final = frozenset({
    "defends_or_excuses", "loyalty_or_duty", "only_safe_person", "familiar_versus_unknown",
    "reliable_contact", "boundary_respected", "opposed_wishes", "confusion_about_tie",
    "rescuer_or_benefactor", "help_with_conditions_or_pressure", "shame_about_missing",
})
"""Subtypes of other labels for which the same holds."""

_DENIAL: Final = frozenset("deny denies denied denying disputes refutes".split())
_NOBODY: Final = frozenset({"nobody", "noone", "none"})
_BARRING: Final = frozenset("stop keep take lock hold kept prevent make force touch check hit".split())
_ENDED: Final = frozenset({"anymore", "longer"})
_TOLD_CONDITIONS: Final = frozenset({
    "threat_or_violence", "reward_punishment_cycle", "blocked_exit", "coerced_co_offending",
})
"""Labels in which a condition is part of what was said or done ("if you tell, I will ...")."""

_LIGHT_VERBS: Final = frozenset("be have do can could will would may might shall should must say "
                                "get go seem appear".split())
_REACH: Final = 12
"""Words that a trigger outside the passage reaches at most (ConText uses the whole sentence)."""


def assertion_of(
    words: Words,
    span: Span,
    roles: Mapping[str, str],
    label: str | None = None,
    subtype: str | None = None,
) -> str:
    """`affirmed`, `negated`, `possible` or `hypothetical`, from the words of the sentence.

    Does not claim that the passage is true or false. Denial beats condition beats doubt.
    """
    first, stop = words.range_of(span)
    left, right = words.sentences[words.sentence_of(first)]
    stop = min(stop, right)
    scope = _Scope(words, roles, left, right, first, stop)
    negative = label in NEGATIVE_WORDING or subtype in NEGATIVE_SUBTYPES
    if scope.denied() if negative else scope.applies("negated"):
        return "negated"
    if label not in _TOLD_CONDITIONS and scope.applies("hypothetical"):
        return "hypothetical"
    if scope.applies("possible"):
        return "possible"
    return "affirmed"


class _Scope:
    """One passage in its sentence, with the triggers that reach it."""

    def __init__(
        self, words: Words, roles: Mapping[str, str], left: int, right: int, first: int, stop: int
    ) -> None:
        self._words = words
        self._roles = roles
        self._left, self._right = left, right
        self._first, self._stop = first, stop
        self._triggers = load_triggers("assertion")
        self._pseudo = list(self._find("pseudo"))

    def _find(self, name: str) -> list[tuple[int, int]]:
        return list(
            self._triggers.find(name, self._words, self._left, self._right, self._roles)
        )

    def applies(self, kind: str) -> bool:
        """True when a trigger of `kind` stands in the passage's main part or reaches it."""
        return any(
            self._reaches_forward(begin, end)
            for begin, end in self._find(f"{kind}.forward")
            if not self._is_pseudo(begin, end, kind)
        ) or any(
            self._reaches_backward(begin, end) for begin, end in self._find(f"{kind}.backward")
        )

    def denied(self) -> bool:
        """True when the whole passage is denied, for labels whose wording is itself negative."""
        words = self._words
        for index in range(self._left, self._stop):
            lower = words.lowers[index]
            if lower in _DENIAL and self._reaches_forward(index, index + 1):
                return True
            if self._first <= index and (lower in _NOBODY or self._no_one(index)):
                ahead = words.lemmas[index + 1 : index + 5]
                if _BARRING.intersection(ahead):
                    return True
            if self._first <= index and lower in _ENDED and self._negations() == 1:
                return lower == "anymore" or words.lowers[index - 1] == "no"
        return False

    def _no_one(self, index: int) -> bool:
        return self._words.lowers[index] == "no" and self._words.lowers[index + 1 : index + 2] in (
            ("one",), ("person",),
        )

    def _negations(self) -> int:
        return sum(
            1 for index in range(self._first, self._stop)
            if self._words.lowers[index] in {"not", "n't", "never", "no"}
        )

    def _is_pseudo(self, begin: int, end: int, kind: str) -> bool:
        if kind == "possible":
            return False
        return any(low <= begin and end <= high for low, high in self._pseudo)

    def _reaches_forward(self, begin: int, end: int) -> bool:
        if begin >= self._first:
            return begin < self._stop and (
                self._words.lowers[begin] in {"if", "unless"} or self._governs(begin)
            )
        if self._first - end > _REACH:
            return False
        return not self._ends_between(end, self._first)

    def _governs(self, begin: int) -> bool:
        """True when no full verb of the passage stands before the word, so that it bears on it."""
        words = self._words
        return not any(
            words.tags[index].startswith("VB") and words.lemmas[index] not in _LIGHT_VERBS
            for index in range(self._first, begin)
        ) and not self._ends_between(self._first, begin)

    def _reaches_backward(self, begin: int, end: int) -> bool:
        return begin >= self._stop - 1 and end - self._stop <= _REACH and not self._ends_between(
            self._stop, begin
        )

    def _ends_between(self, low: int, high: int) -> bool:
        return any(
            low <= begin < high
            for begin, _ in self._triggers.find(
                "terminators", self._words, low, max(low, high), self._roles
            )
        )
