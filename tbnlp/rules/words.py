"""The words of a Doc as plain columns, which the rules read in place of spaCy tokens."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tbnlp.notes.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PLAIN: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "“": '"', "”": '"', "`": "'"})
_SURFACES: Final = {"nt": "n't", "w/out": "without", "w/o": "without", "bc": "because",
                    "b/c": "because", "cos": "because", "w/": "with", "r/t": "because"}
_LEMMAS: Final = {"n't": "not", "nt": "not", "ca": "can", "wo": "will", "sha": "shall",
                  "'ll": "will", "gon": "go", "wan": "want"}


@dataclass(frozen=True, slots=True)
class Words:
    """Columns over the words of one text; whitespace is no word, a placeholder is one.

    `starts`/`ends`: characters, half-open. `lowers`: lower case with plain apostrophes.
    `sentences`: half-open ranges of word positions, in order, that cover all words.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lowers: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, character: int) -> int:
        """Position of the word that holds `character`, else of the last word that begins before."""
        return max(0, bisect_right(self.starts, character) - 1)

    def sentence_of(self, position: int) -> int:
        """Ordinal of the sentence that holds the word at `position`."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle][1] <= position:
                low = middle + 1
            else:
                high = middle
        return min(low, len(self.sentences) - 1)

    def range_of(self, span: Span) -> tuple[int, int]:
        """Half-open range of the words that share a character with `span`."""
        first = self.at(span.start)
        if self.ends[first] <= span.start and first + 1 < len(self):
            first += 1
        last = self.at(span.end - 1)
        return first, max(first, last) + 1

    def span(self, first: int, stop: int) -> Span:
        """Characters from the word at `first` to the word before `stop`."""
        return Span(self.starts[first], self.ends[stop - 1])

    def is_placeholder(self, position: int) -> bool:
        """True when the word is a placeholder of the grammar."""
        return self.text[self.starts[position]] == "<" and self.ends[position] - 1 > (
            self.starts[position]
        ) and self.text[self.ends[position] - 1] == ">"


def read_words(doc: Doc) -> Words:
    """The words of `doc`; makes no claim about the quality of its tags."""
    strings = doc.vocab.strings
    rows = doc.to_array(["IDX", "LENGTH", "LEMMA", "TAG", "SENT_START"]).tolist()
    text = doc.text
    plain = text.translate(_PLAIN).lower() if text.isascii() else None
    starts: list[int] = []
    ends: list[int] = []
    lowers: list[str] = []
    lemmas: list[str] = []
    tags: list[str] = []
    begins: list[int] = []
    pending = True
    for start, length, lemma, tag, sentence in rows:
        pending = pending or sentence == 1
        end = start + length
        lower = plain[start:end] if plain is not None else _lower(text[start:end])
        if lower.isspace():
            continue
        if pending:
            begins.append(len(starts))
            pending = False
        lower = _SURFACES.get(lower, lower)
        starts.append(start)
        ends.append(end)
        lowers.append(lower)
        lemmas.append(_LEMMAS.get(lower) or (_lower(strings[lemma]) if lemma else lower))
        tags.append(strings[tag] if tag else "XX")
    return Words(
        text=text,
        starts=tuple(starts),
        ends=tuple(ends),
        lowers=tuple(lowers),
        lemmas=tuple(lemmas),
        tags=tuple(tags),
        sentences=tuple(zip(begins, [*begins[1:], len(starts)], strict=True)),
    )


def _lower(word: str) -> str:
    return word.translate(_PLAIN).lower()
