"""Where two readings of a note differ, what a third person is asked, and the gold marks that follow.

The writer's marks are the start. A difference is a label that only one of the two gave, or an answer on a mark that
both gave. Whoever settles it does not see whose mark is whose.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tbnlp.corpora.inline import ATTRIBUTES
from tbnlp.errors import InputError
from tbnlp.notes.span import Span

ASKED: Final = ("subtype", *ATTRIBUTES)
HALF: Final = 0.5  # share of the shorter mark that both must hold to be one mark


@dataclass(frozen=True, slots=True)
class Difference:
    """One question. `name` is `label`, or the attribute whose answers differ; `first` and `second` in the order shown.

    `swapped`: the second annotator's stands first, by a draw on the id, so that the order tells nothing.
    """

    id: str
    note_id: str
    name: str
    label: str
    span: Span
    first: str
    second: str
    swapped: bool


def matched(ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Pairs of marks (places in the two lists) of one label that share half of the shorter, best first, each once."""
    found = []
    for i, mine in enumerate(ours):
        for j, other in enumerate(theirs):
            common = min(mine["end"], other["end"]) - max(mine["start"], other["start"])
            shorter = min(mine["end"] - mine["start"], other["end"] - other["start"])
            if mine["label"] == other["label"] and common >= HALF * shorter:
                found.append((-common, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(found):
        if all(i != left and j != right for left, right in pairs):
            pairs.append((i, j))
    return pairs


def differences(
    note_id: str, ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]
) -> list[Difference]:
    """What a third person is asked about a note, in the order of the text."""
    pairs = matched(ours, theirs)
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    found = [_only(note_id, mark, "ours") for i, mark in enumerate(ours) if i not in left]
    found += [_only(note_id, mark, "theirs") for j, mark in enumerate(theirs) if j not in right]
    for i, j in pairs:
        for name in ASKED:
            if ours[i].get(name) != theirs[j].get(name):
                found.append(_answer(note_id, ours[i], name, str(ours[i].get(name)), str(theirs[j].get(name))))
    return sorted(found, key=lambda item: (item.span, item.label, item.name))


def _only(note_id: str, mark: Mapping[str, Any], who: str) -> Difference:
    key = f"{note_id}:{mark['start']}-{mark['end']}:{mark['label']}:{who}"
    span = Span(mark["start"], mark["end"])
    return Difference(_id(key), note_id, "label", mark["label"], span, "mark", "no mark", swapped=False)


def _answer(note_id: str, mark: Mapping[str, Any], name: str, ours: str, theirs: str) -> Difference:
    name_id = _id(f"{note_id}:{mark['start']}-{mark['end']}:{mark['label']}:{name}")
    swapped = int(name_id[-1], 16) % 2 == 1
    shown = (theirs, ours) if swapped else (ours, theirs)
    return Difference(name_id, note_id, name, mark["label"], Span(mark["start"], mark["end"]), *shown, swapped=swapped)


def _id(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=6).hexdigest()


def settled(
    note_id: str, ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]],
    decisions: Mapping[str, str],
) -> list[dict[str, Any]]:
    """The gold marks of a note. `decisions`: id of a difference to `mark`, `no mark` or the answer that holds.

    Raises `InputError`, naming the note, when a difference was not settled.
    """
    asked = {(item.name, item.label, item.span): item for item in differences(note_id, ours, theirs)}
    missing = sum(item.id not in decisions for item in asked.values())
    if missing:
        msg = f"note {note_id}: {missing} differences are not settled"
        raise InputError(msg)
    gold = []
    for mark in (*ours, *_unmatched(ours, theirs)):
        place = Span(mark["start"], mark["end"])
        kept = asked.get(("label", mark["label"], place))
        if kept is not None and decisions[kept.id] == "no mark":
            continue
        changed = {name: decisions[item.id] for name in ASKED
                   if (item := asked.get((name, mark["label"], place))) is not None}
        gold.append({**mark, **changed})
    return sorted(gold, key=lambda mark: (mark["start"], mark["end"], mark["label"]))


def _unmatched(ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    taken = {j for _, j in matched(ours, theirs)}
    return [{k: v for k, v in mark.items() if k != "certainty"} for j, mark in enumerate(theirs) if j not in taken]
