"""Whom a passage is about: the client, a second exploited person, or people in general."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.rules.context import NoteContext
from tbnlp.rules.sections import Turn
from tbnlp.rules.triggers import load_triggers
from tbnlp.rules.words import Words

_FRAME_REACH: Final = 14
"""Words before a passage in which a frame ("old case:", "house rules, para 3") still holds."""

_OTHER_REACH: Final = 8
"""Words of a passage in which its subject stands."""


def experiencer_of(span: Span, context: NoteContext) -> str:
    """`client` unless the words of the passage, or of what leads to it, name others or people in general."""
    words, roles = context.words, context.roles
    first, stop = words.range_of(span)
    if context.sections.is_generic(span):
        return "generic"
    paragraph = words.at(context.sections.paragraph_at(span).start)
    before = max(paragraph, first - _FRAME_REACH)
    if _has("other_frame", words, before, first, roles):
        return "other_person"
    if _has("generic_frame", words, before, first, roles):
        return "generic"
    if _is_other(words, first, stop, roles):
        return "other_person"
    own_words = context.sections.quote_at(span) or context.sections.turn_at(span) is Turn.CLIENT
    if not own_words and _has("generic", words, first, min(stop, first + 5), roles):
        return "generic"
    return "client"


def _is_other(words: Words, first: int, stop: int, roles: Mapping[str, str]) -> bool:
    """True when the subject is a fellow of the client, or the harm falls on a named person who is not."""
    begin = first
    if first and words.lowers[first - 1] not in {".", ":", "!", "?"}:
        begin = words.sentences[words.sentence_of(first)][0]
    near = min(stop, first + _OTHER_REACH)
    if _has("other_person", words, first, near, roles):
        return True
    if begin < first and _has("other_lead", words, max(begin, first - _OTHER_REACH), first, roles):
        return True
    return _has("other_object", words, first, stop, roles) and _client_is_unnamed(words, roles)


def _client_is_unnamed(words: Words, roles: Mapping[str, str]) -> bool:
    """True when the note calls its client "ct" or "client", so that a numbered person is someone else."""
    return not {"ct", "client", "cl", "yp"}.isdisjoint(words.lowers) and "client" not in roles.values()


def _has(name: str, words: Words, first: int, stop: int, roles: Mapping[str, str]) -> bool:
    return load_triggers("experiencer").any(name, words, first, stop, roles)
