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
    "stigmatising_wording", "reward_punishment_cycle", "fear_with_gratitude", "stabilisation",
})
"""Labels whose wording holds a negation by nature; only a denial of the whole negates them."""

NEGATIVE_SUBTYPES: Final = frozenset({
    "defends_or_excuses", "loyalty_or_duty", "only_safe_person", "familiar_versus_unknown",
    "reliable_contact", "boundary_respected", "opposed_wishes", "confusion_about_tie",
    "rescuer_or_benefactor", "help_with_conditions_or_pressure", "shame_about_missing", "indebtedness",
    "keeps_safe", "love_or_devotion", "trust",
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

_OFFERED: Final = frozenset({"help_with_conditions_or_pressure"})
"""Subtypes that are a condition: an offer with an "if" is made and therefore affirmed."""

_STANCE: Final = frozenset({"trust", "love_or_devotion", "indebtedness", "expectation_of_ideal_conduct"})
"""Subtypes in which "would ... if" words a stance ("would give her last shirt if he asked")."""

_LASTING_REFUSAL: Final = frozenset({
    "agency", "mistrust_or_breaking_off", "reporting_or_cooperation_barrier", "deprivation_or_exhaustion",
    "inner_distress_statement",
})
"""Labels in which "no longer" begins the refusal or the lack instead of ending it."""

_FORBIDDING: Final = frozenset({
    "blocked_exit", "isolation", "deprivation_or_exhaustion", "denial_or_control_by_provider",
})
"""Labels in which "may not" forbids and does not doubt."""

_HABITS: Final = _TOLD_CONDITIONS | {
    "deprivation_or_exhaustion", "isolation", "protector_framing", "loyalty_or_love", "trust_in_support",
    "missing_or_mixed_feelings", "fear_with_gratitude", "inner_distress_statement", "mistrust_or_breaking_off",
}
"""Labels in which an "if" without "will" or "would" tells a habit."""

_FEELINGS: Final = frozenset({
    "inner_distress_statement", "mistrust_or_breaking_off", "fear_with_gratitude",
    "missing_or_mixed_feelings",
})
"""Labels whose passages hold "fears" or "doubts" as their matter and not as a hedge."""

_OPENING: Final = 5
"""Words of a passage in which its own "he suspects that" stands."""

_I_WOULD: Final = frozenset({("i", "would"), ("i", "'d"), ("i", "will"), ("i", "'ll"), ("we", "would")})
_WOULD: Final = frozenset({"would", "'d", "could"})
_IF: Final = frozenset({"if", "unless"})
_OPEN_MODALS: Final = frozenset({"will", "'ll", "wo", "would", "'d", "could", "might", "shall"})
_LIGHT_VERBS: Final = frozenset("be have do can could will would may might shall should must say "
                                "get go seem appear".split())
_TELLING: Final = frozenset({"say", "tell", "state", "report", "claim", "write", "explain", "disclose"})
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
    if scope.denied_by_wording(label, subtype) or (
        scope.denied(label) if negative else scope.applies("negated")
    ):
        return "negated"
    if scope.under_condition(label, subtype):
        return "hypothetical"
    if scope.doubted(label):
        return "possible"
    return "affirmed"


def answers_what_if(words: Words, first: int, roles: Mapping[str, str]) -> bool:
    """True when the passage that begins at `first` answers a question "what would happen if ..."."""
    ordinal = words.sentence_of(first)
    begin = words.sentences[max(0, ordinal - 1)][0]
    return load_triggers("assertion").any("what_if", words, begin, first, roles)


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
            and not (kind == "negated" and self._negates_a_part(begin))
        ) or any(
            self._reaches_backward(begin, end) for begin, end in self._find(f"{kind}.backward")
        )

    def denied_by_wording(self, label: str | None, subtype: str | None) -> bool:
        """True for a field that is answered with no, and for a wording that denies this label."""
        triggers = load_triggers("denials")
        names = ("field", "any", label or "", subtype or "")
        return any(
            triggers.any(name, self._words, self._first, self._stop, self._roles) for name in names
        )

    def under_condition(self, label: str | None, subtype: str | None) -> bool:
        """True when the passage holds under a condition only; a habit ("if we were late, he ...") holds."""
        if subtype in _STANCE:
            return False
        inside = self._words.lowers[self._first : self._stop]
        if answers_what_if(self._words, self._first, self._roles) or self._has("inverted"):
            return bool(_OPEN_MODALS.intersection(inside)) or label not in _HABITS
        has_if = not _IF.isdisjoint(inside) or self._has("condition")
        if subtype in _OFFERED:
            return has_if and not _WOULD.isdisjoint(inside)
        if has_if:
            open_end = not _OPEN_MODALS.isdisjoint(inside)
            told = label in _TOLD_CONDITIONS and not self._is_own_expectation()
            return not told and (open_end or label not in _HABITS)
        return label not in _TOLD_CONDITIONS and self.applies("hypothetical")

    def _has(self, name: str) -> bool:
        return load_triggers("assertion").any(name, self._words, self._first, self._stop, self._roles)

    def _is_own_expectation(self) -> bool:
        """True for "if I come home empty they will ...": the client expects it, nobody has threatened it."""
        inside = self._words.lowers[self._first : self._stop]
        after = {inside[place + 1 : place + 2] for place, word in enumerate(inside) if word in _IF}
        if not after:
            return False
        willing = any(inside[place : place + 2] in _I_WOULD for place in range(len(inside)))
        return (willing or not after.isdisjoint({("i",), ("we",)})) and "you" not in inside

    def doubted(self, label: str | None) -> bool:
        """True when a hedge bears on the passage, or its lead-in only supposes it."""
        if label in _FORBIDDING and "may" in self._words.lowers[self._first : self._stop]:
            place = self._words.lowers.index("may", self._first)
            if self._words.lowers[place + 1 : place + 2] in {("not",), ("only",)}:
                return False
        if self.applies("possible") or self._has("doubt_anywhere"):
            return True
        # what a passage itself opens with ("he suspects that ...") doubts it, unless feelings are its matter
        limit = self._first if label in _FEELINGS else self._first + _OPENING
        return any(
            begin < limit and self._reaches_forward(begin, end) for begin, end in self._find("possible.lead")
        )

    def denied(self, label: str | None) -> bool:
        """True when the whole passage is denied, for labels whose wording is itself negative."""
        words = self._words
        for index in range(self._left, self._stop):
            lower = words.lowers[index]
            if lower in _DENIAL and self._reaches_forward(index, index + 1):
                return True
            if self._first <= index and (lower in _NOBODY or self._no_one(index)):
                ahead = words.lemmas[index + 1 : index + 5]
                if _BARRING.intersection(ahead) and label != "stabilisation":
                    return True
            ended = self._first <= index and lower in _ENDED and label not in _LASTING_REFUSAL
            if ended and self._negations() == 1:
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

    def _negates_a_part(self, begin: int) -> bool:
        """True for "without" and for a "not" in the if-clause that opens the passage: not the predicate."""
        if begin < self._first:
            return False
        lowers = self._words.lowers
        if lowers[begin] == "without" and begin > self._first:
            return True
        before = lowers[self._first : begin]
        return bool(before) and before[0] in _IF and not _OPEN_MODALS.intersection((*before, ","))

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
        return not any(
            self._is_full_verb(index) for index in range(self._first, begin)
        ) and not self._ends_between(self._first, begin)

    def _is_full_verb(self, index: int) -> bool:
        """A verb that heads a predicate; a participle that only describes ("now accused") does not."""
        words = self._words
        if not words.tags[index].startswith("VB") or words.lemmas[index] in _LIGHT_VERBS:
            return False
        if words.lemmas[index] in _TELLING and words.tags[index] != "VB":
            return False
        if index > self._first and words.lowers[index - 1] in {"who", "which", "that"}:
            return False
        led = words.lemmas[max(self._first, index - 3) : index]
        return words.tags[index] not in {"VBN", "VBG"} or bool({"be", "have", "get"}.intersection(led))

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
