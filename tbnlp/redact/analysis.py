"""One spaCy pass over the notes of a batch, handed to Presidio as its artefacts; no second pass."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tbnlp.encoder.language_pipeline import load_pipeline
from tbnlp.redact.coarse import STRICT
from tbnlp.redact.entity_filter import filtered_entities
from tbnlp.redact.findings import Finding
from tbnlp.redact.shadow import Shadow, digits_of
from tbnlp.redact.words import Words, words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BATCH: Final = 32


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the detectors said about one note, in the coordinates of its shadow text."""

    shadow: Shadow
    words: Words
    findings: tuple[Finding, ...]


def quiet_foreign_loggers() -> None:
    """Keep Presidio and spaCy from writing debug lines, which hold note text, into a host's log."""
    for name in ("presidio-analyzer", "decision_process", "spacy"):
        logging.getLogger(name).setLevel(logging.WARNING)


class Analyzer:
    """The opened detectors: spaCy, and Presidio with this package's recognisers only."""

    def __init__(
        self, spacy_model: str, patterns: Sequence[tuple[str, str]] = (), profile: str = STRICT
    ) -> None:
        from tbnlp.redact.recognizers import registry

        quiet_foreign_loggers()
        self.language = load_pipeline(spacy_model)
        self._profile = profile
        self._text_engine = registry.text_engine(patterns)
        self._digit_engine = registry.digit_engine()

    def analyze(self, shadows: Sequence[Shadow]) -> list[Analysis | None]:
        """One analysis a shadow, in order; None where the detectors failed on that note."""
        with self.language.memory_zone():
            docs: list[Doc | None]
            try:
                texts = [shadow.text for shadow in shadows]
                docs = list(self.language.pipe(texts, batch_size=_BATCH))
            except Exception:  # noqa: BLE001  one note must not take the batch with it
                docs = [self._single(shadow.text) for shadow in shadows]
            results = [
                self._analysis(shadow, doc) for shadow, doc in zip(shadows, docs, strict=True)
            ]
            del docs
        return results

    def _single(self, text: str) -> Doc | None:
        try:
            return self.language(text)
        except Exception:  # noqa: BLE001  the note is skipped aloud by the caller
            return None

    def _analysis(self, shadow: Shadow, doc: Doc | None) -> Analysis | None:
        if doc is None:
            return None
        try:
            words = words_of(doc)
            found = self._findings(shadow, doc)
            return Analysis(shadow, words, tuple(filtered_entities(found, shadow.text, self._profile)))
        except Exception:  # noqa: BLE001  the note is skipped aloud by the caller
            return None

    def _findings(self, shadow: Shadow, doc: Doc) -> list[Finding]:
        from tbnlp.redact.presidio import NlpArtifacts

        artifacts = NlpArtifacts(
            entities=list(doc.ents), tokens=doc, tokens_indices=[], lemmas=[],
            nlp_engine=None, language="en",
        )
        found = _converted(self._text_engine, shadow.text, artifacts)
        digits = digits_of(shadow)
        for item in _converted(self._digit_engine, digits.text, artifacts):
            span = digits.to_source(item.start, item.end)
            found.append(
                Finding(span.start, span.end, item.kind, item.detector, item.score, item.detail)
            )
        return found


def _converted(engine: Any, text: str, artifacts: Any) -> list[Finding]:
    if not text.strip():
        return []
    results = engine.analyze(
        text=text, language="en", score_threshold=0.0, nlp_artifacts=artifacts
    )
    return [
        Finding(
            item.start, item.end, item.entity_type,
            item.recognition_metadata["recognizer_name"], round(item.score, 3),
            item.recognition_metadata.get("detail", ""),
        )
        for item in results
    ]
