"""Attributes of a passage: whose words, about whom, when, and whether the text says it is so."""

from __future__ import annotations

from typing import Final

from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes
from tbnlp.rules.assertion import assertion_of
from tbnlp.rules.context import NoteContext
from tbnlp.rules.referent import referent_of
from tbnlp.rules.sections import Turn
from tbnlp.rules.temporality import temporality_of
from tbnlp.rules.triggers import load_triggers

_TOLD_BY_CLIENT: Final = frozenset({
    "loyalty_or_love", "protector_framing", "fear_with_gratitude", "missing_or_mixed_feelings",
    "return_or_pull", "reward_punishment_cycle", "isolation", "threat_or_violence", "blocked_exit",
    "deprivation_or_exhaustion", "coerced_co_offending", "mistrust_or_breaking_off",
})
"""Labels about a life that the writer did not see: unframed telling is the client's."""

_CONTEXT_SENTENCES: Final = 4
"""From so many sentences on a text counts as a note and not as a lone statement."""

_SEEN: Final = frozenset({
    "decision_supported", "boundary_respected", "told_late", "need_met", "breaking_off",
    "claimed_by_controller",
})
"""Subtypes that a writer sees: unframed, they are the writer's own words."""

_TOLD: Final = frozenset({
    "reluctant_with_authorities", "body_and_rest", "felt_safety", "dark_future",
    "survival_activity", "helplessness",
})
"""Subtypes of other labels that a writer knows from the client only."""

_OWN_VOICE: Final = frozenset({
    "self_beyond_past", "refusal_or_boundary", "own_decision", "own_step", "inner_distress_statement",
    *_TOLD_BY_CLIENT,
})
"""Labels and subtypes in which "I" is the client: the words stand there as they were said."""

_FIRST_PERSON: Final = frozenset({"i", "my", "mine", "myself"})

_BY_OTHERS: Final = frozenset({"claimed_by_controller", "help_with_conditions_or_pressure"})
"""Subtypes whose quoted words are not the client's."""

_FRAME_REACH: Final = 14
"""Words before a passage in which a frame ("old case:", "house rules, para 3") still holds."""

_ABOUT_SERVICES: Final = frozenset({"stigmatising_wording", "denial_or_control_by_provider"})


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
    return Attributes(
        assertion=assertion_of(words, span, roles, label, subtype),
        temporality=temporality_of(words, span, roles, label, subtype),
        source=source_of(span, context, label, subtype),
        experiencer=experiencer_of(span, context),
        referent_role=referent_of(span, context, label, subtype),
    )


def source_of(
    span: Span, context: NoteContext, label: str | None = None, subtype: str | None = None
) -> str:
    """Whose words or knowledge the passage holds; does not say whether they are right.

    Interpretation beats observation; a quote inside a report by others is `third_party`; an
    unframed passage behind a frame in the same paragraph belongs to the nearest speaker.
    """
    words = context.words
    first, stop = words.range_of(span)
    left, right = words.sentences[words.sentence_of(first)]
    frame = _frame(context, left, right, first, stop)
    if context.sections.turn_at(span) is Turn.CLIENT:
        return "client_quoted"
    if context.sections.quote_at(span):
        if frame == "third_party" or label == "stigmatising_wording" or subtype in _BY_OTHERS:
            return "third_party"
        return "client_quoted"
    if frame:
        return frame
    if _has(context, "interpretation", left, stop) or label == "stigmatising_wording":
        return "worker_interpretation"
    return _unframed(span, context, left, label, subtype)


def _unframed(
    span: Span, context: NoteContext, left: int, label: str | None, subtype: str | None
) -> str:
    """The speaker of a passage whose own sentence names none."""
    first, stop = context.words.range_of(span)
    if _OWN_VOICE.intersection((label, subtype)) and _FIRST_PERSON.intersection(
        context.words.lowers[first:stop]
    ):
        return "client_quoted"
    speaker = _paragraph_speaker(span, context, left)
    if speaker == "third_party":
        return speaker
    if subtype in _SEEN:
        return "worker_observation"
    is_note = len(context.words.sentences) >= _CONTEXT_SENTENCES
    if (label in _TOLD_BY_CLIENT or subtype in _TOLD) and is_note:
        return "client_paraphrased"
    if label not in _ABOUT_SERVICES and speaker:
        return speaker
    return "worker_observation"


def experiencer_of(span: Span, context: NoteContext) -> str:
    """Whom the passage is about: `client` unless its words name others or people in general."""
    words = context.words
    first, stop = words.range_of(span)
    triggers = load_triggers("experiencer")
    if context.sections.is_generic(span):
        return "generic"
    paragraph = words.at(context.sections.paragraph_at(span).start)
    before = max(paragraph, first - _FRAME_REACH)
    if triggers.any("other_frame", words, before, first, context.roles):
        return "other_person"
    if triggers.any("generic_frame", words, before, first, context.roles):
        return "generic"
    if triggers.any("other_person", words, first, min(stop, first + 8), context.roles):
        return "other_person"
    own_words = context.sections.quote_at(span) or context.sections.turn_at(span) is Turn.CLIENT
    if not own_words and triggers.any("generic", words, first, min(stop, first + 5), context.roles):
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
    if _has(context, "third_party", stop, right) or _has(context, "speaker", left, first):
        return "third_party"
    if _has(context, "client", stop, right):
        return "client_paraphrased"
    if _has(context, "client", first, min(stop, first + 3)):
        return "client_paraphrased"
    return None


def _last(context: NoteContext, name: str, first: int, stop: int) -> int:
    found = load_triggers("source").find(name, context.words, first, stop, context.roles)
    return max((begin for begin, _ in found), default=-1)


def _paragraph_speaker(span: Span, context: NoteContext, left: int) -> str | None:
    """Who spoke last before the sentence at `left`, in the paragraph of the passage."""
    paragraph = context.sections.paragraph_at(span)
    begin = context.words.at(paragraph.start)
    if begin >= left:
        return None
    near = max(begin, context.words.sentences[context.words.sentence_of(left - 1)][0])
    client = _last(context, "client", begin, left)
    other = max(_last(context, name, near, left) for name in ("third_party", "speaker"))
    if client < 0 and other < 0:
        return None
    return "third_party" if other > client else "client_paraphrased"
