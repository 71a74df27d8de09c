"""A whole run: plan, work, join, manifest, report; resumable at every point."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from tbnlp.encoder.checkpoint import METRICS, find_checkpoint
from tbnlp.errors import AssetError, UsageError
from tbnlp.files import durable
from tbnlp.files.run_folder import (
    RunLock,
    clean_temporary,
    committed,
    is_run_folder,
    join,
    read_manifest,
    remove_parts,
    write_manifest,
)
from tbnlp.files.run_lock import LOCK_NAME
from tbnlp.files.source import NoteSource, open_source
from tbnlp.report.pages import write_report
from tbnlp.run import manifest as manifests
from tbnlp.run.config import Settings
from tbnlp.run.held_source import held_shards
from tbnlp.run.local import LocalEngine
from tbnlp.run.manifest import SourceFacts
from tbnlp.run.opening import open_stages
from tbnlp.run.plan import Plan, Shard, plan
from tbnlp.run.redacted_input import RedactedSource
from tbnlp.run.retry import Wanted
from tbnlp.run.shard_task import ShardTask
from tbnlp.run.worker import Opener, WorkerOrder

PLAN: Final = "plan.json"
Progress = Callable[[dict[str, int]], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What to run. `only`: the notes that are written, for a second try."""

    inputs: tuple[str, ...]
    output: Path
    settings: Settings
    tag: bool = True
    resume: bool = False
    only: Wanted | None = None
    opener: Opener = open_stages


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended. `counts`: read, tagged, redacted, quarantined, rejected, candidates."""

    exit_code: int
    counts: dict[str, int]
    report: Path | None
    manifest: dict[str, Any] = field(default_factory=dict)
    was_finished: bool = False


def carry_out(job: Job, progress: Progress) -> Outcome:
    """Run the job. `progress` hears counts after every shard.

    Raises `UsageError` and `InputError` before anything is written, `PrivacyGateError` likewise.
    """
    source, redact = _open(job)
    finished = _finished_before(job, source)
    if finished is not None:
        return replace(_close(job, finished), was_finished=True)
    planned = None if source.once else _plan(job, source)
    progress({"planned": planned.notes if planned is not None else 0})
    order = WorkerOrder(
        None if planned is None else _task(job, source), job.settings, redact, job.tag, job.opener
    )
    with LocalEngine(order, job.settings.run.workers, job.settings.run.case_seconds) as engine:
        pipeline_id, models = engine.ready
        with RunLock(job.output):
            clock = manifests.Clock.start()
            done = _prepare(job, pipeline_id, planned, source)
            records = dict(done)
            progress(_counts(records.values()))

            def report(name: str, record: dict[str, Any]) -> None:
                records[name] = record
                progress(_counts(records.values()))

            engine.run(_work(job, source, planned, done), report)
            clock.stop(_counts(record for name, record in records.items() if name not in done), engine.peak_memory)
            return _finish(job, source, pipeline_id, models, records, clock)


def _open(job: Job) -> tuple[Any, bool]:
    """The source, and whether its notes still need redaction."""
    if len(job.inputs) == 1 and job.tag and is_run_folder(Path(job.inputs[0])):
        return RedactedSource(Path(job.inputs[0]), job.settings.input.limit), False
    return open_source(job.inputs, job.settings.input), True


def _plan(job: Job, source: NoteSource) -> Plan:
    run = job.settings.run
    return plan(source.identities(), run.shard_notes, run.max_case_notes, job.only)


def _task(job: Job, source: Any) -> ShardTask:
    language = None if isinstance(source, RedactedSource) else job.settings.tag.language
    return ShardTask(source, job.output, language, job.only)


def _work(
    job: Job, source: NoteSource, planned: Plan | None, done: dict[str, Any]
) -> Iterator[tuple[ShardTask | None, Shard]]:
    if planned is None:
        run = job.settings.run
        for held, shard in held_shards(source.stream(), run.shard_notes, run.max_case_notes):
            yield _task(job, held), shard
        return
    for shard in planned.shards:
        if shard.name not in done:
            yield None, shard


def _finished_before(job: Job, source: NoteSource) -> dict[str, Any] | None:
    """The manifest of a run that is complete, when it is being resumed. Bars a folder that is in use."""
    folder = job.output
    if not folder.exists() or not any(path.name != LOCK_NAME for path in folder.iterdir()):
        return None
    if not job.resume:
        msg = "the output folder is not empty; name a new one, or use --resume to finish a run"
        raise UsageError(msg)
    if (folder / "manifest.json").is_file():
        content = dict(read_manifest(folder))
        if source.once or content["inputs"] != source.digests():
            msg = "the output folder holds a finished run of another input; name a new one"
            raise UsageError(msg)
        return content
    if not (folder / "parts").is_dir():
        msg = "the output folder holds no unfinished run; name a new one"
        raise UsageError(msg)
    return None


def _prepare(
    job: Job, pipeline_id: str, planned: Plan | None, source: NoteSource
) -> dict[str, dict[str, Any]]:
    """Write the plan, or check it against that of the run that is resumed; return what is done."""
    path = job.output / "parts" / PLAN
    facts = {
        "pipeline_id": pipeline_id,
        "plan": planned.digest() if planned is not None else None,
        "inputs": source.digests() if planned is not None else None,
        "version": manifests.versions()["tbnlp"],
        "roster": len(job.settings.redact.roster),  # its number only: no hash of a roster is ever written
    }
    if not path.is_file():
        durable.make_private_folder(path.parent)
        with durable.published(path) as handle:
            handle.write(json.dumps(facts).encode())
        return {}
    before = json.loads(path.read_text(encoding="utf-8"))
    if planned is None:
        msg = "a run from standard input cannot be resumed; start it again in a new folder"
        raise UsageError(msg)
    changes = (
        ("pipeline_id", "configuration, models or version"), ("roster", "roster"), ("inputs", "input"),
        ("plan", "plan"),
    )
    for name, what in changes:
        if before.get(name) != facts[name]:
            msg = (
                f"the {what} changed since this run began (it was started by version "
                f"{before.get('version')}, this is {facts['version']}); start a new folder"
            )
            raise UsageError(msg)
    clean_temporary(job.output)
    return dict(committed(job.output))


def _counts(records: Iterable[dict[str, Any]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for record in records:
        total.update(record["facts"]["counts"])
    total["read"] = sum(total[name] for name in ("tagged", "redacted", "quarantined", "rejected"))
    return dict(total)


def _finish(
    job: Job, source: Any, pipeline_id: str, models: dict[str, Any],
    records: dict[str, dict[str, Any]], clock: manifests.Clock,
) -> Outcome:
    shards = sorted(records)
    kinds = ("notes", "candidates", "redactions", "rejects") if job.tag else ("notes", "redactions", "rejects")
    files = join(job.output, shards, job.settings.run.formats, keep=True, kinds=kinds)
    origin = source.origin() if isinstance(source, RedactedSource) else None
    warnings = Counter(source.warnings)
    for record in records.values():
        warnings.update(record["facts"]["warnings"])
    content = manifests.build(
        job.settings,
        source=SourceFacts(source.digests(), source.reader, warnings, origin),
        pipeline_id=pipeline_id, models=models, counts=_counts(records.values()), clock=clock,
        shards=shards, command="tag" if job.tag else "redact", files=files,
        figures=_label_figures(job) if job.tag else None,
    )
    if job.tag:
        content["reading_point"] = _reading_point(job)
        content["label_figures_at"] = "reading point"
    write_manifest(job.output, content)
    return _close(job, content)


def _label_figures(job: Job) -> dict[str, Any]:
    try:
        return dict(find_checkpoint(job.settings.tag.model).read_json(METRICS).get("labels", {}))
    except AssetError:
        return {}


def _reading_point(job: Job) -> float | None:
    try:
        return job.settings.tag.reading_point()
    except AssetError:
        return None


def _close(job: Job, content: dict[str, Any]) -> Outcome:
    """What is left after the manifest stands: remove the shards, write the report, choose the code."""
    remove_parts(job.output)
    clean_temporary(job.output)
    report = None
    if content["command"] == "tag":
        report = write_report(job.output, job.settings.report.max_notes, job.settings.report.seed)
    counts = dict(content["counts"])
    return Outcome(exit_code(counts, job.settings.run.max_skipped), counts, report, content)


def exit_code(counts: dict[str, int], max_skipped: float | None) -> int:
    """0, 3 when notes were skipped, 4 when more than the set share of them was."""
    skipped = counts.get("quarantined", 0) + counts.get("rejected", 0)
    if not skipped:
        return 0
    if max_skipped is not None and skipped > max_skipped * counts.get("read", 0):
        return 4
    return 3
