"""One opened redactor for the tests of this folder: opening loads the language model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tbnlp.notes.case_note import CaseNote, RawText
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.redact.config import RedactorConfig
from tbnlp.redact.redactor import Redactor
from tbnlp.stage import Skipped

Opened = Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]


@pytest.fixture(scope="session")
def strict() -> Opened:
    return Redactor(RedactorConfig()).open()


@pytest.fixture(scope="session")
def maximal() -> Opened:
    return Redactor(RedactorConfig(profile="maximal")).open()


@pytest.fixture(scope="session")
def balanced() -> Opened:
    return Redactor(RedactorConfig(profile="balanced")).open()


@pytest.fixture
def one(strict: Opened) -> Callable[[str], RedactedNote]:
    def redact(text: str) -> RedactedNote:
        result = strict([CaseNote("c", "n", 0, RawText(text))])[0]
        assert isinstance(result, RedactedNote)
        return result

    return redact
