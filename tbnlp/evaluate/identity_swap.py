"""The same note about somebody else: names, nationality and pronouns swapped, marks moved along.

The labels of a passage must not hang on who a person is, so rules and model are asked to read both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from tbnlp.corpora.written import GoldIdentifier, WrittenNote
from tbnlp.evaluate.name_origins import given_names_of, origins
from tbnlp.notes.span import Span

LabelsOf = Callable[[Sequence[str]], list[list[str]]]
"""From texts to the labels of each, one entry a passage."""

NATIONALITIES: Final = (
    "Polish", "Romanian", "Thai", "Portuguese", "Bulgarian", "Turkish", "Vietnamese", "Hungarian", "Albanian", "Korean",
    "Czech", "Indonesian",
)
"""Words that name a nationality and a language alike, since marks of this type hold both."""

_PRONOUNS: Final = {
    "she": "he", "he": "she", "him": "her", "hers": "his", "herself": "himself", "himself": "herself",
    "mr": "ms", "ms": "mr", "mrs": "mr",
}
_OBJECT_BEFORE: Final = frozenset("""
 a about after again all alone and any are as at away back because before but by down every for from he here home how
 if i in into is it like not now off on once or out over she so some that the then there they this through to today
 tomorrow tonight too twice under until up was we what when where which while who why with would yesterday you
""".split())
"""Words before which `her` is an object (him) and not a possessive (his)."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_SWAPPED: Final = re.compile(r"\b(?:she|he|him|his|her|hers|herself|himself|mr|mrs|ms)\b", re.IGNORECASE)
_NEXT: Final = re.compile(r"\s+([^\W\d_]+)")
_LIKE_ADDRESS: Final = re.compile(r"[@\d/\\_]|\.\w{2}")
_SHORTEST: Final = 2
"""Names of so few letters are initials and stay."""


@dataclass(frozen=True, slots=True)
class SwapScore:
    """Labels of notes and of their swapped copies: `same` of `n` stayed."""

    notes: int
    same: int
    n: int
    changed: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float | None:
        """The share that stayed, or None when no label was given at all."""
        return self.same / self.n if self.n else None


def swap_identity(note: WrittenNote, seed: int = 0) -> WrittenNote:
    """The note with other names, nationalities and the other gender's pronouns; gold marks are moved along.

    The same word of a case gets the same new word in every note. Initials, addresses and kin words stay. `her` becomes
    `his` or `him` by the next word alone, which is wrong at times.
    """
    edits = sorted(_edits(note, seed), key=lambda edit: edit[0])
    text, place = [], 0
    for span, words in edits:
        text += [note.text[place : span.start], words]
        place = span.end
    return replace(
        note,
        text="".join([*text, note.text[place:]]),
        identifiers=tuple(replace(item, span=_moved(item.span, edits)) for item in note.identifiers),
        passages=tuple(replace(item, span=_moved(item.span, edits)) for item in note.passages),
    )


def _moved(span: Span, edits: Sequence[tuple[Span, str]]) -> Span:
    """A span of the old text in the new one; an edge inside a changed word takes the whole word."""
    start, end = span.start, span.end
    for old, words in edits:
        change = len(words) - len(old)
        if old.end <= span.start:
            start += change
        elif old.start < span.start:
            start -= span.start - old.start
        if old.end <= span.end:
            end += change
        elif old.start < span.end:
            end += old.end - span.end + change
    return Span(start, end)


def changed_labels(notes: Sequence[WrittenNote], labels_of: LabelsOf, seed: int = 0) -> SwapScore:
    """Labels that a system gives to a note and not to its swapped copy, or the other way round.

    Counted by label within a note, wherever the passages lie; raw text is read, as if redaction had missed all names.
    """
    before = labels_of([note.text for note in notes])
    after = labels_of([swap_identity(note, seed).text for note in notes])
    same = total = 0
    changed: Counter[str] = Counter()
    for one, other in zip(map(Counter, before), map(Counter, after), strict=True):
        same += (one & other).total()
        total += (one | other).total()
        changed.update((one | other) - (one & other))
    return SwapScore(len(notes), same, total, tuple(changed.most_common()))


def _edits(note: WrittenNote, seed: int) -> Iterator[tuple[Span, str]]:
    taken: list[Span] = []
    for item in sorted(note.identifiers, key=lambda mark: (mark.span.start, mark.span.end)):
        if any(item.span.overlaps(span) for span in taken):
            continue
        if item.type in {"PERSON", "ALIAS"}:
            taken.append(item.span)
            yield from _new_name(note, item, seed)
        elif item.type == "NATIONALITY":
            taken.append(item.span)
            words = note.text[item.span.start : item.span.end]
            yield item.span, _cased(_drawn(NATIONALITIES, words, note.case_id, seed), words)
    every = [*taken, *(item.span for item in note.identifiers)]
    for match in _SWAPPED.finditer(note.text):
        span = Span(*match.span())
        if not any(span.overlaps(other) for other in every):
            yield span, _cased(_pronoun(note.text, match), match.group())


def _new_name(note: WrittenNote, item: GoldIdentifier, seed: int) -> Iterator[tuple[Span, str]]:
    """New words for those of a name; an e-mail, a file name or a handle stays as it is."""
    words = note.text[item.span.start : item.span.end]
    if _LIKE_ADDRESS.search(words):
        return
    for match in _WORD.finditer(words):
        if len(match.group()) > _SHORTEST:
            span = Span(*match.span()).shift(item.span.start)
            yield span, _cased(_drawn(_pool(), match.group(), note.case_id, seed), match.group())


def _pool() -> tuple[str, ...]:
    names = (name for region in origins() for gender in ("female", "male") for name in given_names_of(region, gender))
    return tuple(sorted({name for name in names if name.isalpha() and len(name) > _SHORTEST}))


def _drawn(pool: Sequence[str], words: str, case_id: str, seed: int) -> str:
    """A member of the pool that is not the word itself, by a hash, so that every machine draws the same."""
    digest = sha256(f"{seed}\x1f{case_id}\x1f{words.lower()}".encode()).digest()
    first = int.from_bytes(digest[:8], "big") % len(pool)
    return pool[first] if pool[first].lower() != words.lower() else pool[(first + 1) % len(pool)]


def _pronoun(text: str, match: re.Match[str]) -> str:
    word = match.group().lower()
    following = _NEXT.match(text, match.end())
    if word == "her":
        return "his" if following and following.group(1).lower() not in _OBJECT_BEFORE else "him"
    if word == "his":
        return "her" if following and following.group(1).lower() not in _OBJECT_BEFORE else "hers"
    return _PRONOUNS[word]


def _cased(new: str, old: str) -> str:
    """The new word in the capitals of the old one."""
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new.lower()
