"""Splits of a corpus: no case, writer, phrase or near copy on both sides of a split."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from tbnlp.corpora.faults import Fault
from tbnlp.corpora.format_checks import RawCorpus
from tbnlp.corpora.raw_rows import NoteRow
from tbnlp.notes.span import Span

TRAIN: Final = "train"
DEV: Final = "dev"
STRANGERS: Final = "test_out"
CONTRAST: Final = "contrast"
HELD_OUT: Final = frozenset({"test_in", STRANGERS, CONTRAST})
"""Splits that are opened for release figures only."""
OVERLAP: Final = 8
"""Words in a row that no held-out text shares with a text of train."""
SHINGLE: Final = 4
NEAR_COPY: Final = 0.3
"""Share of the sequences of four words, of those in either note, from which two notes count as near copies."""
MOST_HOLDERS: Final = 30
"""A sequence in more notes than this is a set phrase and tells nothing about copies."""

_WORD: Final = re.compile(r"\w+(?:['\u2019\-]\w+)*")


def split_faults(corpus: RawCorpus) -> list[Fault]:
    """Everything that crosses a split, and cases or notes that have none. Says nothing about likeness in meaning."""
    return [*_membership(corpus), *_writers(corpus), *overlaps(corpus), *_near_copies(corpus)]


def running_words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text in small letters with their places."""
    return [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(text)]


def sequences(text: str, length: int) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Every run of `length` words with its place."""
    words = running_words(text)
    for first in range(len(words) - length + 1):
        run = words[first : first + length]
        yield tuple(word for word, _, _ in run), Span(run[0][1], run[-1][2])


def overlaps(corpus: RawCorpus) -> list[Fault]:
    """The first run of eight words that each held-out note shares with a note of train."""
    of = corpus.split_of()
    train = {run: note.note_id for note in corpus.notes if of.get(note.case_id) == TRAIN
             for run, _ in sequences(note.text, OVERLAP)}
    found = []
    for note in corpus.notes:
        if of.get(note.case_id) in HELD_OUT:
            hit = next(((train[run], place) for run, place in sequences(note.text, OVERLAP) if run in train), None)
            if hit is not None:
                message = f"{OVERLAP} words in a row stand in {hit[0]} of train too"
                found.append(Fault("split overlap", message, note.note_id, hit[1].start, hit[1].end))
    return found


def _membership(corpus: RawCorpus) -> Iterator[Fault]:
    cases = {note.case_id for note in corpus.notes}
    listed = Counter((case, name) for name, members in corpus.splits.items() for case in members)
    where: Mapping[str, list[str]] = defaultdict(list)
    for (case, name), count in listed.items():
        where[case].append(name)
        if count > 1:
            yield Fault("splits", f"case {case} stands {count} times in {name}")
    for case, names in where.items():
        if len(names) > 1:
            yield Fault("split leakage", f"case {case} is in {len(names)} splits: {', '.join(sorted(names))}")
        if case not in cases:
            yield Fault("splits", f"case {case} of split {names[0]} has no note")
    for case in sorted(cases - where.keys()):
        yield Fault("splits", f"case {case} is in no split")


def _writers(corpus: RawCorpus) -> Iterator[Fault]:
    of = corpus.split_of()
    splits: dict[str, set[str]] = defaultdict(set)
    for note in corpus.notes:
        splits[note.writer].add(of.get(note.case_id, ""))
    for writer, names in sorted(splits.items()):
        others = sorted(names - {STRANGERS, ""})
        if STRANGERS in names and others:
            yield Fault("split leakage", f"writer {writer} of {STRANGERS} also wrote for {', '.join(others)}")


def _near_copies(corpus: RawCorpus) -> Iterator[Fault]:
    """Pairs of notes with many sequences in common. Contrast pairs are near copies by intent and left out."""
    of = corpus.split_of()
    notes = [note for note in corpus.notes if of.get(note.case_id) != CONTRAST]
    runs = [{run for run, _ in sequences(note.text, SHINGLE)} for note in notes]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(runs):
        for run in own:
            holders[run].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for members in holders.values():
        if 1 < len(members) <= MOST_HOLDERS:
            shared.update((one, other) for place, one in enumerate(members) for other in members[place + 1 :])
    for (one, other), count in sorted(shared.items()):
        share = count / len(runs[one] | runs[other])
        if share >= NEAR_COPY:
            yield Fault("near copies", f"shares {share:.0%} of its runs of {SHINGLE} words with {notes[one].note_id}",
                        notes[other].note_id)


def written_notes(corpus: RawCorpus) -> list[NoteRow]:
    """The notes that are not contrast pairs: what composition and style are measured on."""
    of = corpus.split_of()
    return [note for note in corpus.notes if of.get(note.case_id) != CONTRAST]


def in_split(corpus: RawCorpus, name: str, notes: Iterable[NoteRow] | None = None) -> list[NoteRow]:
    """The notes of one split, in file order."""
    of = corpus.split_of()
    return [note for note in (corpus.notes if notes is None else notes) if of.get(note.case_id) == name]
