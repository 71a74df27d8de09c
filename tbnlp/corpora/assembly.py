"""From written files with inline marks to the files of a corpus: notes, annotations, splits, checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tbnlp.corpora.inline import Parsed, parse
from tbnlp.errors import InputError
from tbnlp.schema.entries import Schema

EVERY: Final = 5
"""Of the cases of a writer of train, every fifth goes to dev."""


@dataclass(slots=True)
class Assembled:
    """Rows of the corpus files. `cases`: case ids of each writer, in order."""

    notes: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    cases: dict[str, list[str]] = field(default_factory=dict)


def assemble(folders: Sequence[Path], schema: Schema) -> Assembled:
    """Read one folder a writer. Raises `InputError` with every mistake of every file at once."""
    result, mistakes = Assembled(), []
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            parsed = parse(path.read_text(encoding="utf-8"), schema)
            mistakes += [f"{path.name}: {mistake}" for mistake in parsed.mistakes]
            if not parsed.mistakes:
                _add(result, parsed, folder.name)
    ids = [row["note_id"] for row in result.notes]
    mistakes += [f"note id {name} stands twice" for name in sorted({x for x in ids if ids.count(x) > 1})]
    if mistakes:
        raise InputError("\n".join(mistakes))
    return result


def _add(result: Assembled, parsed: Parsed, writer: str) -> None:
    header = parsed.header
    kept = {name: header[name] for name in ("case_id", "note_id")}
    described = {name: header[name] for name in ("note_type", "setting", "date")}
    result.notes.append({**kept, "writer": writer, **described, "text": parsed.text})
    result.annotations.append({
        "note_id": header["note_id"], "annotator": "writer", "pii": parsed.pii, "indicators": parsed.indicators,
    })
    cases = result.cases.setdefault(writer, [])
    if header["case_id"] not in cases:
        cases.append(header["case_id"])


def splits(cases: dict[str, list[str]], strangers: frozenset[str]) -> dict[str, Any]:
    """Train and dev by writer and case, fixed before any modelling. Writers in `strangers` are dev only."""
    train: list[str] = []
    dev: list[str] = []
    for writer, own in cases.items():
        held = own if writer in strangers else own[EVERY // 2 :: EVERY]
        dev += held
        train += [case for case in own if case not in held]
    rule = (
        f"all cases of {', '.join(sorted(strangers))} and every fifth case of the other writers are dev; "
        "the rest is train"
    )
    return {"version": 1, "rule": rule, "strangers": sorted(strangers), "splits": {"train": train, "dev": dev}}


def write(result: Assembled, folder: Path, strangers: frozenset[str]) -> None:
    """Write the corpus files and their SHA-256 list."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("notes.jsonl", result.notes), ("annotations.jsonl", result.annotations)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text(lines, encoding="utf-8")
    content = json.dumps(splits(result.cases, strangers), indent=1)
    (folder / "splits.json").write_text(content + "\n", encoding="utf-8")
    names = ("notes.jsonl", "annotations.jsonl", "splits.json")
    sums = "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text(sums, encoding="ascii")
