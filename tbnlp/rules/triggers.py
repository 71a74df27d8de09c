"""Trigger lists of the attribute rules, read from data and compiled once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from tbnlp.errors import UsageError
from tbnlp.rules.pattern_files import load_vocabulary
from tbnlp.rules.pattern_language import Compiled, Language
from tbnlp.rules.word_records import encode, present
from tbnlp.rules.words import Words

_TELLERS = {
    "TELLER": [
        "<provider>|<authority>|<family>|<peer>|<org>|<facility>|<person>|<controller>|police|"
        "officer|detective|nurse|neighbour|neighbor|manager|teacher|school|clinic|hospital|lawyer|"
        "attorney|solicitor|prosecutor|consulate|embassy|interpreter|shelter|staff|sister|mother|"
        "brother|father|aunt|cousin|friend|roommate|volunteer|therapist|keyworker|landlord|mgm|da|"
        "hotline|sgt|ofc|atty|counsel|worker|doctor|gp|social|paralegal|boss|advocate|inspector|"
        "foster|guard|coach|priest|chaplain|agency|team|court|judge",
        "(foster|host|night|day|social|case|support) mother|father|family|staff|worker|mom|mum",
    ],
    "TEACLIENT": ["=she|he|they|<client>|ct|cl|clt|pt|yp|su|caller|resident|survivor",
                  "(the)? client|woman|girl|man|boy|lad|lady|applicant|participant|affiant"],
}


class Triggers:
    """Named lists of compiled lines; finds the words of a sentence that match one of them."""

    def __init__(self, lists: Mapping[str, list[Compiled]]) -> None:
        self._lists = lists

    def find(
        self, name: str, words: Words, first: int, stop: int, roles: Mapping[str, str]
    ) -> Iterator[tuple[int, int]]:
        """Half-open word ranges in `[first, stop)` that match a line of the list `name`."""
        if stop <= first:
            return
        forms = present(words, first, stop, roles)
        record = ""
        places: list[int] = []
        for line in self._lists.get(name, ()):
            if line.anchors and line.anchors.isdisjoint(forms):
                continue
            if not record:
                record, places = encode(words, first, stop, roles)
            yield from _ranges(line.expression, record, places, first)

    def any(
        self, name: str, words: Words, first: int, stop: int, roles: Mapping[str, str]
    ) -> bool:
        """True when a line of the list `name` matches in the range."""
        return next(self.find(name, words, first, stop, roles), None) is not None


def _ranges(
    expression: re.Pattern[str], record: str, places: list[int], first: int
) -> Iterator[tuple[int, int]]:
    for match in expression.finditer(record):
        if match.end() > match.start():
            begin = first + bisect_right(places, match.start()) - 1
            yield begin, first + bisect_right(places, match.end() - 1)


@lru_cache(maxsize=8)
def load_triggers(file: str) -> Triggers:
    """The compiled lists of `triggers/<file>.yaml`; nested lists are named `outer.inner`."""
    content = read_lists(file)
    language = Language({**load_vocabulary(), **_TELLERS})
    return Triggers({
        name: [language.compile(f"{file}/{name}", str(line)) for line in lines]
        for name, lines in content.items()
    })


@lru_cache(maxsize=8)
def read_lists(file: str) -> dict[str, list[str]]:
    """The raw lists of a trigger file by name. Raises `UsageError` when it is no mapping."""
    folder = resources.files("tbnlp.rules").joinpath("triggers")
    content: Any = yaml.safe_load(folder.joinpath(f"{file}.yaml").read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        msg = f"rules/triggers/{file}.yaml holds no mapping"
        raise UsageError(msg)
    lists: dict[str, list[str]] = {}
    for name, value in content.items():
        if isinstance(value, dict):
            lists.update({f"{name}.{inner}": list(lines) for inner, lines in value.items()})
        else:
            lists[str(name)] = list(value)
    return lists
