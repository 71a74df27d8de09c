"""The table `[redact]` of the configuration; light, so that a command can read it without a model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tbnlp.encoder.language_pipeline import DEFAULT_PIPELINE
from tbnlp.errors import UsageError
from tbnlp.redact.coarse import PROFILES


@dataclass(frozen=True, slots=True)
class RedactorConfig:
    """The table `[redact]` of the configuration.

    `roster`: names and ids that the agency already holds, used in memory and left out of the
    fingerprint. `patterns`: pairs of a name and a regular expression for the agency's own numbers.
    `link_cases` is taken note of by the numbering of a key file; numbers never cross cases without it.
    Raises `UsageError` for an unknown profile or an expression that does not compile.
    """

    profile: str = "strict"
    roster: tuple[str, ...] = field(default=(), repr=False)
    patterns: tuple[tuple[str, str], ...] = ()
    spacy_model: str = DEFAULT_PIPELINE
    max_note_characters: int = 1_000_000
    link_cases: bool = False

    def __post_init__(self) -> None:

        if self.profile not in PROFILES:
            msg = f"redact.profile is {self.profile!r}; it must be one of {', '.join(PROFILES)}"
            raise UsageError(msg)
        for name, pattern in self.patterns:
            try:
                re.compile(pattern)
            except re.error:
                msg = f"redact.patterns: the expression named {name!r} is not a regular expression"
                raise UsageError(msg) from None
