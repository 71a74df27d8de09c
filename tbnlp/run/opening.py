"""Open the stages of a configuration once, and name them: the pipeline id and the models' hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

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
    run_choices = (settings.run.store_text, settings.run.raw_offsets, settings.run.max_case_notes)
    parts = [version("tbnlp"), schema.fingerprint, redactor_id, tagger_id, repr(run_choices)]
    pipeline_id = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]
    redact_notes: Callable[[Sequence[Any]], list[RedactedNote | Skipped]] | None = None
    tag_notes: Callable[[Sequence[RedactedNote]], list[TaggedNote | Skipped]] | None = None
    models: dict[str, Any] = {"redactor": redactor_id, "spacy": settings.redact.spacy_model}
    if tag:
        models["tagger"] = {"name": settings.tag.model, "sha256": settings.tag.model_digest()}
        from tbnlp.tag.tagger import Tagger

        tag_notes = Tagger(settings.tag).open()
    if redact:
        redact_notes = redactor.open()
    work = CaseWork(redact_notes, tag_notes, settings.run, schema, pipeline_id)
    return Opened(work, pipeline_id, models)
