"""From written files with inline marks to the files of a corpus: notes, annotations, splits, checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tbnlp.corpora.contrast import pair_rows, read_pairs
from tbnlp.corpora.inline import Parsed, parse
from tbnlp.errors import InputError
from tbnlp.schema.entries import Schema

EVERY: Final = 5
"""Of each five cases of a writer of train, one goes to dev and one to test_in."""


FIRST_WRITERS: Final = 12
WRITTEN_UNDER: Final = {f"W{number}": "0.2.0" for number in range(1, FIRST_WRITERS + 1)}
"""Schema under which the first writers marked; their marks are read through the migrations."""


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
                _add(result, parsed, folder.name, schema.version)
    ids = [row["note_id"] for row in result.notes]
    mistakes += [f"note id {name} stands twice" for name in sorted({x for x in ids if ids.count(x) > 1})]
    if mistakes:
        raise InputError("\n".join(mistakes))
    return result


def add_pairs(result: Assembled, files: Sequence[Path], schema: Schema) -> dict[str, str]:
    """Add contrast pairs and return what each flips. Raises `InputError` with every mistake of every pair at once."""
    flips: dict[str, str] = {}
    mistakes = []
    for path in files:
        for pair in read_pairs(path, schema):
            mistakes += [f"{pair.id}: {mistake}" for mistake in pair.mistakes]
            if pair.id in flips:
                mistakes.append(f"{pair.id}: stands twice")
            flips[pair.id] = pair.flips
            for note, marks in pair_rows(pair, path.stem):
                result.notes.append(note)
                result.annotations.append({**marks, "schema_version": schema.version})
    if mistakes:
        raise InputError("\n".join(mistakes))
    return flips


def _people(parsed: Parsed) -> list[dict[str, Any]]:
    """The persons of a note by their number in the case, each with the forms in which it names them."""
    names: dict[int, list[str]] = {}
    for mark in parsed.pii:
        if "person" in mark:
            form = parsed.text[mark["start"] : mark["end"]]
            forms = names.setdefault(mark["person"], [])
            if form not in forms:
                forms.append(form)
    return [{"person": number, "forms": names[number]} for number in sorted(names)]


def _add(result: Assembled, parsed: Parsed, writer: str, version: str) -> None:
    header = parsed.header
    kept = {name: header[name] for name in ("case_id", "note_id")}
    described = {name: header[name] for name in ("note_type", "setting", "date")}
    result.notes.append({**kept, "writer": writer, **described, "text": parsed.text})
    result.annotations.append({
        "note_id": header["note_id"], "annotator": "writer", "schema_version": WRITTEN_UNDER.get(writer, version),
        "pii": parsed.pii, "people": _people(parsed), "indicators": parsed.indicators,
    })
    cases = result.cases.setdefault(writer, [])
    if header["case_id"] not in cases:
        cases.append(header["case_id"])


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes where, fixed before any modelling.

    `strangers`: writers of dev only. `outsiders`: writers of test_out only. `read_by_rules`: writers whose train notes
    the author of the rules has read; none of their cases goes to test_in.
    """

    strangers: frozenset[str] = frozenset()
    outsiders: frozenset[str] = frozenset()
    read_by_rules: frozenset[str] = frozenset()


def splits(cases: dict[str, list[str]], plan: Plan) -> dict[str, Any]:
    """Train, dev, test_in and test_out by writer and case, never by note. The rule stands in the file."""
    found: dict[str, list[str]] = {"train": [], "dev": [], "test_in": [], "test_out": []}
    for writer, own in cases.items():
        if writer in plan.strangers | plan.outsiders:
            found["dev" if writer in plan.strangers else "test_out"] += own
            continue
        dev = own[EVERY // 2 :: EVERY]
        test_in = [] if writer in plan.read_by_rules else own[EVERY - 1 :: EVERY]
        found["dev"] += dev
        found["test_in"] += test_in
        found["train"] += [case for case in own if case not in {*dev, *test_in}]
    rule = (
        f"dev: all cases of {_names(plan.strangers)} and, of each other writer, the third of every five cases; "
        f"test_out: all cases of {_names(plan.outsiders)}; test_in: the fifth of every five cases of the other "
        f"writers but {_names(plan.read_by_rules)}, whose notes the author of the rules read; train: the rest"
    )
    return {"version": 2, "rule": rule, "strangers": sorted(plan.strangers), "outsiders": sorted(plan.outsiders),
            "splits": found}


def _names(writers: frozenset[str]) -> str:
    return ", ".join(sorted(writers, key=lambda name: (len(name), name))) or "none"


def write(result: Assembled, folder: Path, plan: Plan, flips: dict[str, str] | None = None) -> None:
    """Write the corpus files and their SHA-256 list. `flips`: what each contrast pair flips, by its id."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("notes.jsonl", result.notes), ("annotations.jsonl", result.annotations)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text(lines, encoding="utf-8")
    parted = splits(result.cases, plan)
    if flips:
        parted["splits"]["contrast"] = list(flips)
        (folder / "contrast.json").write_text(json.dumps(flips, indent=1) + "\n", encoding="utf-8")
    content = json.dumps(parted, indent=1)
    (folder / "splits.json").write_text(content + "\n", encoding="utf-8")
    write_sums(folder)


def write_sums(folder: Path) -> None:
    """The SHA-256 of every file of the corpus that a figure rests on, in `SHA256SUMS`."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json*"))
    sums = "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text(sums, encoding="ascii")
