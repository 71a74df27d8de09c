"""Texts and marks of the Text Anonymization Benchmark test set, read from a folder the user has.

Source: Pilan et al. 2022, Computational Linguistics 48(4); the files are those of the PETRE
repository, whose marks carry no entity ids and no identifier types. They are never redistributed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import AssetError
from tbnlp.notes.span import Span

FOLDER: Final = "tab_test"
TEXTS: Final = "TAB_test_BK=Original.json"
MARKS: Final = "Annotations_test_Manual.json"
SHA256: Final[Mapping[str, str]] = {
    MARKS: "745a07a762ca401f13c4ba56306379b9454e28de23f9a0b40ff423769ca315ff",
    TEXTS: "34bab84feb068cec5aaebd833b8b62dc99ce1bc0cecee8dc41a6c0fdc7549818",
}
"""Of the files as they were published (commit dd4930e of the source repository)."""


@dataclass(frozen=True, slots=True)
class TabMark:
    """One mark: a place and one of the eight types of the benchmark."""

    span: Span
    type: str


@dataclass(frozen=True, slots=True)
class TabText:
    """One court decision with its marks, in the order of the text, doubles removed."""

    doc_id: str
    text: str = field(repr=False)
    marks: tuple[TabMark, ...]


def load_tab(data: Path, hashes: Mapping[str, str] = SHA256) -> list[TabText]:
    """The 127 texts of the test set, in file order.

    Raises `AssetError` when the folder or a file is missing, has another hash, or when a text has
    no marks or a mark leaves its text.
    """
    folder = data / FOLDER
    texts = json.loads(_verified(folder / TEXTS, hashes[TEXTS]))
    marks = json.loads(_verified(folder / MARKS, hashes[MARKS]))
    return [_text(row, marks) for row in texts]


def _verified(path: Path, expected: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        msg = (
            f"the benchmark file {path.name!r} is not in the folder {FOLDER!r}: give the folder "
            f"that holds {FOLDER!r} with --data, or leave this source out"
        )
        raise AssetError(msg) from None
    if hashlib.sha256(content).hexdigest() != expected:
        msg = f"the benchmark file {path.name!r} is not the published one: fetch it again"
        raise AssetError(msg)
    return content


def _text(row: dict[str, Any], marks: dict[str, list[list[Any]]]) -> TabText:
    doc_id, text = row["doc_id"], row["background_knowledge"]
    if doc_id not in marks or any(mark[1] > len(text) for mark in marks[doc_id]):
        msg = f"the benchmark text {doc_id} and its marks do not fit: fetch both files again"
        raise AssetError(msg)
    found = sorted({(int(start), int(end), str(kind)) for start, end, kind in marks[doc_id]})
    return TabText(
        doc_id, text, tuple(TabMark(Span(start, end), kind) for start, end, kind in found)
    )


def on_word_edges(text: str, span: Span) -> bool:
    """True when neither edge of a span lies inside a word, so that the offsets fit the text."""
    inside_start = span.start > 0 and text[span.start - 1].isalnum() and text[span.start].isalnum()
    inside_end = span.end < len(text) and text[span.end - 1].isalnum() and text[span.end].isalnum()
    return not inside_start and not inside_end
