"""Open a written corpus in the form that a program wants: rows, notes, spaCy or `datasets`.

Every text is invented and every gold mark was made by language models that wrote it; nothing here is about a person.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, Literal

from tbnlp.corpora.dataset_rows import Labelled, dataset_dict, doc_bin
from tbnlp.corpora.written import DEFAULT_FOLDER, note_of, read_rows
from tbnlp.errors import AssetError, InputError, UsageError

Form = Literal["datasets", "docbin", "jsonl", "notes"]
FORMS: Final = ("datasets", "docbin", "jsonl", "notes")
GOLD: Final = "gold"
TEST: Final = "test"
"""Splits whose name begins so are opened for figures of a release only."""
UNSPLIT: Final = "all"
"""The one split of a corpus that has no `splits.json`."""


def load(
    name: str, form: Form = "notes", split: str | None = None, folder: Path | None = None, layer: str = GOLD, *,
    allow_test: bool = False,
) -> Any:
    """Open a corpus of invented notes, such as `casenotes_en`. No note in it is about a real person.

    `form`: `notes` gives a list of `WrittenNote`; `jsonl` an iterator of rows; `docbin` a spaCy `DocBin` with the
    passages in `doc.spans["tbnlp"]`, widened to whole tokens, and exact in `doc.user_data["tbnlp"]`; `datasets` a
    `datasets.DatasetDict` with one entry a split, which needs the extra `models`. `split`: one split, or all that
    may be opened. Test splits are opened with `allow_test=True` only: figures of a release are measured on them,
    and whoever looks at them earlier spoils those. `folder` holds the corpora; None is that of a checkout.
    `layer`: `gold`, or the name of one annotator's marks; a note that this annotator did not read is left out.

    Gold says what the text says. The texts were invented by language models, which marked them too; the data sheet
    beside the corpus says how. Raises `AssetError` for a corpus, split or layer that is not there,
    `UsageError` for a closed test split or an unknown form, `InputError` where a mark leaves its text.
    """
    if form not in FORMS:
        msg = f"a corpus has no form {form!r}; there are: {', '.join(FORMS)}"
        raise UsageError(msg)
    found = read_labelled(name, split, folder, layer, allow_test=allow_test)
    if form == "jsonl":
        return (item.row() for item in found)
    if form == "notes":
        return [note_of(item.note, item.layer) for item in found]
    return doc_bin(found) if form == "docbin" else dataset_dict(found)


def read_labelled(
    name: str, split: str | None, folder: Path | None, layer: str, *, allow_test: bool
) -> list[Labelled]:
    """The notes of the opened splits in file order, each with its row of marks. Errors as in `load`."""
    home = (folder or DEFAULT_FOLDER) / name
    if not (home / "notes.jsonl").is_file():
        msg = f"corpus {name!r} is not in the corpora folder; give the folder that holds it"
        raise AssetError(msg)
    notes = read_rows(home / "notes.jsonl")
    split_of = _split_of(home, notes)
    opened = opened_splits(name, list(dict.fromkeys(split_of.values())), split, allow_test=allow_test)
    marks = {row["note_id"]: row for row in read_rows(_layer_file(home, layer))}
    found = []
    for note in notes:
        if split_of[note["case_id"]] in opened and note["note_id"] in marks:
            _check_offsets(note, marks[note["note_id"]])
            found.append(Labelled(split_of[note["case_id"]], note, marks[note["note_id"]]))
        elif layer == GOLD and note["note_id"] not in marks:
            msg = f"corpus note {note['note_id']} has no row of gold marks"
            raise InputError(msg)
    return found


def opened_splits(name: str, splits: list[str], split: str | None, *, allow_test: bool) -> frozenset[str]:
    """The splits that may be opened. Raises `AssetError` for one that is not there, `UsageError` for a closed one."""
    if split is None:
        return frozenset(item for item in splits if allow_test or not item.startswith(TEST))
    if split not in splits:
        msg = f"corpus {name!r} has no split {split!r}; it has: {', '.join(splits)}"
        raise AssetError(msg)
    if split.startswith(TEST) and not allow_test:
        msg = (
            f"{split!r} is a test split: it is opened for the figures of a release only, since a test set that was "
            "looked at measures nothing; use train or dev, or say allow_test=True"
        )
        raise UsageError(msg)
    return frozenset({split})


def _split_of(home: Path, notes: list[dict[str, Any]]) -> dict[str, str]:
    """The split of each case. Raises `InputError` when a case is in none: it would be lost without a word."""
    path = home / "splits.json"
    if not path.is_file():
        return {note["case_id"]: UNSPLIT for note in notes}
    splits = json.loads(path.read_text(encoding="utf-8"))["splits"]
    found = {case: split for split, cases in splits.items() for case in cases}
    missing = {note["case_id"] for note in notes} - found.keys()
    if missing:
        msg = f"{len(missing)} cases of corpus {home.name!r} are in no split, among them {min(missing)}"
        raise InputError(msg)
    return found


def _layer_file(home: Path, layer: str) -> Path:
    stem = layer.removeprefix("annotations_")
    path = home / "annotations.jsonl" if layer == GOLD else home / f"annotations_{stem}" / "annotations.jsonl"
    if not path.is_file():
        names = [GOLD, *sorted(item.parent.name.removeprefix("annotations_")
                               for item in home.glob("annotations_*/annotations.jsonl"))]
        msg = f"corpus {home.name!r} has no layer {layer!r}; it has: {', '.join(names)}"
        raise AssetError(msg)
    return path


def _check_offsets(note: dict[str, Any], layer: dict[str, Any]) -> None:
    marks = [*layer.get("pii", ()), *layer.get("indicators", ())]
    if any(not 0 <= mark["start"] < mark["end"] <= len(note["text"]) for mark in marks):
        msg = f"corpus note {note['note_id']}: a mark is empty or leaves the text"
        raise InputError(msg)
