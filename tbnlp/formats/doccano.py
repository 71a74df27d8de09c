"""doccano: labelled windows of a note as JSON lines out, its export back in and put together again.

doccano keeps place and label only, so a mark that a person makes there has no subtype and no answers. It counts
UTF-16 units and keeps no quotes; therefore characters beyond U+FFFF are shown as a box, and come back as they were.
A suggestion that comes back unchanged stays a suggestion: the export does not say who looked at it. The annotator
is the name of the file, since doccano exports one for each member; a project with shared labels gives one for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.formats import carried
from tbnlp.formats.annotated_note import AnnotatedNote, Origin
from tbnlp.formats.json_files import file_in, json_rows, pretty, write_rows
from tbnlp.formats.label_places import Found, Place, by_a_person, check_labels, marks_at, places_of
from tbnlp.formats.losses import Loss, Losses
from tbnlp.formats.shown_text import restore, show
from tbnlp.formats.windows import cut
from tbnlp.schema.entries import Schema

NAME: Final = "doccano"
LOSSES: Final = Losses(
    frozenset(),
    frozenset({
        Loss.SUBTYPE, Loss.ATTRIBUTES, Loss.CERTAINTY, Loss.PARTS, Loss.COMMENT, Loss.SCORE, Loss.MARK_ID,
        Loss.TIMES, Loss.ORIGIN,
    }),
)
FILE_NAME: Final = "doccano.jsonl"
LABEL_FILE: Final = "doccano_labels.json"
CARD_FILE: Final = "doccano_guideline.md"
NO_ANSWER: Final = "not_answered"


def write(notes: Iterable[AnnotatedNote], folder: Path, schema: Schema) -> list[Path]:  # noqa: ARG001  one protocol
    """Write `doccano.jsonl`: one row per window of at most 400 words, never cut inside a mark."""
    return [write_rows(folder / FILE_NAME, (row for note in notes for row in _rows(note)))]


def _rows(note: AnnotatedNote) -> Iterator[dict[str, Any]]:
    shown = show(note.text, astral=False)
    windows = cut(shown.text, [shown.shown(mark.span) for mark in note.marks])
    for number, window in enumerate(windows):
        inside = [mark for mark in note.marks if window.start <= shown.shown(mark.span).start < window.end]
        places = places_of(inside, shown.shown)
        yield {
            "text": shown.text[window.start : window.end],
            "label": [[start - window.start, end - window.start, label] for start, end, label in places],
            carried.KEY: {
                **carried.head(note),
                "window": number, "windows": len(windows), "offset": window.start,
                "words": window.words, "over_limit": window.over_limit,
                "replaced": [
                    [place - window.start, original] for place, original in shown.replaced
                    if window.start <= place < window.end
                ],
                "marks": [carried.mark_head(mark, note.text) for mark in inside],
            },
        }


def read(path: Path, schema: Schema, ignored: Counter[str] | None = None) -> Iterator[AnnotatedNote]:
    """The notes of an export, or of `doccano.jsonl` in a folder.

    A note that was changed in doccano belongs to the annotator whose name the export file bears. `ignored` counts
    notes that came without an answer or a suggestion.
    Raises `InputError` when a window of a note is missing, twice there or changed, naming the note.
    """
    file = file_in(path, FILE_NAME)
    ignored = Counter() if ignored is None else ignored
    for rows in _by_note(file):
        if _untouched(rows):
            ignored[NO_ANSWER] += 1
        else:
            yield _note(rows, schema, file.stem)


def _by_note(file: Path) -> list[list[dict[str, Any]]]:
    notes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for number, row in json_rows(file, "doccano"):
        head = row.get(carried.KEY)
        if not isinstance(head, dict) or not {"case_id", "note_id", "annotator", "window", "windows"} <= set(head):
            msg = f"line {number} of the doccano file has no {carried.KEY!r} field; import the file that tbnlp wrote"
            raise InputError(msg)
        key = tuple(str(head.get(name)) for name in ("case_id", "note_id", "text_sha256", "annotator", "origin"))
        notes.setdefault(key, []).append(row)
    return list(notes.values())


def _untouched(rows: list[dict[str, Any]]) -> bool:
    return not rows[0][carried.KEY]["annotator"] and not any(_places(row) for row in rows)


def _places(row: Mapping[str, Any]) -> list[Place]:
    """Labels as triples, or as the entities of a project with relations."""
    try:
        if "entities" in row:
            return [(item["start_offset"], item["end_offset"], item["label"]) for item in row["entities"]]
        return [(start, end, label) for start, end, label in row.get("label") or row.get("labels") or []]
    except (KeyError, TypeError, ValueError):
        msg = f"note {row[carried.KEY]['note_id']}: a label of the doccano file is not start, end and name"
        raise InputError(msg) from None


def _note(rows: list[dict[str, Any]], schema: Schema, stem: str) -> AnnotatedNote:
    rows = sorted(rows, key=lambda row: int(row[carried.KEY]["window"]))
    head = rows[0][carried.KEY]
    where = f"doccano rows of note {head['note_id']}"
    if [row[carried.KEY]["window"] for row in rows] != list(range(head["windows"])):
        msg = f"{where}: {head['windows']} windows were handed out and others came back; export the whole project"
        raise InputError(msg)
    text = "".join(str(row["text"]) for row in rows)
    found = _found(rows, text, schema, where)
    exact = restore(text, _replaced(rows)).exact
    from_tool = any(isinstance(row.get("id"), int) for row in rows)   # doccano numbers what it exports
    if not (from_tool and found.changed):
        return carried.note_from(head, exact, found.marks, where)
    return carried.note_from(
        head, exact, by_a_person(found.marks), where,
        annotator=stem, origin=Origin.ANNOTATED, annotated_at="", minutes=None,
    )


def _replaced(rows: list[dict[str, Any]]) -> list[list[Any]]:
    return [
        [place + row[carried.KEY]["offset"], original]
        for row in rows for place, original in row[carried.KEY]["replaced"]
    ]


def _found(rows: list[dict[str, Any]], text: str, schema: Schema, where: str) -> Found:
    try:
        shown = restore(text, _replaced(rows))
        places: list[Place] = []
        for row in rows:
            offset = row[carried.KEY]["offset"]
            inside = [(start + offset, end + offset, label) for start, end, label in _places(row)]
            if any(not offset <= start < end <= offset + len(row["text"]) for start, end, _ in inside):
                msg = f"{where}: a label leaves the text of its window"
                raise InputError(msg)
            places += inside
        marks = [mark for row in rows for mark in row[carried.KEY]["marks"]]
        check_labels(places, schema, where)
        return marks_at(places, marks, shown.shown, shown.exact_span, "d")
    except (KeyError, TypeError, ValueError):
        msg = f"{where}: its text or its list of marks was changed; import the file that tbnlp wrote"
        raise InputError(msg) from None


def config(schema: Schema) -> dict[str, str]:
    """`doccano_labels.json` for the label page, `doccano_guideline.md` for the guideline field of the project."""
    labels = [
        {
            "text": label.id, "suffix_key": label.hotkey or None, "prefix_key": None,
            "background_color": schema.family(label.family).colour, "text_color": "#ffffff",
        }
        for label in schema.labels
    ]
    lines = [
        f"Indicator schema {schema.version}. A mark says how a passage is worded; it says nothing about a person.",
        "",
        "Project settings: allow overlapping spans; do not count grapheme clusters as one character.",
        "doccano has no field for subtype and answers: a second pass in another tool asks for them.",
        "",
        *(f"- **{label.id}** ({label.name}): {label.definition}" for label in schema.labels),
    ]
    return {LABEL_FILE: pretty(labels), CARD_FILE: "\n".join(lines) + "\n"}
