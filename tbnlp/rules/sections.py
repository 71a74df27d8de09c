"""Parts of a note that say whose words stand there: quotes, headings, turns, rules, templates.

Works on words alone. A quoted stretch is what stands between quotation marks of one kind; an
apostrophe is no quotation mark. Makes no claim about who speaks inside a quote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.rules.words import Words


class Turn(StrEnum):
    """Who speaks in a line of a transcript."""

    CLIENT = "client"
    WORKER = "worker"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sections:
    """Spans by what they are, each list sorted. `turns`: lines of a transcript with their speaker."""

    quotes: tuple[Span, ...]
    headings: tuple[Span, ...]
    bullets: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    turns: tuple[tuple[Span, Turn], ...]
    generic: tuple[Span, ...]

    def quote_at(self, span: Span) -> Span | None:
        """The quoted stretch that holds most of `span`, or None."""
        for quote in self.quotes:
            shared = min(quote.end, span.end) - max(quote.start, span.start)
            if shared * 2 > len(span):
                return quote
        return None

    def paragraph_at(self, span: Span) -> Span:
        """The paragraph in which `span` begins."""
        for paragraph in self.paragraphs:
            if paragraph.start <= span.start < paragraph.end:
                return paragraph
        return span

    def turn_at(self, span: Span) -> Turn | None:
        """Who speaks where `span` begins, in a transcript; None elsewhere."""
        for place, turn in self.turns:
            if place.start <= span.start < place.end:
                return turn
        return None

    def is_generic(self, span: Span) -> bool:
        """True inside a passage of policy, training or template text."""
        return any(place.overlaps(span) for place in self.generic)


_PAIRED: Final = re.compile(
    r"“[^“”\n]{1,1200}[”\"]|«[^«»\n]{1,1200}»|\u2039[^\u2039\u203a\n]{1,1200}\u203a|„[^“”\n]{1,1200}[“”]"
)
_STRAIGHT: Final = re.compile(r'"([^"\n]{1,1200})"')
_SINGLE: Final = re.compile(
    r"(?<![\w>])['\u2018](?=[\w<¿¡\"(])((?:[^'\u2019\n]|(?<=[\w>])['\u2019](?=\w)|['\u2019](?=\w))"
    r"{1,800}?)(?<!\s)['\u2019](?!\w)"
)
_HEADING: Final = re.compile(
    r"^[ \t]*(?:[-*•#]+[ \t]*)?(?:\d{1,2}[.)][ \t]*)?"
    r"((?:[A-Z][\w/&'()-]*|[A-Z]{1,3})(?:[ /&-]+[\w/&'()-]+){0,6}:|[A-Z][A-Z /&-]{3,60}$)",
    re.MULTILINE,
)
_BULLET: Final = re.compile(
    r"^[ \t]*(?:[-*•\u2013▪◦·]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+[^\n]+", re.MULTILINE
)
_PARAGRAPH: Final = re.compile(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*")
_TURN: Final = re.compile(
    r"^[ \t]*(?:\d{1,2}[:.]?\d{2}[ \t]+)?(?:(?P<client>A|Client|Cl|Ct|CT|C|Caller|Witness|Participant|Resident|YP|W)"
    r"|(?P<worker>Q|Worker|CW|SW|Counsel(?:l)?or|Advocate|Interviewer|Staff|Officer|Nurse|INT|Me)"
    r"|(?P<other>[A-Z][a-z]+|[A-Z]{2,4}|<PERSON_\d+>))[ \t]*:[ \t]*(?=\S)",
    re.MULTILINE,
)
_GENERIC: Final = re.compile(
    r"\b(?:training (?:slide|handout|day|module|session|text|material|note)|(?:from|in) (?:the|our) "
    r"(?:training|handbook|manual|policy|leaflet)|policy(?: text| reminder| says| states)?\s*:|"
    r"our policy|house polic(?:y|ies)|people who (?:have|are|were|come|leave)|(?:many|most|some) "
    r"(?:people|clients|residents|women|workers|young people) |clients (?:often|may|who|can|should)|"
    r"residents (?:who|may|must|should)|(?:any|every) (?:client|resident|guest)s? (?:who|may|must)|"
    r"all (?:staff|residents|clients) (?:must|should|are reminded)|template|handout|"
    r"in general,|as a rule|survivors (?:often|may|who)|victims (?:often|may|who))",
    re.IGNORECASE,
)


def read_sections(words: Words) -> Sections:
    """The sections of a note; passages may lie in several of them."""
    text = words.text
    turns = list(_turns(text))
    return Sections(
        quotes=tuple(_quotes(text)),
        headings=tuple(Span(*match.span(1)) for match in _HEADING.finditer(text)),
        bullets=tuple(Span(*match.span()) for match in _BULLET.finditer(text)),
        paragraphs=tuple(Span(*match.span()) for match in _PARAGRAPH.finditer(text)),
        turns=tuple(turns),
        generic=tuple(_generic(words)),
    )


def _quotes(text: str) -> list[Span]:
    found = [Span(match.start() + 1, match.end() - 1) for match in _PAIRED.finditer(text)]
    for pattern in (_STRAIGHT, _SINGLE):
        for match in pattern.finditer(text):
            span = Span(*match.span(1))
            if not any(span.overlaps(other) for other in found):
                found.append(span)
    return sorted(found)


def _turns(text: str) -> list[tuple[Span, Turn]]:
    marks = list(_TURN.finditer(text))
    known = sum(1 for mark in marks if mark["client"] or mark["worker"])
    if known < 2 or len({mark.group().strip() for mark in marks}) < 2:
        return []
    turns: list[tuple[Span, Turn]] = []
    chat = any(mark["worker"] == "Me" for mark in marks)
    for index, mark in enumerate(marks):
        stop = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        other = Turn.CLIENT if chat else Turn.OTHER
        kind = Turn.CLIENT if mark["client"] else Turn.WORKER if mark["worker"] else other
        if stop > mark.end():
            turns.append((Span(mark.end(), stop), kind))
    return turns


def _generic(words: Words) -> list[Span]:
    sentences = [words.span(first, stop) for first, stop in words.sentences if stop > first]
    return [
        span for span in sentences if _GENERIC.search(words.text[span.start : span.end])
    ]
