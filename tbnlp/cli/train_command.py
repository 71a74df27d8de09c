"""`tbnlp train`: a model folder from the written corpus."""

from __future__ import annotations

import click


@click.command()
@click.option("--output", "-o", required=True, metavar="DIR", help="New model folder.")
@click.option("--corpus", default="casenotes_en", show_default=True, help="Name of the corpus.")
@click.option("--corpora", "folder", metavar="DIR", help="Folder that holds corpora (default: the checkout's).")
@click.option("--epochs", type=click.IntRange(1), default=16, show_default=True)
@click.option("--seed", type=int, default=13, show_default=True)
def command(output: str, corpus: str, folder: str | None, epochs: int, seed: int) -> int:
    """Train on written, invented notes with gold marks, and calibrate on dev.

    Do not train on real notes: weights can give back what they saw.
    """
    from pathlib import Path

    from tbnlp.run.training import TrainingOrder, train_model

    order = TrainingOrder(corpus, Path(output), Path(folder) if folder else None, epochs, seed)
    checkpoint = train_model(order, lambda line: click.echo(line, err=True))
    click.echo(f"Model: {checkpoint.folder} ({checkpoint.digest[:12]})", err=True)
    return 0
