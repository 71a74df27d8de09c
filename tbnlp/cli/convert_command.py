"""`tbnlp convert`: annotated notes from one format to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tbnlp.formats.conversion import Order


@click.command()
@click.argument("source", metavar="INPUT", required=False)
@click.option("--to", "target", metavar="NAME", help="Format to write; --matrix lists them.")
@click.option("--output", metavar="DIR", help="New or empty folder.")
@click.option("--from", "source_name", metavar="NAME", help="Format of INPUT, or run or corpus (default: recognised).")
@click.option("--config-only", is_flag=True, help="Write only the settings that a user loads into the tool.")
@click.option("--invented-text", is_flag=True, help="The text is a written corpus; do not look for identifiers.")
@click.option("--suggestions/--no-suggestions", default=True, help="Serve the program's suggestions, or text alone.")
@click.option("--blind-share", type=click.FloatRange(0, 1), help="Share of notes served without suggestions"
              " (default 0.2 for a tool in which people annotate, else 0).")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of that draw.")
@click.option("--matrix", "show_matrix", is_flag=True, help="Print what each format keeps and loses.")
def command(
    source: str | None, target: str | None, output: str | None, source_name: str | None,
    config_only: bool, invented_text: bool, suggestions: bool, blind_share: float | None, seed: int,
    show_matrix: bool,
) -> int:
    """Write the annotated notes of INPUT in another format, with the settings of the tool beside them.

    INPUT is a run folder, a corpus folder, or a file or folder of any format that can be written. A note whose
    text still looks as if it held an identifier is refused and counted.
    """
    from pathlib import Path

    from tbnlp.errors import UsageError

    if show_matrix:
        from tbnlp.formats.matrix import matrix

        click.echo(matrix(), nl=False)
        return 0
    if target is None or output is None:
        msg = "--to and --output are needed: the format to write and a new folder for it"
        raise UsageError(msg)
    if config_only:
        from tbnlp.formats.conversion import write_settings
        from tbnlp.schema.loader import load_schema

        files = write_settings(target, Path(output), load_schema())
        click.echo(f"{len(files)} files of settings: {output}", err=True)
        return 0
    if source is None:
        msg = "INPUT is needed: a run folder, a corpus folder, or annotated notes"
        raise UsageError(msg)
    return _convert(_order(source, target, output, source_name, suggestions, blind_share, seed), invented_text)


def _order(
    source: str, target: str, output: str, source_name: str | None, suggestions: bool, share: float | None, seed: int
) -> Order:
    from pathlib import Path

    from tbnlp.formats.conversion import TOOLS, Order

    default = 0.2 if target in TOOLS else 0.0
    chosen = 1.0 if not suggestions else default if share is None else share
    return Order(Path(source), target, Path(output), source_name, chosen, seed)


def _convert(order: Order, invented_text: bool) -> int:
    from tbnlp.run.conversion import run_conversion

    result = run_conversion(order, lambda line: click.echo(line, err=True), invented_text=invented_text)
    return 3 if result.refused_count else 0
