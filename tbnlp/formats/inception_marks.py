"""Marks as annotations of the layer `Indicator`, and back: one annotation a part, tied by `part_of`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import ATTRIBUTE_ORDER, AnnotatedNote, Mark, in_order
from tbnlp.formats.inception_types import ANSWERED, KEPT
from tbnlp.formats.returned import UNSPECIFIED, unused_id
from tbnlp.notes.span import Span

_FEATURES: Final = (*ANSWERED, *KEPT)


def layer_rows(note: AnnotatedNote) -> list[dict[str, Any]]:
    """Features of one annotation for each part; the second part has its label alone, so that no two can differ."""
    rows: list[dict[str, Any]] = []
    for mark in note.marks:
        first, *more = mark.parts
        row: dict[str, Any] = {
            "begin": first.start, "end": first.end, "label": mark.label, "subtype": mark.subtype,
            **dict(mark.attributes), "mark_id": mark.mark_id, "as_written": _as_written(mark.label, mark.parts),
        }
        if mark.comment:
            row["comment"] = mark.comment
        if mark.score is not None:
            row["score"] = repr(mark.score)
        if mark.needs_review:
            row["needs_review"] = " ".join(mark.needs_review)
        if more:
            row["part_of"] = mark.mark_id
        rows.append(row)
        rows += [
            {"begin": part.start, "end": part.end, "label": mark.label, "part_of": mark.mark_id} for part in more
        ]
    return rows


def marks_of(rows: Iterable[Mapping[str, Any]], where: str) -> list[Mark]:
    """The marks of the annotations of a note; a mark that a person made gets an id.

    Raises `InputError`, naming `where` and the place, for an annotation without characters or label, for
    more than two parts, and for parts that say different things.
    """
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for number, row in enumerate(sorted(rows, key=lambda item: (item["begin"], item["end"]))):
        if row["begin"] >= row["end"]:
            msg = f"{where}: the annotation at character {row['begin']} holds no characters"
            raise InputError(msg)
        groups.setdefault(f"part {row['part_of']}" if row.get("part_of") else f"alone {number}", []).append(row)
    used = {str(row["mark_id"]) for group in groups.values() for row in group if row.get("mark_id")}
    given: set[str] = set()
    return [_mark(group, where, used, given) for group in groups.values()]


def _mark(group: Sequence[Mapping[str, Any]], where: str, used: set[str], given: set[str]) -> Mark:
    place = f"{where}: the passage at characters {group[0]['begin']}-{group[-1]['end']}"
    if len(group) > 2:
        msg = f"{place} has {len(group)} parts, two are the most; look at part_of"
        raise InputError(msg)
    values = {name: _agreed(name, group, place) for name in _FEATURES}
    if not values["label"]:
        msg = f"{place} has no label"
        raise InputError(msg)
    mark_id = values["mark_id"]
    if not mark_id or mark_id in given:  # made in the tool, or a copy of another mark
        mark_id = unused_id(mark_id or f"u{group[0]['begin']}", used)
    given.add(mark_id)
    parts = tuple(Span(row["begin"], row["end"]) for row in group)
    is_as_written = values["as_written"] == _as_written(values["label"], parts)
    try:
        return Mark(
            mark_id=mark_id,
            label=values["label"],
            subtype=values["subtype"] or UNSPECIFIED,
            parts=parts,
            attributes=in_order({name: values[name] for name in ATTRIBUTE_ORDER}),
            comment=values["comment"],
            score=float(values["score"]) if values["score"] and is_as_written else None,
            needs_review=tuple(values["needs_review"].split()),
        )
    except ValueError:
        msg = f"{place}: its two parts overlap, or its score is not a number"
        raise InputError(msg) from None


def _agreed(name: str, group: Sequence[Mapping[str, Any]], place: str) -> str:
    found = {str(row[name]) for row in group if row.get(name)}
    if len(found) > 1:
        msg = f"{place}: its two parts differ in {name}; leave it empty in one of them"
        raise InputError(msg)
    return found.pop() if found else ""


def _as_written(label: str, parts: Sequence[Span]) -> str:
    return f"{label} {' '.join(f'{part.start}-{part.end}' for part in parts)}"
