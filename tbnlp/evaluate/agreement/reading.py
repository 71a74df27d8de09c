"""Annotated notes of files and folders, sorted into one layer for each annotator."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tbnlp.errors import InputError, UsageError
from tbnlp.formats.annotated_note import AnnotatedNote, Origin
from tbnlp.formats.conversion import brought_up_to_date, read_notes
from tbnlp.schema.entries import Schema

Layers = dict[str, list[AnnotatedNote]]
_CHUNK: Final = 1 << 20


def read_annotations(path: Path, schema: Schema, name: str | None = None) -> list[AnnotatedNote]:
    """The annotated notes of a file or folder of any known format, in its order, under the present schema.

    `name`: the format, else it is recognised. Marks of an older schema are migrated, and keep the decisions under
    which they must be read again. Raises `InputError` when the path cannot be read as such.
    """
    if not path.exists():
        msg = f"{path.name!r} does not exist; give a file or a folder of annotated notes"
        raise InputError(msg)
    migrated: Counter[str] = Counter()
    return [brought_up_to_date(note, schema, migrated) for note in read_notes(path, schema, name)]


def layers_of(inputs: Sequence[tuple[Path, Sequence[AnnotatedNote]]], suggestions: str | None = None) -> Layers:
    """Notes by annotator, in the order of the inputs and of their first note there.

    The name is that of the field `annotator`, or the name of the file where the field is empty. An annotator who
    stands in two inputs keeps one name when the inputs share no note of theirs; otherwise each input is a layer of
    its own, as for a second reading by the same person, and the number of the input is added to the name.
    Suggestions of the program are left out, or, when `suggestions` is given, are one annotator of that name; a note
    that was served without suggestions is missing there.
    Raises `UsageError` when that name is taken by a person, or when there are no suggestions.
    """
    parts: list[tuple[str, int, list[AnnotatedNote]]] = []
    for number, (path, notes) in enumerate(inputs, start=1):
        found: Layers = {}
        for note in notes:
            if note.origin is Origin.ANNOTATED:
                found.setdefault(note.annotator.strip() or path.stem, []).append(note)
        parts.extend((name, number, held) for name, held in found.items())
    layers = _joined(parts)
    if suggestions is not None:
        if suggestions in layers:
            msg = "--suggestions: this name is taken by an annotator; give another one"
            raise UsageError(msg)
        suggested = [
            note for _, notes in inputs for note in notes if note.origin is Origin.SUGGESTED and note.annotator
        ]
        if not suggested:
            msg = "--suggestions: the inputs hold no suggestions of the program; add the run folder"
            raise UsageError(msg)
        layers[suggestions] = suggested
    return layers


def _joined(parts: Sequence[tuple[str, int, list[AnnotatedNote]]]) -> Layers:
    keys: dict[str, list[set[tuple[str, str]]]] = {}
    for name, _, notes in parts:
        keys.setdefault(name, []).append({(note.case_id, note.note_id) for note in notes})
    layers: Layers = {}
    for name, number, notes in parts:
        apart = sum(map(len, keys[name])) > len(set().union(*keys[name]))
        layers.setdefault(f"{name} (input {number})" if apart else name, []).extend(notes)
    return layers


def input_record(path: Path) -> Mapping[str, str]:
    """Name and SHA-256 of a file; of a folder, the hash of the names and hashes of its files, sorted by name."""
    if path.is_file():
        return {"name": path.name, "sha256": _file_hash(path)}
    digest = hashlib.sha256()
    for file in sorted(item for item in path.rglob("*") if item.is_file()):
        digest.update(f"{file.relative_to(path).as_posix()}\0{_file_hash(file)}\n".encode())
    return {"name": path.name, "sha256": digest.hexdigest()}


def _file_hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
