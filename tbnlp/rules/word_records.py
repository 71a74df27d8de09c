"""Words as records that patterns read: `OPEN lower lemma TAG END`, one behind the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tbnlp.rules.words import Words

OPEN: Final = "\ue000"
CLOSE: Final = "\ue001"
BREAK: Final = "\ue002"
"""Closes the record of a word behind which a new part of the sentence may begin."""

_BREAKS: Final = frozenset(
    ", ; : . ! ? - \u2013 — ( \" ' ... … and but or that because so who which when while if where "
    "says said say states stated reports reported told disclosed shares shared explains explained "
    "denies denied thinks adds added".split()
)


def kind_of_word(words: Words, position: int, roles: Mapping[str, str]) -> str:
    """How patterns name a placeholder: `<controller>` by role, else `<person>` by type."""
    place = words.text[words.starts[position] : words.ends[position]]
    kind = place[1:-1].partition(":")[0].rstrip("0123456789").rstrip("_").lower()
    return f"<{roles.get(place, kind)}>"


def present(words: Words, first: int, stop: int, roles: Mapping[str, str]) -> set[str]:
    """All forms under which a pattern can name a word of `[first, stop)`."""
    forms = {*words.lowers[first:stop], *words.lemmas[first:stop]}
    forms.update([
        kind_of_word(words, position, roles)
        for position in range(first, stop)
        if words.is_placeholder(position)
    ])
    return forms


def encode(
    words: Words, first: int, stop: int, roles: Mapping[str, str]
) -> tuple[str, list[int]]:
    """The record string of the words in `[first, stop)` and the place where each record begins.

    `roles`: role by placeholder, for persons whose role the note makes clear.
    """
    parts: list[str] = []
    places: list[int] = []
    length = 0
    for position in range(first, stop):
        lower, lemma = words.lowers[position], words.lemmas[position]
        if words.is_placeholder(position):
            lower = lemma = kind_of_word(words, position, roles)
        end = BREAK if lower in _BREAKS else CLOSE
        record = f"{OPEN}{lower} {lemma} {words.tags[position]}{end}".replace("\xa0", "_")
        places.append(length)
        parts.append(record)
        length += len(record)
    return "".join(parts), places
