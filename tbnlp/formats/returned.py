"""What came back from a tool: whose answers they are, and whether the marks are still those that were written.

A tool that does not record who answered gives back files that carry the name of whoever wrote them. So the
record that goes out holds a fingerprint of the marks and an empty field `answered_by` for a person's name.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin, sorted_marks
from tbnlp.formats.carried import head, mark_head
from tbnlp.schema.entries import Schema

UNSPECIFIED: Final = "unspecified"
"""The subtype that every label has besides its own."""

_OURS: Final = re.compile(r"note_\d{5,}\Z")


def stem_of(ordinal: int) -> str:
    """The file name, without its ending, of the note with this number; ids of cases could hold names."""
    return f"note_{ordinal:05d}"


def shown_place(stem: str, ordinal: int) -> str:
    """How a file is named in a message: by its own name only where the project gave that name."""
    return stem if _OURS.match(stem) else f"file {ordinal}"


def marks_sha256(marks: Iterable[Mark]) -> str:
    """SHA-256 of everything in the marks but their order."""
    rows = [mark_head(mark, "") for mark in sorted_marks(list(marks))]
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def note_record(note: AnnotatedNote) -> dict[str, Any]:
    """The note without text and marks, with the fingerprints that a reader compares; plain JSON values."""
    return {**head(note), "marks_sha256": marks_sha256(note.marks), "answered_by": ""}


def is_unchanged(record: Mapping[str, Any], note: AnnotatedNote) -> bool:
    """True when the marks are those that the record was written with."""
    return record.get("marks_sha256") == marks_sha256(note.marks)


def settled(record: Mapping[str, Any], note: AnnotatedNote, where: str) -> AnnotatedNote:
    """The note with the annotator and origin that its marks have now, after a person worked in a tool.

    A name in `answered_by` makes the marks that person's answers, changed or not. Changed answers keep their
    annotator and lose their times. Raises `InputError` for a suggestion that somebody changed without a name.
    """
    name = str(record.get("answered_by") or "")
    if name:
        return replace(note, annotator=name, origin=Origin.ANNOTATED, annotated_at="", minutes=None)
    if is_unchanged(record, note):
        return note
    if note.origin is Origin.SUGGESTED:
        msg = f"{where}: suggestions were changed, and nobody is named; fill in answered_by and read it again"
        raise InputError(msg)
    return replace(note, annotated_at="", minutes=None)


def check_marks(note: AnnotatedNote, schema: Schema, where: str) -> AnnotatedNote:
    """The note itself, when its marks use words of the schema; notes of another version are not looked at.

    Raises `InputError` naming `where` and the label, subtype or question that the schema does not have.
    """
    if note.schema_version not in {"", schema.version}:
        return note
    for mark in note.marks:
        if mark.label not in schema.label_ids:
            msg = f"{where}: there is no label {mark.label!r} in the schema"
            raise InputError(msg)
        if mark.subtype not in {UNSPECIFIED, *schema.label(mark.label).subtypes}:
            msg = f"{where}: the label {mark.label} has no subtype {mark.subtype!r}"
            raise InputError(msg)
        for name, answer in mark.attributes:
            if answer not in schema.attribute(name).value_ids:
                msg = f"{where}: {name} has no answer {answer!r}"
                raise InputError(msg)
    return note


def unused_id(wished: str, used: set[str]) -> str:
    """`wished`, or the first of `wished_2`, `wished_3` … that is free; the answer is added to `used`."""
    found, number = wished, 1
    while found in used:
        number += 1
        found = f"{wished}_{number}"
    used.add(found)
    return found
