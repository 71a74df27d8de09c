"""Written notes with gold identifiers and gold passages: invented text with row types of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tbnlp.errors import AssetError, InputError
from tbnlp.notes.span import Span

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "corpora"
"""The folder of a checkout. The wheel holds no corpus, so an installed package needs an argument."""


@dataclass(frozen=True, slots=True)
class GoldIdentifier:
    """A marked identifier: its place, its type of the corpus table, and the person it names (or None)."""

    span: Span
    type: str
    person: int | None


@dataclass(frozen=True, slots=True)
class GoldPassage:
    """A marked passage with its label, subtype and the five attributes.

    `parts`: its pieces where the mark has two, else empty. `certainty`: how sure a person was, where one said it.
    """

    span: Span
    label: str
    subtype: str
    assertion: str
    temporality: str
    source: str
    experiencer: str
    referent_role: str
    parts: tuple[Span, ...] = ()
    certainty: str | None = None
    referent_kin: str | None = None

    @property
    def pieces(self) -> tuple[Span, ...]:
        """The parts, or the whole span where there is one part."""
        return self.parts or (self.span,)


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """One invented note. Its text is raw on purpose; it is never a `CaseNote`, which holds real text.

    `form`: kind of document (soap, e_mail …), where the writer gave it. `people`: what is known of each numbered
    person, as it stands in the file.
    """

    case_id: str
    note_id: str
    writer: str
    note_type: str
    setting: str
    date: str
    text: str
    identifiers: tuple[GoldIdentifier, ...]
    passages: tuple[GoldPassage, ...]
    form: str | None = None
    people: tuple[Mapping[str, Any], ...] = ()


def load(name: str, folder: Path | None = None) -> list[WrittenNote]:
    """All notes of a corpus, in file order, with gold marks. `tbnlp.corpora.load` offers splits, layers and forms.

    Raises `AssetError` when the corpus is not there, `InputError` when a row breaks its own offsets.
    """
    home = (folder or DEFAULT_FOLDER) / name
    if not (home / "notes.jsonl").is_file():
        msg = f"corpus {name!r} is not in the corpora folder; give its folder with --corpora"
        raise AssetError(msg)
    layers = {row["note_id"]: row for row in read_rows(home / "annotations.jsonl")}
    return [note_of(row, layers.get(row["note_id"], {})) for row in read_rows(home / "notes.jsonl")]


def load_split(name: str, split: str, folder: Path | None = None) -> list[WrittenNote]:
    """The notes of one split of `splits.json`. Raises `AssetError` for a split that is not listed."""
    notes = load(name, folder)
    splits = json.loads(((folder or DEFAULT_FOLDER) / name / "splits.json").read_text(encoding="utf-8"))
    if split not in splits["splits"]:
        msg = f"corpus {name!r} has no split {split!r}; it has: {', '.join(splits['splits'])}"
        raise AssetError(msg)
    wanted = set(splits["splits"][split])
    return [note for note in notes if note.case_id in wanted]


def digest(notes: Iterable[WrittenNote]) -> str:
    """SHA-256 over ids and texts, so that a figure can name the data it was measured on."""
    sha = hashlib.sha256()
    for note in notes:
        sha.update(f"{note.note_id}\x1f{note.text}\x1e".encode())
    return sha.hexdigest()


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def note_of(row: dict[str, Any], layer: dict[str, Any]) -> WrittenNote:
    """A row of `notes.jsonl` with its row of marks. Raises `InputError` when a mark ends behind the text."""
    note = WrittenNote(
        case_id=row["case_id"],
        note_id=row["note_id"],
        writer=row["writer"],
        note_type=row["note_type"],
        setting=row["setting"],
        date=row["date"],
        text=row["text"],
        identifiers=tuple(_identifier(item) for item in layer.get("pii", ())),
        passages=tuple(_passage(item) for item in layer.get("indicators", ())),
        form=row.get("form"),
        people=tuple(layer.get("people") or ()),
    )
    marks: Sequence[GoldIdentifier | GoldPassage] = (*note.identifiers, *note.passages)
    if any(mark.span.end > len(note.text) for mark in marks):
        msg = f"corpus note {note.note_id}: a mark ends behind the text"
        raise InputError(msg)
    return note


def _identifier(item: dict[str, Any]) -> GoldIdentifier:
    return GoldIdentifier(Span(item["start"], item["end"]), item["type"], item.get("person"))


def _passage(item: dict[str, Any]) -> GoldPassage:
    whole = [item["start"], item["end"]]
    return GoldPassage(
        span=Span(item["start"], item["end"]),
        label=item["label"],
        subtype=item["subtype"],
        assertion=item["assertion"],
        temporality=item["temporality"],
        source=item["source"],
        experiencer=item["experiencer"],
        referent_role=item["referent_role"],
        parts=tuple(Span(start, end) for start, end in item.get("parts") or () if [start, end] != whole),
        certainty=item.get("certainty"),
        referent_kin=item.get("referent_kin"),
    )
