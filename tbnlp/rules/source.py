"""Whose words or whose knowledge a passage holds: the client's, the writer's or a third party's."""

from __future__ import annotations

from typing import Final

from tbnlp.notes.span import Span
from tbnlp.rules.context import NoteContext
from tbnlp.rules.sections import Turn
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

_LEAD_REACH: Final = 16
"""Words before a colon in which the speaker of what follows is named."""

_SHORT_LEAD: Final = 6
"""Words of a lead-in that ends with a dash or comma ("ct via interp. -")."""

_LEAD_ENDS: Final = frozenset({".", "!", "?", ";", ":"})
_HEADING_WORDS: Final = 2
"""Words of a heading, its colon counted."""

_TOPICS: Final = frozenset({"on", "about", "re", "asked", "when", "if", "regarding", "with", "for", "to"})
"""Words that begin a lead-in about somebody, who does not speak."""

_OPENING: Final = 6
"""Words of a passage in which "she may ..." stands, with nobody named who would suppose it."""

_QUOTE_MARKS: Final = frozenset({"'", '"', "``", "''", "("})
_ACTS: Final = frozenset({
    "trust_in_support", "agency", "reporting_or_cooperation_barrier", "mistrust_or_breaking_off",
    "stabilisation", "return_or_pull",
})
"""Labels in which "she asked" or "she told" is the act itself and no frame."""

_ABOUT_SERVICES: Final = frozenset({"stigmatising_wording", "denial_or_control_by_provider"})


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
    frame = _frame(context, left, right, first, stop, acts=label in _ACTS)
    if context.sections.turn_at(span) is Turn.CLIENT:
        return "client_quoted"
    if context.sections.quote_at(span):
        if frame == "third_party" or label == "stigmatising_wording" or subtype in _BY_OTHERS:
            return "third_party"
        return "client_quoted"
    lead = None if frame else _lead_in(context, left, first)
    if frame or lead:
        return frame or lead or ""
    if label == "stigmatising_wording" or _is_reading(context, left, right, first, stop):
        return "worker_interpretation"
    return _unframed(span, context, left, label, subtype)


def _is_reading(context: NoteContext, left: int, right: int, first: int, stop: int) -> bool:
    """True when the sentence says, before the passage, in it or behind it, that the writer only thinks so."""
    return (
        _has(context, "own_doubt", first, min(stop, first + _OPENING))
        or _has(context, "interpretation", left, stop)
        or _has(context, "interpretation_behind", stop, right)
    )


def _lead_in(context: NoteContext, left: int, first: int) -> str | None:
    """Who speaks in "Police summary:" or "Ct, by phone:" right before the passage; the first named counts."""
    words = context.words
    end = first
    while end > 0 and words.lowers[end - 1] in _QUOTE_MARKS:
        end -= 1
    if not end or words.lowers[end - 1] not in {":", "-", "\u2013", ","}:
        return None
    if words.lowers[end - 1] != ":" and end - left > _SHORT_LEAD:
        return None
    begin = max(words.at(context.sections.paragraph_at(words.span(first, first + 1)).start), end - _LEAD_REACH)
    for place in range(end - 2, begin - 1, -1):
        if words.lowers[place] in _LEAD_ENDS:
            begin = place + 1
            break
    if _has(context, "lead_as_told", begin, end):
        return "client_paraphrased"
    if _has(context, "lead_own", begin, end):
        return "worker_observation"
    if words.lowers[begin] in _TOPICS or (end - begin <= _HEADING_WORDS and _is_heading(context, begin)):
        return None
    client = _first(context, "lead_client", begin, end)
    other = _first(context, "lead_other", begin, end)
    if client == other:
        return None
    return "client_paraphrased" if client < other else "third_party"


def _is_heading(context: NoteContext, begin: int) -> bool:
    """True for "School:" and "Police:", which name a topic; "Ct:" names who speaks."""
    return not _has(context, "lead_client", begin, begin + 1) and not context.words.is_placeholder(begin)


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


def _has(context: NoteContext, name: str, first: int, stop: int) -> bool:
    return load_triggers("source").any(name, context.words, first, stop, context.roles)


def _frame(
    context: NoteContext, left: int, right: int, first: int, stop: int, *, acts: bool
) -> str | None:
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
    if not acts and _has(context, "client", first, min(stop, first + 3)):
        return "client_paraphrased"
    return None


def _last(context: NoteContext, name: str, first: int, stop: int) -> int:
    found = load_triggers("source").find(name, context.words, first, stop, context.roles)
    return max((begin for begin, _ in found), default=-1)


def _first(context: NoteContext, name: str, first: int, stop: int) -> int:
    found = load_triggers("source").find(name, context.words, first, stop, context.roles)
    return min((begin for begin, _ in found), default=stop)


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
