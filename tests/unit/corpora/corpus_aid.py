"""A tiny corpus on disk in which every check holds, for tests that plant one fault."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PLAIN: dict[str, Any] = {
    "subtype": "unspecified", "assertion": "affirmed", "temporality": "current", "source": "client_paraphrased",
    "experiencer": "client", "referent_role": "controller",
}


def place(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    """Where `words` stand in `text`, counted from 0."""
    start = [match.start() for match in re.finditer(re.escape(words), text)][nth]
    return start, start + len(words)


class Draft:
    """Rows of a corpus that a test may change before they are written."""

    def __init__(self) -> None:
        self.notes: list[dict[str, Any]] = []
        self.rows: list[dict[str, Any]] = []
        self.splits: dict[str, list[str]] = {"train": [], "dev": []}
        self.allowed: list[dict[str, Any]] = []

    def add(
        self, note_id: str, text: str, pii: Sequence[tuple[Any, ...]] = (), marks: Sequence[tuple[Any, ...]] = (),
        *, split: str = "train", writer: str | None = None, setting: str = "labour",
    ) -> Draft:
        """A note. `pii`: (words, type, person?); `marks`: (words, label, attributes?)."""
        case_id = note_id.rpartition("-")[0]
        self.notes.append({
            "case_id": case_id, "note_id": note_id, "writer": writer or note_id.partition("-")[0],
            "note_type": "progress_note", "setting": setting, "date": "2024-03-01", "text": text,
        })
        self.rows.append({
            "note_id": note_id, "annotator": "writer",
            "pii": [identifier(text, *item) for item in pii],
            "indicators": [passage(text, *item) for item in marks],
        })
        members = self.splits.setdefault(split, [])
        if case_id not in members:
            members.append(case_id)
        return self

    def write(self, folder: Path) -> Path:
        """Write all files with their sums below `folder` and return that folder."""
        home = folder / "tiny"
        home.mkdir(exist_ok=True)
        self._lines(home / "notes.jsonl", self.notes)
        self._lines(home / "annotations.jsonl", self.rows)
        if self.allowed:
            self._lines(home / "unmarked_ok.jsonl", self.allowed)
        splits = {"version": 1, "rule": "by hand", "strangers": [], "splits": self.splits}
        (home / "splits.json").write_text(json.dumps(splits), encoding="utf-8")
        seal(home)
        return folder

    @staticmethod
    def _lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def seal(home: Path) -> None:
    """Write SHA256SUMS anew."""
    names = ("notes.jsonl", "annotations.jsonl", "splits.json")
    lines = [f"{hashlib.sha256((home / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (home / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


def identifier(text: str, words: str, kind: str, person: int | None = None) -> dict[str, Any]:
    """A row of `pii` by its words."""
    start, end = place(text, words)
    return {"start": start, "end": end, "type": kind} | ({} if person is None else {"person": person})


def passage(text: str, words: str, label: str, **attributes: Any) -> dict[str, Any]:
    """A row of `indicators` by its words, with plain attributes."""
    start, end = place(text, words)
    return {"start": start, "end": end, "label": label, **PLAIN, **attributes}


FIRST = "Rosalba came in late. Says he keeps her papers in a drawer.\n\nWants a bed near the bus."
SECOND = "Tel to Fenrow about the van. Bohdan no longer sleeps there, he said."


def draft() -> Draft:
    """Two cases of two writers without a fault."""
    made = Draft()
    made.add("W1-C01-01", FIRST, [("Rosalba", "PERSON", 1)], [("he keeps her papers in a drawer", "blocked_exit")])
    made.add("W2-C01-01", SECOND, [("Bohdan", "PERSON", 1), ("Fenrow", "ORG")], split="dev")
    return made
