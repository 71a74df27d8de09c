"""The agency's own patterns, run by an engine that can be stopped: a slow pattern never passes a note.

A pattern comes from a person and may backtrack without end, so it has a time limit for each note. When the
limit is reached an error is raised and the note is skipped aloud; it is never passed on unsearched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import regex  # type: ignore[import-untyped]  # ships no types; its values enter as Any

from tbnlp.errors import UsageError
from tbnlp.redact.presidio import EntityRecognizer, RecognizerResult

LIMIT_SECONDS: Final = 1.0
"""Longest time that one pattern may take on one note."""
_PROBE_SECONDS: Final = 0.25
_PROBES: Final = tuple(
    piece * 60 + tail for piece in ("a", "1", "A", "a1", "A-", "1-", "0 ", "ab ", "A1-") for tail in ("!", "\u00a7", " x!")
)
"""Texts on which a pattern that backtracks without end shows itself."""
_SCORE: Final = 1.0


class AgencyRecognizer(EntityRecognizer):
    """Runs the agency's patterns with a time limit. Raises `TimeoutError` where the limit is reached."""

    def __init__(self, patterns: Sequence[tuple[str, str]], limit: float = LIMIT_SECONDS) -> None:
        self._limit = limit
        self._compiled = [(name, compiled_pattern(name, pattern)) for name, pattern in patterns]
        super().__init__(supported_entities=["OTHER_ID"], name="agency_patterns")

    def load(self) -> None:
        """Nothing to load: the patterns are compiled in the constructor."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: Any  # noqa: ARG002  Presidio's signature
    ) -> list[RecognizerResult]:
        """Every match of every pattern. An empty match is none."""
        return [
            RecognizerResult(
                # Presidio drops one of two equal results in hash order, so no two patterns share a score.
                entity_type="OTHER_ID", start=match.start(), end=match.end(), score=_SCORE - (index + 1) * 1e-6,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    "detail": "",
                },
            )
            for index, (name, pattern) in enumerate(self._compiled)
            for match in pattern.finditer(text, timeout=self._limit)
            if match.end() > match.start()
        ]


def compiled_pattern(name: str, pattern: str) -> Any:
    """The pattern, tried on texts that make a bad one run on.

    Raises `UsageError` for an expression that does not compile here or that does not come to an end in time.
    """
    try:
        compiled = regex.compile(pattern)
    except regex.error:
        msg = f"redact.patterns: the expression named {name!r} is not a regular expression"
        raise UsageError(msg) from None
    try:
        for probe in _PROBES:
            for _ in compiled.finditer(probe, timeout=_PROBE_SECONDS):
                pass
    except TimeoutError:
        msg = (
            f"redact.patterns: the expression named {name!r} takes too long on some texts; "
            "avoid a repeat inside a repeat, such as (a+)+, and give every repeat an upper bound"
        )
        raise UsageError(msg) from None
    return compiled
