"""A redacted note as the encoder reads it: its words, its sentences, and where each word stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from tbnlp.encoder.passages import Words, readable
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.span import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """Words for the encoder; `starts` and `ends` are the characters of each word in the note."""

    words: Words
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def range_of(self, span: Span) -> tuple[int, int]:
        """Half-open range of the words that share a character with a span; empty when none does."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)

    def span_of(self, first: int, last: int) -> Span:
        """The characters from word `first` to the end of word `last - 1`."""
        return Span(self.starts[first], self.ends[last - 1])

    def parts_of(self, span: Span, sentence: int) -> tuple[tuple[Span, ...], int]:
        """A span cut where its sentence ends, and the last sentence that it reaches."""
        parts, last = [span], sentence
        _, end = self.words.sentences[sentence]
        if end < len(self.starts) and self.starts[end] < span.end:
            parts = [Span(span.start, self.ends[end - 1]), Span(self.starts[end], span.end)]
            last = sentence + 1
        return tuple(parts), last


def read(note: RedactedNote) -> Reading:
    """The words of a note in order, whitespace left out. Sentences without a word have an empty range."""
    tokens = note.tokens
    rows = [
        (start, end)
        for start, end in zip(tokens.starts, tokens.ends, strict=True)
        if not note.text[start:end].isspace()
    ]
    starts = tuple(start for start, _ in rows)
    ends = tuple(end for _, end in rows)
    sentences = tuple(
        (bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))
        for sentence in note.sentences
    )
    words = tuple(readable(note.text[start:end]) for start, end in rows)
    return Reading(Words(words, sentences), starts, ends)
