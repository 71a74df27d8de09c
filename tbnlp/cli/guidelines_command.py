"""`tbnlp guidelines`: build the guideline, or check that it may be used."""

from __future__ import annotations

import click


@click.group()
def command() -> None:
    """Build the annotation guideline from the schema, or check it."""


@command.command()
@click.option("--folder", metavar="DIR", help="Folder of the guideline (default: the checkout's, else the package's).")
@click.option("--output", metavar="DIR", help="Also make the site, the printable book and the side panel there.")
@click.option("--site/--no-site", default=True, help="Leave the site out where its generator is not installed.")
def build(folder: str | None, output: str | None, site: bool) -> int:
    """Write the generated pages and, with --output, the site and the printable book."""
    from pathlib import Path

    from tbnlp.guidelines.build import build as build_all
    from tbnlp.guidelines.folder import guideline_folder
    from tbnlp.schema.loader import load_schema

    place = guideline_folder(Path(folder) if folder else None)
    built = build_all(place, load_schema(), Path(output) if output else None, with_site=site)
    click.echo(f"{len(built.changed)} generated pages changed", err=True)
    for name in built.changed:
        click.echo(f"- {name}", err=True)
    for path in built.files:
        click.echo(f"Made: {path}", err=True)
    return 0


@command.command()
@click.option("--folder", metavar="DIR", help="Folder of the guideline (default: the checkout's, else the package's).")
def check(folder: str | None) -> int:
    """End with 4 when a page is out of date, an example breaks a rule, or a text breaks the wording guard."""
    from pathlib import Path

    from tbnlp.guidelines.check import guideline_problems
    from tbnlp.guidelines.folder import guideline_folder
    from tbnlp.schema.loader import load_schema

    schema = load_schema()
    problems = guideline_problems(guideline_folder(Path(folder) if folder else None), schema)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        click.echo(f"tbnlp: the guideline has {len(problems)} faults; it should not go to annotators", err=True)
        return 4
    examples = sum(len(label.positives) + len(label.negatives) for label in schema.labels)
    said = f"The guideline holds: schema {schema.version}, {len(schema.labels)} labels, {examples} examples."
    click.echo(said, err=True)
    return 0
