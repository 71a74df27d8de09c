"""Options that `tag` and `redact` share, and how they become a configuration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from tbnlp.run.config import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

OPTIONS = [
    click.argument("inputs", nargs=-1, metavar="INPUT..."),
    click.option("--output", "-o", required=True, metavar="DIR", help="Folder of the run; must be new or empty."),
    click.option("--id-column", metavar="NAME", help="Column with the note's id (default note_id)."),
    click.option("--case-column", metavar="NAME", help="Column with the case id (default case_id)."),
    click.option("--text-column", metavar="NAME", help="Column with the text (default text)."),
    click.option("--date-column", metavar="NAME", help="Column with the note's date (default date)."),
    click.option("--source-profile", metavar="NAME",
                 help="Column map: apricot, hmis_zip, salesforce, plain, or a file."),
    click.option("--table", metavar="NAME", help="Sheet of a workbook, or member of a ZIP of tables."),
    click.option("--query", metavar="SQL", help="Query for a database; the URL stands in [input] url of the config."),
    click.option("--encoding", metavar="NAME", help="Encoding of text files (default UTF-8, or a byte order mark)."),
    click.option("--format", "formats", multiple=True, type=click.Choice(["jsonl", "csv", "parquet", "xlsx"]),
                 help="Further formats of the result files; repeatable."),
    click.option("--config", metavar="FILE", help="Configuration (default tbnlp.toml here, if there is one)."),
    click.option("--set", "assignments", multiple=True, metavar="A.B=C", help="Set one value; repeatable."),
    click.option("--profile", type=click.Choice(["strict", "balanced", "maximal"]),
                 help="Redaction profile (default strict)."),
    click.option("--roster", metavar="FILE", help="Names and ids that the agency already holds, one a line."),
    click.option("--workers", type=click.IntRange(1), help="Worker processes (default 1)."),
    click.option("--engine", type=click.Choice(["local", "ray", "spark"]), default="local", show_default=True,
                 help="Where shards are worked on."),
    click.option("--resume", is_flag=True, help="Finish a run that was interrupted."),
    click.option("--retry", metavar="DIR", help="Only the quarantined and rejected notes of an earlier run."),
    click.option("--reuse", metavar="DIR", help="Take over unchanged cases of an earlier run."),
    click.option("--key-file", metavar="FILE", help="Encrypted register that keeps pseudonyms stable across runs."),
    click.option("--limit", type=click.IntRange(1), metavar="N", help="Read only the first N rows."),
    click.option("--dry-run", is_flag=True, help="Look at up to 100 rows, print counts, write nothing."),
    click.option("--progress", type=click.Choice(["auto", "json", "off"]), default="auto", show_default=True,
                 help="How progress is shown on stderr."),
]


def run_options(command: Command) -> Command:
    """Put the shared options on a command."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def settings_of(options: dict[str, Any]) -> Settings:
    """The configuration that the options ask for, over the file and the defaults."""
    from tbnlp.run.config import resolve
    from tbnlp.run.roster import read_roster

    reader = {
        "id_column": options["id_column"], "case_column": options["case_column"],
        "text_column": options["text_column"], "date_column": options["date_column"],
        "profile": options["source_profile"], "table": options["table"], "query": options["query"],
        "encoding": options["encoding"], "limit": options["limit"],
    }
    tables = {
        "input": reader,
        "redact": {
            "profile": options["profile"],
            "roster": read_roster(options["roster"]) if options["roster"] else None,
        },
        "tag": {"tier": options.get("tier")},
        "run": {"workers": options["workers"], "formats": _formats(options["formats"])},
    }
    given = {
        table: {key: value for key, value in rows.items() if value is not None}
        for table, rows in tables.items()
    }
    config = Path(options["config"]) if options["config"] else None
    return resolve(config, options["assignments"], given)


def _formats(formats: tuple[str, ...]) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(("jsonl", *formats))) if formats else None
