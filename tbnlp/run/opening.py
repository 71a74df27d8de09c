"""Open the stages of a configuration once, and name them: the pipeline id and the models' hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from tbnlp.encoder.language_pipeline import pipeline_digest
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.tagged_note import TaggedNote
from tbnlp.run.case_work import CaseWork
from tbnlp.run.config import Settings
from tbnlp.schema.loader import load_schema
from tbnlp.stage import Skipped


@dataclass(frozen=True, slots=True)
class Opened:
    """Loaded stages and what the manifest says about them."""

    work: CaseWork
    pipeline_id: str
    models: dict[str, Any]


def open_stages(settings: Settings, *, redact: bool = True, tag: bool = True) -> Opened:
    """Load what the run needs. The redactor passes its start-up test before any note is read.

    Raises `PrivacyGateError` when it fails that test, `AssetError` when a model is missing or changed.
    """
    from tbnlp.redact.redactor import Redactor  # heavy: only a process that works on notes loads it

    schema = load_schema()
    redactor = Redactor(settings.redact)
    redactor_id = redactor.fingerprint if redact else "given"
    tagger_id = settings.tag.fingerprint() if tag else "none"
    redact_notes: Callable[[Sequence[Any]], list[RedactedNote | Skipped]] | None = None
    tag_notes: Callable[[Sequence[RedactedNote]], list[TaggedNote | Skipped]] | None = None
    name = settings.redact.spacy_model
    models: dict[str, Any] = {"redactor": redactor_id, "spacy": {"name": name, "sha256": pipeline_digest(name)}}
    if tag:
        from tbnlp.tag.tagger import Tagger

        tag_notes = Tagger(settings.tag).open()
        models["tagger"] = settings.tag.model_record()
    if redact:
        redact_notes = redactor.open()
    parts = [
        version("tbnlp"), schema.fingerprint, redactor_id, tagger_id, settings.deciding(),
        json.dumps(models, sort_keys=True),
    ]
    pipeline_id = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]
    work = CaseWork(redact_notes, tag_notes, settings.run, schema, pipeline_id)
    return Opened(work, pipeline_id, models)
