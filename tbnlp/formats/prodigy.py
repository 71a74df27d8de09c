"""Prodigy: tasks for `spans_manual` as JSON lines out, `db-out` back in.

Tokens come with the task and are cut at every mark, so nothing moves. Prodigy is sold and was not run by us: the
field names are those of its documentation, and what it may drop from a span is carried beside the text as well.
Of several answers of one annotator to one note the last one counts, and a reader counts those it replaced.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.formats import carried
from tbnlp.formats.annotated_note import AnnotatedNote, Origin
from tbnlp.formats.json_files import file_in, json_rows, pretty, write_rows
from tbnlp.formats.label_places import Place, by_a_person, check_labels, marks_at, places_of
from tbnlp.formats.losses import Loss, Losses
from tbnlp.notes import placeholders
from tbnlp.notes.span import Span
from tbnlp.schema.entries import Schema

NAME: Final = "prodigy"
LOSSES: Final = Losses(
    frozenset(),
    frozenset({
        Loss.SUBTYPE, Loss.ATTRIBUTES, Loss.CERTAINTY, Loss.PARTS, Loss.COMMENT, Loss.SCORE, Loss.MARK_ID,
        Loss.TIMES, Loss.EXACT_OFFSETS,
    }),
)
"""`TIMES`: the time of the answer is kept, the minutes are not. `EXACT_OFFSETS`: people mark whole tokens."""
FILE_NAME: Final = "prodigy.jsonl"
NO_ANSWER: Final = "not_answered"
REPLACED: Final = "replaced_by_a_later_answer"

_TOKEN: Final = re.compile(rf"{placeholders.PATTERN.pattern}|\w+|\s+|[^\w\s]")


def write(notes: Iterable[AnnotatedNote], folder: Path, schema: Schema) -> list[Path]:  # noqa: ARG001  one protocol
    """Write `prodigy.jsonl`, one task a note and annotator. A suggestion has no `answer`; a person's task has."""
    return [write_rows(folder / FILE_NAME, map(_row, notes))]


def _row(note: AnnotatedNote) -> dict[str, Any]:
    places = places_of(note.marks, _same)
    tokens = tokens_of(note.text, places)
    first = {token["start"]: token["id"] for token in tokens}
    last = {token["end"]: token["id"] for token in tokens}
    row: dict[str, Any] = {
        "text": note.text,
        "tokens": tokens,
        "spans": [
            {"start": start, "end": end, "token_start": first[start], "token_end": last[end], "label": label}
            for start, end, label in places
        ],
        "_input_hash": _number(note.case_id, note.note_id, note.text),
        "_task_hash": _number(note.case_id, note.note_id, note.text, note.annotator, note.origin.value),
        "_view_id": "spans_manual",
        "meta": {"note": note.note_id},
        carried.KEY: {
            **carried.head(note), "marks": [carried.mark_head(mark, note.text) for mark in note.marks],
        },
    }
    if note.origin is Origin.ANNOTATED:
        row |= {"answer": "accept", "_annotator_id": note.annotator, "_session_id": note.annotator}
    return row


def _same(span: Span) -> Span:
    return span


def _number(*parts: str) -> int:
    """A hash of 31 bits, as Prodigy's own are; equal texts of different notes stay apart."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big") & 0x7FFFFFFF


def tokens_of(text: str, places: Iterable[Place]) -> list[dict[str, Any]]:
    """Words, signs and blanks of the text, cut at every mark; `ws`: one space follows that is no token itself."""
    places = list(places)
    starts, ends = {start for start, _, _ in places}, {end for _, end, _ in places}
    cuts = sorted({0, len(text), *starts, *ends, *(edge for match in _TOKEN.finditer(text) for edge in match.span())})
    tokens: list[dict[str, Any]] = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if piece == " " and tokens and not tokens[-1]["ws"] and start not in starts and end not in ends:
            tokens[-1]["ws"] = True
        else:
            tokens.append({"text": piece, "start": start, "end": end, "id": len(tokens), "ws": False})
    return tokens


def read(path: Path, schema: Schema, ignored: Counter[str] | None = None) -> Iterator[AnnotatedNote]:
    """The notes of a `db-out` file, or of `prodigy.jsonl` in a folder.

    Tasks answered with reject or ignore are no notes without marks: they are left out, and `ignored` counts them.
    Raises `InputError` naming the note when its text was changed or a span leaves it.
    """
    ignored = Counter() if ignored is None else ignored
    answers, replaced = _last_answers(path)
    ignored.update({REPLACED: replaced} if replaced else {})
    for row in answers:
        reason = _skip_reason(row)
        if reason is None:
            yield _note(row, schema)
        else:
            ignored[reason] += 1


def _last_answers(path: Path) -> tuple[list[dict[str, Any]], int]:
    """The last row of each note and annotator, and how many rows came before one of them."""
    last: dict[tuple[str, ...], dict[str, Any]] = {}
    count = 0
    for number, row in json_rows(file_in(path, FILE_NAME), "Prodigy"):
        count += 1
        head = row.get(carried.KEY)
        if not isinstance(head, dict) or not {"case_id", "note_id", "annotator", "marks"} <= set(head):
            msg = f"line {number} of the Prodigy file has no {carried.KEY!r} field; load the file that tbnlp wrote"
            raise InputError(msg)
        # `_input_hash` has 31 bits only; the ids and the hash of the text cannot meet by chance.
        answered = "answered" if row.get("answer") else "open"
        last[str(head["case_id"]), str(head["note_id"]), str(head.get("text_sha256")), _person(row), answered] = row
    return list(last.values()), count - len(last)


def _person(row: Mapping[str, Any]) -> str:
    by = (row.get("_annotator_id") or row.get("_session_id")) if row.get("answer") else None
    return str(by or row[carried.KEY]["annotator"])


def _skip_reason(row: Mapping[str, Any]) -> str | None:
    answer = row.get("answer")
    if answer is None:
        return None if row[carried.KEY]["annotator"] else NO_ANSWER
    return None if answer == "accept" else f"answer_{answer}"


def _note(row: Mapping[str, Any], schema: Schema) -> AnnotatedNote:
    head = row[carried.KEY]
    where = f"Prodigy task of note {head['note_id']}"
    try:
        text = str(row["text"])
        places = [(span["start"], span["end"], span["label"]) for span in row.get("spans", [])]
        check_labels(places, schema, where)
        found = marks_at(places, head["marks"], _same, _same, "p")
    except (KeyError, TypeError, ValueError):
        msg = f"{where}: a span is not start, end and label, or the list of marks was changed"
        raise InputError(msg) from None
    person = _person(row)
    if not row.get("answer") or (head.get("origin") == Origin.ANNOTATED.value and person == head["annotator"]):
        return carried.note_from(head, text, found.marks, where)
    return carried.note_from(
        head, text, by_a_person(found.marks), where,
        annotator=person, origin=Origin.ANNOTATED, annotated_at=_when(row), minutes=None,
    )


def _when(row: Mapping[str, Any]) -> str:
    seconds = row.get("_timestamp")
    return "" if seconds is None else datetime.fromtimestamp(float(seconds), UTC).isoformat()


def config(schema: Schema) -> dict[str, str]:
    """`prodigy.json`, and one label list per family, since twenty labels at once are too many to choose from."""
    settings = {
        "blocks": [{"view_id": "spans_manual"}],
        "custom_theme": {"labels": {label.id: schema.family(label.family).colour for label in schema.labels}},
        "keymap_by_label": {label.id: label.hotkey for label in schema.labels if label.hotkey},
        "exclude_by": "input",
        "force_stream_order": True,
        "honor_token_whitespace": True,
        "show_flag": True,
    }
    families = {
        f"prodigy_labels_{family.id}.txt": "".join(
            f"{label.id}\n" for label in schema.labels if label.family == family.id
        )
        for family in schema.families
    }
    return {"prodigy.json": pretty(settings), **families}
