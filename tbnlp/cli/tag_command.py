"""`tbnlp tag`: the main job."""

from __future__ import annotations

from typing import Any

import click

from tbnlp.cli.run_options import run_options


@click.command()
@run_options
@click.option("--tier", type=click.Choice(["rules", "hybrid", "full"]),
              help="How much of the tagger runs (default full).")
def command(**options: Any) -> int:
    """Redact notes, mark candidate passages for a person to read, and write a run folder.

    INPUT is a CSV, TSV, XLSX, XLS, ODS, JSONL, Parquet or Arrow file, a folder of TXT, MD, DOCX, PDF or
    HTML files, a ZIP of those, a folder written by `tbnlp redact`, or - for JSONL on standard input.
    """
    from tbnlp.cli.running import run

    return run(options, tag=True)
