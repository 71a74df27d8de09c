"""Marks of tools that keep a place and a label and nothing else.

What we know more about a mark travels beside the text. It belongs to the mark again when all its places came
back with its label; a place that nothing is known of is a mark that a person made in the tool.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import Mark, sorted_marks
from tbnlp.formats.own_rows import mark_from
from tbnlp.notes.span import Span
from tbnlp.schema.entries import Schema

Place = tuple[int, int, str]
"""Start, end and label, as the tool counts."""


@dataclass(frozen=True, slots=True)
class Found:
    """The marks of a text. `changed`: a person made, moved, relabelled or deleted one."""

    marks: tuple[Mark, ...]
    changed: bool


def places_of(marks: Iterable[Mark], shown: Callable[[Span], Span]) -> list[Place]:
    """All places of the marks, each once, in the order of the text."""
    return sorted({(span.start, span.end, mark.label) for mark in marks for span in map(shown, mark.parts)})


def marks_at(
    places: Sequence[Place], carried: Iterable[Mapping[str, Any]], shown: Callable[[Span], Span],
    exact: Callable[[Span], Span], prefix: str,
) -> Found:
    """The marks of the places that came back. `prefix` begins the ids of marks that the tool made."""
    there, used = set(places), set[Place]()
    kept: list[Mark] = []
    changed = False
    for number, row in enumerate(carried):
        mark = mark_from(dict(row), number)
        wanted = set(places_of([mark], shown))
        if wanted <= there:
            kept.append(mark)
            used |= wanted
        else:
            changed = True
    made = [
        Mark(f"{prefix}{number}", label, "unspecified", (exact(Span(start, end)),), ())
        for number, (start, end, label) in enumerate(sorted(there - used))
    ]
    ids = {mark.mark_id for mark in kept}
    made = [replace(mark, mark_id=f"{mark.mark_id}+") if mark.mark_id in ids else mark for mark in made]
    return Found(sorted_marks([*kept, *made]), changed or bool(made))


def by_a_person(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The same marks as somebody's answer: a person gives no score, and has read them under the version in hand."""
    return tuple(replace(mark, score=None, needs_review=()) for mark in marks)


def check_labels(places: Iterable[Place], schema: Schema, where: str) -> None:
    """Raise `InputError` for a label that the schema never had."""
    if any(label not in {*schema.label_ids, *schema.retired} for _, _, label in places):
        msg = f"{where} has a label that the schema does not have"
        raise InputError(msg)
