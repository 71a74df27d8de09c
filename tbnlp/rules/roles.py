"""Roles of the persons of a note, read from the words around their placeholders.

A title or role word beside a placeholder counts most; a person who is the doer of a controlling act
anywhere in the note is controller, unless words say otherwise. The rules do not decide guilt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from tbnlp.rules.triggers import read_lists
from tbnlp.rules.words import Words

_LINKS: Final = frozenset({",", "(", "the", "a", "an", "is", "=", "her", "his", "our", "my", "-", ":",
                           "named", "called", "and"})
_LIGHT: Final = frozenset("has had have did do does was is will would 'd 'll always often then also "
                          "still never not n't sometimes once even just".split())
_TARGETS: Final = frozenset("her him them me us everyone anyone all the ct client other his their "
                            "to".split())
_MEETING: Final = frozenset({"met", "saw", "visited", "seen", "intake", "re", "collected"})


def roles_of(words: Words) -> Mapping[str, str]:
    """Role by placeholder for persons whose role the note makes clear; others are left out."""
    votes: dict[str, Counter[str]] = {}
    first_person: str | None = None
    for index in range(len(words)):
        if not words.is_placeholder(index):
            continue
        place = words.text[words.starts[index] : words.ends[index]]
        if not place.startswith("<PERSON"):
            continue
        first_person = first_person or place
        tally = votes.setdefault(place, Counter())
        tally.update(_votes(words, index))
    if first_person and _opens_as_client(words, first_person):
        votes[first_person]["client"] += 2
    return {place: _winner(tally) for place, tally in votes.items() if tally}


def _winner(tally: Counter[str]) -> str:
    return min(tally, key=lambda role: (-tally[role], role))


def _votes(words: Words, index: int) -> Iterator[str]:
    for role in (_role_before(words, index), _role_behind(words, index)):
        if role:
            yield from (role, role)
    if _does_control(words, index):
        yield "controller"


def _role_before(words: Words, index: int) -> str | None:
    for before in range(index - 1, max(-1, index - 3), -1):
        role = _roles_by_word().get(words.lowers[before].rstrip("."))
        if role:
            return role
        if words.lowers[before] not in _LINKS:
            return None
    return None


def _role_behind(words: Words, index: int) -> str | None:
    if words.lowers[index + 1 : index + 2] not in ((",",), ("(",), ("=",), ("is",)):
        return None
    for ahead in range(index + 2, min(index + 5, len(words))):
        role = _roles_by_word().get(words.lowers[ahead].rstrip("."))
        if role:
            return role
        if words.lowers[ahead] not in _LINKS and not words.tags[ahead].startswith("J"):
            return None
    return None


def _does_control(words: Words, index: int) -> bool:
    ahead = index + 1
    while ahead < len(words) and words.lowers[ahead] in _LIGHT:
        ahead += 1
    return (
        ahead + 1 < len(words)
        and words.lemmas[ahead] in read_lists("roles")["acts"]
        and words.lowers[ahead + 1] in _TARGETS
    )


def _opens_as_client(words: Words, place: str) -> bool:
    """True when the first person of a note stands where notes introduce the client."""
    index = words.at(words.text.index(place))
    before = words.lowers[max(0, index - 2) : index]
    behind = words.text[words.ends[index] : words.ends[index] + 8]
    return bool(_MEETING.intersection(before)) or "<AGE" in behind


@lru_cache(maxsize=1)
def _roles_by_word() -> dict[str, str]:
    lists = read_lists("roles")
    return {word: role for role, listed in lists.items() if role != "acts" for word in listed}
