"""`tbnlp evaluate`: figures, each with its n and interval."""

from __future__ import annotations

import click


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("what", type=click.Choice(["redaction", "tagging", "attribution", "all"]), default="all")
@click.option("--corpus", default="casenotes_en", show_default=True, help="Name of the written corpus.")
@click.option("--split", default="dev", show_default=True, help="Split of the corpus.")
@click.option("--corpora", "folder", metavar="DIR", help="Folder that holds corpora (default: the checkout's).")
@click.option("--data", metavar="DIR", help="Folder with tab_test/ (see README for where the originals are).")
@click.option("--profile", "profiles", multiple=True, type=click.Choice(["strict", "balanced", "maximal"]),
              help="Redaction profile for written notes; repeatable (default strict).")
@click.option("--model", default="casenotes-minilm", show_default=True, help="Model name or folder.")
@click.option("--baselines/--no-baselines", default=True, help="Score the two baselines too.")
@click.option("--json", "json_file", metavar="FILE", help="Write every figure to FILE as JSON.")
@click.option("--kit", metavar="DIR", help="Folder of the attribution kit (default: the checkout's).")
@click.option("--half", default="dev", show_default=True, type=click.Choice(["dev", "test"]),
              help="Half of the attribution kit.")
@click.option("--release", is_flag=True, help="Open the test half, for the figures of a release only.")
@click.option("--record", is_flag=True, help="Keep the tagging figures beside the model, for reports to show.")
@click.pass_context
def command(
    ctx: click.Context, what: str, corpus: str, split: str, folder: str | None, data: str | None,
    profiles: tuple[str, ...], model: str, baselines: bool, json_file: str | None,
    record: bool, kit: str | None, half: str, release: bool,
) -> int:
    """Print figures of redaction, of tagging, or of both (all); or of attribution alone, on the attribution kit.

    Gates: --min-NAME VALUE ends with exit 4 when the figure NAME is under VALUE.
    """
    from pathlib import Path

    from tbnlp.run.evaluation import EvaluationOrder, evaluate, minimums_of

    if what == "attribution":
        from tbnlp.evaluate.attribution_kit_files import DEFAULT_KIT
        from tbnlp.evaluate.attribution_run import KitOrder, evaluate_kit

        evaluate_kit(KitOrder(
            model, Path(kit) if kit else DEFAULT_KIT, half, release, Path(json_file) if json_file else None,
            minimums_of(ctx.args),
        ), click.echo)
        return 0
    order = EvaluationOrder(
        corpus, split, Path(folder) if folder else None, Path(data) if data else None,
        profiles or ("strict",), model, baselines, Path(json_file) if json_file else None,
        minimums_of(ctx.args), record,
    )
    evaluate(order, what, click.echo)
    return 0
