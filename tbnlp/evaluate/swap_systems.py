"""Rules and model as functions from plain texts to labels, for the pairs with swapped identity."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tbnlp.errors import AssetError
from tbnlp.evaluate.identity_swap import LabelsOf
from tbnlp.evaluate.sentence_scores import REVIEW
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.rules.context import read_context
from tbnlp.rules.document import Documents
from tbnlp.rules.matcher import Rules
from tbnlp.tag.config import TaggerConfig
from tbnlp.tag.passage_finder import PassageFinder
from tbnlp.tag.tagger import Tagger


def swap_systems(model: str) -> tuple[LabelsOf, LabelsOf | None]:
    """Labels of all rule hits, and of the model's candidates in the review band; None without the model.

    Rules are loaded once for both. Needs the spaCy pipeline; raises `AssetError` when that is not installed.
    """
    finder = _finder(model)
    documents = finder.documents if finder else Documents()
    find = finder.find_hits if finder else Rules().open_on_context()

    @cache
    def record(text: str) -> RedactedNote:
        return documents.analyse(text)

    def by_rules(texts: Sequence[str]) -> list[list[str]]:
        return [[hit.label for hit in find(read_context(documents.build(record(text))))] for text in texts]

    def by_model(texts: Sequence[str]) -> list[list[str]]:
        if finder is None:
            return [[] for _ in texts]
        tagged = [finder.tag(record(text)) for text in texts]
        return [[item.label for item in note.candidates if item.band in REVIEW] for note in tagged]

    return by_rules, by_model if finder else None


def _finder(model: str) -> PassageFinder | None:
    try:
        return Tagger(TaggerConfig(model=model)).open_finder()
    except AssetError:
        return None
