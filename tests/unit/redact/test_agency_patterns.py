"""The agency's own patterns cannot hold a run up, and a slow one lets no note through."""

from __future__ import annotations

import pytest

from tbnlp.errors import UsageError
from tbnlp.notes.case_note import CaseNote, RawText
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.redact.config import RedactorConfig
from tbnlp.redact.recognizers import agency
from tbnlp.redact.redactor import Redactor, redact_text
from tbnlp.stage import Reason, Skipped

SLOW = r"(?:(?:q|qq)+)+z(?<=qz)"
"""Backtracks without end on a run of `q`, which no probe holds."""


def test_a_pattern_of_the_agency_is_masked() -> None:
    config = RedactorConfig(patterns=(("file_number", r"CX-\d\d-[a-z]\d"),))
    assert redact_text("file CX-77-a1 was opened", config).text == "file <OTHER_ID> was opened"


@pytest.mark.parametrize("pattern", [r"(?:(?:a|aa)+)+b(?<=ab)", r"(?:(?:1|11)+)+x(?<=1x)"])
def test_a_pattern_that_runs_on_is_refused_when_the_redactor_opens(pattern: str) -> None:
    with pytest.raises(UsageError, match="takes too long"):
        agency.compiled_pattern("mine", pattern)


def test_a_pattern_that_does_not_compile_is_refused() -> None:
    with pytest.raises(UsageError, match="not a regular expression"):
        agency.compiled_pattern("mine", "(")


def test_a_note_on_which_a_pattern_runs_on_is_skipped_and_the_next_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(agency, "_PROBES", ())
    monkeypatch.setattr(agency.AgencyRecognizer.__init__, "__defaults__", (0.2,))
    redact = Redactor(RedactorConfig(patterns=(("mine", SLOW),))).open()
    notes = [
        CaseNote("a", "a", 0, RawText("Met Maria Delgado. " + "q" * 60 + " ")),
        CaseNote("b", "b", 1, RawText("All is calm.")),
    ]
    slow, quick = redact(notes)
    assert isinstance(slow, Skipped)
    assert slow.reason is Reason.REDACTION_FAILED
    assert isinstance(quick, RedactedNote)


def test_an_empty_match_masks_nothing() -> None:
    config = RedactorConfig(patterns=(("loose", r"\d*"),))
    assert redact_text("she has hope", config).text == "she has hope"
