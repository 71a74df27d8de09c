"""Who stands on the other side of a passage: named roles first, then the default of the label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.rules.context import NoteContext
from tbnlp.rules.triggers import load_triggers, read_lists

_BY_LABEL: Final[Mapping[str, str]] = {
    "loyalty_or_love": "controller", "protector_framing": "controller",
    "fear_with_gratitude": "controller", "missing_or_mixed_feelings": "controller",
    "return_or_pull": "controller", "reward_punishment_cycle": "controller",
    "isolation": "controller", "threat_or_violence": "controller", "blocked_exit": "controller",
    "deprivation_or_exhaustion": "controller", "coerced_co_offending": "controller",
    "reporting_or_cooperation_barrier": "authority", "mistrust_or_breaking_off": "provider",
    "inner_distress_statement": "none", "access_barrier": "none", "stigmatising_wording": "provider",
    "denial_or_control_by_provider": "provider", "stabilisation": "none",
    "trust_in_support": "provider", "agency": "none",
}
_BY_SUBTYPE: Final[Mapping[str, str]] = {
    "mistrust_of_self": "self", "self_deprecation": "self", "numb_or_disconnected": "self",
    "dark_future": "self", "self_beyond_past": "self", "decision_supported": "provider",
    "asylum_or_status": "authority",
}
_DEFAULT: Final[Mapping[str, str]] = {
    "conflict_solved": "peer", "told_late": "provider", "told_differently_or_partly": "authority",
    "withdrew_statement": "authority", "survival_activity": "unknown", "no_other_support": "none",
    "helplessness": "self", "income": "none", "refusal_or_boundary": "authority",
}
"""By subtype, where the words of the passage name nobody."""

_PLACES: Final = frozenset("here shelter house building place hostel refuge room programme program".split())
"""Words of a place that a service runs, beside which felt safety has a provider on the other side."""

_FEARED: Final = frozenset({"on_alert", "no_other_support", "refusal_or_boundary", "felt_safety"})
"""Subtypes whose other side is the controller when the passage names one."""

_LISTENER: Final = frozenset({"told_late", "told_differently_or_partly"})
"""Subtypes whose other side is the listener, named with "to" (D-036)."""

_OPEN: Final = frozenset({
    "reporting_or_cooperation_barrier", "mistrust_or_breaking_off", "stigmatising_wording",
    "trust_in_support", "agency", "access_barrier",
})
"""Labels whose other side is read from the words, not fixed by the definition."""

_BEFORE: Final = 14
"""Words before a judging phrase in which its speaker is named."""

_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "authority": frozenset("police officer detective court judge prosecutor immigration uscis ice hsi "
                           "embassy consulate inspector inspectors da ausa sgt cop cops fbi marshal dol interview "
                           "officers detectives tribunal guards garda constable statement deputy consul "
                           "benefits jobcentre ministry whd osha dhs permit visa appeal residence medicaid medi-cal "
                           "licence license pension ssi".split()),
    "family": frozenset("mother mom mum sister brother daughter son grandmother gran nan aunt cousin "
                        "father dad family".split()),
    "peer": frozenset("roommate friend friends coworker colleague flatmate housemate residents "
                      "resident girls group neighbour neighbor bunkmate bunkmates mate lads lad housemates roommates "
                      "sponsor host choir church neighbours neighbors flatmates coworkers".split()),
    "provider": frozenset("staff keyworker caseworker shelter therapist counsellor counselor nurse "
                          "lawyer attorney volunteer advocate team mentor interpreter we us "
                          "interpreters doctor clinic gp agency".split()),
}


def referent_of(
    span: Span, context: NoteContext, label: str | None = None, subtype: str | None = None
) -> str:
    """The role of the other party of the passage; `unknown` where nothing tells it."""
    fixed = _BY_SUBTYPE.get(subtype or "")
    default = fixed or _DEFAULT.get(subtype or "") or _BY_LABEL.get(label or "", "unknown")
    if fixed or (label is not None and label not in _OPEN and subtype not in _FEARED):
        return default
    words = context.words
    first, stop = words.range_of(span)
    if subtype in _FEARED:
        feared = _feared(context, first, stop, subtype)
        if feared or label not in _OPEN:
            return feared or default
    if subtype in _LISTENER:
        return _listener(context, first, stop, default)
    if label == "stigmatising_wording":
        # who judges stands before the judgement, often in front of a quotation mark
        stop = first
        first = max(words.sentences[words.sentence_of(first)][0], first - _BEFORE)
    named = _named(context, first, stop)
    if named:
        return named
    if label is None and set(words.lowers[first:stop]) & set(read_lists("roles")["controller"]):
        return "controller"
    return default


def _named(context: NoteContext, first: int, stop: int) -> str | None:
    """The role of the first person or role word in the range."""
    words = context.words
    for index in range(first, stop):
        if words.is_placeholder(index):
            role = context.roles.get(words.text[words.starts[index] : words.ends[index]])
            if role and role != "client":
                return role
        for role, listed in _WORDS.items():
            if words.lowers[index] in listed:
                return role
    return None


def _feared(context: NoteContext, first: int, stop: int, subtype: str | None) -> str | None:
    """`controller` where the passage names one; a service where it names the place that it runs."""
    if _names_controller(context, first, stop):
        return "controller"
    if subtype == "felt_safety" and not _PLACES.isdisjoint(context.words.lowers[first:stop]):
        return "provider"
    return None


def _names_controller(context: NoteContext, first: int, stop: int) -> bool:
    return load_triggers("referent").any("controller", context.words, first, stop, context.roles)


def _listener(context: NoteContext, first: int, stop: int, default: str) -> str:
    """Whom the client told late or otherwise: an authority only where the sentence names one."""
    left, right = context.words.sentences[context.words.sentence_of(first)]
    triggers = load_triggers("referent")
    for low, high in ((first, stop), (left, right)):
        for role in ("authority", "provider"):
            if triggers.any(f"listener.{role}", context.words, low, high, context.roles):
                return role
    return default
