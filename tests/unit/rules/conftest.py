"""Docs for the tests of the rules, from one pipeline that is loaded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from tbnlp.rules.document import Documents


@pytest.fixture(scope="session")
def documents() -> Documents:
    return Documents()


@pytest.fixture(scope="session")
def read(documents: Documents) -> Callable[[str], Doc]:
    def build(text: str) -> Doc:
        return documents.build(documents.analyse(text))

    return build
