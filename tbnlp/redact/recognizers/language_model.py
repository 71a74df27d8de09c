"""spaCy's named entities as a Presidio recogniser: it reads the entities of a pass already made."""

from __future__ import annotations

from typing import Any, Final

from tbnlp.redact.presidio import EntityRecognizer, RecognizerResult

KINDS: Final = {
    "PERSON": "PERSON", "GPE": "LOCATION", "LOC": "LOCATION", "FAC": "ADDRESS", "ORG": "ORG",
    "DATE": "DATE", "NORP": "NATIONALITY", "MONEY": "RARE_FACT", "QUANTITY": "RARE_FACT",
}
"""spaCy label → our type. The finer choice (school, facility) is made by `entity_filter`."""

SCORE: Final = 0.6
"""The small pipeline gives no probability; below every cue and shape, above the residual rules."""


class LanguageModelRecognizer(EntityRecognizer):
    """Hands the entities of the one spaCy pass to Presidio; claims nothing by itself."""

    def __init__(self) -> None:
        super().__init__(supported_entities=sorted(set(KINDS.values())), name="language_model")

    def load(self) -> None:
        """Nothing to load: the pipeline was run before."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: Any  # noqa: ARG002  Presidio's signature
    ) -> list[RecognizerResult]:
        """One result an entity of a wanted label."""
        return [
            RecognizerResult(
                entity_type=KINDS[entity.label_], start=entity.start_char, end=entity.end_char,
                score=SCORE,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: f"spacy_{entity.label_.lower()}",
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    "detail": "",
                },
            )
            for entity in nlp_artifacts.entities
            if entity.label_ in KINDS
        ]
