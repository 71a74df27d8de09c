"""`tbnlp report`: the report again, from a run folder."""

from __future__ import annotations

import click


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--max-notes", type=click.IntRange(1), default=500, show_default=True,
              help="Above this, a seeded random sample is shown.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the sample.")
def command(folder: str, max_notes: int, seed: int) -> int:
    """Write DIR/report.html again: one offline file without raw text."""
    from pathlib import Path

    from tbnlp.errors import UsageError
    from tbnlp.files.run_folder import is_run_folder
    from tbnlp.report.pages import write_report

    if not is_run_folder(Path(folder)):
        msg = "DIR is no finished run folder: it needs manifest.json and notes.jsonl"
        raise UsageError(msg)
    click.echo(f"Report: {write_report(Path(folder), max_notes, seed)}", err=True)
    return 0
