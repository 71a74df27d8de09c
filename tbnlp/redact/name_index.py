"""Finds the words of known names among the words of a note: exact, possessive, misspelt, initials."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tbnlp.redact import vocabulary
from tbnlp.redact.findings import Finding
from tbnlp.redact.known_bodies import ABBREVIATIONS
from tbnlp.redact.persons import PARTICLES, name_words, near
from tbnlp.redact.safe_values import FUNCTION_WORDS
from tbnlp.redact.words import Words

_NEAR_LENGTH: Final = 6
_SHORTEST: Final = 2
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

    def __init__(self, names: Iterable[tuple[str, bool]]) -> None:
        self._exact: dict[str, bool] = {}
        self._near: dict[tuple[str, int], list[str]] = {}
        self._initials: set[str] = set()
        short_forms = _short_forms()
        for value, trusted in names:
            words = [word for word in name_words(value) if len(word) >= _SHORTEST and word not in FUNCTION_WORDS]
            parts = [part for word in words for part in {word, *word.split("-")}]
            for word in parts:
                self._add(word, trusted)
                for nickname in short_forms.get(word, ()) if trusted else ():
                    # A nickname that is a word is masked where it has a capital, as any name is.
                    self._add(nickname, trusted)
            if len(words) > 1 and not all(vocabulary.is_common(word) for word in words):
                self._initials.add("".join(word[0] for word in words))

    def _add(self, word: str, trusted: bool) -> None:
        if (word in ABBREVIATIONS and not is_abbreviation(word.title()) is False) or word in PARTICLES or len(word) < _SHORTEST or word in FUNCTION_WORDS:
            return
        if word not in self._exact and len(word) >= _NEAR_LENGTH:
            self._near.setdefault((word[0], len(word)), []).append(word)
        self._exact[word] = self._exact.get(word, False) or trusted

    def findings(self, words: Words, detector: str) -> list[Finding]:
        """Every word of the note that names a known person. One pass over the words."""
        if not self._exact:
            return []
        found = []
        for place, text in enumerate(words.texts):
            if self._is_name(words, place, text):
                found.append(Finding(words.starts[place], words.ends[place], "PERSON", detector, 0.35))
        return found

    def _is_name(self, words: Words, place: int, text: str) -> bool:
        lowered = text.lower().removesuffix("'s").strip(".'\"")
        if not lowered:
            return False
        trusted = self._exact.get(lowered)
        if trusted is not None:
            return self._believed(words, place, text, lowered, trusted)
        if re.fullmatch(r"(?:[A-Z]\.){2,4}|[A-Z]{2,4}", text) and lowered.replace(".", "") in self._initials:
            return lowered.replace(".", "") not in ABBREVIATIONS
        if len(lowered) < _NEAR_LENGTH - 1 or vocabulary.is_common(lowered):
            return False
        return any(
            near(word, lowered)
            for length in (len(lowered) - 1, len(lowered), len(lowered) + 1)
            for word in self._near.get((lowered[0], length), ())
        )

    @staticmethod
    def _believed(words: Words, place: int, text: str, lowered: str, trusted: bool) -> bool:
        common = vocabulary.is_common(lowered)
        if text[0].isupper():
            # A name that is also a word, at the start of a sentence, needs the tagger's agreement.
            return trusted or not common or not words.opens[place] or words.poses[place] == "PROPN"
        if common:
            return trusted and words.tags[place].startswith("NNP")
        return trusted and len(lowered) > _SHORTEST
