"""The pattern files keep their promises: their own examples and their near misses."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import pytest

from tbnlp.rules.context import NoteContext, read_context
from tbnlp.rules.document import Documents
from tbnlp.rules.matcher import PatternIndex, Rules
from tbnlp.rules.pattern_files import PatternEntry, load_patterns, load_vocabulary
from tbnlp.rules.pattern_language import Language
from tbnlp.schema.entries import Label
from tbnlp.schema.loader import load_schema

LABELS = load_schema().labels
ENTRIES = load_patterns()


@lru_cache(maxsize=1)
def documents() -> Documents:
    return Documents()


@lru_cache(maxsize=1)
def language() -> Language:
    return Language(load_vocabulary())


def context_of(text: str) -> NoteContext:
    return read_context(documents().build(documents().analyse(text)))


@lru_cache(maxsize=1)
def index() -> PatternIndex:
    return PatternIndex(ENTRIES, language())


def test_each_label_has_exactly_one_pattern_file() -> None:
    folder = resources.files("tbnlp.rules").joinpath("patterns")
    names = {item.name for item in folder.iterdir() if item.name.endswith(".yaml")}
    assert names == {f"{label.id}.yaml" for label in LABELS}


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.id)
def test_the_patterns_of_a_label_name_its_own_subtypes_and_cover_each(label: Label) -> None:
    used = {entry.subtype for entry in ENTRIES if entry.label == label.id and entry.pole is None}
    assert used <= set(label.subtypes)
    # subtypes that follow from who did what, which no single wording shows
    open_subtypes = {"other_act", "thanks_for_kindness", "thanks_for_spared_harm",
                     "kindness_offsets_fear", "unpredictable_switch"}
    assert set(label.subtypes) - used <= open_subtypes


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_a_pattern_finds_its_examples_and_leaves_its_near_misses(entry: PatternEntry) -> None:
    alone = PatternIndex([entry], language())

    def found(text: str) -> bool:
        context = context_of(text)
        return bool(alone.hits(context.words, context.roles))

    assert [text for text in entry.match if not found(text)] == []
    assert [text for text in entry.near_miss if found(text)] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_no_pattern_is_tried_on_every_sentence(entry: PatternEntry) -> None:
    assert [line for line in entry.lines if not language().compile(entry.id, line).anchors] == []


def test_rules_of_one_label_give_hits_of_that_label_only() -> None:
    doc = documents().build(documents().analyse("She still loves him. He hit her twice."))
    assert {hit.label for hit in Rules(("threat_or_violence",)).open()(doc)} == {
        "threat_or_violence"
    }
