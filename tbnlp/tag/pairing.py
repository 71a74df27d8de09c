"""Passages of two neighbouring sentences that belong to one candidate, for the labels that allow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tbnlp.tag.drafts import Draft

TWO_SENTENCE_LABELS: Final = frozenset({"fear_with_gratitude", "reward_punishment_cycle"})
"""Labels whose span rule lets a passage cross one sentence end (schema, span_rule)."""


def join_neighbours(drafts: Sequence[Draft], join_from: float) -> list[Draft]:
    """Join two drafts of such a label in neighbouring sentences into one of two parts.

    Both need a score of at least `join_from`; the pair keeps the higher one. Three in a row make one
    pair and one single, from the left.
    """
    result: list[Draft] = []
    for draft in drafts:
        before = result[-1] if result else None
        if (
            before is not None
            and draft.label in TWO_SENTENCE_LABELS
            and before.label == draft.label
            and before.last_sentence + 1 == draft.sentence
            and len(before.parts) == 1
            and min(before.score, draft.score) >= join_from
        ):
            result[-1] = _join(before, draft)
        else:
            result.append(draft)
    return result


def _join(one: Draft, other: Draft) -> Draft:
    best = one if one.score >= other.score else other
    return replace(
        best,
        sentence=one.sentence,
        last_sentence=other.last_sentence,
        parts=(one.parts[0], other.parts[-1]),
        hits=(*one.hits, *other.hits),
    )
