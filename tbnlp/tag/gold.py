"""Written notes as texts to learn from: gold identifiers replaced, gold passages in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from tbnlp.corpora.gold_text import redact_by_gold
from tbnlp.corpora.written import GoldPassage, WrittenNote
from tbnlp.encoder.gold_texts import GoldMark, GoldText
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.rules.document import Documents
from tbnlp.schema.entries import Schema
from tbnlp.tag.reading import read

ATTRIBUTES = ("assertion", "temporality", "source", "experiencer", "referent_role")


@dataclass(frozen=True, slots=True)
class HeadLayout:
    """Which answer stands where in the heads; the order is that of the schema."""

    labels: tuple[str, ...]
    subtypes: tuple[str, ...]
    values: tuple[str, ...]

    @classmethod
    def of(cls, schema: Schema) -> HeadLayout:
        """The layout for a schema: `label.subtype` and `attribute.value` names."""
        subtypes = tuple(f"{label.id}.{kind}" for label in schema.labels for kind in label.subtypes)
        values = tuple(
            f"{name}.{value}" for name in ATTRIBUTES for value in schema.attribute(name).value_ids
        )
        return cls(schema.label_ids, subtypes, values)

    def groups(self) -> list[tuple[int, int]]:
        """Half-open range of the values of each attribute."""
        names = [value.split(".")[0] for value in self.values]
        ranges, start = [], 0
        for _, group in groupby(names):
            end = start + len(list(group))
            ranges.append((start, end))
            start = end
        return ranges


@dataclass(frozen=True, slots=True)
class GoldNote:
    """A note redacted by its gold marks, its passages in redacted coordinates, and where it is from."""

    note: RedactedNote
    passages: tuple[GoldPassage, ...]
    writer: str
    setting: str


def gold_notes(notes: Iterable[WrittenNote], documents: Documents) -> list[GoldNote]:
    """Written notes with placeholders for gold identifiers, read once by spaCy."""
    result = []
    for case_id, group in groupby(notes, key=lambda note: note.case_id):
        for row, note in enumerate(redact_by_gold(list(group))):
            record = documents.analyse(note.text, case_id=case_id, note_id=note.note_id, row=row)
            result.append(GoldNote(record, note.passages, note.writer, note.setting))
    return result


def gold_texts(notes: Sequence[GoldNote], layout: HeadLayout) -> list[GoldText]:
    """What the heads should say about each note."""
    subtypes = {name: index for index, name in enumerate(layout.subtypes)}
    values = {name: index for index, name in enumerate(layout.values)}
    texts = []
    for item in notes:
        reading = read(item.note)
        marks = []
        for passage in item.passages:
            first, last = reading.range_of(passage.span)
            if last > first:
                marks.append(GoldMark(
                    first, last, layout.labels.index(passage.label),
                    subtypes.get(f"{passage.label}.{passage.subtype}", -1),
                    tuple(values[f"{name}.{getattr(passage, name)}"] for name in ATTRIBUTES),
                ))
        texts.append(GoldText(reading.words, tuple(marks)))
    return texts
