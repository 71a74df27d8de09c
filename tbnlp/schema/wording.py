"""The wording guard: phrases that no string of the program may hold, each with what to say in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tbnlp.errors import UsageError
from tbnlp.schema.loader import load_schema

LINT_OK = "lint-ok"
"""Mark of a line whose forbidden phrase is allowed because the sentence denies it."""

_DENIES = re.compile(r"\b(not|never|no|nothing|neither|nor|none)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n")


class Scope(StrEnum):
    """How strictly a text is read; the scopes are those of the schema's policy."""

    STRICT = "strict"
    NEGATED_OK = "negated_ok"


@dataclass(frozen=True, slots=True)
class Violation:
    """A forbidden phrase in a text. `place` is the character where it starts."""

    phrase_id: str
    place: int
    found: str
    instead: str

    def __str__(self) -> str:
        return f"{self.phrase_id} at {self.place}: {self.found!r}; write: {self.instead}"


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(
        (phrase.id, re.compile(phrase.regex, re.IGNORECASE), phrase.instead)
        for phrase in load_schema().forbidden_phrases
    )


def violations(text: str, scope: Scope = Scope.STRICT) -> list[Violation]:
    """Every forbidden phrase in `text`, in order; empty when the text may be shown.

    In scope `negated_ok` a hit is allowed when its own sentence holds a word of denial. Does not read
    meaning: a careful sentence with a listed phrase is reported, a harmful one without it is not.
    """
    found = [
        Violation(phrase_id, match.start(), match.group(), instead)
        for phrase_id, pattern, instead in _patterns()
        for match in pattern.finditer(text)
    ]
    if scope is Scope.NEGATED_OK:
        found = [item for item in found if not _DENIES.search(_sentence_at(text, item.place))]
    return sorted(found, key=lambda item: (item.place, item.phrase_id))


def _sentence_at(text: str, place: int) -> str:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end.start() > place:
            return text[start : end.start()]
        start = end.end()
    return text[start:]


def check_intended_use(purpose: str) -> None:
    """Raise `UsageError` when a purpose names a forbidden use (control c8 of the schema's policy).

    A speed bump and no protection: it reads key words only.
    """
    keywords = ("asylum", "credib", "custody", "eligib", "discharg", "prosecut", "immigration status")
    hit = next((word for word in keywords if word in purpose.lower()), None)
    if hit is not None:
        msg = (
            f"run.intended_use holds {hit!r}, a use that the policy forbids; "
            "the program finds passages for a person to read and serves no such decision"
        )
        raise UsageError(msg)


def forbidden_field_names(names: Iterable[str]) -> list[str]:
    """Those of `names` that the policy forbids as a field or column."""
    forbidden = set(load_schema().forbidden_fields)
    return sorted(name for name in names if name in forbidden)
