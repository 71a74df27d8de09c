"""A normalised copy of a text with an exact map of offsets back to the original characters.

Recognisers read the copy, masks fall on the original, so that hidden characters, look-alike letters,
full-width or foreign digits, keycaps and spelt-out digits hide nothing (safety page, T8).
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tbnlp.notes import placeholders
from tbnlp.notes.span import Span

BLOB_LENGTH: Final = 200
"""Runs of more characters than this without a space are one BLOB (contract)."""

BLOB_MARK: Final = "\ufffc"
_VISIBLE_CONTROLS: Final = "\t\n\r\x0b\x0c"
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Mn", "Me"})
_INTERESTING: Final = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});|%[2-7][0-9A-Fa-f]|[^\x20-\x7e\n\r\t]"
)
_STAND_INS: Final = {
    "PERSON": "Anna", "LOCATION": "Springfield", "ORG": "Acme", "EMPLOYER": "Acme",
    "SCHOOL": "Acme", "DATE": "Monday", "FACILITY": "Acme", "AGE": "ten",
}
"""What the language model reads where the input already has a placeholder."""

_LOOKALIKES: Final = str.maketrans({
    "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c",
    "т": "t", "у": "y", "х": "x", "і": "i", "ј": "j", "ѕ": "s", "ԁ": "d", "ɡ": "g", "ӏ": "l",
    "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C",
    "Т": "T", "У": "Y", "Х": "X", "І": "I", "Ј": "J", "Ѕ": "S", "Ӏ": "l",
    "α": "a", "ο": "o", "ν": "v", "ρ": "p", "ι": "i", "κ": "k", "τ": "t", "υ": "u", "χ": "x",
    "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N",
    "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X",
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE",
    "œ": "oe", "Œ": "OE", "ı": "i", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "e", "ħ": "h",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "ʻ": "'", "′": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
    "∕": "/", "⁄": "/", "․": ".", "∙": ".", "•": "*", "−": "-",
})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the copy and where it came from; `linear` means character by character."""

    start: int
    end: int
    source_start: int
    source_end: int
    linear: bool


@dataclass(frozen=True, slots=True)
class Shadow:
    """The copy, its pieces in order, and the source they point into.

    `fixed`: spans of the copy that stand for an exact placeholder or a BLOB of the source.
    """

    text: str
    source: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]
    fixed: tuple[tuple[Span, str], ...] = ()

    def to_source(self, start: int, end: int) -> Span:
        """The source characters behind `[start, end)` of the copy, with hidden ones around them."""
        first = self.pieces[bisect_right(self.starts, start) - 1]
        last = self.pieces[bisect_right(self.starts, end - 1) - 1]
        begin = first.source_start + (start - first.start if first.linear else 0)
        stop = last.source_start + (end - last.start) if last.linear else last.source_end
        while begin > 0 and is_hidden(self.source[begin - 1]):
            begin -= 1
        while stop < len(self.source) and is_hidden(self.source[stop]):
            stop += 1
        return Span(begin, stop)


class _Builder:
    """Collects pieces from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.fixed: list[tuple[Span, str]] = []
        self.length = 0

    def add(self, text: str, start: int, end: int, *, linear: bool = False) -> None:
        """Append `text` as the copy of source `[start, end)`; nothing where the text is empty."""
        if text:
            stop = self.length + len(text)
            self.pieces.append(Piece(self.length, stop, start, end, linear))
            self.parts.append(text)
            self.length = stop

    def add_fixed(self, text: str, start: int, end: int, kind: str) -> None:
        """Append a stand-in that no recogniser may unmask or cut."""
        begin = self.length
        self.add(text, start, end)
        self.fixed.append((Span(begin, self.length), kind))

    def done(self) -> Shadow:
        """The finished copy."""
        starts = tuple(piece.start for piece in self.pieces)
        pieces = tuple(self.pieces)
        return Shadow("".join(self.parts), self.source, pieces, starts, tuple(self.fixed))


@lru_cache(maxsize=4096)
def is_hidden(character: str) -> bool:
    """True for characters that a reader cannot see by themselves (joiners, marks, controls)."""
    if character in _VISIBLE_CONTROLS:
        return False
    return unicodedata.category(character) in _HIDDEN_CATEGORIES


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    if character in _VISIBLE_CONTROLS:
        return character
    if character in "\u2028\u2029\x85":
        return "\n"
    folded = []
    for item in unicodedata.normalize("NFKD", character):
        category = unicodedata.category(item)
        if category in _HIDDEN_CATEGORIES:
            continue
        if category == "Nd":
            folded.append(str(unicodedata.decimal(item)))
        elif category == "Pd":
            folded.append("-")
        elif category == "Zs":
            folded.append(" ")
        else:
            folded.append(item)
    return "".join(folded).translate(_LOOKALIKES)


def _decode(piece: str) -> str:
    if piece.startswith("%"):
        return chr(int(piece[1:], 16))
    if piece.startswith("&"):
        plain = html.unescape(piece)
        return "".join(_fold(item) for item in plain) if plain != piece else piece
    return _fold(piece)


def _fold_stretch(builder: _Builder, start: int, end: int) -> None:
    position = start
    for match in _INTERESTING.finditer(builder.source, start, end):
        builder.add(builder.source[position : match.start()], position, match.start(), linear=True)
        builder.add(_decode(match[0]), *match.span())
        position = match.end()
    builder.add(builder.source[position:end], position, end, linear=True)


def _fixed_spans(text: str) -> list[tuple[Span, str, str]]:
    known = [
        (span, "PLACEHOLDER", placeholders.kind_of(text[span.start : span.end]))
        for span in placeholders.find(text)
    ]
    # A long run is judged with its placeholders taken out, so that glued ones are not swallowed.
    blank = list(text)
    for span, _, _ in known:
        blank[span.start : span.end] = " " * len(span)
    known += [
        (Span(*match.span()), "BLOB", "BLOB")
        for match in re.finditer(r"\S+", "".join(blank))
        if match.end() - match.start() > BLOB_LENGTH
    ]
    return sorted(known)


def shadow_of(text: str) -> Shadow:
    """The copy that recognisers and the language model read. Linear in the length of the text."""
    builder = _Builder(text)
    position = 0
    for span, kind, inner in _fixed_spans(text):
        _fold_stretch(builder, position, span.start)
        stand_in = BLOB_MARK if kind == "BLOB" else _STAND_INS.get(inner, "it")
        builder.add_fixed(stand_in, span.start, span.end, kind)
        position = span.end
    _fold_stretch(builder, position, len(text))
    return builder.done()


_DIGIT_WORDS: Final = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "cero": "0", "uno": "1", "dos": "2",
    "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9",
}
_WORD: Final = "|".join(_DIGIT_WORDS)
_DIGITISH: Final = rf"(?:(?:double|triple)[ ]+)?(?:{_WORD})|\d{{1,4}}"
_SPOKEN_RUN: Final = re.compile(
    rf"\b(?:{_DIGITISH})\b(?:[ ,.\-]{{1,3}}(?:{_DIGITISH})\b){{2,24}}", re.IGNORECASE
)
_SPOKEN_WORD: Final = re.compile(rf"\b(?:(double|triple)[ ]+)?({_WORD})\b", re.IGNORECASE)
_LEET_TOKEN: Final = re.compile(r"(?<![A-Za-z0-9])(?=[OolI|\d]{3,12}(?![A-Za-z0-9]))[OolI|]*\d[OolI|\d]*")
_LEET: Final = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})


def _spoken_edits(text: str) -> list[tuple[int, int, str]]:
    edits = []
    for run in _SPOKEN_RUN.finditer(text):
        words = list(_SPOKEN_WORD.finditer(text, *run.span()))
        previous_end = None
        for word in words:
            digit = _DIGIT_WORDS[word[2].lower()]
            times = {"double": 2, "triple": 3}.get((word[1] or "").lower(), 1)
            start = word.start()
            # The gap between two spelt digits goes too: "seven one three" reads 713.
            if previous_end is not None and text[previous_end:start].strip() == "":
                start = previous_end
            edits.append((start, word.end(), digit * times))
            previous_end = word.end()
    return edits


def digits_of(shadow: Shadow) -> Shadow:
    """A second copy in which spelt-out and disguised digits are digits; its source is `shadow.text`."""
    text = shadow.text
    edits = _spoken_edits(text)
    edits += [(m.start(), m.end(), m[0].translate(_LEET)) for m in _LEET_TOKEN.finditer(text)
              if not m[0].isdigit()]
    builder = _Builder(text)
    position = 0
    for start, end, new in sorted(edits):
        if start < position:
            continue
        builder.add(text[position:start], position, start, linear=True)
        builder.add(new, start, end)
        position = end
    builder.add(text[position:], position, len(text), linear=True)
    return builder.done()
