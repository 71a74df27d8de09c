"""Write `agreement.json` and `agreement.html`: one file of figures, one page that loads nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from tbnlp.errors import UsageError
from tbnlp.evaluate.agreement import page_view, summary
from tbnlp.evaluate.agreement.measure import Agreement
from tbnlp.evaluate.agreement.rows import Kind
from tbnlp.evaluate.intervals import MIN_CASES
from tbnlp.evaluate.tables import FEW, write_json
from tbnlp.files import durable
from tbnlp.formats.annotated_note import AnnotatedNote
from tbnlp.schema.entries import Schema

FIGURES: Final = "agreement.json"
PAGE: Final = "agreement.html"


def write_files(
    agreement: Agreement,
    folder: Path,
    schema: Schema,
    inputs: Sequence[Mapping[str, str]] = (),
    layers: Mapping[str, Sequence[AnnotatedNote]] | None = None,
) -> list[Path]:
    """Write both files into `folder`, made if needed; older ones of the same names are replaced whole.

    The page quotes the sentences only when `layers` is given; the JSON file never holds note text. Raises
    `UsageError` when `folder` is a file.
    """
    if folder.exists() and not folder.is_dir():
        msg = "--output is a file; give a folder"
        raise UsageError(msg)
    if not folder.exists():
        durable.make_private_folder(folder)
    write_json(folder / FIGURES, agreement.to_json(inputs))
    with durable.published(folder / PAGE) as handle:
        handle.write(page(agreement, schema, inputs, layers).encode())
    return [folder / FIGURES, folder / PAGE]


def page(
    agreement: Agreement,
    schema: Schema,
    inputs: Sequence[Mapping[str, str]] = (),
    layers: Mapping[str, Sequence[AnnotatedNote]] | None = None,
) -> str:
    """The page as text. It describes marks and rules; it gives no figure for one annotator."""
    texts = {
        (note.case_id, note.note_id): note.text for notes in (layers or {}).values() for note in notes
    }
    columns, rows = page_view.heat(agreement.confusion, schema)
    notes, places = page_view.difference_views(agreement, schema, texts)
    lines = [*zip(agreement.sentences, agreement.spans, strict=True)]
    return _environment().get_template("agreement.html.j2").render(
        found=agreement,
        scope=agreement.scope,
        labels=[line for line in lines if line[0].row.kind is Kind.LABEL],
        groups=[line for line in lines if line[0].row.kind is not Kind.LABEL],
        judged=lines[0][0].kappa.n,
        close=_close(agreement, schema),
        heat_columns=columns,
        heat_rows=rows,
        notes=notes,
        places=places,
        most=page_view.MAX_SHOWN,
        quoted=layers is not None,
        warnings=summary.warnings(agreement),
        inputs=inputs,
        few=FEW,
        min_cases=MIN_CASES,
        notice=dict(schema.notices)["every_output"],
    )


def _close(agreement: Agreement, schema: Schema) -> list[tuple[str, str, int, int]]:
    """Labels whose disagreements go mostly to one other: both names, the count, the percent."""
    found = []
    for label in schema.labels:
        other = agreement.confusion.close_to(label.id)
        if other is not None:
            found.append((label.name, schema.label(other[0]).name, other[1], round(100 * other[2])))
    return found


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tbnlp.evaluate.agreement", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        cell=page_view.cell, signed=page_view.signed, listed=page_view.listed, words=page_view.in_words,
        shown=page_view.shown_text, number=lambda count: f"{count:,}", counted=summary.counted,
        source_hash=_source_hash,
    )
    return environment


def _source_hash(style: str) -> str:
    """The hash by which the page's own policy allows exactly this style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
