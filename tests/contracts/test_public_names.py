"""The names that `import tbnlp` offers stay what they are, whatever was imported before them."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tbnlp
from tests.contracts.source_tree import ROOT


def run(code: str) -> None:
    """Carry `code` out in a fresh process; fails when it does."""
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr


def test_every_public_name_is_there() -> None:
    run("import tbnlp\nfor name in tbnlp.__all__:\n    assert callable(getattr(tbnlp, name)), name")


def test_all_public_names_are_sorted() -> None:
    assert list(tbnlp.__all__) == sorted(tbnlp.__all__)


@pytest.mark.parametrize("first", [
    "tbnlp.redact.redactor", "tbnlp.tag.tagger", "tbnlp.run.pipeline", "tbnlp.spacy_factories",
])
def test_a_function_is_not_hidden_by_the_folder_of_the_same_name(first: str) -> None:
    run(
        f"import tbnlp, {first}\n"
        "for name in ('redact', 'tag', 'load', 'redact'):\n    assert callable(getattr(tbnlp, name)), name"
    )


def test_a_text_is_redacted_twice_in_a_row() -> None:
    run(
        "import tbnlp\n"
        "for _ in range(2):\n"
        "    assert '<PHONE>' in tbnlp.redact('Ct phone 713-555-0148.').text"
    )


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'detect'"):
        tbnlp.detect  # noqa: B018  the look-up is the test
