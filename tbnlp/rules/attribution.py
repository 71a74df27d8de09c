"""Attributes of a passage: whose words, about whom, when, and whether the text says it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes
from tbnlp.rules.assertion import assertion_of
from tbnlp.rules.context import NoteContext
from tbnlp.rules.referent import referent_of
from tbnlp.rules.sections import Turn
from tbnlp.rules.temporality import temporality_of
from tbnlp.rules.triggers import load_triggers

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TOLD_BY_CLIENT: Final = frozenset({
    "loyalty_or_love", "protector_framing", "fear_with_gratitude", "missing_or_mixed_feelings",
    "return_or_pull", "reward_punishment_cycle", "isolation", "threat_or_violence", "blocked_exit",
    "deprivation_or_exhaustion", "coerced_co_offending", "mistrust_or_breaking_off",
})
"""Labels about a life that the writer did not see: unframed telling is the client's."""

_CONTEXT_SENTENCES: Final = 4
"""From so many sentences on a text counts as a note and not as a lone statement."""

_ABOUT_SERVICES: Final = frozenset({"stigmatising_wording", "denial_or_control_by_provider"})


def attributes_of(
    doc: Doc,
    span: Span,
    context: NoteContext,
    label: str | None = None,
    subtype: str | None = None,
) -> Attributes:
    """The five attributes of the passage `span` of `doc`, with the values of the schema.

    `context` is that of the same doc. With `label` and `subtype` the defaults of the label are used
    where the text says nothing. Claims nothing about whether the passage is true. Raises
    `ValueError` when the span leaves the text.
    """
    if span.end > len(context.words.text):
        msg = f"the span [{span.start}, {span.end}) leaves a text of {len(context.words.text)} characters"
        raise ValueError(msg)
    words, roles = context.words, context.roles
    if not len(words):
        return Attributes("affirmed", "current", "unclear", "client", "unknown")
    return Attributes(
        assertion=assertion_of(words, span, roles, label, subtype),
        temporality=temporality_of(words, span, roles),
        source=source_of(span, context, label),
        experiencer=experiencer_of(span, context),
        referent_role=referent_of(span, context, label, subtype),
    )


def source_of(span: Span, context: NoteContext, label: str | None = None) -> str:
    """Whose words or knowledge the passage holds; does not say whether they are right.

    Interpretation beats observation; a quote inside a report by others is `third_party`; an
    unframed passage behind a frame of the client in the same paragraph is `client_paraphrased`.
    """
    words = context.words
    first, stop = words.range_of(span)
    left, right = words.sentences[words.sentence_of(first)]
    turn = context.sections.turn_at(span)
    frame = _frame(context, left, right, first, stop)
    if turn is Turn.CLIENT:
        return "client_quoted"
    if context.sections.quote_at(span):
        return "third_party" if frame == "third_party" else "client_quoted"
    if frame:
        return frame
    if _has(context, "interpretation", left, stop) or label == "stigmatising_wording":
        return "worker_interpretation"
    if label in _TOLD_BY_CLIENT and len(words.sentences) >= _CONTEXT_SENTENCES:
        return "client_paraphrased"
    if label not in _ABOUT_SERVICES and _framed_paragraph(span, context, left):
        return "client_paraphrased"
    return "worker_observation"


def experiencer_of(span: Span, context: NoteContext) -> str:
    """Whom the passage is about: `client` unless its words name others or people in general."""
    words = context.words
    first, stop = words.range_of(span)
    triggers = load_triggers("experiencer")
    if context.sections.is_generic(span):
        return "generic"
    if triggers.any("other_person", words, first, min(stop, first + 8), context.roles):
        return "other_person"
    if triggers.any("generic", words, first, min(stop, first + 5), context.roles):
        return "generic"
    return "client"


def _has(context: NoteContext, name: str, first: int, stop: int) -> bool:
    return load_triggers("source").any(name, context.words, first, stop, context.roles)


def _frame(context: NoteContext, left: int, right: int, first: int, stop: int) -> str | None:
    """The frame nearest to the passage in its own sentence, before it or behind it."""
    if _has(context, "third_party", left, first):
        near = _last(context, "client", left, first)
        return "client_paraphrased" if near > _last(context, "third_party", left, first) else (
            "third_party"
        )
    if _has(context, "client", left, first):
        return "client_paraphrased"
    if _has(context, "third_party", stop, right):
        return "third_party"
    if _has(context, "client", stop, right):
        return "client_paraphrased"
    if _has(context, "client", first, min(stop, first + 3)):
        return "client_paraphrased"
    return None


def _last(context: NoteContext, name: str, first: int, stop: int) -> int:
    found = load_triggers("source").find(name, context.words, first, stop, context.roles)
    return max((begin for begin, _ in found), default=-1)


def _framed_paragraph(span: Span, context: NoteContext, left: int) -> bool:
    paragraph = context.sections.paragraph_at(span)
    words = context.words
    begin = words.at(paragraph.start)
    return begin < left and _has(context, "client", begin, left)
