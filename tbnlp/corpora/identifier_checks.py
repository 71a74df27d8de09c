"""Identifiers of a corpus against each other: nesting, one number a person, and no mention left unmarked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby, product
from typing import Final

from rapidfuzz.fuzz import ratio

from tbnlp.corpora.faults import Fault, Level, quoted
from tbnlp.corpora.format_checks import ALLOWED, RawCorpus
from tbnlp.corpora.raw_rows import IdentifierRow, NoteRow
from tbnlp.notes.span import Span

NAMES: Final = frozenset({"PERSON", "ALIAS", "ORG", "FACILITY"})
"""Types whose words are names: other writings with capital or small letters count as the same name."""
REPEATED: Final = NAMES | frozenset({
    "ADDRESS", "PHONE", "EMAIL", "HANDLE", "URL", "A_NUMBER", "USCIS_RECEIPT", "COURT_CASE", "POLICE_CASE", "SSN",
    "PASSPORT", "LICENCE", "PLATE", "VIN", "MRN", "ACCOUNT", "IP", "HOTLINE_CASE", "OTHER_ID",
})
"""Types whose marked words must be marked everywhere in the case."""
LEAST_LETTERS: Final = 4
"""Letters of a name from which it is also looked for in other writings; shorter ones meet ordinary words."""
LEAST_CHARACTERS: Final = 3
COMMON_CASES: Final = 3
"""A word that stands unmarked and in small letters in so many other cases is an ordinary word."""
MISSPELT: Final = 75.0
"""Likeness (0-100, share of characters in order) from which two surnames count as spellings of one."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019\-][^\W\d_]+)*")
_FULL_NAME: Final = re.compile(r"[^\W\d_][\w'\u2019.\-]*(?:\s+[^\W\d_][\w'\u2019.\-]*)+")
_NO_SURNAMES: Final = frozenset("""
 jr sr ii iii de da do dos das del della di la le el al van von der den bin binti
 mr mrs ms miss mx dr prof sir madam don dona sra ofc sgt lt capt captain chief nurse sister brother father aunt uncle
""".split())
"""Titles, kin words and particles that may stand in a marked name."""

Case = tuple[list[NoteRow], dict[str, Sequence[IdentifierRow]]]


def identifier_faults(corpus: RawCorpus) -> list[Fault]:
    """Nesting, person numbers and unmarked repetitions of the gold identifiers. Marks must lie in their texts."""
    common = _common_words(corpus)
    found: list[Fault] = []
    for notes, marks in _cases(corpus):
        found += [fault for note in notes for fault in _crossing(note.note_id, marks[note.note_id])]
        found += _surnames(notes, marks)
        found += _unmarked(notes, marks, common)
    return _without_allowed(found, corpus)


def _cases(corpus: RawCorpus) -> Iterator[Case]:
    ordered = sorted(corpus.notes, key=lambda note: note.case_id)
    for _, group in groupby(ordered, key=lambda note: note.case_id):
        notes = list(group)
        yield notes, {note.note_id: _sound(corpus, note) for note in notes}


def _sound(corpus: RawCorpus, note: NoteRow) -> list[IdentifierRow]:
    row = corpus.gold.get(note.note_id)
    return [mark for mark in (row.pii if row else ()) if mark.start < mark.end <= len(note.text)]


def _crossing(note_id: str, marks: Sequence[IdentifierRow]) -> Iterator[Fault]:
    for one, other in combinations(sorted(marks, key=lambda mark: (mark.start, -mark.end)), 2):
        if one.start < other.start < one.end < other.end:
            message = f"{one.type} and {other.type} overlap and neither lies inside the other"
            yield Fault("nesting", message, note_id, other.start, one.end)


def _surnames(notes: Sequence[NoteRow], marks: Mapping[str, Sequence[IdentifierRow]]) -> Iterator[Fault]:
    """A number with two surnames that are no spellings of one: two people, or a name that changed."""
    names: dict[int, dict[tuple[str, ...], tuple[NoteRow, IdentifierRow]]] = defaultdict(dict)
    for note in notes:
        for mark in marks[note.note_id]:
            words = note.text[mark.start : mark.end]
            if mark.type == "PERSON" and mark.person is not None and _FULL_NAME.fullmatch(words):
                names[mark.person].setdefault(_name_words(words), (note, mark))
    for person, surfaces in names.items():
        for one, other in combinations(surfaces, 2):
            if not _one_person(one, other):
                note, mark = surfaces[other]
                message = f"person {person} of case {note.case_id} has two different surnames"
                yield Fault("person numbers", message, note.note_id, mark.start, mark.end, Level.REVIEW)
                break


def _name_words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters, without titles, particles and initials."""
    words = [word.lower().strip(".") for word in re.split(r"[\s\-]+", name)]
    return tuple(word for word in words if len(word) > 1 and "." not in word and word not in _NO_SURNAMES)


def _one_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True when a surname of one is like a word of the other, in any order of given name and surname."""
    if min(len(one), len(other)) < 2 or ratio(" ".join(one), " ".join(other)) >= MISSPELT:  # no surname
        return True
    pairs = [*product(one[1:], other), *product(other[1:], one)]
    return any(ratio(left, right) >= MISSPELT for left, right in pairs)


def _common_words(corpus: RawCorpus) -> frozenset[str]:
    """Words that stand in small letters outside identifiers in several cases."""
    cases: dict[str, set[str]] = defaultdict(set)
    for note in corpus.notes:
        kept = list(note.text)
        for mark in _sound(corpus, note):
            kept[mark.start : mark.end] = " " * (mark.end - mark.start)
        for word in set(_WORD.findall("".join(kept))):
            if word.islower():
                cases[word].add(note.case_id)
    return frozenset(word for word, where in cases.items() if len(where) >= COMMON_CASES)


def _unmarked(
    notes: Sequence[NoteRow], marks: Mapping[str, Sequence[IdentifierRow]], common: frozenset[str]
) -> Iterator[Fault]:
    surfaces = _surfaces(notes, marks)
    for note in notes:
        covered = [Span(mark.start, mark.end) for mark in marks[note.note_id]]
        taken: list[Span] = []
        for words, kind in sorted(surfaces.items(), key=lambda item: (-len(item[0]), item[0])):
            for place in _places(note.text, words, kind, common):
                if not any(place.overlaps(other) for other in (*covered, *taken)):
                    taken.append(place)
                    message = f"{quoted(note.text[place.start : place.end])} is marked as {kind} elsewhere in the case"
                    yield Fault("unmarked repetition", message, note.note_id, place.start, place.end)


def _surfaces(notes: Sequence[NoteRow], marks: Mapping[str, Sequence[IdentifierRow]]) -> dict[str, str]:
    """The words that must be marked everywhere in the case, with a type; names of persons also word by word."""
    found: Counter[tuple[str, str]] = Counter()
    for note in notes:
        for mark in marks[note.note_id]:
            words = note.text[mark.start : mark.end]
            if mark.type in REPEATED and len(words) >= LEAST_CHARACTERS and "\n" not in words:
                found[words, mark.type] += 1
                if mark.type == "PERSON" and _FULL_NAME.fullmatch(words):
                    parts = (part.strip(".") for part in words.split() if part.lower().strip(".") not in _NO_SURNAMES)
                    found.update((part, "PERSON") for part in parts if len(part) >= LEAST_LETTERS)
    return {words: kind for (words, kind), _ in found.most_common()[::-1]}


def _places(text: str, words: str, kind: str, common: frozenset[str]) -> Iterator[Span]:
    """Whole-word places of `words`; a name that is no ordinary word in any writing, everything else as it is."""
    parts = _WORD.findall(words)
    ordinary = all(part.lower() in common or len(part) < LEAST_LETTERS for part in parts)
    if kind in NAMES and ordinary and words.islower():
        return
    any_case = kind in NAMES and not ordinary
    flags = re.IGNORECASE if any_case else re.NOFLAG
    if (words if not any_case else words.lower()) not in (text if not any_case else text.lower()):
        return
    for match in re.finditer(rf"(?<![\w@.]){re.escape(words)}(?![\w@])", text, flags):
        if not (kind in NAMES and ordinary and len(parts) <= 1 and _opens_sentence(text, match.start())):
            yield Span(match.start(), match.end())


def _opens_sentence(text: str, place: int) -> bool:
    """True when a capital letter at `place` says nothing, since a sentence or a line begins there."""
    before = text[:place].rstrip(" \t\"'\u201c\u2018(-*\u2022")
    return not before or before[-1] in ".!?:;\n"


def _without_allowed(faults: Iterable[Fault], corpus: RawCorpus) -> list[Fault]:
    """The findings less the allowed places; an allowed place that nothing was found at is a finding of its own."""
    places = {(row.note_id, row.start, row.end) for row in corpus.allowed}
    used, kept = set(), []
    for fault in faults:
        key = (fault.note_id, fault.start, fault.end)
        if fault.check == "unmarked repetition" and key in places:
            used.add(key)
        else:
            kept.append(fault)
    stale = [row for row in corpus.allowed if (row.note_id, row.start, row.end) not in used]
    return kept + [
        Fault("allowed places", f"{ALLOWED} allows a place where nothing was found; take the row out", row.note_id,
              row.start, row.end)
        for row in stale
    ]
