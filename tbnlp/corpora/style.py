"""Is the corpus written like notes, or like a template? Six measures with their bars, for corpus and writer.

The measures read words and not meaning, so they can be repeated on any collection of notes. They say nothing about
a single note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from tbnlp.corpora.faults import Fault
from tbnlp.corpora.format_checks import RawCorpus
from tbnlp.corpora.quotas import Figure
from tbnlp.corpora.raw_rows import NoteRow, PassageRow
from tbnlp.corpora.split_checks import running_words, sequences, written_notes
from tbnlp.notes.sentence_split import sentences
from tbnlp.notes.span import Span

SEQUENCE: Final = 8
VOCABULARY_WINDOW: Final = 20_000
RUSHED: Final = 3
"""Different shorthand words from which a note counts as written in a rush."""
QUOTED_WORDS: Final = 2

_NEGATION: Final = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|denie[sd]|deny(?:ing)?|refuse[sd]?|declined?|"
    r"cannot|unable|\w+n['\u2019]t|(?:did|do|does|was|is|would|wo|ca|could|has|have|had|are|were)nt|w/o)\b",
    re.IGNORECASE)
_HYPOTHETICAL: Final = re.compile(
    r"\b(?:if|unless|whether|in case|would|could|might|suppose[ds]?|otherwise|were to)\b|\bmay\b(?! \d)", re.IGNORECASE)
_SHORTHAND: Final = re.compile(
    r"(?<![\w/])(?:w/o?|b/c|b4|f/u|r/t|h/o|s/w|t/c|d/t|a/w|p/c|o/b|n/a|ct|cl|pt|pts|appt|appts|hx|tx|dx|rx|re|tel|msg|"
    r"mtg|wk|wks|hrs?|mins?|yo|dob|vm|lm|tc|asap|approx|poss|govt|info|docs|refd|rec'd|recd|abt|bf|gf|mo|yrs?|rm|apt|"
    r"nite|thx|pls|tmrw|sched|xfer|ref|cw|sw|gp|er|ed|eta|rtn|cld|wld|shd|hosp|interp|terp|atty|ofc|incl)(?![\w/])")
_QUOTE: Final = re.compile(
    r"\"([^\"\n]+)\"|\u201c([^\u201d\n]+)\u201d|(?<![\w'])'([^'\n]*(?:\w'\w[^'\n]*)*)'(?!\w)|\u2018([^\u2018\n]+)\u2019(?!\w)")
_FIRST_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note cut into sentences, with the passages that a measure may ask for."""

    row: NoteRow
    sentences: tuple[Span, ...]
    passages: tuple[PassageRow, ...]

    def words_of(self, sentence: Span) -> str:
        """The text of a sentence."""
        return self.row.text[sentence.start : sentence.end]


def style_figures(corpus: RawCorpus) -> list[Figure]:
    """All measures for the corpus and then for each writer. Contrast pairs are left out."""
    notes = [_read(note, corpus) for note in written_notes(corpus)]
    found = [measure("corpus", notes) for measure in MEASURES]
    ordered = sorted(notes, key=lambda note: note.row.writer)
    for writer, group in groupby(ordered, key=lambda note: note.row.writer):
        own = list(group)
        found += [measure(f"writer {writer}", own) for measure in MEASURES]
    return found


def style_faults(figures: Sequence[Figure]) -> list[Fault]:
    """A fault for each bar that the corpus as a whole misses; a single writer may miss one."""
    return [Fault("style", figure.line()) for figure in figures if figure.about == "corpus" and not figure.holds]


def _read(note: NoteRow, corpus: RawCorpus) -> ReadNote:
    row = corpus.gold.get(note.note_id)
    return ReadNote(note, tuple(sentences(note.text)), tuple(row.indicators) if row else ())


def once_share(about: str, notes: Sequence[ReadNote]) -> Figure:
    """Share of all runs of eight words, within notes, that stand once in the collection. Bar: 0.95.

    Counted over running text, so a phrase that stands ten times lowers the share ten times.
    """
    counts = Counter(run for note in notes for run, _ in sequences(note.row.text, SEQUENCE))
    total = counts.total()
    once = sum(count == 1 for count in counts.values())
    return Figure("share of 8-word runs that stand once", once / total if total else None, 0.95, None, total, about)


def turned_share(about: str, notes: Sequence[ReadNote]) -> Figure:
    """Share of sentences that deny, suppose or speak of somebody else. Bar: 0.15 to 0.30.

    Denial and supposition by word list (`_NEGATION`, `_HYPOTHETICAL`, `may` but not a date in May); somebody else by
    a gold passage of experiencer `other_person` or `generic` in the sentence, since no word list tells it.
    """
    def turned(note: ReadNote, sentence: Span) -> bool:
        words = note.words_of(sentence)
        others = (mark for mark in note.passages if mark.experiencer in {"other_person", "generic"})
        return bool(_NEGATION.search(words) or _HYPOTHETICAL.search(words)) or any(
            mark.start < sentence.end and sentence.start < mark.end for mark in others)

    return _sentence_share("share of sentences negated, hypothetical or about others", turned, 0.15, 0.30, about, notes)


def quoted_share(about: str, notes: Sequence[ReadNote]) -> Figure:
    """Share of sentences that hold, or stand in, a quotation of two words or more on one line. Bar: 0.05 to 0.15.

    Double and single quotation marks count. Whose words they are is not told, so other people's are in it.
    """
    def speaks(note: ReadNote, sentence: Span) -> bool:
        return any(place.overlaps(sentence) for place in _quotations(note.row.text))

    return _sentence_share("share of sentences with quoted speech", speaks, 0.05, 0.15, about, notes)


def _quotations(text: str) -> Iterator[Span]:
    for match in _QUOTE.finditer(text):
        if len(next(group for group in match.groups() if group is not None).split()) >= QUOTED_WORDS:
            yield Span(match.start(), match.end())


def small_starts(about: str, notes: Sequence[ReadNote]) -> Figure:
    """Share of sentences of rushed notes whose first letter is small. Bar: 0.05 to 0.30.

    A note is rushed when it holds three different shorthand words (`_SHORTHAND`: ct, w/, appt, f/u …), whatever its
    form; bullets and quotation marks before the first letter do not count.
    """
    def small(note: ReadNote, sentence: Span) -> bool:
        first = _FIRST_LETTER.search(note.words_of(sentence))
        return first is not None and first.group().islower()

    rushed = [note for note in notes if len(set(_SHORTHAND.findall(note.row.text))) >= RUSHED]
    return _sentence_share("share of lower-case starts in rushed notes", small, 0.05, 0.30, about, rushed)


def vocabulary(about: str, notes: Sequence[ReadNote]) -> Figure:
    """Different words among the first 20,000 running words in file order. Bar: 2,600.

    `n` is the number of words counted: with fewer than 20,000, as for a single writer, the bar does not apply.
    """
    words = [word for note in notes for word, _, _ in running_words(note.row.text)][:VOCABULARY_WINDOW]
    low = 2600 if len(words) == VOCABULARY_WINDOW or about == "corpus" else None
    return Figure("different words in the first 20,000", len(set(words)), low, None, len(words), about)


def sentence_median(about: str, notes: Sequence[ReadNote]) -> Figure:
    """Median number of words of a sentence; a sentence without a word is left out. Bar: 8 to 16."""
    lengths = _lengths(notes)
    value = float(np.median(lengths)) if lengths else None
    return Figure("median words of a sentence", value, 8, 16, len(lengths), about)


def sentence_spread(about: str, notes: Sequence[ReadNote]) -> Figure:
    """Words of a sentence, upper less lower quartile. Bar: 8."""
    lengths = _lengths(notes)
    value = float(np.subtract(*np.percentile(lengths, [75, 25]))) if lengths else None
    return Figure("spread of words of a sentence (quartiles)", value, 8, None, len(lengths), about)


def _lengths(notes: Sequence[ReadNote]) -> list[int]:
    lengths = (len(running_words(note.words_of(sentence))) for note in notes for sentence in note.sentences)
    return [length for length in lengths if length]


def _sentence_share(
    name: str, holds: Callable[[ReadNote, Span], bool], low: float, high: float, about: str, notes: Sequence[ReadNote]
) -> Figure:
    answers = [holds(note, sentence) for note in notes for sentence in note.sentences]
    return Figure(name, sum(answers) / len(answers) if answers else None, low, high, len(answers), about)


MEASURES: Final[tuple[Callable[[str, Sequence[ReadNote]], Figure], ...]] = (
    once_share, turned_share, quoted_share, small_starts, vocabulary, sentence_median, sentence_spread,
)
