"""The formats by name, and which of them a file or folder is."""

from __future__ import annotations

import importlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Protocol, cast

from tbnlp.errors import InputError, UsageError
from tbnlp.files.run_folder import is_run_folder
from tbnlp.formats.annotated_note import AnnotatedNote
from tbnlp.formats.losses import Losses
from tbnlp.formats.sources import is_corpus
from tbnlp.schema.entries import Schema

RUN: Final = "run"
CORPUS: Final = "corpus"
MODULES: Final = {
    "tbnlp": "own_rows",
    "label-studio": "label_studio",
    "doccano": "doccano",
    "prodigy": "prodigy",
    "brat": "brat",
    "inception": "inception",
    "spacy": "doc_bin",
}
"""Name on the command line to module; a module is loaded when its format is asked for."""
_LABEL_STUDIO_KEYS: Final = ({"data"}, {"annotation_id"}, {"indicator", "id"})


class Format(Protocol):
    """What every module of a format has."""

    NAME: str
    LOSSES: Losses

    def write(self, notes: Iterable[AnnotatedNote], folder: Path, schema: Schema) -> list[Path]:
        """Write the notes into the folder."""

    def read(self, path: Path, schema: Schema, ignored: Counter[str] | None = None) -> Iterator[AnnotatedNote]:
        """The notes of a file or folder."""

    def config(self, schema: Schema) -> dict[str, str]:
        """File name to content of what a user loads into the tool."""


def format_of(name: str) -> Format:
    """The format of this name. Raises `UsageError` for a name that is none."""
    if name not in MODULES:
        msg = f"there is no format of that name; known are {', '.join(MODULES)}, and run and corpus to read"
        raise UsageError(msg)
    return cast("Format", importlib.import_module(f"tbnlp.formats.{MODULES[name]}"))


def kind_of(path: Path) -> str:
    """Which kind a file or folder is: a format's name, `run` or `corpus`. Raises `InputError` when it is none."""
    if not path.exists():
        msg = "the input does not exist; name a file or folder of annotated notes, a run folder or a corpus"
        raise InputError(msg)
    found = _kind_of_folder(path) if path.is_dir() else _kind_of_file(path)
    if found is None:
        msg = "the input is of no kind that is known; say which with --from, or see `tbnlp convert --matrix`"
        raise InputError(msg)
    return found


def _kind_of_folder(folder: Path) -> str | None:
    if is_run_folder(folder):
        return RUN
    if is_corpus(folder):
        return CORPUS
    names = {
        "annotations.jsonl": "tbnlp", "tasks.json": "label-studio", "doccano.jsonl": "doccano",
        "prodigy.jsonl": "prodigy", "TypeSystem.xml": "inception",
    }
    for name, kind in names.items():
        if (folder / name).is_file():
            return kind
    for pattern, kind in (("*.ann", "brat"), ("*.spacy", "spacy"), ("**/*.xmi", "inception")):
        if any(folder.glob(pattern)):
            return kind
    return "inception" if (folder / "annotation").is_dir() else None


def _kind_of_file(file: Path) -> str | None:
    ends = {".spacy": "spacy", ".xmi": "inception"}
    if file.suffix in ends:
        return ends[file.suffix]
    row = _first_row(file)
    if row is None:
        return None
    if "%TYPES" in row or "%FEATURE_STRUCTURES" in row:
        return "inception"
    if "indicators" in row:
        return "tbnlp"
    if any(keys <= set(row) for keys in _LABEL_STUDIO_KEYS):
        return "label-studio"
    if "tokens" in row or "_input_hash" in row:
        return "prodigy"
    return "doccano" if {"label", "labels", "entities"} & set(row) else None


def _first_row(file: Path) -> dict[str, Any] | None:
    """The first object of a JSON or JSON lines file, or None."""
    try:
        with file.open(encoding="utf-8-sig", newline="\n") as lines:
            row = json.loads(next((line for line in lines if line.strip()), ""))
    except (ValueError, RecursionError):
        try:
            row = json.loads(file.read_text(encoding="utf-8-sig"))
        except (ValueError, RecursionError):
            return None
    if isinstance(row, list):
        row = row[0] if row else None
    return row if isinstance(row, dict) else None
