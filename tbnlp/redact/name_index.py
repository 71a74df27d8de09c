"""Finds the words of known names among the words of a note: exact, possessive, misspelt, initials."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from tbnlp.redact import vocabulary
from tbnlp.redact.findings import Finding
from tbnlp.redact.known_bodies import is_abbreviation
from tbnlp.redact.persons import PARTICLES, TITLES, name_words, near
from tbnlp.redact.safe_values import FUNCTION_WORDS
from tbnlp.redact.words import Words

_NEAR_LENGTH: Final = 6
_SHORTEST: Final = 2
_LOWER_SHORTEST: Final = 3
_PREFIX_LENGTH: Final = 5
"""Names of at least this many letters are known by their first three (`Tiff` for Tiffany), too."""
WEAK: Final = 0
SEEN: Final = 1
SURE: Final = 2
"""How far a name may be believed: a guess, seen with a capital inside a sentence, named by a cue or list."""
_VERBS: Final = frozenset({"VBZ", "VBD", "MD", "POS"})
_LETTERED: Final = frozenset(
    "vitamin plan type hepatitis grade class room unit group size section exhibit lot block wing gate bay door cell tier zone option part level step "
    "appendix schedule building tower ward form line point letter apt flat visa hep bed row team shift".split()
)
"""Things that are told apart by a letter."""
_NICKNAMES: Final = (
    "elizabeth liz lizzie beth betsy eliza liza", "margaret maggie meg peggy marge", "katherine catherine kathryn kate katie kathy cathy kat",
    "william will bill billy willie liam", "robert rob bob bobby robbie", "richard rick dick richie ricky", "james jim jimmy jamie",
    "john johnny jack jon", "joseph joe joey", "michael mike mikey mick", "thomas tom tommy", "charles charlie chuck", "anthony tony",
    "daniel dan danny", "david dave davey", "matthew matt", "christopher chris topher kit", "christina christine chris tina chrissy",
    "jennifer jen jenny jenn", "jessica jess jessie", "alexander alex sandy xander", "alexandra alex sandra lexi", "samantha sam sammie",
    "samuel sam sammy", "benjamin ben benny", "nicholas nick nicky", "patricia pat patty trish tricia", "patrick pat paddy",
    "rebecca becca becky", "deborah deb debbie debra", "stephanie steph", "steven stephen steve stevie", "edward ed eddie ted ned",
    "andrew andy drew", "timothy tim timmy", "kimberly kim", "victoria vicky tori", "veronica roni ronnie", "ronald ron ronnie",
    "donald don donnie", "kenneth ken kenny", "gregory greg", "jeffrey jeff", "lawrence larry", "gerald jerry", "raymond ray",
    "theodore ted theo teddy", "francisco paco pancho frank", "francis frank", "guadalupe lupe lupita", "jose pepe", "ignacio nacho",
    "maria mari marie", "rosario chayo", "dolores lola", "isabel isabella chabela bella izzy", "alejandro alex ale", "eduardo lalo",
    "concepcion concha", "jesus chuy", "enrique kike", "roberto beto", "antonio tono tony", "manuel manny", "fernando nando", "teresa tere terry",
    "rosalinda rosa linda", "gabriela gabby gabi", "valentina vale val", "natalia nat natalie", "abigail abby", "madison maddie", "jasmine jaz jazz",
    "mohammed mohammad muhammad mo", "susan sue susie suzy", "barbara barb babs", "pamela pam", "cynthia cindy", "amanda mandy", "angela angie",
)


def _short_forms() -> dict[str, set[str]]:
    table: dict[str, set[str]] = {}
    for row in _NICKNAMES:
        forms = row.split()
        for form in forms[1:]:
            table.setdefault(forms[0], set()).add(form)
    return table


class NameIndex:
    """The words of names, each with how far it may be believed. Built once a case, then only read."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self._exact: dict[str, int] = {}
        self._near: dict[tuple[str, int], list[str]] = {}
        self._initials: set[str] = set()
        self._letters: set[str] = set()
        short_forms = _short_forms()
        for value, level in names:
            self._add_letter(value, level)
            words = [word for word in name_words(value) if len(word) >= _SHORTEST and word not in FUNCTION_WORDS]
            parts = [part for word in words for part in {word, *word.split("-")}]
            for word in parts:
                self._add(word, level, alone=len(words) == 1)
                for nickname in short_forms.get(word, ()) if level == SURE else ():
                    # A nickname that is a word is masked where it has a capital, as any name is.
                    self._add(nickname, level)
            split = [part for word in words for part in word.split("-") if part]
            if len(split) > 1 and not all(vocabulary.is_common(part) for part in split):
                self._initials.add("".join(part[0] for part in split))
        self._long = sorted(
            word for word, level in self._exact.items()
            if len(word) >= _PREFIX_LENGTH and level > WEAK and not vocabulary.is_common(word)
        )

    def _add(self, word: str, level: int, *, alone: bool = False) -> None:
        titled = word in TITLES and not (alone and level == SURE)
        known = is_abbreviation(word.title()) or word in PARTICLES or titled or word in FUNCTION_WORDS
        if known or len(word) < _SHORTEST:
            return
        if word not in self._exact and len(word) >= _NEAR_LENGTH:
            self._near.setdefault((word[0], len(word)), []).append(word)
        self._exact[word] = max(self._exact.get(word, WEAK), level)

    def _add_letter(self, value: str, level: int) -> None:
        letter = value.strip(". ")
        if level == SURE and len(letter) == 1 and letter.isupper() and letter not in "AI":
            self._letters.add(letter)

    def findings(self, words: Words, detector: str) -> list[Finding]:
        """Every word of the note that names a known person. One pass over the words."""
        if not self._exact and not self._letters:
            return []
        return [
            Finding(words.starts[place], words.ends[place], "PERSON", detector, 0.35)
            for place, text in enumerate(words.texts)
            if self._is_name(words, place, text)
        ]

    def _is_name(self, words: Words, place: int, text: str) -> bool:
        lowered = text.lower().removesuffix("'s").strip(".'\"")
        if not lowered:
            return False
        level = self._exact.get(lowered)
        if level is not None:
            return self._believed(words, place, lowered, level)
        if text.strip(".") in self._letters:
            return _is_person_letter(words, place)
        if re.fullmatch(r"(?:[A-Z]\.){2,4}|[A-Z]{2,4}", text) and lowered.replace(".", "") in self._initials:
            return not is_abbreviation(lowered.replace(".", ""))
        if text[0].isupper() and self._is_short_form(words, place, lowered):
            return True
        if len(lowered) < _NEAR_LENGTH - 1 or vocabulary.is_common(lowered):
            return False
        return any(
            near(word, lowered)
            for length in (len(lowered) - 1, len(lowered), len(lowered) + 1)
            for word in self._near.get((lowered[0], length), ())
        )

    def _is_short_form(self, words: Words, place: int, lowered: str) -> bool:
        """True when a capitalised word is the first letters of a known name."""
        if len(lowered) < _LOWER_SHORTEST and lowered not in vocabulary.given_names():
            return False
        index = bisect_left(self._long, lowered)
        if index >= len(self._long) or not self._long[index].startswith(lowered) or len(self._long[index]) < len(lowered) + 2:
            return False
        if lowered in FUNCTION_WORDS or lowered in TITLES or is_abbreviation(words.texts[place]):
            return False
        if lowered in vocabulary.CALENDAR:
            return False
        return not vocabulary.is_common(lowered) or not words.opens[place] or _verb_follows(words, place)

    @staticmethod
    def _believed(words: Words, place: int, lowered: str, level: int) -> bool:
        common = vocabulary.is_common(lowered)
        if not words.texts[place][0].isupper():
            if common:
                return level == SURE and words.tags[place].startswith("NNP")
            return level > WEAK and len(lowered) >= _LOWER_SHORTEST
        if not common or not words.opens[place]:
            return True
        # A name that is also a word, at the start of a sentence, needs the tagger's agreement.
        if level == WEAK:
            return False
        return level == SURE or words.poses[place] == "PROPN" or _verb_follows(words, place)


def _verb_follows(words: Words, place: int) -> bool:
    return place + 1 < len(words) and words.tags[place + 1] in _VERBS


def _is_person_letter(words: Words, place: int) -> bool:
    """True when a single capital stands where a person would: before a verb, or behind a small word."""
    before = words.texts[place - 1] if place else ""
    after = words.texts[place + 1] if place + 1 < len(words) else ""
    if after in {":", ")", "/", "-"} or before.lower() in _LETTERED:
        return False
    return _verb_follows(words, place) or before.islower()
