"""One page a label, made from its entry in the schema."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from tbnlp.corpora.inline import ATTRIBUTES
from tbnlp.guidelines.case_lines import positive_line
from tbnlp.guidelines.decisions import Decision
from tbnlp.schema.entries import Construct, Label, PositiveExample, Schema


@dataclass(frozen=True, slots=True)
class Pair:
    """A label that is easily taken for this one. `rule` is worded from either side."""

    id: str
    name: str
    rule: str


def label_page(label: Label, schema: Schema, decisions: Sequence[Decision]) -> str:
    """The Markdown page of a label. Nothing stands on it that the schema or the decisions do not say."""
    return _environment().get_template("label.md.j2").render(
        schema=schema,
        label=label,
        family=schema.family(label.family),
        pairs=pairs_of(label, schema),
        subtype_words=_subtype_words(label),
        positive_line=positive_line,
        answers=answers,
        decisions=[decision for decision in decisions if label.id in decision.labels],
        constructs=", ".join(construct.id for construct in constructs_of(label, schema)),
        works="; ".join(_author_and_year(dict(schema.literature)[name]) for name in label.literature) or "none",
    )


def pairs_of(label: Label, schema: Schema) -> list[Pair]:
    """Every confusable pair of a label, whichever side declares it, each other label once, in schema order."""
    rules = {pair.label: pair.rule for pair in label.confusable_with}
    for other in schema.labels:
        for pair in other.confusable_with:
            if pair.label == label.id and other.id not in rules:
                rules[other.id] = re.sub(r"\bhere\b", other.id, pair.rule)
    return [Pair(name, schema.label(name).name, rules[name]) for name in schema.label_ids if name in rules]


def constructs_of(label: Label, schema: Schema) -> list[Construct]:
    """The statements of the sources that the label covers."""
    return [
        entry for entry in schema.constructs
        if entry.id in label.seed_refs or entry.home == ("label", label.id)
    ]


def answers(example: PositiveExample) -> str:
    """The attributes of an example on one line, in the order of the guideline."""
    given = dict(example.attributes)
    return " · ".join(given[name] for name in ATTRIBUTES if name in given)


def _subtype_words(label: Label) -> dict[str, str]:
    """For each subtype the marked words of its first example, or nothing."""
    words: dict[str, str] = dict.fromkeys(label.subtypes, "")
    for example in label.positives:
        if example.subtype in words and not words[example.subtype]:
            words[example.subtype] = example.plain[slice(*example.place)]
    return words


def _author_and_year(work: str) -> str:
    return work.partition(")")[0] + ")" if ")" in work else work


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("tbnlp.guidelines"), undefined=StrictUndefined, autoescape=False,  # noqa: S701  Markdown, no HTML
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )
