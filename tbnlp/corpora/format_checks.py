"""The files of a corpus: are they there, unchanged, and are their rows as the format says?"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from tbnlp.corpora.faults import Fault
from tbnlp.corpora.raw_rows import AllowedRow, LayerRow, NoteRow, Splits
from tbnlp.errors import AssetError

NOTES: Final = "notes.jsonl"
GOLD: Final = "annotations.jsonl"
SPLITS: Final = "splits.json"
SUMS: Final = "SHA256SUMS"
ALLOWED: Final = "unmarked_ok.jsonl"
LAYERS: Final = "annotations_*/annotations.jsonl"

Row = TypeVar("Row", bound=BaseModel)


@dataclass(slots=True)
class RawCorpus:
    """Everything that could be read. `layers`: rows by note id, `gold` first, then each `annotations_<name>`."""

    notes: list[NoteRow] = field(default_factory=list)
    layers: dict[str, dict[str, LayerRow]] = field(default_factory=dict)
    splits: dict[str, list[str]] = field(default_factory=dict)
    allowed: list[AllowedRow] = field(default_factory=list)

    @property
    def gold(self) -> dict[str, LayerRow]:
        """Gold rows by note id."""
        return self.layers.get("gold", {})

    def split_of(self) -> dict[str, str]:
        """The split of each case id that is listed; the last one where it is listed twice."""
        return {case: name for name, cases in self.splits.items() for case in cases}


def read_corpus(folder: Path) -> tuple[RawCorpus, list[Fault]]:
    """Read every file of a corpus and say what is wrong with files and rows; a faulty row is left out.

    Raises `AssetError` when there is no `notes.jsonl` in the folder.
    """
    if not (folder / NOTES).is_file():
        msg = f"there is no corpus {folder.name!r} (no {NOTES}); give the folder that holds it with --corpora"
        raise AssetError(msg)
    corpus, faults = RawCorpus(), list(_sum_faults(folder))
    corpus.notes = _rows(folder / NOTES, NoteRow, faults)
    for name, path in layer_files(folder).items():
        rows = _rows(path, LayerRow, faults)
        corpus.layers[name] = {row.note_id: row for row in rows}
        faults += _twice(rows, path.relative_to(folder).as_posix())
    corpus.splits = _splits(folder / SPLITS, faults)
    if (folder / ALLOWED).is_file():
        corpus.allowed = _rows(folder / ALLOWED, AllowedRow, faults)
    faults += _id_faults(corpus)
    return corpus, faults


def layer_files(folder: Path) -> dict[str, Path]:
    """The annotation files by name of their layer; gold is there even when its file is missing."""
    others = {path.parent.name: path for path in sorted(folder.glob(LAYERS))}
    return {"gold": folder / GOLD, **others}


def _sum_faults(folder: Path) -> Iterator[Fault]:
    names = [NOTES, SPLITS, *(path.relative_to(folder).as_posix() for path in layer_files(folder).values())]
    if not (folder / SUMS).is_file():
        yield Fault("checksum", f"{SUMS} is missing")
        return
    listed = {}
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed[name.strip()] = digest
    for name in names:
        if name not in listed:
            yield Fault("checksum", f"{name} is not in {SUMS}")
    for name, digest in listed.items():
        path = folder / name
        if not path.is_file():
            yield Fault("files", f"{name} stands in {SUMS} and is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield Fault("checksum", f"{name} is not the file that {SUMS} was made from")


def _rows(path: Path, kind: type[Row], faults: list[Fault]) -> list[Row]:
    if not path.is_file():
        faults.append(Fault("files", f"{path.name} is missing"))
        return []
    found = []
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    for number, line in enumerate(lines, start=1):
        where = f"{path.name} line {number}" if path.parent.name[:12] != "annotations_" else (
            f"{path.parent.name}/{path.name} line {number}")
        if line.strip():
            row = _row(line, kind, where, faults)
            found += [] if row is None else [row]
    return found


def _row(line: str, kind: type[Row], where: str, faults: list[Fault]) -> Row | None:
    """The row, or None and a fault for each field; a message names fields and never their values."""
    try:
        content: Any = json.loads(line)
    except json.JSONDecodeError:
        faults.append(Fault("json", f"{where} is not JSON"))
        return None
    note_id = content.get("note_id", "") if isinstance(content, dict) else ""
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        for item in error.errors(include_input=False, include_url=False, include_context=False):
            name = ".".join(str(part) for part in item["loc"]) or "the row"
            kept = note_id if isinstance(note_id, str) else ""
            faults.append(Fault("fields", f"{where}: {name} ({item['type'].replace('_', ' ')})", kept))
        return None


def _splits(path: Path, faults: list[Fault]) -> dict[str, list[str]]:
    if not path.is_file():
        faults.append(Fault("files", f"{path.name} is missing"))
        return {}
    content = " ".join(path.read_text(encoding="utf-8", errors="replace").splitlines())
    read = _row(content, Splits, path.name, faults)
    return {} if read is None else read.splits


def _twice(rows: list[LayerRow], name: str) -> Iterator[Fault]:
    for note_id, count in Counter(row.note_id for row in rows).items():
        if count > 1:
            yield Fault("unique ids", f"{name} has {count} rows of this note", note_id)


def _id_faults(corpus: RawCorpus) -> Iterator[Fault]:
    known = Counter(note.note_id for note in corpus.notes)
    for note_id, count in known.items():
        if count > 1:
            yield Fault("unique ids", f"{count} notes have this id", note_id)
    writers: dict[str, set[str]] = {}
    for note in corpus.notes:
        writers.setdefault(note.case_id, set()).add(note.writer)
        if not note.note_id.startswith(f"{note.case_id}-"):
            yield Fault("note in case", f"the id does not begin with that of its case, {note.case_id}", note.note_id)
    for case, names in writers.items():
        if len(names) > 1:
            yield Fault("note in case", f"case {case} has notes of {len(names)} writers")
    for name, rows in corpus.layers.items():
        for note_id in sorted(rows.keys() - known.keys()):
            yield Fault("unique ids", f"layer {name} marks a note that does not exist", note_id)
    for note_id in sorted(known.keys() - corpus.gold.keys()):
        yield Fault("fields", "the note has no row of gold marks", note_id)
