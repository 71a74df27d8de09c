"""From any kind of annotated notes to any other: read, bring up to date, refuse what must stay, write, count."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import InputError, UsageError
from tbnlp.files.durable import make_private_folder, restrict
from tbnlp.formats import sources
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin
from tbnlp.formats.detection import CORPUS, RUN, format_of, kind_of
from tbnlp.formats.json_files import pretty
from tbnlp.schema.entries import Schema
from tbnlp.schema.migrations import Outcome, migrate

RECORD: Final = "conversion.json"
TOOLS: Final = ("label-studio", "doccano", "prodigy", "brat", "inception")
"""Formats in which a person annotates; only there a share of the notes is served without suggestions."""
_ASIDE: Final = ".part"
_PRIVATE_FILE: Final = 0o600

Refuse = Callable[[AnnotatedNote], str | None]
"""The reason why a note may not be written, or None."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to convert. `source_name`: the kind of the source where it shall not be guessed.

    `blind_share`: share of the notes (0-1) that is written without suggestions, drawn with `seed`.
    """

    source: Path
    target: str
    output: Path
    source_name: str | None = None
    blind_share: float = 0.0
    seed: int = 0


@dataclass(slots=True)
class Conversion:
    """What came of it. `read` = `written` + the refused; `ignored` counts what the source has beyond notes.

    `refused`: ids of notes by reason. `migrated`: marks of older schema versions by outcome. `blind`: case and
    note ids that were served without suggestions.
    """

    source: str
    target: str
    read: int = 0
    written: int = 0
    refused: dict[str, list[str]] = field(default_factory=dict)
    ignored: Counter[str] = field(default_factory=Counter)
    migrated: Counter[str] = field(default_factory=Counter)
    blind: list[tuple[str, str]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    @property
    def refused_count(self) -> int:
        """How many notes were refused."""
        return sum(map(len, self.refused.values()))


def read_notes(
    path: Path, schema: Schema, name: str | None = None, ignored: Counter[str] | None = None
) -> Iterator[AnnotatedNote]:
    """The annotated notes of a file or folder of any kind that the project knows.

    `name`: the format, else it is recognised. Raises `InputError` for a path that is not there or not known.
    """
    ignored = Counter() if ignored is None else ignored
    kind = name or kind_of(path)
    if kind == RUN:
        return sources.notes_of_run_folder(path, ignored)
    if kind == CORPUS:
        return sources.notes_of_corpus(path, ignored)
    return format_of(kind).read(path, schema, ignored)


def convert(order: Order, schema: Schema, refuse: Refuse) -> Conversion:
    """Read the source, refuse some notes, and write the rest with the settings of the tool and `conversion.json`.

    Refused are the notes that `refuse` gives a reason for, and those that the format cannot hold. The others are
    written all or not at all. Raises `InputError` for a source that cannot be read, `UsageError` for an unknown
    format or an output folder with something in it.
    """
    module = format_of(order.target)
    check_output(order.output)
    result = Conversion(order.source_name or kind_of(order.source), order.target)
    against = getattr(module, "reason_against", lambda _: "")   # only some formats cannot hold every note
    kept: list[AnnotatedNote] = []
    for note in read_notes(order.source, schema, result.source, result.ignored):
        result.read += 1
        reason = refuse(note) or against(note)
        if reason:
            result.refused.setdefault(reason, []).append(note.note_id)
        else:
            kept.append(brought_up_to_date(note, schema, result.migrated))
    served = without_suggestions(kept, order.blind_share, order.seed, result.blind)
    result.written = len(served)
    _publish(order, schema, result, lambda folder: list(module.write(served, folder, schema)))
    return result


def write_settings(target: str, output: Path, schema: Schema) -> list[Path]:
    """Write only what a user loads into the tool. Raises `UsageError` for an output folder with something in it."""
    files = format_of(target).config(schema)
    check_output(output)
    make_private_folder(output)
    return [_write(output / name, content) for name, content in files.items()]


def check_output(output: Path) -> None:
    """Raise `UsageError` unless the folder is new or empty."""
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        msg = "the output folder is not empty; name a new one, so that files of two conversions do not mix"
        raise UsageError(msg)


def brought_up_to_date(note: AnnotatedNote, schema: Schema, migrated: Counter[str]) -> AnnotatedNote:
    """The note with its marks under the present schema; `migrated` counts their outcomes.

    A note that does not say its version, or says the present one, stays as it is. Marks that are dropped by the
    guideline are left out and counted. Raises `InputError` naming the note for a version or label not known.
    """
    if note.schema_version in {"", schema.version}:
        return note
    marks: list[Mark] = []
    for mark in note.marks:
        try:
            found = migrate(mark.label, mark.subtype, dict(mark.attributes), note.schema_version, schema.version)
        except UsageError as error:
            msg = f"note {note.note_id}: {error}"
            raise InputError(msg) from None
        migrated[found.outcome.value] += 1
        if found.outcome is not Outcome.DROP:
            marks.append(replace(
                mark, label=found.label, subtype=found.subtype, attributes=tuple(found.attributes.items()),
                needs_review=tuple(dict.fromkeys((*mark.needs_review, *found.decisions))),
            ))
    return replace(
        note, marks=tuple(marks), schema_version=schema.version, schema_fingerprint=schema.fingerprint,
    )


def without_suggestions(
    notes: Sequence[AnnotatedNote], share: float, seed: int, blind: list[tuple[str, str]]
) -> list[AnnotatedNote]:
    """The notes, a share of those with suggestions as text alone; `blind` gets their case and note ids.

    The draw depends on seed and ids and not on the order of the notes. A person's marks are never taken away.
    """
    suggested = {(note.case_id, note.note_id) for note in notes if note.origin is Origin.SUGGESTED}
    drawn = sorted(suggested, key=lambda ids: hashlib.sha256("\x1f".join((str(seed), *ids)).encode()).digest())
    chosen = set(drawn[: round(share * len(drawn))])
    blind += sorted(chosen)
    return [
        replace(note, marks=(), annotator="", annotated_at="", minutes=None)
        if note.origin is Origin.SUGGESTED and (note.case_id, note.note_id) in chosen else note
        for note in notes
    ]


def _publish(order: Order, schema: Schema, result: Conversion, write: Callable[[Path], list[Path]]) -> None:
    """Write aside and move everything into place at the end; a failed conversion leaves no file."""
    made = not order.output.exists()
    make_private_folder(order.output)
    aside = order.output / _ASIDE
    make_private_folder(aside)
    try:
        write(aside)
        for name, content in format_of(order.target).config(schema).items():
            _write(aside / name, content)
        _write(aside / RECORD, pretty(_record(order, schema, result, sorted(item.name for item in aside.iterdir()))))
        for item in sorted(aside.iterdir()):
            item.rename(order.output / item.name)
            result.files.append(order.output / item.name)
        _close(result.files)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if made and not any(order.output.iterdir()):
            order.output.rmdir()


def _close(files: Iterable[Path]) -> None:
    for file in files:
        if file.is_file():
            restrict(file, _PRIVATE_FILE)


def _write(file: Path, content: str) -> Path:
    file.write_text(content, encoding="utf-8", newline="\n")
    return file


def _record(order: Order, schema: Schema, result: Conversion, files: Sequence[str]) -> dict[str, Any]:
    losses = format_of(order.target).LOSSES
    return {
        "from": result.source,
        "to": result.target,
        "schema_version": schema.version,
        "schema_fingerprint": schema.fingerprint,
        "notes_read": result.read,
        "notes_written": result.written,
        "refused": result.refused,
        "ignored": dict(sorted(result.ignored.items())),
        "migrated_marks": dict(sorted(result.migrated.items())),
        "lost_in_file": sorted(loss.value for loss in losses.in_file),
        "lost_in_tool": sorted(loss.value for loss in losses.in_tool),
        "blind_share": order.blind_share,
        "seed": order.seed,
        "served_without_suggestions": [list(ids) for ids in result.blind],
        "files": [*files, RECORD],
    }
