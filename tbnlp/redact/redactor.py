"""The redaction stage: whole cases of raw notes in, redacted notes out, or a reason why not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from tbnlp.encoder.language_pipeline import pipeline_digest
from tbnlp.errors import PrivacyGateError
from tbnlp.notes.case_note import CaseNote, RawText
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.redact.analysis import Analyzer
from tbnlp.redact.case_pass import CaseRedactor
from tbnlp.redact.config import RedactorConfig
from tbnlp.stage import Reason, Skipped

CODE_VERSION: Final = "2"
"""Raised whenever the same note could be redacted otherwise; part of the fingerprint."""

CANARIES: Final = (
    ("Client gave her number, 713-555-0142, at intake.", "713-555-0142"),
    ("SSN 078-05-1120 was on the form.", "078-05-1120"),
    ("Wrote to jane.roe@example.com about the bed.", "jane.roe@example.com"),
    ("A-number A208123456 is on the notice.", "A208123456"),
    ("Met with Maria Delgado at the office.", "Maria Delgado"),
    ("He texts her from (7l3) 555-O199 every night.", "(7l3) 555-O199"),
)
"""Invented notes and the characters that must not come through: the start-up test."""


@dataclass(frozen=True, slots=True)
class Redactor:
    """The stage `CaseNote -> RedactedNote`. Fails closed: what is not surely redacted is skipped."""

    config: RedactorConfig = RedactorConfig()

    @property
    def fingerprint(self) -> str:
        """Hash of code version, configuration without roster, and model. The same for equal set-ups."""
        settings = asdict(self.config)
        del settings["roster"]
        model = f"{self.config.spacy_model}/{pipeline_digest(self.config.spacy_model)}"
        payload = json.dumps([CODE_VERSION, settings, model], sort_keys=True, default=str)
        return hashlib.blake2b(payload.encode(), digest_size=8).hexdigest()

    def open(self) -> Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]:
        """Load the language model and return the pure function that redacts whole cases.

        Raises `PrivacyGateError` when the start-up test fails, `AssetError` without the model.
        """
        redact = self._opened()
        _check_canaries(redact)
        return redact

    def self_test(self) -> None:
        """Redact the built-in canaries. Raises `PrivacyGateError` when one of them comes through."""
        _check_canaries(self._opened())

    def _opened(self) -> Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]:
        case = CaseRedactor(
            analyzer=Analyzer(
                self.config.spacy_model, self.config.patterns, self.config.profile
            ),
            profile=self.config.profile, roster=self.config.roster,
            max_characters=self.config.max_note_characters,
            fingerprint=self.fingerprint,
        )

        def redact(notes: Sequence[CaseNote]) -> list[RedactedNote | Skipped]:
            """Redact whole cases; the answer has the length and the order of the input."""
            return case.redact(notes)

        return redact


def _check_canaries(redact: Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]) -> None:
    notes = [
        CaseNote(f"canary-{row}", f"canary-{row}", row, RawText(text))
        for row, (text, _) in enumerate(CANARIES)
    ]
    for result, (_, secret) in zip(redact(notes), CANARIES, strict=True):
        if isinstance(result, Skipped) or secret in result.text:
            number = result.row + 1
            msg = f"the redactor failed its start-up test (canary {number}); nothing was redacted"
            raise PrivacyGateError(msg)


_OPENED: dict[RedactorConfig, Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]] = {}


def redact_text(text: str, config: RedactorConfig | None = None) -> RedactedNote:
    """Redact one text that stands alone, as a case of one note.

    The opened redactor of a configuration is kept for later calls; no text is. Raises
    `PrivacyGateError` with the reason code when the text could not be redacted surely.
    """
    chosen = config or RedactorConfig()
    if chosen not in _OPENED:
        _OPENED[chosen] = Redactor(chosen).open()
    result = _OPENED[chosen]([CaseNote("text", "text", 0, RawText(text))])[0]
    if isinstance(result, Skipped):
        msg = f"the text was not redacted: {_reason(result.reason)}"
        raise PrivacyGateError(msg)
    return result


def _reason(reason: Reason) -> str:
    return reason.value
