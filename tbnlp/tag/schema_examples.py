"""The schema's own examples as short texts to learn from."""

from __future__ import annotations

from tbnlp.corpora.written import GoldPassage
from tbnlp.notes.span import Span
from tbnlp.rules.document import Documents
from tbnlp.schema.entries import PositiveExample, Schema
from tbnlp.tag.gold import GoldNote

SOURCE = "schema"


def example_texts(schema: Schema, documents: Documents) -> list[GoldNote]:
    """Every positive example with its passage, and every hard negative that no other label fits.

    A negative that another label fits is left out: where its passage lies is not marked.
    """
    texts: list[GoldNote] = []
    for label in schema.labels:
        for number, positive in enumerate(label.positives):
            text, span = unmarked(positive)
            given = dict(positive.attributes)
            passage = GoldPassage(
                span, label.id, positive.subtype, given["assertion"], given["temporality"], given["source"],
                given["experiencer"], given["referent_role"], referent_kin=given.get("referent_kin"),
            )
            texts.append(_note(text, (passage,), f"{label.id}-p{number}", documents))
        for number, negative in enumerate(label.negatives):
            if negative.label is None:
                texts.append(_note(negative.text, (), f"{label.id}-n{number}", documents))
    return texts


def unmarked(example: PositiveExample) -> tuple[str, Span]:
    """The plain text of an example and its marked span."""
    return example.plain, Span(*example.place)


def _note(text: str, passages: tuple[GoldPassage, ...], name: str, documents: Documents) -> GoldNote:
    note = documents.analyse(text, case_id=f"schema-{name}", note_id=f"schema-{name}")
    return GoldNote(note, passages, SOURCE, "other")
