"""The offline report of a run folder: one HTML file that loads nothing and reports nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tbnlp.errors import UsageError
from tbnlp.files import durable
from tbnlp.files.run_folder import read_manifest
from tbnlp.report import page_view, plain_words
from tbnlp.report.family_colours import style_rules
from tbnlp.report.folding import reading_point
from tbnlp.report.label_figures import label_figures
from tbnlp.report.note_view import NoteView, note_view
from tbnlp.report.run_records import SKIPPED_SHOWN, RunRecords, read_run
from tbnlp.report.tallies import SMALLEST_CELL
from tbnlp.schema.loader import load_schema

REPORT: Final = "report.html"
MAX_NOTES: Final = 500
"""Default of `report.max_notes`. Source: the project's contract."""


def write_report(run_dir: Path, max_notes: int = MAX_NOTES, seed: int = 0) -> Path:
    """Write `report.html` into a run folder and return its path; an older report is replaced whole.

    The page holds redacted text only. It orders neither notes nor cases: they stand in input order,
    and above `max_notes` a random sample is shown that `seed` fixes. Raises `InputError` for a folder
    that is no finished run, and `UsageError` when `max_notes` is below 1.
    """
    if max_notes < 1:
        msg = f"report.max_notes is {max_notes}; give 1 or more"
        raise UsageError(msg)
    manifest = read_manifest(run_dir)
    records = read_run(run_dir, max_notes, seed, reading_point(manifest))
    place = run_dir / REPORT
    with durable.published(place) as handle:
        for chunk in _page(manifest, records, seed):
            handle.write(chunk.encode())
    return place


def _page(manifest: dict[str, object], records: RunRecords, seed: int) -> Iterator[str]:
    schema = load_schema()
    style = _asset("report.css") + style_rules(schema.families)
    script = _asset("report.js")
    stream = _environment().get_template("report.html.j2").stream(
        style=_own(style),
        script=_own(script),
        style_hash=_source_hash(style),
        script_hash=_source_hash(script),
        notices=dict(schema.notices),
        tagged=records.tagged,
        counts=page_view.counts(records),
        seed=seed,
        point=records.reading_point,
        smallest=SMALLEST_CELL,
        fold_counts=page_view.fold_counts(records),
        advice=page_view.advice(manifest),
        families=page_view.families(schema, records, label_figures(manifest)),
        notes=_notes(records),
        note_types=sorted({note.note_type for note in records.notes if note.note_type}),
        quarantined=page_view.skipped_notes(records.quarantined),
        rejected=page_view.skipped_rows(records.rejected),
        listed=SKIPPED_SHOWN,
        about=page_view.about(manifest, schema),
        choices={
            "assertion": plain_words.ASSERTION,
            "experiencer": plain_words.EXPERIENCER,
            "source": plain_words.SOURCE,
        },
    )
    stream.enable_buffering(256)
    return iter(stream)


def _notes(records: RunRecords) -> Iterator[NoteView]:
    for ordinal, note in enumerate(records.notes, start=1):
        yield note_view(ordinal, note, records.candidates.get(note.key, []), records.reading_point)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tbnlp.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = plain_words.number
    environment.filters["score"] = plain_words.score
    environment.filters["words"] = plain_words.in_words
    environment.globals["counted"] = plain_words.counted
    return environment


def _asset(name: str) -> str:
    """A style sheet or script of this package, with the line ends that browsers hash."""
    return resources.files("tbnlp.report").joinpath("static", name).read_text(encoding="utf-8")


def _own(asset: str) -> Markup:
    return Markup(asset)  # noqa: S704  our own file, and colours that were checked; no note text


def _source_hash(asset: str) -> str:
    """The hash by which the page's own policy allows exactly this style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()
