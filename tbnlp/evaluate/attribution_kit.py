"""Sentences with one marked passage each: whose words, about whom, toward whom, when, and whether it is so.

The kit is drawn from a written corpus whose identifiers were replaced by its gold marks. It asks one question of a
system: given the passage, what are its attributes? Finding the passage is not part of it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from tbnlp.corpora.gold_text import redact_by_gold
from tbnlp.corpora.inline import ATTRIBUTES
from tbnlp.corpora.written import GoldPassage, WrittenNote
from tbnlp.errors import InputError, UsageError
from tbnlp.notes.sentence_split import sentences
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes

DEV: Final = "dev"
TEST: Final = "test"
HALVES: Final = (DEV, TEST)
BEFORE: Final = 2
"""Sentences of the window before the passage; an annotator may read as many (schema, unit)."""
AFTER: Final = 1
SIZE: Final = 1300
"""Items of one half, where the corpus has as many. Rare answers are all taken, even beyond it."""
MIN_SENTENCES: Final = 2000
SEED: Final = "attribution kit 1"
"""Part of every hash that orders items or deals cases, so that another kit can be drawn by another word."""
COMMON: Final = {"assertion": "affirmed", "experiencer": "client"}
"""The answers that nearly every passage has; every passage with another one is in the kit."""


@dataclass(frozen=True, slots=True)
class KitItem:
    """One marked passage in its window. All offsets are code points of `text`, half-open.

    `split`: the split of the corpus that its case is in. `parts`: one span, or two for a passage of two parts.
    """

    item_id: str
    case_id: str
    note_id: str
    writer: str
    setting: str
    note_type: str
    split: str
    text: str
    sentence: Span
    parts: tuple[Span, ...]
    label: str
    subtype: str
    attributes: Attributes

    @property
    def place(self) -> tuple[str, int, int, str]:
        """What no two sentences of the corpus share: the note and the window that was cut from it."""
        return self.note_id, self.sentence.start, self.sentence.end, self.text

    def to_json(self) -> dict[str, Any]:
        """The item as a row of `items.jsonl`."""
        row: dict[str, Any] = {
            "item_id": self.item_id, "case_id": self.case_id, "note_id": self.note_id, "writer": self.writer,
            "setting": self.setting, "note_type": self.note_type, "split": self.split, "text": self.text,
            "sentence": [self.sentence.start, self.sentence.end],
            "passage": [self.parts[0].start, self.parts[-1].end],
        }
        if len(self.parts) > 1:
            row["parts"] = [[part.start, part.end] for part in self.parts]
        answers = {name: getattr(self.attributes, name) for name in ATTRIBUTES}
        return {**row, "label": self.label, "subtype": self.subtype, **answers}


def item_from(row: Mapping[str, Any]) -> KitItem:
    """The item of a row of `items.jsonl`. Raises `InputError` when a field is missing or a place leaves the text."""
    try:
        parts = tuple(Span(start, end) for start, end in row.get("parts") or [row["passage"]])
        item = KitItem(
            **{name: str(row[name]) for name in ("item_id", "case_id", "note_id", "writer", "setting", "note_type",
                                                 "split", "text", "label", "subtype")},
            sentence=Span(*row["sentence"]), parts=parts,
            attributes=Attributes(**{name: str(row[name]) for name in ATTRIBUTES}),
        )
    except (KeyError, TypeError, ValueError):
        msg = "an item of the kit lacks a field or has an empty place"
        raise InputError(msg) from None
    if not item.sentence.contains(parts[0]) or max(item.sentence.end, parts[-1].end) > len(item.text):
        msg = f"kit item {item.item_id}: the passage leaves its sentence or the text"
        raise InputError(msg)
    return item


def items_of(notes: Sequence[WrittenNote], split_of: Mapping[str, str]) -> list[KitItem]:
    """One item for every gold passage, on text that was redacted by gold, in the order of the notes.

    `split_of`: split by case id. Notes of a case stand together, so that a person keeps one number.
    """
    found: list[KitItem] = []
    for case_id, group in groupby(notes, key=lambda note: note.case_id):
        raw = list(group)
        for note, redacted in zip(raw, redact_by_gold(raw), strict=True):
            spans = sentences(redacted.text)
            for place, passage in enumerate(redacted.passages):
                found.append(_item(redacted, passage, note.passages[place], spans, split_of[case_id]))
    return found


def _item(
    note: WrittenNote, passage: GoldPassage, raw: GoldPassage, spans: Sequence[Span], split: str
) -> KitItem:
    touched = [place for place, span in enumerate(spans) if span.overlaps(passage.span)]
    first, last = (touched[0], touched[-1]) if touched else (0, len(spans) - 1)
    begin = min(spans[max(0, first - BEFORE)].start, passage.span.start)
    end = max(spans[min(len(spans) - 1, last + AFTER)].end, passage.span.end)
    sentence = Span(spans[first].start, spans[last].end).cover(passage.span)
    return KitItem(
        item_id=item_id(note.note_id, raw),
        case_id=note.case_id, note_id=note.note_id, writer=note.writer, setting=note.setting,
        note_type=note.note_type, split=split, text=note.text[begin:end], sentence=sentence.shift(-begin),
        parts=tuple(part.shift(-begin) for part in passage.pieces), label=passage.label, subtype=passage.subtype,
        attributes=Attributes(*(getattr(passage, name) for name in ATTRIBUTES)),
    )


def item_id(note_id: str, passage: GoldPassage) -> str:
    """A name that stays while place and label of the passage stay: 12 hexadecimal digits of a hash."""
    return "ak-" + _hash(note_id, str(passage.span.start), str(passage.span.end), passage.label)[:12]


def _hash(*words: str) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def dealt(items: Iterable[KitItem], seed: str = SEED) -> dict[str, list[KitItem]]:
    """The items of each half; no case is in both.

    With test splits in the corpus, train and dev give the one half and the test splits the other, and whatever is in
    neither is left out. Without them a hash of the case id deals the cases.
    """
    known = list(items)
    official = any(item.split.startswith(TEST) for item in known)
    halves: dict[str, list[KitItem]] = {DEV: [], TEST: []}
    for item in known:
        if not official:
            halves[HALVES[int(_hash(seed, item.case_id), 16) % 2]].append(item)
        elif item.split.startswith(TEST):
            halves[TEST].append(item)
        elif item.split in {"train", "dev"}:
            halves[DEV].append(item)
    shared = {item.case_id for item in halves[DEV]} & {item.case_id for item in halves[TEST]}
    if shared:
        msg = f"{len(shared)} cases would be in both halves of the kit, among them {min(shared)}"
        raise InputError(msg)
    return halves


def drawn(items: Iterable[KitItem], size: int = SIZE, seed: str = SEED) -> list[KitItem]:
    """A balanced draw, in the order of the item ids; equal items give an equal draw, whatever their order.

    First every passage that is not affirmed or not about the client. Then, until there are `size`, one passage
    after the other of the answer that the draw holds least often, each from a sentence that is not in it yet.
    """
    pool = sorted(items, key=lambda item: _hash(seed, item.item_id))
    taken = {item.item_id: item for item in pool if _is_rare(item)}
    used = {item.place for item in taken.values()}
    counts = Counter(answer for item in taken.values() for answer in answers_of(item))
    waiting = _by_answer(item for item in pool if not _is_rare(item))
    while len(taken) < size and waiting:
        answer = min(waiting, key=lambda key: (counts[key], key))
        item = next(waiting[answer], None)
        if item is None:
            del waiting[answer]
        elif item.item_id not in taken and item.place not in used:
            taken[item.item_id] = item
            used.add(item.place)
            counts.update(answers_of(item))
    return sorted(taken.values(), key=lambda item: item.item_id)


def _is_rare(item: KitItem) -> bool:
    return any(getattr(item.attributes, name) != value for name, value in COMMON.items())


def _by_answer(items: Iterable[KitItem]) -> dict[tuple[str, str], Iterator[KitItem]]:
    """Passages by each answer that can still be balanced, in the order of the draw."""
    lists: dict[tuple[str, str], list[KitItem]] = {}
    for item in items:
        for answer in answers_of(item):
            if answer[0] not in COMMON:
                lists.setdefault(answer, []).append(item)
    return {answer: iter(found) for answer, found in lists.items()}


def answers_of(item: KitItem) -> list[tuple[str, str]]:
    """Each attribute of the item with its gold answer."""
    return [(name, getattr(item.attributes, name)) for name in ATTRIBUTES]


def make_kit(
    notes: Sequence[WrittenNote], split_of: Mapping[str, str], size: int = SIZE, minimum: int = MIN_SENTENCES
) -> dict[str, list[KitItem]]:
    """Both halves of the kit. Raises `UsageError` when together they hold fewer than `minimum` different sentences."""
    kit = {half: drawn(items, size) for half, items in dealt(items_of(notes, split_of)).items()}
    found = sentence_count(item for items in kit.values() for item in items)
    if found < minimum:
        msg = f"the kit would hold {found} sentences; it needs {minimum}: give a larger corpus or --size"
        raise UsageError(msg)
    return kit


def sentence_count(items: Iterable[KitItem]) -> int:
    """Number of different sentences; several passages of one sentence count once."""
    return len({item.place for item in items})
