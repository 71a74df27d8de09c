"""Attributes of a passage: whose words, about whom, when, and whether the text says it is so."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes
from tbnlp.rules.assertion import assertion_of
from tbnlp.rules.context import NoteContext
from tbnlp.rules.experiencer import experiencer_of
from tbnlp.rules.referent import referent_of
from tbnlp.rules.source import source_of
from tbnlp.rules.temporality import temporality_of

_LIFE_NOW: Final = frozenset({"inner_distress_statement", "agency", "stabilisation"})
"""Labels in which "would ... if" words how life is now and no event to come."""


def attributes_of(
    span: Span,
    context: NoteContext,
    label: str | None = None,
    subtype: str | None = None,
) -> Attributes:
    """The five attributes of the passage `span` of a note, with the values of the schema.

    `context` is that of the note. With `label` and `subtype` the defaults of the label are used
    where the text says nothing. Claims nothing about whether the passage is true. Raises
    `ValueError` when the span leaves the text.
    """
    if span.end > len(context.words.text):
        msg = f"the span [{span.start}, {span.end}) leaves a text of {len(context.words.text)} characters"
        raise ValueError(msg)
    words, roles = context.words, context.roles
    if not len(words):
        return Attributes("affirmed", "current", "unclear", "client", "unknown")
    found = Attributes(
        assertion=assertion_of(words, span, roles, label, subtype),
        temporality=temporality_of(words, span, roles, label, subtype),
        source=source_of(span, context, label, subtype),
        experiencer=experiencer_of(span, context),
        referent_role=referent_of(span, context, label, subtype),
    )
    if found.assertion == "hypothetical" and found.experiencer != "generic" and label not in _LIFE_NOW:
        found = replace(found, temporality="future_planned")
    if label == "stigmatising_wording" and found.temporality == "current" and (
        context.sections.quote_at(span) or found.source != "worker_interpretation"
    ):
        # what others said was said before the note; the writer's own word stands now
        found = replace(found, temporality="past")
    return _as_rule(found, label) if found.experiencer == "generic" else found


def _as_rule(found: Attributes, label: str | None) -> Attributes:
    """A house rule holds under its condition; a printed fact about people in general is affirmed."""
    if label == "denial_or_control_by_provider" and found.assertion == "affirmed":
        return replace(found, assertion="hypothetical")
    return found
