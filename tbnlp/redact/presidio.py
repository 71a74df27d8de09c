"""Presidio's classes, imported without the optional packages that its own import would load.

`presidio_analyzer` tries to import transformers when it is installed, although none of its recognisers
that need it are used here; measured, that more than doubles the time of the import.
"""

from __future__ import annotations

import sys

_HIDDEN = "transformers" not in sys.modules
if _HIDDEN:
    sys.modules["transformers"] = None  # type: ignore[assignment]  # None makes an import fail at once
try:
    from presidio_analyzer import (
        AnalyzerEngine,
        EntityRecognizer,
        RecognizerRegistry,
        RecognizerResult,
    )
    from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
    from presidio_analyzer.nlp_engine import NlpArtifacts, NoOpNlpEngine
finally:
    if _HIDDEN:
        del sys.modules["transformers"]

__all__ = [
    "AnalyzerEngine", "ContextAwareEnhancer", "EntityRecognizer", "NlpArtifacts", "NoOpNlpEngine",
    "RecognizerRegistry", "RecognizerResult",
]
