"""The written corpus as it is committed: no fault, its audits within limits that were written down before."""

from __future__ import annotations

import pytest

from tbnlp.corpora.checks import check_corpus
from tbnlp.corpora.faults import Level
from tbnlp.evaluate.corpus_audits import audit_corpus
from tbnlp.schema.loader import load_schema

NAME = "casenotes_en"


@pytest.fixture(scope="module")
def faults() -> list[str]:
    report = check_corpus(NAME, load_schema())
    return [fault.line() for fault in report.faults if fault.level is Level.FAULT]


def test_the_committed_corpus_has_no_fault(faults: list[str]) -> None:
    assert faults == []


@pytest.mark.slow
def test_the_audits_hold_but_for_the_identity_swap_which_is_not_run_here() -> None:
    report = audit_corpus(NAME, load_schema(), model="casenotes-minilm", swap=False)
    assert [audit.name for audit in report.fails()] == []
