"""Token and sentence records of a redacted text, from the words of the text before redaction."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tbnlp.notes.redacted_note import Replacement, Tokens
from tbnlp.notes.span import Span
from tbnlp.redact.shadow import Shadow
from tbnlp.redact.words import Words

_LINE: Final = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True, slots=True)
class _Entry:
    start: int
    end: int
    tag: str
    pos: str
    lemma: str
    opens: bool


def _kept_entries(
    shadow: Shadow, words: Words, replacements: Sequence[Replacement]
) -> tuple[list[_Entry], set[int]]:
    """Tokens outside every mask, moved to redacted coordinates, and the masks that open a sentence."""
    raw_starts = [item.raw_span.start for item in replacements]
    entries: list[_Entry] = []
    opening: set[int] = set()
    touched: set[int] = set()
    last_end = 0
    for index in range(len(words)):
        span = shadow.to_source(words.starts[index], words.ends[index])
        place = bisect_right(raw_starts, span.end - 1) - 1
        if place >= 0 and replacements[place].raw_span.end > span.start:
            if words.opens[index] and place not in touched:
                opening.add(place)
            touched.add(place)
            continue
        shift = 0
        if place >= 0:
            shift = replacements[place].span.end - replacements[place].raw_span.end
        start, end = span.start + shift, span.end + shift
        if start < last_end:
            # Two tokens of one raw character (as in a fraction sign): the first stands for both.
            continue
        last_end = end
        entries.append(_Entry(start, end, words.tags[index], words.poses[index],
                              words.lemmas[index], words.opens[index]))
    return entries, opening


def _all_entries(
    text: str, kept: list[_Entry], opening: set[int], replacements: Sequence[Replacement]
) -> list[_Entry]:
    marks = [
        _Entry(item.span.start, item.span.end, "NNP", "PROPN", item.placeholder, place in opening)
        for place, item in enumerate(replacements)
    ]
    entries = sorted([*kept, *marks], key=lambda entry: entry.start)
    filled: list[_Entry] = []
    position = 0
    for entry in [*entries, _Entry(len(text), len(text), "", "", "", False)]:
        for rest in re.finditer(r"\S+", text[position : entry.start]):
            start, end = position + rest.start(), position + rest.end()
            filled.append(_Entry(start, end, "XX", "X", rest[0], False))
        if entry.end > entry.start:
            filled.append(entry)
        position = entry.end
    return filled


def _line_breaks(text: str) -> list[int]:
    """Offsets at which a new sentence starts because a line does: blank lines, bullets, headers."""
    breaks = []
    offset = 0
    previous_closes = False
    for line in _LINE.findall(text):
        stripped = line.strip()
        bullet = re.match(r"(?:[-*+>\u2022\u25aa\u25cf\u2013]|\(?\d{1,2}[.)]|[A-Za-z][.)])[ \t]", stripped)
        if stripped and (previous_closes or bullet):
            breaks.append(offset)
        previous_closes = not stripped or bool(bullet) or stripped.endswith((":", ".", "!", "?", '"'))
        offset += len(line)
    return breaks


def _sentences(text: str, entries: Sequence[_Entry]) -> tuple[Span, ...]:
    breaks = _line_breaks(text)
    sentences: list[Span] = []
    start: int | None = None
    end = 0
    cursor = 0
    for entry in entries:
        opens = entry.opens
        while cursor < len(breaks) and breaks[cursor] <= entry.start:
            opens = True
            cursor += 1
        if opens and start is not None and end > start:
            sentences.append(Span(start, end))
            start = None
        if start is None:
            start = entry.start
        end = entry.end
    if start is not None and end > start:
        sentences.append(Span(start, end))
    return tuple(sentences)


def records_of(
    text: str, shadow: Shadow, words: Words, replacements: Sequence[Replacement]
) -> tuple[Tokens, tuple[Span, ...]]:
    """Tokens and sentences of the redacted `text`. A placeholder is one token and is never cut."""
    kept, opening = _kept_entries(shadow, words, replacements)
    entries = _all_entries(text, kept, opening, replacements)
    tokens = Tokens(
        starts=tuple(entry.start for entry in entries),
        ends=tuple(entry.end for entry in entries),
        tags=tuple(entry.tag for entry in entries),
        poses=tuple(entry.pos for entry in entries),
        lemmas=tuple(entry.lemma for entry in entries),
    )
    return tokens, _sentences(text, entries)
