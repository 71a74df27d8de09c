"""The lines of a brat `.ann` file: text-bound spans, attributes, and comments of one line.

Offsets are code points on the text as it lies on the disk. brat reads lines at every character that ends a
line in Unicode, and it refuses pieces of one span that touch, so a span is cut at line breaks, and pieces that
touch are written as one. Source: brat, `annotation.py`, class `TextAnnotations`; brat manual, standoff format.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import ATTRIBUTE_ORDER, Mark
from tbnlp.formats.returned import UNSPECIFIED
from tbnlp.notes.span import Span

SUBTYPE_END: Final = "_subtype"
COMMENT: Final = "AnnotatorNotes"
SCORE: Final = "Score"

_BREAKS: Final = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_ON_ONE_LINE: Final = re.compile(f"[^{_BREAKS}]+")
_BREAK_GAP: Final = re.compile(rf"\s*[{_BREAKS}]\s*")
_BREAKS_AND_TABS: Final = re.compile(rf"[{_BREAKS}\t]+")
_SPAN_LINE: Final = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?", re.DOTALL)
_ANSWER_LINE: Final = re.compile(r"A\d+\t(\S+) (T\d+) (\S+)\s*")
_COMMENT_LINE: Final = re.compile(r"#\d+\t(\S+) (T\d+)\t(.*)", re.DOTALL)
_REFUSED: Final = {"R": "a relation", "E": "an event", "*": "an equivalence", "M": "a modifier"}


@dataclass(slots=True)
class Found:
    """One text-bound span with what other lines say about it. `number`: its line, counted from 1."""

    label: str
    pieces: tuple[Span, ...]
    number: int
    subtype: str = UNSPECIFIED
    answers: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    score: float | None = None


def pieces_of(parts: Sequence[Span], text: str) -> tuple[Span, ...]:
    """The pieces that brat can show; empty for a passage of line breaks alone."""
    whole: list[Span] = []
    for part in parts:
        if whole and whole[-1].end == part.start:
            whole[-1] = whole[-1].cover(part)
        else:
            whole.append(part)
    return tuple(
        Span(part.start + match.start(), part.start + match.end())
        for part in whole
        for match in _ON_ONE_LINE.finditer(text[part.start : part.end])
    )


def parts_of(pieces: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Pieces with nothing but a line break and blanks between them as one part."""
    parts: list[Span] = []
    for piece in sorted(pieces):
        if parts and _BREAK_GAP.fullmatch(text, parts[-1].end, piece.start):
            parts[-1] = parts[-1].cover(piece)
        else:
            parts.append(piece)
    return tuple(parts)


def one_line(comment: str) -> str:
    """The comment as brat can hold it: line breaks and tabs as a blank."""
    return _BREAKS_AND_TABS.sub(" ", comment).strip()


def lines_of(mark: Mark, text: str, name: str, counter: Counter[str]) -> list[str]:
    """The lines of one mark that has at least one piece; `counter` numbers attributes and comments of the file."""
    pieces = pieces_of(mark.parts, text)
    places = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
    quote = " ".join(text[piece.start : piece.end] for piece in pieces)
    lines = [f"{name}\t{mark.label} {places}\t{quote}"]
    for question, answer in ((mark.label + SUBTYPE_END, mark.subtype), *mark.attributes):
        counter["A"] += 1
        lines.append(f"A{counter['A']}\t{question} {name} {answer}")
    score = "" if mark.score is None else repr(mark.score)
    for kind, content in ((COMMENT, one_line(mark.comment)), (SCORE, score)):
        if content:
            counter["#"] += 1
            lines.append(f"#{counter['#']}\t{kind} {name}\t{content}")
    return lines


def parse(content: str, text: str, where: str, ignored: Counter[str]) -> dict[str, Found]:
    """The spans of an `.ann` file by their names (`T1`).

    Normalisations and comments of other kinds are counted in `ignored`. Raises `InputError`, naming `where` and
    the line, for relations, events and lines that cannot be read, and where a span left its text.
    """
    found: dict[str, Found] = {}
    others: list[tuple[str, str]] = []
    for number, raw in enumerate(content.split("\n"), start=1):
        line, place = raw.removesuffix("\r"), f"{where}, line {number}"
        if not line.strip():
            continue
        if line[0] == "T":
            name, span = _span(line, text, place, number)
            if name in found:
                msg = f"{place}: {name} is there twice"
                raise InputError(msg)
            found[name] = span
        elif line[0] in _REFUSED:
            msg = f"{place}: {_REFUSED[line[0]]}, which marks of this project do not have; take it out in brat"
            raise InputError(msg)
        else:
            others.append((line, place))
    for line, place in others:
        if line[0] == "A":
            _answer(line, found, place)
        elif line[0] == "#":
            _comment(line, found, place, ignored)
        elif line[0] == "N":
            ignored["brat_normalisation"] += 1
        else:
            msg = f"{place}: not a line of the brat format"
            raise InputError(msg)
    return found


def _span(line: str, text: str, place: str, number: int) -> tuple[str, Found]:
    match = _SPAN_LINE.fullmatch(line)
    if match is None:
        msg = f"{place}: not a span of the brat format"
        raise InputError(msg)
    name, label, places, quote = match.groups()
    edges = [tuple(int(edge) for edge in pair.split(" ")) for pair in places.split(";")]
    if any(not 0 <= start < end <= len(text) for start, end in edges):
        msg = f"{place}: {name} leaves its text"
        raise InputError(msg)
    pieces = tuple(Span(start, end) for start, end in edges)
    reference = " ".join(text[piece.start : piece.end] for piece in pieces)
    if quote and _BREAKS_AND_TABS.sub(" ", quote).strip() != _BREAKS_AND_TABS.sub(" ", reference).strip():
        msg = f"{place}: {name} does not stand on the words beside it; the text or the offsets were changed"
        raise InputError(msg)
    return name, Found(label, pieces, number)


def _answer(line: str, found: dict[str, Found], place: str) -> None:
    match = _ANSWER_LINE.fullmatch(line)
    if match is None or match[2] not in found:
        msg = f"{place}: an attribute without its span or without a value"
        raise InputError(msg)
    question, span, answer = match[1], found[match[2]], match[3]
    if question == span.label + SUBTYPE_END:
        known = span.subtype != UNSPECIFIED
        span.subtype = answer
    elif question in ATTRIBUTE_ORDER:
        known = question in span.answers
        span.answers[question] = answer
    else:
        msg = f"{place}: {question!r} is not a question about {span.label}"
        raise InputError(msg)
    if known:
        msg = f"{place}: a second answer to one question about {match[2]}"
        raise InputError(msg)


def _comment(line: str, found: dict[str, Found], place: str, ignored: Counter[str]) -> None:
    match = _COMMENT_LINE.fullmatch(line)
    if match is None or match[2] not in found or match[1] not in {COMMENT, SCORE}:
        ignored["brat_comment_of_another_kind"] += 1
        return
    span = found[match[2]]
    if match[1] == COMMENT:
        span.comment = f"{span.comment} {match[3].strip()}".strip()
        return
    try:
        span.score = float(match[3])
    except ValueError:
        msg = f"{place}: the score is not a number"
        raise InputError(msg) from None
