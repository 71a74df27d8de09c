"""`tbnlp corpus`: check a written corpus before anything is trained on it or measured with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from tbnlp.corpora.checks import CorpusReport
    from tbnlp.evaluate.corpus_audits import AuditReport
    from tbnlp.schema.entries import Schema


@click.group()
def command() -> None:
    """Check a written corpus."""


@command.command()
@click.argument("name", default="casenotes_en")
@click.option("--corpora", "folder", metavar="DIR", help="Folder that holds corpora (default: the checkout's).")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON on stdout.")
@click.option("--release", is_flag=True, help="A missed quota, and an audit that could not be run, count as faults.")
@click.option("--audits/--no-audits", default=True, help="Run the artefact audits too.")
@click.option("--swap/--no-swap", default=True, help="Among the audits, the pairs with swapped identity (needs spaCy).")
@click.option("--rates", is_flag=True, help="Print label rates by gender, origin and setting.")
@click.option("--model", default="casenotes-minilm", show_default=True, help="Model name or folder, for the audits.")
def check(
    name: str, folder: str | None, as_json: bool, release: bool, audits: bool, swap: bool, rates: bool, model: str
) -> int:
    """End with 4 when a fault is found, a style bar is missed, or an audit passes its limit.

    Faults are named by note and characters. Questions for a reader and warnings are printed and do not fail.
    """
    from pathlib import Path

    from tbnlp.corpora.checks import check_corpus
    from tbnlp.schema.loader import load_schema

    schema = load_schema()
    place = Path(folder) if folder else None
    report = check_corpus(name, schema, place, release=release)
    audited = _audited(report, schema, place, model=model, swap=swap) if audits else None
    if as_json:
        _print_json(report, audited)
    else:
        _print_text(report, audited, rates=rates)
    wrong = sum(fault.level.value == "fault" for fault in report.faults)
    outside = len(audited.fails(release=release)) if audited else 0
    if wrong or outside:
        click.echo(f"tbnlp: corpus {name}: {wrong} faults, {outside} audits outside their limit", err=True)
        return 4
    click.echo(f"Corpus {name} holds: {report.notes} notes, schema {schema.version}.", err=True)
    return 0


def _audited(
    report: CorpusReport, schema: Schema, place: Path | None, *, model: str, swap: bool
) -> AuditReport | None:
    """The audits, or None when rows or offsets are faulty: figures of a broken corpus would mislead."""
    from tbnlp.corpora.checks import READABLE
    from tbnlp.evaluate.corpus_audits import audit_corpus

    if any(fault.check in READABLE for fault in report.faults):
        click.echo("The audits were left out: rows or offsets are faulty.", err=True)
        return None
    return audit_corpus(report.name, schema, place, model=model, swap=swap)


def _print_json(report: CorpusReport, audited: AuditReport | None) -> None:
    from tbnlp.evaluate.tables import to_text

    content = {**report.to_json(), "audits": audited.to_json() if audited else None}
    click.echo(to_text(content), nl=False)


def _print_text(report: CorpusReport, audited: AuditReport | None, *, rates: bool) -> None:
    from tbnlp.evaluate.corpus_tables import quota_table, style_tables
    from tbnlp.evaluate.tables import render_all

    for fault in report.faults:
        if fault.check != "quotas" or fault.level.value == "fault":
            click.echo(fault.line(), err=True)
    tables = [quota_table(report), *style_tables(report.style)]
    if audited is not None:
        tables += audited.tables() if rates else audited.tables()[:1]
    click.echo(render_all(tables), err=True)
