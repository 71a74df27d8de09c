"""A Presidio recogniser that is a table of linear patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tbnlp.redact.presidio import EntityRecognizer, RecognizerResult

TEXT: Final = "text"
DIGITS: Final = "digits"
"""The two copies that a rule may read: the plain shadow, or the one with spelt digits as digits."""

GAP: Final = (
    r"(?:[ \t]{0,2}[:#.=\-)(*\u2116]){0,3}[ \t]{0,3}"
    r"(?:(?:no|nos|num|number|nbr|numero|id|is|was|as|the|last|first|ending|ends|end|in|on|with|four|"
    r"six|eight|4|6|8|digits|starts|starting|partial|case|ref|reference|copy|file)\b"
    r"[ \t]{0,2}[:#.=]{0,2}[ \t]{0,2}){0,4}"
)
"""What may stand between a cue and its value."""

CODE: Final = r"(?=[A-Za-z\-./*]{0,9}\d)[A-Za-z0-9]{1,24}(?:[\-./*][A-Za-z0-9]{1,16}){0,6}"
"""A value with at least one digit among its first characters."""

NUMBER: Final = r"\d(?:[ .\-/]{0,2}\d){3,19}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of a family.

    The named groups `v` and `w` are masked, or the whole match where there is none. `needs`: the rule
    is tried only where one of these lower-case strings occurs, which is for speed alone. `accept`
    may refuse a match that is another kind of thing; it is never a checksum.
    """

    name: str
    kind: str
    pattern: str
    score: float = 0.85
    needs: tuple[str, ...] = ()
    view: str = TEXT
    accept: Callable[[re.Match[str]], bool] | None = None
    detail: str = ""


def cued(cues: str, value: str = CODE, gap: str = GAP) -> str:
    """A pattern for a cue, a short gap and a value in group `v`; upper and lower case alike."""
    return rf"(?i)(?<![A-Za-z0-9])(?:{cues})(?![A-Za-z]){gap}(?P<v>{value})(?![A-Za-z0-9])"


def has_digits(count: int) -> Callable[[re.Match[str]], bool]:
    """An `accept` that wants at least `count` digits in the value."""
    def check(match: re.Match[str]) -> bool:
        """True when the value has the digits."""
        value: str = match["v"] if "v" in match.re.groupindex else match[0]
        return sum(character.isdigit() for character in value) >= count

    return check


class TableRecognizer(EntityRecognizer):
    """Runs a table of rules over one view of the text. Linear: every quantifier is bounded."""

    def __init__(self, name: str, rules: Sequence[Rule], start: int = 0) -> None:
        # Presidio drops one of two equal results in hash order, so no two rules share a score.
        self._compiled = [
            (rule, re.compile(rule.pattern), rule.score + index * 1e-6)
            for index, rule in enumerate(rules, start)
        ]
        super().__init__(supported_entities=sorted({rule.kind for rule in rules}), name=name)

    def load(self) -> None:
        """Nothing to load: the patterns are compiled in the constructor."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: Any  # noqa: ARG002  Presidio's signature
    ) -> list[RecognizerResult]:
        """Every match of every rule, with the rule's own score."""
        lowered = text.lower()
        results = []
        for rule, pattern, score in self._compiled:
            if rule.needs and not any(word in lowered for word in rule.needs):
                continue
            for match in pattern.finditer(text):
                if rule.accept is not None and not rule.accept(match):
                    continue
                results.extend(self._results(rule, match, score))
        return results

    def _results(
        self, rule: Rule, match: re.Match[str], score: float
    ) -> list[RecognizerResult]:
        names = [name for name in ("v", "w") if match.re.groupindex.get(name) and match[name]]
        spans = [match.span(name) for name in names] or [match.span()]
        return [
            RecognizerResult(
                entity_type=rule.kind, start=start, end=end, score=score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: rule.name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    "detail": rule.detail,
                },
            )
            for start, end in spans if end > start
        ]
