"""`tbnlp train`: a model folder from the written corpus."""

from __future__ import annotations

import click


@click.command()
@click.option("--output", "-o", required=True, metavar="DIR",
              help="New model folder, or with --recalibrate an existing one.")
@click.option("--corpus", default="casenotes_en", show_default=True, help="Name of the corpus.")
@click.option("--corpora", "folder", metavar="DIR", help="Folder that holds corpora (default: the checkout's).")
@click.option("--epochs", type=click.IntRange(1), default=16, show_default=True)
@click.option("--seed", type=int, default=13, show_default=True)
@click.option("--recalibrate", is_flag=True, help="Keep the weights of DIR; fit its calibration again.")
def command(output: str, corpus: str, folder: str | None, epochs: int, seed: int, recalibrate: bool) -> int:
    """Train on written, invented notes with gold marks, and calibrate on dev.

    Do not train on real notes: weights can give back what they saw.
    """
    from pathlib import Path

    from tbnlp.run.training import TrainingOrder, train_model
    from tbnlp.run.training import recalibrate as fit_again

    order = TrainingOrder(corpus, Path(output), Path(folder) if folder else None, epochs, seed)
    work = fit_again if recalibrate else train_model
    checkpoint = work(order, lambda line: click.echo(line, err=True))
    click.echo(f"Model: {checkpoint.folder} ({checkpoint.digest[:12]})", err=True)
    return 0
