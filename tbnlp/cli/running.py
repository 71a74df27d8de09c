"""What `tag` and `redact` do with their options: one job, its progress and its last words."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from tbnlp.cli.run_options import settings_of
from tbnlp.errors import UsageError

if TYPE_CHECKING:
    from tbnlp.run.config import Settings
    from tbnlp.run.job import Outcome

CONFIDENTIAL = "The output is redacted and still confidential. Keep it as you keep the notes."


def run(options: dict[str, Any], *, tag: bool) -> int:
    """Carry the command out and return its exit code."""
    from tbnlp.run.job import Job, carry_out
    from tbnlp.run.progress import open_progress
    from tbnlp.run.retry import notes_to_retry
    from tbnlp.run.worker import keep_private

    if not options["inputs"] and not options["query"]:
        msg = "no input was named; name a file, a folder or - for standard input"
        raise UsageError(msg)
    _refuse_what_is_not_here(options)
    settings = settings_of(options)
    if options["dry_run"]:
        return _dry_run(options, settings, tag=tag)
    keep_private()
    before = signal.signal(signal.SIGTERM, _terminated)
    retry = notes_to_retry(Path(options["retry"])) if options["retry"] else None
    job = Job(options["inputs"], Path(options["output"]), settings, tag, options["resume"], retry)
    try:
        with open_progress(options["progress"]) as progress:
            outcome = carry_out(job, progress.update)
    finally:
        signal.signal(signal.SIGTERM, before)
    _say(outcome, job.output)
    return outcome.exit_code


def _refuse_what_is_not_here(options: dict[str, Any]) -> None:
    """Options that this version cannot carry out end the command; none of them is quietly left out."""
    if options["engine"] != "local":
        msg = f"--engine {options['engine']} is not in this version; leave it out to run locally"
        raise UsageError(msg)
    for name in ("reuse", "key_file"):
        if options[name]:
            msg = f"--{name.replace('_', '-')} is not in this version; nothing was written"
            raise UsageError(msg)


def _dry_run(options: dict[str, Any], settings: Settings, *, tag: bool) -> int:
    from tbnlp.run.dry_run import dry_run

    for line in dry_run(options["inputs"], settings, tag=tag):
        click.echo(line, err=True)
    return 0


def _terminated(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  the signal's own arguments
    click.echo("tbnlp: terminated; the run can be finished with --resume", err=True)
    sys.exit(143)


def _say(outcome: Outcome, folder: Path) -> None:
    counts = outcome.counts
    click.echo(
        f"{counts.get('read', 0)} notes read: {counts.get('tagged', 0)} tagged, "
        f"{counts.get('redacted', 0)} redacted only, {counts.get('quarantined', 0)} held back, "
        f"{counts.get('rejected', 0)} rejected.",
        err=True,
    )
    if outcome.manifest["command"] == "tag":
        click.echo(
            f"{counts.get('candidates_for_review', 0)} candidate passages to read (strong or possible, affirmed or "
            f"possible, about the client); {counts.get('candidates', 0)} written in all.",
            err=True,
        )
    if outcome.was_finished:
        click.echo("This run was finished before; nothing was done but the report.", err=True)
    speed = outcome.manifest["speed"]
    if speed.get("peak_memory_mib") is not None and counts.get("read"):
        click.echo(
            f"{speed['seconds']} s of work: {speed['notes_per_second']} notes/s, {speed['words_per_second']} words/s, "
            f"largest worker {speed['peak_memory_mib']} MiB",
            err=True,
        )
    for remark in outcome.manifest["notes_for_reader"]:
        click.echo(f"- {remark}", err=True)
    click.echo(f"Run folder: {folder}", err=True)
    if outcome.report is not None:
        click.echo(f"Report: {outcome.report}", err=True)
    click.echo(CONFIDENTIAL, err=True)
    if outcome.exit_code == 4:
        click.echo("tbnlp: more notes were skipped than run.max_skipped allows", err=True)
