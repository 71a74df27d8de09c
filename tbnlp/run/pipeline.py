"""The pipeline in Python: strings, notes, data frames or data sets in, tagged notes out, case by case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tbnlp.errors import UsageError
from tbnlp.files.frames import notes_from
from tbnlp.files.reading import ReadSpec
from tbnlp.files.screening import screened
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.tagged_note import TaggedNote
from tbnlp.run.config import Settings, resolve
from tbnlp.run.opening import Opened, open_stages
from tbnlp.run.results import TaggedNotes
from tbnlp.stage import Skipped


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Redaction and tagging, loaded once. What it gives is for a person to read."""

    opened: Opened
    settings: Settings

    @property
    def pipeline_id(self) -> str:
        """Hash of code version, configuration, schema and models."""
        return self.opened.pipeline_id

    def tag(self, notes: Any, **columns: str) -> TaggedNotes:
        """Redact and tag an iterable of strings or `Note`s, a pandas / polars / Arrow table or a data set.

        Works lazily, case by case; iterate over the result, or turn it into a table. `columns`: `text`,
        `id`, `case`, `date` name columns of a table. A note that was held back comes out as `Skipped`,
        never as a note without candidates.
        """
        return TaggedNotes(lambda: self._results(notes_from(notes, _spec(columns))), self.opened.work, notes)

    def redact(self, notes: Any, **columns: str) -> Iterator[RedactedNote | Skipped]:
        """Redact only."""
        work = replace(self.opened.work, tag=None)
        for case in _cases(screened(notes_from(notes, _spec(columns)), self.settings.tag.language)):
            yield from _in_order(case, work.safe_results)

    def _results(self, notes: Iterable[Any]) -> Iterator[TaggedNote | Skipped]:
        for case in _cases(screened(notes, self.settings.tag.language)):
            yield from _in_order(case, self.opened.work.safe_results)


def _spec(columns: dict[str, str]) -> ReadSpec:
    """Column names of a table, by the short names `text`, `id`, `case`, `date`, `note_type`, `setting`."""
    known = {"text", "id", "case", "date", "note_type", "setting", "author_role"}
    unknown = sorted(set(columns) - known)
    if unknown:
        msg = f"no column option {unknown[0]!r}; there are {', '.join(sorted(known))}"
        raise UsageError(msg)
    given: dict[str, Any] = {f"{name}_column": value for name, value in columns.items()}
    return ReadSpec(**given)


def _cases(notes: Iterable[Any]) -> Iterator[list[Any]]:
    """Runs of one case. A row that could not be read stays where it came and parts no case."""
    case: list[Any] = []
    current: str | None = None
    for note in notes:
        if not isinstance(note, Skipped) and note.case_id != current:
            if case:
                yield case
            case, current = [], note.case_id
        case.append(note)
    if case:
        yield case


def _in_order(case: list[Any], do: Any) -> Iterator[Any]:
    """Results in the order of the case; what was skipped before keeps its place."""
    results = iter(do([note for note in case if not isinstance(note, Skipped)]))
    for note in case:
        yield note if isinstance(note, Skipped) else next(results)


def load(config: str | None = None, **overrides: Any) -> Pipeline:
    """Load the pipeline. `config`: path of a `tbnlp.toml`; overrides as `profile="balanced"`, `tier="rules"`.

    Raises `PrivacyGateError` when the redactor fails its start-up test, `AssetError` when a model is
    missing or was changed, `UsageError` for an unknown setting.
    """
    from pathlib import Path

    tables: dict[str, dict[str, Any]] = {}
    for name, value in overrides.items():
        table = {"profile": "redact", "roster": "redact", "tier": "tag", "model": "tag"}.get(name)
        if table is None:
            tables.setdefault("run", {})[name] = value
        else:
            tables.setdefault(table, {})[name] = tuple(value) if name == "roster" else value
    settings = resolve(Path(config) if config else None, (), tables)
    return Pipeline(open_stages(settings), settings)


def tag(notes: Any, **columns: str) -> TaggedNotes:
    """Redact and tag with the default configuration; `load` once instead when you call this often."""
    return load().tag(notes, **columns)
