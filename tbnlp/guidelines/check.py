"""Everything that must hold before the guideline goes to annotators, reported at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tbnlp.guidelines import case_lines
from tbnlp.guidelines.decisions import anchor, read_decisions
from tbnlp.guidelines.folder import GENERATED_FOLDERS, HAND_WRITTEN, read_pages, resolved
from tbnlp.guidelines.generated import generated_pages, out_of_date, worked_notes
from tbnlp.guidelines.page_wording import wording_problems
from tbnlp.guidelines.reading_level import GRADE, grade
from tbnlp.guidelines.span_checks import span_problems
from tbnlp.notes.span import Span
from tbnlp.schema.entries import Schema

EXAMPLES: Final = 8
"""Least number of positive and of hard negative examples of a label (guideline plan, label pages)."""
WORKED_NOTES: Final = 12
LABOUR_SETTINGS: Final = frozenset({"labour", "domestic_servitude"})
LABOUR_NOTES: Final = 4
LEAST_WORDS: Final = 10  # characters; a home in the guideline says what is done there

_LINK: Final = re.compile(r"\]\((?!https?:)(?P<target>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")
_HEADING: Final = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
_CITED: Final = re.compile(r"\bD-\d{3}\b")
_FENCED: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def guideline_problems(folder: Path, schema: Schema) -> list[str]:
    """Every fault of the guideline as a sentence that names its place; empty when it may be used."""
    pages = read_pages(folder)
    decisions = {decision.id for decision in read_decisions(folder, schema)}
    return [
        *(f"{stem}.md: the page is missing" for stem in HAND_WRITTEN if f"{stem}.md" not in pages),
        *(f"{name}: is not as the schema has it; run `tbnlp guidelines build`"
          for name in out_of_date(folder, generated_pages(folder, schema))),
        *_examples(schema),
        *_constructs(schema),
        *_worked(folder, schema),
        *(f"{name}, line {line.number}: {fault}" for name, page in pages.items() if _hand_written(name)
          for line in case_lines.lines_of(page) for fault in _line_faults(line, schema, decisions)),
        *(f"{name}: {fault}" for name, page in pages.items() for fault in _references(name, page, pages, decisions)),
        *(f"{name}: {fault}" for name, page in pages.items() for fault in wording_problems(name, page)),
        *(f"{name}: reads at grade {level:.1f}; shorten sentences to reach {GRADE:.0f}" for name, page in pages.items()
          if name.removesuffix(".md") in HAND_WRITTEN and (level := grade(page)) is not None and level > GRADE),
    ]


def _hand_written(name: str) -> bool:
    return name.partition("/")[0] not in GENERATED_FOLDERS


def _examples(schema: Schema) -> Iterator[str]:
    for label in schema.labels:
        for kind, found in (("positive", label.positives), ("hard negative", label.negatives)):
            if len(found) < EXAMPLES:
                yield f"label {label.id}: has {len(found)} {kind} examples; {EXAMPLES} are needed"
        for number, example in enumerate(label.positives, start=1):
            for fault in span_problems(label.id, example.plain, Span(*example.place), schema):
                yield f"label {label.id}, positive example {number}: {fault}"
        texts = [*(item.text for item in label.positives), *(item.text for item in label.negatives)]
        if len(set(texts)) < len(texts):
            yield f"label {label.id}: an example stands twice"


def _constructs(schema: Schema) -> Iterator[str]:
    """Homes that say nothing; that each construct has exactly one home is checked when the schema is read."""
    homes = {entry.home[1] for entry in schema.constructs if entry.home[0] == "guideline"}
    for target in sorted(homes):
        if len(target) < LEAST_WORDS:
            yield f"a construct's home in the guideline says too little ({target!r})"


def _worked(folder: Path, schema: Schema) -> Iterator[str]:
    notes = worked_notes(folder, schema)
    if len(notes) < WORKED_NOTES:
        yield f"worked_notes: holds {len(notes)} notes; {WORKED_NOTES} are needed"
    if sum(note.raw.setting in LABOUR_SETTINGS for note in notes) < LABOUR_NOTES:
        yield f"worked_notes: fewer than {LABOUR_NOTES} notes are about labour"
    for note in notes:
        for mistake in note.mistakes:
            yield f"worked_notes/source/{note.name}.txt: {mistake}"
        for passage in note.redacted.passages:
            for fault in span_problems(passage.label, note.redacted.text, passage.span, schema):
                yield f"worked_notes/source/{note.name}.txt: a mark of {passage.label}: {fault}"


def _line_faults(line: case_lines.CaseLine, schema: Schema, decisions: set[str]) -> Iterator[str]:
    yield from case_lines.problems(line, schema, decisions)
    for mark in line.marks:
        if mark.label in schema.label_ids:
            yield from span_problems(mark.label, line.text, mark.span, schema)


def _references(name: str, page: str, pages: dict[str, str], decisions: set[str]) -> Iterator[str]:
    """Links to pages or headings that are not there, and decisions that nobody has taken."""
    for cited in sorted(set(_CITED.findall(page)) - decisions):
        yield f"names decision {cited}, which is not in decisions.md"
    for match in _LINK.finditer(_FENCED.sub("", page)):
        target = resolved(name, match["target"])
        if target not in pages:
            yield f"links to {match['target']}, which is not there"
        elif match["anchor"] and match["anchor"] not in {anchor(head) for head in _HEADING.findall(pages[target])}:
            yield f"links to #{match['anchor']} of {target}, which is no heading there"


