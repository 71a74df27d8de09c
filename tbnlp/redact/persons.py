"""Which mentions of a case name the same person: one number a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

TITLES: Final = frozenset(
    "mr mrs ms miss mx dr prof sir madam rev fr sr sra srta don dona det detective officer ofc sgt lt judge "
    "hon nurse coach pastor father sister brother uncle aunt auntie tia tio grandma grandpa agent attorney "
    "atty the a an his her husband wife boyfriend girlfriend bf gf mom mum dad daughter son client claimant interpreter interp worker "
    "caseworker supervisor prosecutor contractor chair chairman chairwoman secretary director manager owner sponsor facilitator mentor volunteer staff driver writer deacon imam rabbi elder trooper deputy sheriff sergeant inspector insp constable cst cpl capt captain lt cwkr counselor counsellor therapist lawyer solicitor barrister paralegal psychologist caretaker teacher principal dean mama papa mommy daddy nan nana grandmother grandfather godson godmother godfather neighbour neighbor landlord landlady boss foreman intern witness defendant plaintiff petitioner complainant old young present absent signed re cc attn to from shop placement baby parking outreach applicant respondent resident patient minor cousin friend roommate".split()
)
PARTICLES: Final = frozenset(
    "de la del los las da dos das van von der den bin binti ibn al el le di du y e st san santa".split()
)
"""Parts of names that name nobody by themselves."""
_CLOSE_LENGTH: Final = 6
"""Names of at least this many letters match at an edit distance of one (redaction page, 4.1)."""


def name_words(value: str) -> tuple[str, ...]:
    """The name's words in lower case, without titles and the possessive."""
    plain = re.sub(r"'s\b|\(|\)|\"", " ", value.lower())
    words = [word.strip("'-.").replace(".", "") for word in re.findall(r"[^\W_][\w'.\-]*", plain)]
    kept = tuple(word for word in words if word and word not in TITLES)
    return kept or tuple(word for word in words if word)


def near(one: str, other: str) -> bool:
    """True when two words are equal, or one edit apart and long enough for that to mean something."""
    if one == other:
        return True
    if min(len(one), len(other)) < _CLOSE_LENGTH or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    from rapidfuzz.distance import OSA

    return bool(OSA.distance(one, other, score_cutoff=1) <= 1)


def _covers(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    return all(any(near(word, other) for other in long) for word in short)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words)


class PersonNumbers:
    """Clusters of names. The first full name that holds a short form takes it.

    Does not claim that two people of one name are told apart: they share a number.
    """

    def __init__(self, mentions: Iterable[str], links: Iterable[tuple[str, str]] = ()) -> None:
        self._clusters: dict[tuple[str, ...], int] = {}
        ordered = list(dict.fromkeys(words for words in map(name_words, mentions) if words))
        full = [words for words in ordered if len(words) > 1]
        for words in [*full, *(words for words in ordered if len(words) == 1)]:
            self._clusters[words] = self._home(words)
        for one, other in links:
            self._join(name_words(one), name_words(other))

    def _home(self, words: tuple[str, ...]) -> int:
        for known, cluster in self._clusters.items():
            if len(words) <= len(known) and _covers(known, words):
                return cluster
            if len(words) > len(known) > 1 and _covers(words, known):
                return cluster
            letters = "".join(words)
            if len(known) > 1 and 2 <= len(letters) <= 4 and letters.replace(".", "") == _initials(known):
                return cluster
        return max(self._clusters.values(), default=0) + 1

    def _join(self, one: tuple[str, ...], other: tuple[str, ...]) -> None:
        first, second = self.cluster_of(one), self.cluster_of(other)
        low, high = min(first, second), max(first, second)
        for words, cluster in self._clusters.items():
            if cluster == high:
                self._clusters[words] = low

    def cluster_of(self, words: tuple[str, ...]) -> int:
        """The cluster of a name, made new where it is unknown."""
        if words not in self._clusters:
            home = self._home(words)
            known = set(self._clusters.values())
            self._clusters[words] = home if home in known else max(known, default=0) + 1
        return self._clusters[words]

    def cluster(self, value: str) -> int:
        """The cluster of a mention."""
        return self.cluster_of(name_words(value))
