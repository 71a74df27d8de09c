"""`tbnlp columns`: what a table holds, without showing a value."""

from __future__ import annotations

import click


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--table", metavar="NAME", help="Sheet of a workbook, or member of a ZIP of tables.")
@click.option("--encoding", metavar="NAME", help="Encoding of the file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(file: str, table: str | None, encoding: str | None, as_json: bool) -> int:
    """Show the columns of FILE with fill, lengths and a guess, to choose --text-column and the ids."""
    import json
    from dataclasses import asdict

    from tbnlp.files.columns import describe
    from tbnlp.files.reading import ReadSpec

    rows = describe(file, ReadSpec(table=table, encoding=encoding))
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
        return 0
    width = max([6, *(len(row.name) for row in rows)])
    click.echo(f"{'column':{width}}  filled  shortest  median  longest  guess")
    for row in rows:
        click.echo(
            f"{row.name:{width}}  {row.fill:6.0%}  {row.shortest:8}  {row.median:6}  {row.longest:7}  {row.guess}"
        )
    return 0
