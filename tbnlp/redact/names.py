"""Roster, aliases and propagation: a name found once is masked everywhere in its case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tbnlp.redact import vocabulary
from tbnlp.redact.findings import Finding
from tbnlp.redact.known_bodies import ABBREVIATIONS
from tbnlp.redact.name_index import SEEN, SURE, WEAK, NameIndex
from tbnlp.redact.persons import name_words
from tbnlp.redact.safe_values import digits_in
from tbnlp.redact.shadow import shadow_of
from tbnlp.redact.words import Words

_PHRASES: Final = frozenset({
    "FACILITY", "ADDRESS", "HANDLE", "EMAIL", "URL", "ORG", "EMPLOYER", "SCHOOL", "LOCATION", "PLATE", "VIN", "PASSPORT",
    "LICENCE", "OTHER_ID", "COURT_CASE", "POLICE_CASE", "HOTLINE_CASE", "MRN", "ACCOUNT", "A_NUMBER", "USCIS_RECEIPT", "PERSON",
    "NATIONALITY", "SSN", "PHONE", "IP",
})
"""Types whose exact wording is masked wherever it comes back in the case."""
_DIGIT_RUN: Final = re.compile(r"\d(?:[ .\-/()]{0,3}\d){4,24}")
_FEWEST_DIGITS: Final = 5
_OFTEN: Final = 2
_SHORTEST: Final = 3
_LONGEST_CUE: Final = 40
_ALIAS_CUE: Final = re.compile(
    r"(?i)^[ ,;(\[]{0,3}(?:aka|a\.k\.a\.?|a/k/a|alias|also known as|known as|who goes by|goes by|nicknamed|street name|everybody calls (?:him|her)|\"|\(\"?)[ :,\"]{0,3}$"
)


@dataclass(frozen=True, slots=True)
class Roster:
    """Names and ids that were known before. Kept in memory only."""

    index: NameIndex
    phrases: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, names: Sequence[str], ids: Sequence[str]) -> Roster:
        """A roster of distinct entries; an entry with a digit is an id, whatever column it came from."""
        folded = [shadow_of(entry.strip()).text for entry in dict.fromkeys(names) if entry.strip()]
        people = [entry for entry in folded if not any(c.isdigit() or c == "@" for c in entry)]
        phrases = [("PERSON", entry) for entry in people]
        phrases += [("OTHER_ID", entry) for entry in folded if entry not in people]
        phrases += [("OTHER_ID", shadow_of(entry.strip()).text) for entry in dict.fromkeys(ids)]
        return cls(
            NameIndex((entry, SURE) for entry in people),
            tuple((kind, entry) for kind, entry in phrases if len(entry) >= 2),
        )

    def findings(self, text: str, words: Words) -> list[Finding]:
        """Where an entry stands in the text, also short, misspelt by one letter, or as a nickname."""
        return [
            *self.index.findings(words, "roster"),
            *_phrase_findings(text, self.phrases, "roster", anywhere=True),
            *_digit_findings(text, self.phrases, "roster"),
        ]


def _occurrences(text: str, lowered: str, phrase: str, *, any_case: bool) -> Iterable[tuple[int, int]]:
    needle, hay = (phrase.lower(), lowered) if any_case else (phrase, text)
    position = hay.find(needle)
    while position >= 0:
        end = position + len(needle)
        before = hay[position - 1] if position else " "
        after = hay[end] if end < len(hay) else " "
        if not (before.isalnum() and needle[0].isalnum()) and not (after.isalnum() and needle[-1].isalnum()):
            yield position, end
        position = hay.find(needle, max(end, position + 1))


def _phrase_findings(
    text: str, phrases: Iterable[tuple[str, str]], detector: str, *, anywhere: bool = False
) -> list[Finding]:
    lowered = text.lower()
    # Case folding may change lengths in rare scripts; then only the exact case is compared.
    foldable = len(lowered) == len(text)
    found = []
    for kind, phrase in phrases:
        ordinary = all(vocabulary.is_common(word) for word in re.findall(r"[a-z']+", phrase.lower()))
        any_case = foldable and (not ordinary or (anywhere and " " in phrase) or any(c.isdigit() for c in phrase))
        for start, end in _occurrences(text, lowered, phrase, any_case=any_case):
            found.append(Finding(start, end, kind, detector, 0.35))
    return found


def _digit_findings(
    text: str, phrases: Iterable[tuple[str, str]], detector: str
) -> list[Finding]:
    wanted = {digits_in(phrase): kind for kind, phrase in phrases}
    wanted = {digits: kind for digits, kind in wanted.items() if len(digits) >= _FEWEST_DIGITS}
    if not wanted:
        return []
    found = []
    for match in _DIGIT_RUN.finditer(text):
        kind = wanted.get(digits_in(match[0]))
        if kind:
            found.append(Finding(match.start(), match.end(), kind, detector, 0.35))
    return found


def _level(item: Finding, value: str) -> int:
    """How far the words of a name may be believed where they stand elsewhere, also in lower case."""
    if item.detector == "roster" or not item.detector.startswith(("spacy_", "residual_")):
        return SURE
    words = name_words(value)
    if all(word in vocabulary.given_names() or word in vocabulary.surnames() for word in words):
        return SURE if not all(vocabulary.is_common(word) for word in words) else SEEN
    if len(words) > 1 and words[0] in vocabulary.given_names():
        return SEEN
    return SEEN if item.detector == "residual_inside" or not any(vocabulary.is_common(word) for word in words) else WEAK


def _phrases_of(kind: str, value: str) -> list[tuple[str, str]]:
    value = value.strip(" .,;:\"'()")
    if len(value) < _SHORTEST or kind not in _PHRASES:
        return []
    if kind in {"PHONE", "SSN", "ACCOUNT"} and len(digits_in(value)) < _FEWEST_DIGITS:
        # The last four digits of something are masked where a cue says so, not as a bare number.
        return []
    words = re.findall(r"[A-Za-z][A-Za-z']*", value)
    if len(words) == 1 and words[0] == value and (
        vocabulary.is_common(value.lower()) or value.lower() in ABBREVIATIONS
    ):
        return []
    phrases = [(kind, value)]
    if kind in {"FACILITY", "ORG", "EMPLOYER", "SCHOOL"} and len(words) > 1:
        phrases += [
            (kind, word) for word in words
            if len(word) > _SHORTEST and word[0].isupper() and not vocabulary.is_common(word.lower())
            and word.lower() not in ABBREVIATIONS and not vocabulary.is_kept_place(word)
        ]
    if kind in {"FACILITY", "LOCATION", "ORG"} and value.lower().startswith("the "):
        phrases.append((kind, value[4:]))
    return phrases


def propagated(
    notes: Mapping[int, tuple[str, Words, Sequence[Finding]]]
) -> dict[int, list[Finding]]:
    """More findings a note: other mentions of what was found elsewhere in the case."""
    names: dict[tuple[str, int], None] = {}
    phrases: dict[tuple[str, str], None] = {}
    inside: Counter[str] = Counter()
    for text, _, findings in notes.values():
        for item in findings:
            value = text[item.start : item.end]
            phrases.update(dict.fromkeys(_phrases_of(item.kind, value)))
            if item.kind == "PERSON" and not any(character.isdigit() for character in value):
                names[value, _level(item, value)] = None
                inside[value] += item.detector == "residual_inside"
    # A word that stands as a name inside several sentences is one where it opens a sentence, too.
    index = NameIndex([*names, *((value, SURE) for value, count in inside.items() if count >= _OFTEN)])
    return {
        key: [
            *index.findings(words, "propagation"),
            *_phrase_findings(text, phrases, "propagation"),
            *_digit_findings(text, phrases, "propagation"),
        ]
        for key, (text, words, _) in notes.items()
    }


def alias_links(text: str, people: Sequence[Finding]) -> list[tuple[str, str]]:
    """Pairs of names that the text itself joins: `Marcus Devlin, aka Polo`."""
    links = []
    for one, other in pairwise(people):
        between = text[one.end : other.start]
        if len(between) <= _LONGEST_CUE and _ALIAS_CUE.match(between):
            links.append((text[one.start : one.end], text[other.start : other.end]))
    return links
