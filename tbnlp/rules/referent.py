"""Who stands on the other side of a passage: named roles first, then the default of the label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.rules.context import NoteContext
from tbnlp.rules.triggers import read_lists

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
    "helplessness": "self", "asylum_or_status": "authority", "no_other_support": "none",
    "told_late": "provider",
}
_OPEN: Final = frozenset({
    "reporting_or_cooperation_barrier", "mistrust_or_breaking_off", "stigmatising_wording",
    "trust_in_support", "agency", "access_barrier",
})
"""Labels whose other side is read from the words, not fixed by the definition."""

_BEFORE: Final = 14
"""Words before a judging phrase in which its speaker is named."""

_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "authority": frozenset("police officer detective court judge prosecutor immigration uscis ice hsi "
                           "embassy consulate inspector da ausa sgt cop cops fbi marshal dol".split()),
    "family": frozenset("mother mom mum sister brother daughter son grandmother gran nan aunt cousin "
                        "father dad family".split()),
    "peer": frozenset("roommate friend friends coworker colleague flatmate housemate residents "
                      "resident girls group neighbour neighbor".split()),
    "provider": frozenset("staff keyworker caseworker shelter therapist counsellor counselor nurse "
                          "lawyer attorney volunteer advocate team mentor interpreter we us "
                          "interpreters doctor clinic".split()),
}


def referent_of(
    span: Span, context: NoteContext, label: str | None = None, subtype: str | None = None
) -> str:
    """The role of the other party of the passage; `unknown` where nothing tells it."""
    fixed = _BY_SUBTYPE.get(subtype or "")
    default = fixed or _BY_LABEL.get(label or "", "unknown")
    if fixed or (label is not None and label not in _OPEN):
        return default
    words = context.words
    first, stop = words.range_of(span)
    if label == "stigmatising_wording":
        # who judges stands before the judgement, often in front of a quotation mark
        first = max(words.sentences[words.sentence_of(first)][0], first - _BEFORE)
        stop = words.range_of(span)[0]
    for index in range(first, stop):
        if words.is_placeholder(index):
            role = context.roles.get(words.text[words.starts[index] : words.ends[index]])
            if role and role != "client":
                return role
        for role, listed in _WORDS.items():
            if words.lowers[index] in listed:
                return role
    if label is None and set(words.lowers[first:stop]) & set(read_lists("roles")["controller"]):
        return "controller"
    return default
