"""Label Studio: tasks with suggestions and answers out, the full JSON export back in.

Suggestions become `predictions`, answers `annotations`. A passage in two parts is two regions and a relation
between them. Texts are shown without CR and control characters (see `shown_text`); the exact text comes back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.formats import carried, label_studio_export
from tbnlp.formats.annotated_note import ATTRIBUTE_ORDER, AnnotatedNote, Mark, Origin
from tbnlp.formats.json_files import file_in
from tbnlp.formats.label_studio_config import (
    ANNOTATOR,
    COMMENT,
    FIRST_PASS,
    LABELS,
    SECOND_PART,
    SUBTYPE,
    TEXT,
)
from tbnlp.formats.label_studio_config import config as config  # part of the protocol of a format  # noqa: PLC0414
from tbnlp.formats.losses import Losses
from tbnlp.formats.shown_text import ShownText, show
from tbnlp.schema.entries import Schema

NAME: Final = "label-studio"
LOSSES: Final = Losses(frozenset(), frozenset())
FILE_NAME: Final = "tasks.json"
COMPACT_FILE_NAME: Final = "tasks_compact.json"


def write(notes: Iterable[AnnotatedNote], folder: Path, schema: Schema) -> list[Path]:
    """Write `tasks.json`, and `tasks_compact.json` for the compact interface; one task a note, all annotators in it.

    A note without annotator and marks is served as text alone. Raises `InputError` when one annotator has two
    layers on a note.
    """
    tasks: dict[tuple[str, ...], dict[str, Any]] = {}
    for note in notes:
        key = (note.case_id, note.note_id, note.text_sha256, note.schema_version, note.schema_fingerprint)
        shown = show(note.text)
        task = tasks.setdefault(key, _task(note, shown, schema))
        if note.annotator or note.marks:
            _add_layer(task, note, shown)
    full = list(tasks.values())
    paths = []
    for name, content in ((FILE_NAME, full), (COMPACT_FILE_NAME, [_compact(task) for task in full])):
        path = folder / name
        path.write_text(json.dumps(content, ensure_ascii=True, allow_nan=False) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def read(path: Path, schema: Schema, ignored: Counter[str] | None = None) -> Iterator[AnnotatedNote]:
    """The notes of a full JSON export, or of `tasks.json` in a folder.

    Tasks without an answer are no notes; `ignored` counts them and cancelled answers. Label Studio's export lists
    suggestions by number only, so they come back from our own file and not from there. Raises `InputError` for
    another export type, and for a region that does not fit its text: it names note and region.
    """
    ignored = Counter() if ignored is None else ignored
    for task in _tasks(path):
        ignored.update(label_studio_export.skips_of(task))
        yield from label_studio_export.notes_of(task, schema)


def _tasks(path: Path) -> list[dict[str, Any]]:
    try:
        tasks = json.loads(file_in(path, FILE_NAME).read_bytes())
    except (ValueError, RecursionError):
        msg = "the Label Studio file is not JSON; export with the type JSON"
        raise InputError(msg) from None
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        msg = "the Label Studio file holds no list of tasks; export with the type JSON"
        raise InputError(msg)
    if any("data" not in task for task in tasks):
        msg = (
            "this is Label Studio's JSON_MIN (or CSV-like) export, which leaves out what ties answers to passages; "
            "export again with the type JSON"
        )
        raise InputError(msg)
    return tasks


def _task(note: AnnotatedNote, shown: ShownText, schema: Schema) -> dict[str, Any]:
    data = {name: value for name, value in carried.head(note).items() if name not in _LAYER}
    return {
        "data": {
            "text": shown.text, **data, "replaced": shown.rows(),
            "asked": [attribute.id for attribute in schema.attributes] + ["subtype"], "layers": {},
        },
        "predictions": [],
        "annotations": [],
    }


_LAYER: Final = ("annotator", "origin", "annotated_at", "minutes")


def _add_layer(task: dict[str, Any], note: AnnotatedNote, shown: ShownText) -> None:
    layer = {name: value for name, value in carried.head(note).items() if name in _LAYER}
    suggested = note.origin is Origin.SUGGESTED
    place = task["predictions" if suggested else "annotations"]
    if any(item["annotator"] == note.annotator and item["origin"] == note.origin.value for item in _layers(task)):
        msg = f"note {note.note_id}: one annotator has two layers on it; convert them one by one"
        raise InputError(msg)
    task["data"]["layers"][str(len(task["data"]["layers"]))] = layer
    number = f"{'p' if suggested else 'a'}{len(place)}"
    result = [item for at, mark in enumerate(note.marks) for item in _mark(mark, f"{number}_{at}", note, shown)]
    if suggested:
        # No score for the note as a whole: the policy allows none. Each region has its own.
        place.append({"model_version": note.annotator, "result": result})
        return
    result.append({
        "id": f"{number}_annotator", "from_name": ANNOTATOR, "to_name": TEXT, "type": "textarea",
        "value": {"text": [note.annotator]}, "meta": {carried.KEY: layer},
    })
    lead_time = {} if note.minutes is None else {"lead_time": note.minutes * 60}
    place.append({"result": result, **lead_time})


def _layers(task: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(task["data"]["layers"].values())


def _mark(mark: Mark, region: str, note: AnnotatedNote, shown: ShownText) -> Iterator[dict[str, Any]]:
    meta = {carried.KEY: {**carried.mark_head(mark, note.text), "origin": note.origin.value}}
    ids = [f"{region}{letter}" for letter, _ in zip("ab", mark.parts, strict=False)]
    for number, (part, part_id) in enumerate(zip(mark.parts, ids, strict=True)):
        span = shown.shown(part)
        place = {"start": span.start, "end": span.end, "text": shown.text[span.start : span.end]}
        head = {"id": part_id, "to_name": TEXT, "origin": "prediction" if mark.score is not None else "manual"}
        score = {} if mark.score is None else {"score": mark.score}
        yield {
            **head, "from_name": LABELS, "type": "labels", "value": {**place, "labels": [mark.label]},
            "meta": {carried.KEY: {**meta[carried.KEY], "part": number}}, **score,
        }
        for name, answer in ((SUBTYPE + mark.label, mark.subtype), *mark.attributes):
            yield {**head, "from_name": name, "type": "choices", "value": {**place, "choices": [answer]}}
        if mark.comment:
            yield {**head, "from_name": COMMENT, "type": "textarea", "value": {**place, "text": [mark.comment]}}
    if len(ids) > 1:
        yield {
            "type": "relation", "from_id": ids[0], "to_id": ids[1], "direction": "right", "labels": [SECOND_PART],
        }


def _compact(task: Mapping[str, Any]) -> dict[str, Any]:
    """The task without the answers that the compact interface has no question for; they stay in the regions' meta."""
    asked = [*FIRST_PASS]

    def cut(layer: Mapping[str, Any]) -> dict[str, Any]:
        return {**layer, "result": [item for item in layer["result"] if _is_asked(item, asked)]}

    return {
        "data": {**task["data"], "asked": asked},
        "predictions": [cut(layer) for layer in task["predictions"]],
        "annotations": [cut(layer) for layer in task["annotations"]],
    }


def _is_asked(item: Mapping[str, Any], asked: list[str]) -> bool:
    name = item.get("from_name", "")
    return name in asked or (name not in ATTRIBUTE_ORDER and not name.startswith(SUBTYPE))
