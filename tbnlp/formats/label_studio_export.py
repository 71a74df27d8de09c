"""The way back from a Label Studio task: regions, their answers and relations become marks again.

Label Studio 1.23 counts code points in texts (scripts/results/label_studio.json); a file that went through another
program may count UTF-16 units. Every region keeps its quote, so a place is believed only where the quote stands, and
is looked for elsewhere before an error is raised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.formats import carried
from tbnlp.formats.annotated_note import ATTRIBUTE_ORDER, AnnotatedNote, Mark, Origin, in_order
from tbnlp.formats.label_studio_anchor import anchor
from tbnlp.formats.label_studio_config import ANNOTATOR, COMMENT, LABELS, SUBTYPE, UNSPECIFIED
from tbnlp.formats.shown_text import ShownText, restore
from tbnlp.notes.span import Span
from tbnlp.schema.entries import Schema

NOT_ANSWERED: Final = "not_answered"
CANCELLED: Final = "cancelled"


@dataclass(slots=True)
class _Region:
    """One region of the tool, as far as the items of its id have told."""

    span: Span | None = None
    labels: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    score: float | None = None
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Task:
    """What all layers of a task share. `where` opens every message about it."""

    schema: Schema
    data: Mapping[str, Any]
    shown: ShownText
    where: str

    def asked(self, question: str) -> bool:
        """False for a question that the interface of this task does not have."""
        return question in self.data.get("asked", (*ATTRIBUTE_ORDER, "subtype"))


def notes_of(task: Mapping[str, Any], schema: Schema) -> Iterator[AnnotatedNote]:
    """One note for each suggestion and each answer of a task. Raises `InputError` naming note and region."""
    data = task["data"]
    where = f"Label Studio task of note {data.get('note_id', '?')}"
    try:
        shown = restore(data["text"], data.get("replaced", []))
    except (KeyError, TypeError, ValueError):
        msg = f"{where}: its text is missing or was changed; import the tasks that tbnlp wrote"
        raise InputError(msg) from None
    read = _Task(schema, data, shown, where)
    for layer in _layers(task, "predictions"):
        yield _suggestion(read, layer)
    for layer in _layers(task, "annotations"):
        if not layer.get("was_cancelled"):
            yield _answer(read, layer)


def skips_of(task: Mapping[str, Any]) -> list[str]:
    """Why a task, or an answer in it, gives no note; empty when each gives one."""
    found = [CANCELLED for layer in _layers(task, "annotations") if layer.get("was_cancelled")]
    return found or ([] if [*_layers(task, "annotations"), *_layers(task, "predictions")] else [NOT_ANSWERED])


def _layers(task: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    # An export may list suggestions by number only.
    return [layer for layer in task.get(kind) or [] if isinstance(layer, dict) and "result" in layer]


def _suggestion(task: _Task, layer: Mapping[str, Any]) -> AnnotatedNote:
    annotator = str(layer.get("model_version") or "")
    kept = next(
        (
            item for item in task.data.get("layers", {}).values()
            if item["origin"] == Origin.SUGGESTED.value and item["annotator"] == annotator
        ),
        {"annotated_at": str(layer.get("created_at") or ""), "minutes": None},
    )
    head = {**task.data, **kept, "annotator": annotator, "origin": Origin.SUGGESTED.value}
    return carried.note_from(head, task.shown.exact, _marks(task, layer["result"], Origin.SUGGESTED), task.where)


def _answer(task: _Task, layer: Mapping[str, Any]) -> AnnotatedNote:
    named: Mapping[str, Any] = next((item for item in layer["result"] if item.get("from_name") == ANNOTATOR), {})
    kept = (named.get("meta") or {}).get(carried.KEY) or _times(layer)
    typed = "\n".join(named.get("value", {}).get("text", []))
    head = {
        **task.data, **kept, "annotator": typed or _account(layer), "origin": Origin.ANNOTATED.value,
    }
    return carried.note_from(head, task.shown.exact, _marks(task, layer["result"], Origin.ANNOTATED), task.where)


def _times(layer: Mapping[str, Any]) -> dict[str, Any]:
    seconds = layer.get("lead_time")
    when = layer.get("updated_at") or layer.get("created_at") or ""
    return {"annotated_at": str(when), "minutes": None if seconds is None else seconds / 60}


def _account(layer: Mapping[str, Any]) -> str:
    by = layer.get("completed_by")
    number = by.get("id") if isinstance(by, dict) else by
    return f"label-studio-account-{number}"


def _marks(task: _Task, result: Sequence[Mapping[str, Any]], origin: Origin) -> list[Mark]:
    regions: dict[str, _Region] = {}
    for item in result:
        if item.get("type") != "relation" and item.get("from_name") != ANNOTATOR:
            _take(task, regions.setdefault(str(item.get("id")), _Region()), item)
    seconds = _second_parts(task, result, regions)
    marks: list[Mark] = []
    taken: set[str] = set()
    for region_id, region in regions.items():
        if region.span is None or not region.labels:
            msg = f"{task.where}: region {region_id} has answers and no label"
            raise InputError(msg)
        if region_id not in seconds.values():
            other = regions[seconds[region_id]] if region_id in seconds else None
            for mark in _marks_of(task, region_id, region, other, origin, taken):
                taken.add(mark.mark_id)
                marks.append(mark)
    return marks


def _take(task: _Task, region: _Region, item: Mapping[str, Any]) -> None:
    name, value, where = str(item.get("from_name")), item.get("value", {}), f"{task.where}: region {item.get('id')}"
    region.meta = {**region.meta, **((item.get("meta") or {}).get(carried.KEY) or {})}
    if name == LABELS:
        region.span = anchor(value, task.shown.text, where)
        region.labels = [_label_id(task.schema, str(label), where) for label in value.get("labels", [])]
        region.score = item.get("score")
    elif name == COMMENT:
        text = value.get("text", [])
        region.comment = text if isinstance(text, str) else "\n".join(text)
    elif name in ATTRIBUTE_ORDER or name.startswith(SUBTYPE):
        region.answers[name] = _choice(task.schema, name, value.get("choices", []), where)
    else:
        msg = f"{where} answers a question that the schema does not have"
        raise InputError(msg)


def _label_id(schema: Schema, stored: str, where: str) -> str:
    names = {label.name: label.id for label in schema.labels}
    known = {*schema.label_ids, *schema.retired}
    if (found := names.get(stored, stored)) not in known:
        msg = f"{where} has a label that the schema does not have"
        raise InputError(msg)
    return found


def _choice(schema: Schema, name: str, choices: Sequence[str], where: str) -> str:
    if len(choices) != 1 or not isinstance(choices[0], str):
        msg = f"{where} needs one answer to {name}"
        raise InputError(msg)
    if name in {attribute.id for attribute in schema.attributes}:
        known = schema.attribute(name).value_ids
        if choices[0] not in known:
            msg = f"{where} has an answer to {name} that the schema does not have"
            raise InputError(msg)
    return choices[0]


def _second_parts(
    task: _Task, result: Sequence[Mapping[str, Any]], regions: Mapping[str, _Region]
) -> dict[str, str]:
    """First part to second part, by region id."""
    found: dict[str, str] = {}
    for item in result:
        if item.get("type") != "relation":
            continue
        first, second = str(item.get("from_id")), str(item.get("to_id"))
        ends = {first, second}
        free = ends <= set(regions) and not ends & {*found, *found.values()}
        if not free or regions[first].labels != regions[second].labels:
            msg = f"{task.where}: the relation from region {first} ties no two parts of one passage"
            raise InputError(msg)
        found[first] = second
    return found


def _marks_of(
    task: _Task, region_id: str, region: _Region, other: _Region | None, origin: Origin, taken: set[str]
) -> Iterator[Mark]:
    for number, label in enumerate(region.labels):
        meta = region.meta if number == 0 and region.meta.get("label") == label else {}
        if other is not None and (other.answers, other.comment) != (region.answers, region.comment):
            msg = f"{task.where}: the two parts of region {region_id} have different answers; make them equal"
            raise InputError(msg)
        answers = {
            name: answer for name in ATTRIBUTE_ORDER
            if (answer := region.answers.get(name) or ("" if task.asked(name) else meta.get(name, "")))
        }
        unasked = UNSPECIFIED if task.asked("subtype") else str(meta.get("subtype", UNSPECIFIED))
        wanted = str(meta.get("id") or region_id)
        same = meta.get("origin") == origin.value   # a person's mark has no score, also where it began as a suggestion
        yield Mark(
            mark_id=_free(wanted if number == 0 else f"{region_id}.{label}", region_id, taken),
            label=label,
            subtype=region.answers.get(SUBTYPE + label, unasked),
            parts=_parts(task, region, other, meta, region_id),
            attributes=in_order(answers),
            comment=region.comment,
            score=region.score if same or origin is Origin.SUGGESTED else None,
            needs_review=tuple(meta.get("needs_review", ())) if same else (),
        )


def _free(wanted: str, region_id: str, taken: set[str]) -> str:
    # A region that was copied in the tool has the id of the one it was copied from.
    return wanted if wanted not in taken else f"{wanted}.{region_id}"


def _parts(
    task: _Task, region: _Region, other: _Region | None, meta: Mapping[str, Any], region_id: str
) -> tuple[Span, ...]:
    places = [item.span for item in (region, other) if item is not None and item.span is not None]
    carried_parts = [Span(start, end) for start, end in meta.get("parts", [])]
    if [task.shown.shown(part) for part in carried_parts] == places:
        return tuple(carried_parts)   # an edge between CR and LF is known from here only
    parts = sorted(task.shown.exact_span(place) for place in places)
    if len(parts) > 1 and parts[0].end > parts[1].start:
        msg = f"{task.where}: the two parts of region {region_id} overlap"
        raise InputError(msg)
    return tuple(parts)
