"""The examples of the guideline, and what the program says about each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from tbnlp.guidelines.case_lines import CaseLine, lines_of
from tbnlp.guidelines.folder import HAND_WRITTEN
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Band, Candidate, TaggedNote
from tbnlp.rules.attribution import attributes_of
from tbnlp.rules.context import read_context
from tbnlp.rules.document import Documents
from tbnlp.rules.matcher import Rules
from tbnlp.rules.poles import pair_poles
from tbnlp.schema.entries import PositiveExample
from tbnlp.schema.loader import load_schema
from tbnlp.tag.config import TaggerConfig
from tbnlp.tag.tagger import Tagger

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "annotation_guidelines"
MISSES = Path(__file__).parent / "known_misses.yaml"
HALF = 0.5
"""Share of the joint span that what was found must have in common with the mark."""
SIDES = ("rules", "program")


@dataclass(frozen=True)
class Example:
    """One thing that must be found (`span` set) or must not (`span` None) under a label."""

    text: str
    label: str
    span: Span | None

    @property
    def key(self) -> tuple[str, str, str]:
        sign = "+" if self.span else "-"
        words = self.text[self.span.start : self.span.end] if self.span else ""
        return self.label, sign, f"{self.text} [{words}]" if words else self.text


@dataclass(frozen=True)
class Found:
    """A label and the place where it was found."""

    label: str
    span: Span


def schema_positives() -> list[tuple[str, PositiveExample, str, Span]]:
    return [
        (label.id, item, item.plain, Span(*item.place)) for label in load_schema().labels for item in label.positives
    ]


def schema_examples() -> list[Example]:
    found = [Example(text, label, span) for label, _, text, span in schema_positives()]
    return found + [Example(item.text, label.id, None) for label in load_schema().labels for item in label.negatives]


def page_examples() -> list[Example]:
    lines = [line for stem in HAND_WRITTEN for line in lines_of((PAGES / f"{stem}.md").read_text(encoding="utf-8"))]
    return [example for line in lines for example in _examples(line)]


def _examples(line: CaseLine) -> list[Example]:
    if line.sign == "+":
        return [Example(line.text, mark.label, mark.span) for mark in line.marks]
    if line.sign == "-":
        labels = line.labels or load_schema().label_ids
        return [Example(line.text, label, None) for label in labels]
    return []


def all_examples() -> list[Example]:
    """Schema and hand-written pages; the label pages hold the schema's again."""
    return list(dict.fromkeys([*schema_examples(), *page_examples()]))


@lru_cache(maxsize=1)
def documents() -> Documents:
    return Documents()


@lru_cache(maxsize=2)
def found_in(side: str) -> dict[str, tuple[Found, ...]]:
    """What the rules alone, or the whole program at its reading point, find in each text."""
    texts = sorted({example.text for example in all_examples()})
    if side == "rules":
        return _found_by_rules(texts)
    finder = Tagger(TaggerConfig()).open_finder()
    point = finder.calibration.reading_point[finder.tier]
    return {
        text: tuple(Found(item.label, item.span) for item in _candidates(finder.tag(documents().analyse(text)), point))
        for text in texts
    }


def _found_by_rules(texts: list[str]) -> dict[str, tuple[Found, ...]]:
    find = Rules().open_on_context()
    found = {}
    for text in texts:
        context = read_context(documents().build(documents().analyse(text)))
        hits = pair_poles(find(context), context.words)
        found[text] = tuple(Found(hit.label, hit.span) for hit in hits)
    return found


def _candidates(note: TaggedNote, point: float) -> list[Candidate]:
    """What the report opens with: strong ones, and possible ones at or above the reading point."""
    shown = (Band.STRONG, Band.POSSIBLE)
    kept = [item for item in note.candidates if item.band in shown]
    return [item for item in kept if item.band is Band.STRONG or item.score >= point]


def is_right(example: Example, side: str) -> bool:
    found = [item.span for item in found_in(side)[example.text] if item.label == example.label]
    if example.span is None:
        return not found
    return any(_share(span, example.span) >= HALF for span in found)


def _share(one: Span, other: Span) -> float:
    common = max(0, min(one.end, other.end) - max(one.start, other.start))
    return common / len(one.cover(other))


@lru_cache(maxsize=1)
def wrong_answers() -> dict[tuple[str, str], tuple[str, ...]]:
    """By label and marked example: the attributes that the rules answer otherwise than the schema."""
    found = {}
    for label, item, text, span in schema_positives():
        context = read_context(documents().build(documents().analyse(text)))
        answers = attributes_of(span, context, label, item.subtype)
        given = {name: value for name, value in item.attributes if hasattr(answers, name)}
        wrong = tuple(name for name, value in given.items() if getattr(answers, name) != value)
        if wrong:
            found[label, item.text] = wrong
    return found


@lru_cache(maxsize=1)
def ledger() -> dict[str, list[dict[str, str]]]:
    content: dict[str, list[dict[str, str]]] = yaml.safe_load(MISSES.read_text(encoding="utf-8"))
    return content
