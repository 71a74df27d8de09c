"""Joins the two halves of a two-part label when they stand in one sentence or in neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tbnlp.rules.matcher import RuleHit, merged
from tbnlp.rules.pattern_files import PAIRS
from tbnlp.rules.words import Words

_PERSON: Final = re.compile(r"<PERSON_\d+>")


def pair_poles(hits: Sequence[RuleHit], words: Words) -> list[RuleHit]:
    """The hits without lone halves, each pair of halves joined to one hit of its label.

    A pair runs from the first word of one half to the last of the other and crosses at most one
    sentence end, never a paragraph. Two halves that each name another person are no pair. Does not
    claim that both halves are about the same person.
    """
    whole = [hit for hit in hits if hit.pole is None]
    pairs: list[RuleHit] = []
    for label, (first, second) in PAIRS.items():
        ones = [hit for hit in hits if hit.label == label and hit.pole == first]
        others = [hit for hit in hits if hit.label == label and hit.pole == second]
        pairs.extend(_pair(one, other) for one in ones for other in others
                     if _belong(one, other, words))
    return merged([*whole, *pairs])


def _belong(one: RuleHit, other: RuleHit, words: Words) -> bool:
    if one.core.overlaps(other.core):
        return False
    before, behind = sorted((one.core, other.core))
    apart = words.sentence_of(words.at(behind.start)) - words.sentence_of(words.at(before.end - 1))
    if apart > 1 or "\n\n" in words.text[before.end : behind.start]:
        return False
    named = [set(_PERSON.findall(words.text[core.start : core.end])) for core in (before, behind)]
    return not (named[0] and named[1] and named[0].isdisjoint(named[1]))


def _pair(one: RuleHit, other: RuleHit) -> RuleHit:
    return replace(
        one,
        span=one.span.cover(other.span),
        core=one.core.cover(other.core),
        subtype=other.subtype if one.pole == "fear" else one.subtype,
        pole=None,
        also=tuple(sorted({*one.also, *other.pattern_ids})),
        why=f"{one.why} beside {other.why}",
    )
