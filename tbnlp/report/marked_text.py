"""Redacted text cut into segments, so that passages may overlap and hidden characters can be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tbnlp.notes import placeholders
from tbnlp.notes.span import Span

LANES: Final = 4
"""Underlines that fit below one another in a line of the report; further ones share the last."""

PLAIN: Final = "plain"
PLACEHOLDER: Final = "placeholder"
HIDDEN: Final = "hidden"

_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""Control, direction and zero-width characters. Source: Unicode, Default_Ignorable_Code_Point and Cc.

Left out: tab and line ends, which are layout, and variation selectors, which belong to emoji.
"""
_JOINER: Final = "\u200d"
_EMOJI_PARTS: Final = frozenset({"So", "Sk", "Mn"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one kind: `plain`, `placeholder`, or the name of a `hidden` one."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a passage. `owner`: its candidate's place in the list; `index`: 0, or 1 for a second."""

    span: Span
    owner: int
    index: int = 0


@dataclass(frozen=True, slots=True)
class Layer:
    """A part that covers a segment, and the underline (0 is nearest to the text) that shows it."""

    part: Part
    lane: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters that the same parts cover. `opens` and `closes`: parts that begin or end here."""

    pieces: tuple[Piece, ...]
    layers: tuple[Layer, ...]
    opens: tuple[Part, ...]
    closes: tuple[Part, ...]


def visible(text: str) -> str:
    """Text for a place without marks: each hidden character becomes its name in angle brackets."""
    return "".join(f"⟨{piece.text}⟩" if piece.kind == HIDDEN else piece.text for piece in pieces(text))


def pieces(text: str) -> tuple[Piece, ...]:
    """The text in runs, placeholders and hidden characters apart."""
    return tuple(_pieces(text, placeholders.find(text)))


def lanes(parts: Sequence[Part]) -> list[int]:
    """A lane for each part, so that two parts that share a character differ (up to `LANES`).

    Parts are served in the order given; the callers put the ones that matter first.
    """
    given: list[int] = []
    for place, part in enumerate(parts):
        taken = {given[at] for at in range(place) if parts[at].span.overlaps(part.span)}
        free = next((lane for lane in range(LANES) if lane not in taken), LANES - 1)
        given.append(free)
    return given


def segments(text: str, parts: Sequence[Part]) -> list[Segment]:
    """Cut `text` at every edge of a part. Joined, the segments give the text again.

    Raises `ValueError` when a part leaves the text.
    """
    if any(part.span.end > len(text) for part in parts):
        msg = "a part of a passage leaves its text"
        raise ValueError(msg)
    layers = [Layer(part, lane) for part, lane in zip(parts, lanes(parts), strict=True)]
    edges = sorted({0, len(text)}.union(*({p.span.start, p.span.end} for p in parts)) - {0, len(text)})
    bounds = [0, *edges, len(text)] if text else [0]
    places = placeholders.find(text)
    waiting = sorted(layers, key=lambda layer: layer.part.span.start, reverse=True)
    active: list[Layer] = []
    result: list[Segment] = []
    for start, end in pairwise(bounds):
        active = [layer for layer in active if layer.part.span.end > start]
        while waiting and waiting[-1].part.span.start == start:
            active.append(waiting.pop())
        result.append(_segment(text, Span(start, end), places, active))
    return result


def _segment(text: str, span: Span, places: Sequence[Span], active: Sequence[Layer]) -> Segment:
    inside = [
        Span(max(place.start, span.start) - span.start, min(place.end, span.end) - span.start)
        for place in places
        if place.overlaps(span)
    ]
    layers = tuple(sorted(active, key=lambda layer: layer.lane, reverse=True))
    parts = sorted((layer.part for layer in active), key=lambda part: (part.owner, part.index))
    return Segment(
        pieces=tuple(_pieces(text[span.start : span.end], inside)),
        layers=layers,
        opens=tuple(part for part in parts if part.span.start == span.start),
        closes=tuple(part for part in parts if part.span.end == span.end),
    )


def _pieces(text: str, places: Sequence[Span]) -> Iterator[Piece]:
    done = 0
    for place in places:
        yield from _shown(text[done : place.start])
        yield Piece(PLACEHOLDER, text[place.start : place.end])
        done = place.end
    yield from _shown(text[done:])


def _shown(text: str) -> Iterator[Piece]:
    done = 0
    for match in _HIDDEN.finditer(text):
        if _joins_emoji(text, match.start()):
            continue
        if match.start() > done:
            yield Piece(PLAIN, text[done : match.start()])
        yield Piece(HIDDEN, _name(match.group()))
        done = match.end()
    if done < len(text):
        yield Piece(PLAIN, text[done:])


def _joins_emoji(text: str, place: int) -> bool:
    """True for a joiner between two emoji, which draws one picture and hides nothing."""
    if text[place] != _JOINER or not 0 < place < len(text) - 1:
        return False
    before, after = unicodedata.category(text[place - 1]), unicodedata.category(text[place + 1])
    return before in _EMOJI_PARTS and after == "So"


def _name(character: str) -> str:
    return unicodedata.name(character, f"control character U+{ord(character):04X}").lower()
