"""Presidio's analyser with this package's recognisers and nothing of its stock."""

from __future__ import annotations

from collections.abc import Sequence

from tbnlp.redact.presidio import (
    AnalyzerEngine,
    ContextAwareEnhancer,
    EntityRecognizer,
    NlpArtifacts,
    NoOpNlpEngine,
    RecognizerRegistry,
    RecognizerResult,
)
from tbnlp.redact.recognizers import (
    age_places,
    apposition,
    contact,
    court_and_police,
    date_places,
    dates,
    health,
    immigration,
    money,
    organisation,
    person,
    place,
    region,
    streets,
    vehicle,
)
from tbnlp.redact.recognizers.agency import AgencyRecognizer
from tbnlp.redact.recognizers.language_model import LanguageModelRecognizer
from tbnlp.redact.recognizers.table import DIGITS, TEXT, Rule, TableRecognizer

FAMILIES: dict[str, tuple[Rule, ...]] = {
    "immigration": immigration.RULES,
    "court_and_police": court_and_police.RULES,
    "contact": contact.RULES,
    "money": money.RULES,
    "vehicle": vehicle.RULES,
    "health": health.RULES,
    "place": place.RULES,
    "region": region.RULES,
    "organisation": organisation.RULES,
    "person": person.RULES,
    "dates": dates.RULES,
    "streets": streets.RULES,
    "apposition": apposition.RULES,
    "age_places": age_places.RULES,
    "date_places": date_places.RULES,
}


def text_engine(patterns: Sequence[tuple[str, str]] = ()) -> AnalyzerEngine:
    """The analyser for the plain shadow: every family, the agency's own patterns, spaCy's entities."""
    recognizers = [*_tables(TEXT), LanguageModelRecognizer()]
    if patterns:
        recognizers.append(AgencyRecognizer(patterns))
    return _engine(recognizers)


def digit_engine() -> AnalyzerEngine:
    """The analyser for the copy in which spelt-out and disguised digits are digits."""
    return _engine(_tables(DIGITS))


def _tables(view: str) -> list[EntityRecognizer]:
    tables: list[EntityRecognizer] = []
    start = 0
    for name, rules in FAMILIES.items():
        chosen = [rule for rule in rules if rule.view == view]
        if chosen:
            tables.append(TableRecognizer(name, chosen, start))
        start += len(rules)
    return tables


class _NoBoost(ContextAwareEnhancer):
    """Leaves every score as it is: our rules carry their cues, and a score never unmasks."""

    def enhance_using_context(
        self, text: str, raw_results: list[RecognizerResult], nlp_artifacts: NlpArtifacts,  # noqa: ARG002  Presidio's signature
        recognizers: list[EntityRecognizer], context: list[str] | None = None,  # noqa: ARG002  Presidio's signature
    ) -> list[RecognizerResult]:
        """The results as they came."""
        return raw_results


def _engine(recognizers: list[EntityRecognizer]) -> AnalyzerEngine:
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=["en"])
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=NoOpNlpEngine([{"lang_code": "en", "model_name": "no_op"}]),
        supported_languages=["en"],
        context_aware_enhancer=_NoBoost(0.0, 0.0, 0, 0),
    )
