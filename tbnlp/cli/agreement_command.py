"""`tbnlp agreement`: how well annotators of the same notes agree, and where they differ."""

from __future__ import annotations

import click


@click.command()
@click.argument("inputs", metavar="A [B ...]", nargs=-1, required=True)
@click.option("--from", "kind", metavar="NAME", help="Format of the inputs, where it shall not be guessed.")
@click.option("--output", metavar="DIR", help="Write agreement.json and agreement.html into DIR.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures to stdout as JSON.")
@click.option("--text/--no-text", default=True, show_default=True,
              help="Quote the sentences in agreement.html; they are redacted or invented text.")
@click.option("--suggestions", metavar="NAME",
              help="Count suggestions of the program as one more annotator, shown under NAME.")
@click.option("--seed", type=click.IntRange(0), default=None, help="Seed of the bootstrap (default: a fixed one).")
@click.option("--repeats", type=click.IntRange(1000), default=1000, show_default=True,
              help="Draws of the bootstrap over cases.")
@click.option("--min-alpha", type=click.FloatRange(-1, 1), default=None,
              help="End with exit 4 when the mean alpha over labels is under this, or was not measured.")
def command(
    inputs: tuple[str, ...], kind: str | None, output: str | None, as_json: bool, text: bool,
    suggestions: str | None, seed: int | None, repeats: int, min_alpha: float | None,
) -> int:
    """Compare the marks of annotators who read the same notes.

    Each of A, B ... is a file or folder of annotated notes, of one annotator or several. The figures describe marks
    and rules; they put nobody in an order.
    """
    from pathlib import Path

    from tbnlp.errors import UsageError
    from tbnlp.evaluate.agreement import summary
    from tbnlp.evaluate.agreement.measure import measure
    from tbnlp.evaluate.agreement.output import write_files
    from tbnlp.evaluate.agreement.reading import input_record, layers_of, read_annotations
    from tbnlp.evaluate.gates import check_gates
    from tbnlp.evaluate.intervals import SEED
    from tbnlp.evaluate.tables import render_all, to_text
    from tbnlp.schema.loader import load_schema

    schema = load_schema()
    paths = [Path(item) for item in inputs]
    layers = layers_of([(path, read_annotations(path, schema, kind)) for path in paths], suggestions)
    if len(layers) < 2:
        msg = "agreement needs two annotators or more; give a second file, or --suggestions NAME"
        raise UsageError(msg)
    found = measure(layers, schema, repeats=repeats, seed=SEED if seed is None else seed)
    records = [input_record(path) for path in paths]
    lines = [summary.opening(found), render_all(summary.tables(found)), *summary.warnings(found)]
    click.echo("\n\n".join(lines), err=True)
    if output is not None:
        for path in write_files(found, Path(output), schema, records, layers if text else None):
            click.echo(f"Written: {path}", err=True)
    if as_json:
        click.echo(to_text(found.to_json(records)), nl=False)
    if min_alpha is not None:
        check_gates({"alpha": found.macro.alpha.value}, {"alpha": min_alpha})
    return 0
