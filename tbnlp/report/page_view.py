"""The page around the notes: what was read, the key to the labels, and what was not processed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tbnlp.report import plain_words
from tbnlp.report.folding import Fold
from tbnlp.report.label_figures import NOT_MEASURED, LabelFigure
from tbnlp.report.marked_text import visible
from tbnlp.report.note_view import family_class
from tbnlp.report.run_records import NoteRow, RejectRow, RunRecords
from tbnlp.report.tallies import SMALLEST_CELL, Tallies, Tally
from tbnlp.schema.entries import Family, Schema

KEPT_IN_VIEW: Final = ("protective_recovery", "service_response")
"""Families that no filter takes out of a shown note. Source: the schema's policy, control c9."""

FOLD_NAMES: Final[Mapping[Fold, str]] = {
    Fold.SHOWN: "shown", Fold.FAINT: "fainter", Fold.WEAK: "weak",
}

INTENDED_USE: Final = "finding passages for a person to read"


@dataclass(frozen=True, slots=True)
class LabelView:
    """A label in the key. `counts`: what is counted, and the count as text, as small ones are withheld."""

    id: str
    tag: str
    name: str
    definition: str
    not_meaning: str
    counts: tuple[tuple[str, str], ...]
    precision: str
    recall: str


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family in the key. `style`: its class; `kept`: True when filters leave it in shown notes."""

    id: str
    name: str
    scope: str
    style: str
    kept: bool
    labels: tuple[LabelView, ...]


@dataclass(frozen=True, slots=True)
class SkippedView:
    """A note that was not processed."""

    case_id: str
    note_id: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of notes in the whole run: read = processed + quarantined + rejected."""

    processed: int
    quarantined: int
    rejected: int
    shown: int
    reasons: tuple[tuple[int, str, str], ...]

    @property
    def read(self) -> int:
        """All notes of the input."""
        return self.processed + self.quarantined + self.rejected

    @property
    def sampled(self) -> bool:
        """True when only some of the processed notes are on the page."""
        return self.shown < self.processed


def counts(records: RunRecords) -> Counts:
    """The numbers of notes, with a count for each reason why some were not processed."""
    return Counts(
        processed=records.processed,
        quarantined=records.quarantined_reasons.total(),
        rejected=records.rejected_reasons.total(),
        shown=len(records.notes),
        reasons=(
            *_reasons("quarantined", records.quarantined_reasons),
            *_reasons("rejected", records.rejected_reasons),
        ),
    )


def _reasons(what: str, found: Counter[str]) -> list[tuple[int, str, str]]:
    return [
        (count, what, visible(plain_words.reason_in_words(code)))
        for code, count in sorted(found.items())
    ]


def families(
    schema: Schema, records: RunRecords, figures: Mapping[str, LabelFigure]
) -> tuple[FamilyView, ...]:
    """All families and labels in the order of the schema, found in this run or not."""
    return tuple(_family(schema, family, records, figures) for family in schema.families)


def _family(
    schema: Schema, family: Family, records: RunRecords, figures: Mapping[str, LabelFigure]
) -> FamilyView:
    unmeasured = LabelFigure(NOT_MEASURED, NOT_MEASURED)
    labels = tuple(
        LabelView(
            id=label.id,
            tag=plain_words.in_words(label.id),
            name=label.name,
            definition=label.definition,
            not_meaning=label.not_meaning,
            counts=_label_counts(records.tallies, label.id, records.reading_point is not None),
            precision=figures.get(label.id, unmeasured).precision,
            recall=figures.get(label.id, unmeasured).recall,
        )
        for label in schema.labels
        if label.family == family.id
    )
    style = family_class(schema, family.id)
    return FamilyView(
        family.id, family.name, family.scope, style, family.id in KEPT_IN_VIEW, labels
    )


def _label_counts(tallies: Tallies, label: str, folded: bool) -> tuple[tuple[str, str], ...]:
    """One count of the review band; where some of it is folded, a count for each fold."""
    if not folded:
        return (("in this run", _count(tallies.of(label, Fold.SHOWN))),)
    return tuple((name, _count(tallies.of(label, kind))) for kind, name in FOLD_NAMES.items())


def fold_counts(records: RunRecords) -> tuple[tuple[str, str], ...]:
    """The passages of the whole run by fold, small counts withheld; empty when all are withheld."""
    wholes = [(name, records.tallies.whole(kind)) for kind, name in FOLD_NAMES.items()]
    if all(whole.withheld for _, whole in wholes):
        return ()
    return tuple((name, _count(whole)) for name, whole in wholes)


def _count(tally: Tally) -> str:
    if tally.withheld:
        return f"not counted: fewer than {SMALLEST_CELL} cases"
    return plain_words.counted(tally.passages, "passage", "passages")


def skipped_notes(notes: Sequence[NoteRow]) -> tuple[SkippedView, ...]:
    """The quarantined notes that are listed."""
    return tuple(
        SkippedView(visible(n.case_id), visible(n.note_id), "", plain_words.reason_in_words(n.reason))
        for n in notes
    )


def skipped_rows(rejects: Sequence[RejectRow]) -> tuple[SkippedView, ...]:
    """The rejected notes that are listed, with the place where they stand in the input."""
    return tuple(
        SkippedView(
            visible(row.case_id or "no id"),
            visible(row.note_id or "no id"),
            visible(_place(row)),
            visible(plain_words.reason_in_words(row.reason)),
        )
        for row in rejects
    )


def _place(row: RejectRow) -> str:
    source = f"file {row.source}" if row.source else ""
    place = f"note {plain_words.number(row.row + 1)} of the input" if row.row is not None else ""
    return ", ".join(item for item in (source, place) if item)


def advice(manifest: Mapping[str, object]) -> tuple[str, ...]:
    """What a setting could have improved, as the run wrote it under `notes_for_reader`."""
    listed = manifest.get("notes_for_reader")
    if not isinstance(listed, list):
        return ()
    return tuple(visible(item) for item in listed if isinstance(item, str))


def about(manifest: Mapping[str, object], schema: Schema) -> tuple[tuple[str, str], ...]:
    """Facts about the run, as pairs of a name and a value; what the manifest does not hold is left out."""
    facts = (
        ("Intended use", _fact(manifest.get("intended_use")) or INTENDED_USE),
        ("Started", _fact(manifest.get("started"))),
        ("Finished", _fact(manifest.get("finished"))),
        ("Redaction profile", _fact(manifest.get("profile"))),
        ("Tier", _fact(_inside(manifest, "configuration", "tag", "tier"))),
        ("Tagging model", _fact(_inside(manifest, "models", "tagger", "name"))),
        ("Schema version", _fact(_inside(manifest, "schema", "version")) or schema.version),
        ("Pipeline id", _fact(manifest.get("pipeline_id"))),
    )
    return tuple((name, value) for name, value in facts if value)


def _inside(holder: object, *path: str) -> object:
    for key in path:
        holder = holder.get(key) if isinstance(holder, dict) else None
    return holder


def _fact(value: object) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    try:
        moment = datetime.fromisoformat(str(value)) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        return visible(str(value))
    zone = moment.tzname() or ""
    return f"{moment.day} {moment:%B %Y, %H:%M} {zone}".strip()
