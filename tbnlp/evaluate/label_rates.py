"""How often each label is marked in notes about different people: rates with intervals and the largest difference.

Rates of an invented corpus say nothing about people. They show what a model trained on it could come to believe.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tbnlp.corpora.written import WrittenNote
from tbnlp.evaluate.intervals import Estimate, Values, bootstrap
from tbnlp.evaluate.name_origins import NOT_TOLD, origin_and_gender
from tbnlp.evaluate.tables import Table, estimate_text
from tbnlp.notes.sentence_split import sentences

LEAST_NOTES: Final = 50
"""Notes of a group from which its difference to the others is held against the limit."""
CLIENT: Final = 1
"""Number of the client among the persons of a case, as writers mostly number them."""
PRONOUNS_CLEAR: Final = 0.8
"""Share of the pronouns beside a client that must agree before they tell a gender."""
_NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FEMALE: Final = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_MALE: Final = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rates:
    """Share of the notes of each group that hold each label. `largest`: the greatest difference that counts.

    `difference`: of label and group, in standard deviations of the label (Cohen's d of two shares); None when no
    group is large enough beside the others. `told`: notes whose group could be told, of `notes`.
    """

    dimension: str
    groups: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, tuple[Estimate, ...]], ...]
    largest: float | None
    where: str
    told: int
    notes: int

    def table(self) -> Table:
        """A row a label, a column a group."""
        columns = ("label", *(f"{name} (n={count})" for name, count in self.groups))
        rows = tuple((label, *(estimate_text(cell, decimals=2) for cell in cells)) for label, cells in self.rows)
        remarks = (
            f"Share of notes that hold the label; 95 % intervals by bootstrap over cases. {self.told} of {self.notes} "
            "notes could be told.",
        )
        return Table(f"Label rates by {self.dimension}", columns, rows, remarks)

    def to_json(self) -> dict[str, Any]:
        """Groups, rates and the largest difference."""
        names = [name for name, _ in self.groups]
        return {
            "dimension": self.dimension, "groups": dict(self.groups), "told": self.told, "notes": self.notes,
            "largest_difference": self.largest, "where": self.where,
            "labels": {label: {name: cell.to_json() for name, cell in zip(names, cells, strict=True)}
                       for label, cells in self.rows},
        }


def client_groups(notes: Sequence[WrittenNote]) -> dict[str, tuple[str, str]]:
    """Origin of the client's given name and the client's gender, by case.

    The client is the person whose role `people` gives as client, else the person with number 1. Both come from lists
    of given names, gender else from the pronouns in sentences that name the client alone. `not told` stays in the
    corpus and out of the comparison.
    """
    names: dict[str, Counter[str]] = defaultdict(Counter)
    pronouns: dict[str, Counter[str]] = defaultdict(Counter)
    number = {note.case_id: CLIENT for note in notes}
    for note in notes:
        for row in note.people:
            if row.get("role") == "client":
                number[note.case_id] = row["person"]
    for note in notes:
        client = number[note.case_id]
        for item in note.identifiers:
            if item.type == "PERSON" and item.person == client:
                names[note.case_id].update(_NAME_WORD.findall(note.text[item.span.start : item.span.end]))
        _count_pronouns(note, client, pronouns[note.case_id])
    return {case: _group(names[case], pronouns[case]) for case in dict.fromkeys(note.case_id for note in notes)}


def _count_pronouns(note: WrittenNote, client: int, found: Counter[str]) -> None:
    for sentence in sentences(note.text):
        persons = {item.person for item in note.identifiers if item.person and item.span.overlaps(sentence)}
        if persons == {client}:
            words = note.text[sentence.start : sentence.end]
            found.update({"female": len(_FEMALE.findall(words)), "male": len(_MALE.findall(words))})


def _group(names: Counter[str], pronouns: Counter[str]) -> tuple[str, str]:
    told = [origin_and_gender(name) for name, _ in names.most_common()]
    origin = next((region for region, _ in told if region != NOT_TOLD), NOT_TOLD)
    gender = next((kind for _, kind in told if kind != NOT_TOLD), NOT_TOLD)
    if gender == NOT_TOLD and pronouns.total():
        kind, count = pronouns.most_common(1)[0]
        gender = kind if count / pronouns.total() >= PRONOUNS_CLEAR else NOT_TOLD
    return origin, gender


def rates_by(
    dimension: str, notes: Sequence[WrittenNote], group_of: Callable[[WrittenNote], str], labels: Sequence[str],
    apart: frozenset[str] = frozenset(),
) -> Rates:
    """Rates of every label in every group, and the largest difference of a group to all other told notes.

    Groups in `apart` are shown and not compared, on either side.
    """
    groups = Counter(group for note in notes if (group := group_of(note)) != NOT_TOLD)
    ordered = [name for name, _ in sorted(groups.items(), key=lambda item: (-item[1], item[0]))]
    members = {name: [note for note in notes if group_of(note) == name] for name in ordered}
    rows = tuple((label, tuple(_rate(members[name], label) for name in ordered)) for label in labels)
    largest, where = _largest({name: own for name, own in members.items() if name not in apart}, labels)
    return Rates(dimension, tuple((name, groups[name]) for name in ordered), rows, largest, where, groups.total(),
                 len(notes))


def _rate(notes: Sequence[WrittenNote], label: str) -> Estimate:
    cases: dict[str, list[int]] = {}
    for note in notes:
        row = cases.setdefault(note.case_id, [0, 0])
        row[0] += _holds(note, label)
        row[1] += 1
    counts = np.asarray(list(cases.values()), dtype=np.int64)
    hits, total = counts.sum(axis=0)
    return Estimate(float(hits / total), bootstrap(counts, _share), int(total))


def _share(sums: Values) -> Values:
    shares: Values = sums[..., 0] / sums[..., 1]
    return shares


def _holds(note: WrittenNote, label: str) -> bool:
    return any(mark.label == label for mark in note.passages)


def _largest(members: Mapping[str, Sequence[WrittenNote]], labels: Sequence[str]) -> tuple[float | None, str]:
    best: tuple[float | None, str] = (None, "")
    for name, own in members.items():
        others = [note for other, notes in members.items() if other != name for note in notes]
        if min(len(own), len(others)) < LEAST_NOTES:
            continue
        for label in labels:
            one, two = (sum(_holds(note, label) for note in notes) / len(notes) for notes in (own, others))
            spread = ((one * (1 - one) + two * (1 - two)) / 2) ** 0.5
            value = abs(one - two) / spread if spread else float(one != two) * 10.0
            if best[0] is None or value > best[0]:
                best = (value, f"{label}, {name}: {one:.2f} beside {two:.2f}")
    return best
