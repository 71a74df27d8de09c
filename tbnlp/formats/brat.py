"""brat: a text and a standoff file for each note and annotator, and an index of what brat has no place for.

Files are named by their order (`note_00001`), never by ids, which could hold names. `tbnlp.json` beside them keeps
ids, annotator, times, versions, and the exact form of each mark; it holds as long as brat leaves label and place
of a mark alone. brat does not record who answered: a person's name goes into `answered_by` of the index.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin, in_order, sorted_marks
from tbnlp.formats.brat_config import config
from tbnlp.formats.brat_lines import Found, lines_of, one_line, parse, parts_of, pieces_of
from tbnlp.formats.carried import mark_head, note_from
from tbnlp.formats.losses import Loss, Losses
from tbnlp.formats.own_rows import mark_from
from tbnlp.formats.returned import (
    check_marks,
    note_record,
    settled,
    shown_place,
    stem_of,
    unused_id,
)
from tbnlp.schema.entries import Schema

__all__ = ["INDEX_NAME", "LOSSES", "NAME", "config", "read", "write"]

NAME: Final = "brat"
LOSSES: Final = Losses(
    in_file=frozenset(),
    in_tool=frozenset({Loss.PARTS, Loss.MARK_ID, Loss.SCORE, Loss.ANNOTATOR, Loss.TIMES, Loss.ORIGIN}),
)
"""`PARTS`: brat cuts a passage at a line break, so two parts with nothing but a line break between them are one."""
INDEX_NAME: Final = "tbnlp.json"
INDEX_FORMAT: Final = "tbnlp brat index 1"


def write(
    notes: Iterable[AnnotatedNote], folder: Path, schema: Schema  # noqa: ARG001  one signature for every format
) -> list[Path]:
    """Write a pair of files for each note, and the index, into `folder`; the paths, the index last."""
    written: list[Path] = []
    index: dict[str, Any] = {}
    for ordinal, note in enumerate(notes, start=1):
        stem = stem_of(ordinal)
        shown = [mark for mark in sorted_marks(list(note.marks)) if pieces_of(mark.parts, note.text)]
        names = {f"T{number}": mark for number, mark in enumerate(shown, start=1)}
        counter: Counter[str] = Counter()
        lines = [line for name, mark in names.items() for line in lines_of(mark, note.text, name, counter)]
        for path, content in (
            (folder / f"{stem}.txt", note.text),
            (folder / f"{stem}.ann", "".join(f"{line}\n" for line in lines)),
        ):
            path.write_bytes(content.encode("utf-8"))  # bytes, so that CRLF stays CRLF
            written.append(path)
        index[stem] = {
            **note_record(note),
            "marks": {name: mark_head(mark, note.text) for name, mark in names.items()},
            "not_shown": [mark_head(mark, note.text) for mark in note.marks if mark not in shown],
        }
    path = folder / INDEX_NAME
    path.write_text(json.dumps({"format": INDEX_FORMAT, "answered_by": "", "notes": index}, indent=1), "utf-8")
    return [*written, path]


def read(path: Path, schema: Schema, ignored: Counter[str] | None = None) -> Iterator[AnnotatedNote]:
    """The notes of a folder of pairs, in the order of their names.

    A pair that the index does not have is read with the file's name as note id, no annotator and no version.
    `ignored` counts lines and texts that were passed over. Raises `InputError` naming pair and line.
    """
    ignored = Counter() if ignored is None else ignored
    index = _index(path / INDEX_NAME)
    records = index["notes"]
    texts = {file.stem: file for file in sorted(path.glob("*.txt"))}
    pairs = sorted(file.stem for file in path.glob("*.ann"))
    missing = len(set(records) - set(pairs)) + len(set(pairs) - set(texts))
    if missing:
        msg = f"{missing} pairs of text and .ann are not complete; put the files back or take them out of {INDEX_NAME}"
        raise InputError(msg)
    ignored["brat_text_without_ann"] += len(set(texts) - set(pairs))
    for ordinal, stem in enumerate(pairs, start=1):
        where = shown_place(stem, ordinal)
        text = _decoded(texts[stem], where)
        found = parse(_decoded(path / f"{stem}.ann", where), text, where, ignored)
        record = records.get(stem)
        if record is None:
            note = _without_record(stem, text, found, where)
        else:
            record = {**record, "answered_by": record.get("answered_by") or index.get("answered_by") or ""}
            note = settled(record, note_from(record, text, _marks(record, found, text, where), where), where)
        yield check_marks(note, schema, where)


def _index(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {"notes": {}}
    index: Any = None
    try:
        index = json.loads(path.read_text("utf-8"))
        known = index["format"] == INDEX_FORMAT and isinstance(index["notes"], dict)
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        msg = f"{INDEX_NAME} is not the index that was written beside the texts"
        raise InputError(msg)
    return dict(index)


def _decoded(path: Path, where: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        msg = f"{where}: the file is not UTF-8"
        raise InputError(msg) from None


def _without_record(stem: str, text: str, found: dict[str, Found], where: str) -> AnnotatedNote:
    marks = [_mark(span, name, text, where) for name, span in found.items()]
    try:
        return AnnotatedNote(
            case_id=stem, note_id=stem, text=text, annotator="", origin=Origin.ANNOTATED, schema_version="",
            schema_fingerprint="", marks=sorted_marks(marks),
        )
    except ValueError:
        msg = f"{where}: a span cuts a placeholder"
        raise InputError(msg) from None


def _marks(record: dict[str, Any], found: dict[str, Found], text: str, where: str) -> list[Mark]:
    """The marks as the lines say; what brat cannot hold comes from the record where label and place are the same."""
    try:
        written = {name: mark_from(row, 0) for name, row in record["marks"].items()}
        marks = [mark_from(row, 0) for row in record["not_shown"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        msg = f"{where}: the record in {INDEX_NAME} is not as it was written"
        raise InputError(msg) from None
    used = {mark.mark_id for mark in [*written.values(), *marks]}
    for name, span in found.items():
        mark = written.get(name)
        if mark is None or mark.label != span.label or pieces_of(mark.parts, text) != span.pieces:
            marks.append(_mark(span, unused_id(name, used), text, where, keep_score=mark is None))
            continue
        marks.append(Mark(
            mark_id=mark.mark_id, label=mark.label, subtype=span.subtype, parts=mark.parts,
            attributes=in_order(span.answers), needs_review=mark.needs_review, score=span.score,
            comment=mark.comment if one_line(mark.comment) == span.comment else span.comment,
        ))
    return marks


def _mark(span: Found, mark_id: str, text: str, where: str, *, keep_score: bool = True) -> Mark:
    parts = parts_of(span.pieces, text)
    if len(parts) > 2 or len(set(parts)) != len(parts):
        msg = f"{where}, line {span.number}: a passage has one or two parts, this one has {len(parts)}"
        raise InputError(msg)
    try:
        return Mark(
            mark_id=mark_id, label=span.label, subtype=span.subtype, parts=parts, comment=span.comment,
            attributes=in_order(span.answers), score=span.score if keep_score else None,
        )
    except ValueError:
        msg = f"{where}, line {span.number}: the parts of a passage overlap"
        raise InputError(msg) from None
