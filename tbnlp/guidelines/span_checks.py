"""Does a marked example keep the span rules? What can be told from the words alone, without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tbnlp.notes import placeholders
from tbnlp.notes.span import Span
from tbnlp.schema.entries import TWO_SENTENCES, Schema

_WORD: Final = re.compile(r"<[A-Z_]+(?:_\d+)?(?:: [^>]+)?>|[^\W_]+(?:['’\-][^\W_]+)*")
_LEAD_IN: Final = re.compile(
    r"(?:the )?(?:client|ct|cl|she|he|they|i)\s+(?:said|says|states|stated|reports|reported|told \w+|added|explained)"
    r"(?: that|:)\s",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?]['\"’”)]?\s+(?=[A-Z<'\"‘“])")
_EDGE_MARKS: Final = "\"'‘’“”.,;:!?"


def span_problems(label: str, text: str, span: Span, schema: Schema) -> list[str]:
    """The span rules that a mark breaks; empty when none is seen. Does not see whether a clause is complete."""
    return list(_problems(label, text, span, schema))


def _problems(label: str, text: str, span: Span, schema: Schema) -> Iterator[str]:
    rules, words = schema.span_rules, text[span.start : span.end]
    count = len(_WORD.findall(words))
    if not rules.min_tokens <= count <= rules.max_tokens:
        yield f"the mark has {count} words; {rules.min_tokens} to {rules.max_tokens} are allowed"
    if words != words.strip():
        yield "the mark begins or ends with a space"
    if words[-1:] in _EDGE_MARKS or words[:1] in _EDGE_MARKS.replace("'", "").replace("’", ""):
        yield "quotation marks and end punctuation stay outside the mark"
    if any(span.cuts(place) for place in placeholders.find(text)):
        yield "the mark cuts a placeholder"
    if "\n\n" in words:
        yield "the mark crosses a paragraph"
    if _LEAD_IN.match(words):
        yield "the lead-in that names the speaker stays outside the mark"
    if _cuts_word(text, span):
        yield "the mark cuts a word"
    ends = len(_SENTENCE_END.findall(words))
    if ends > (1 if label in TWO_SENTENCES else 0):
        yield "the mark crosses a sentence end"


def _cuts_word(text: str, span: Span) -> bool:
    def inside(place: int) -> bool:
        return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()

    return inside(span.start) or inside(span.end)
