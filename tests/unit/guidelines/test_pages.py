"""What the generated pages and the book say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tbnlp.errors import UsageError
from tbnlp.guidelines.book import book_html
from tbnlp.guidelines.build import build
from tbnlp.guidelines.decisions import anchor, read_decisions
from tbnlp.guidelines.fences import fence_html
from tbnlp.guidelines.folder import guideline_folder
from tbnlp.guidelines.generated import generated_pages
from tbnlp.guidelines.label_pages import pairs_of
from tbnlp.guidelines.side_panel import side_panel
from tbnlp.guidelines.tree_pages import tree_page
from tbnlp.schema.entries import Family, Label
from tbnlp.schema.loader import load_schema

SCHEMA = load_schema()
FOLDER = guideline_folder()
BOOK = book_html(FOLDER, SCHEMA)


@pytest.mark.parametrize("label", SCHEMA.labels, ids=lambda label: label.id)
def test_a_label_page_holds_everything_that_an_annotator_needs(label: Label) -> None:
    page = generated_pages(FOLDER, SCHEMA)[f"labels/{label.id}.md"]
    wanted = [label.definition, label.span_rule, label.required_evidence, label.not_meaning, label.reviewer_prompt,
              label.misuse_note, *label.include, *label.exclude, *(item.why for item in label.negatives)]
    assert [text for text in wanted if text not in page] == []


def test_a_pair_stands_on_both_label_pages() -> None:
    lonely = [
        (label.id, pair.id) for label in SCHEMA.labels for pair in pairs_of(label, SCHEMA)
        if label.id not in {other.id for other in pairs_of(SCHEMA.label(pair.id), SCHEMA)}
    ]
    assert lonely == []


def test_a_rule_that_says_here_names_its_label_on_the_other_page() -> None:
    pages = [pair.rule for label in SCHEMA.labels for pair in pairs_of(label, SCHEMA)
             if pair.id not in {own.label for own in label.confusable_with}]
    assert [rule for rule in pages if re.search(r"\bhere\b", rule)] == []


@pytest.mark.parametrize("family", SCHEMA.families, ids=lambda family: family.id)
def test_a_tree_is_drawn_and_listed_with_the_same_outcomes(family: Family) -> None:
    page = tree_page(family, SCHEMA)
    drawing, _, rest = page.partition("```mermaid")[2].partition("```")
    targets = {target for step in SCHEMA.tree(family.id) for _, target in step.answers if target in SCHEMA.label_ids}
    assert targets
    assert [target for target in targets if target not in drawing or f"`{target}`" not in rest] == []


def test_every_construct_has_one_home() -> None:
    page = generated_pages(FOLDER, SCHEMA)["sources.md"]
    assert [entry.id for entry in SCHEMA.constructs if page.count(f"| {entry.id} |") != 1] == []


def test_the_book_loads_nothing_and_runs_nothing() -> None:
    assert re.findall(r"<script|<link|<img|<iframe|src=|@import|url\((?!#)", BOOK) == []


def test_every_link_of_the_book_has_its_target() -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', BOOK))
    assert sorted({target for target in re.findall(r'href="#([^"]+)"', BOOK) if target not in ids}) == []


def test_no_link_of_the_book_leads_to_a_file() -> None:
    assert [link for link in re.findall(r'href="([^"]+)"', BOOK) if link.endswith(".md") or ".md#" in link] == []


def test_an_id_stands_once_in_the_book() -> None:
    ids = re.findall(r'\bid="([^"]+)"', BOOK)
    assert len(ids) == len(set(ids))


def test_a_case_line_in_the_book_is_marked_and_escaped() -> None:
    html = fence_html("case", "+ [[agency: <b>she</b> & he]] <PERSON_1>\n- (agency) no\n= why", SCHEMA)
    assert html is not None
    assert "<mark><span class=\"label\">agency</span> &lt;b&gt;she&lt;/b&gt; &amp; he</mark>" in html
    assert '<span class="placeholder">&lt;PERSON_1&gt;</span>' in html
    assert "not agency" in html


def test_a_block_of_code_stays_code() -> None:
    assert fence_html("python", "print(1)", SCHEMA) is None


def test_the_panel_has_an_entry_for_each_label_and_the_version() -> None:
    panel = side_panel(SCHEMA)
    assert list(panel["labels"]) == list(SCHEMA.label_ids)
    assert (panel["schema_version"], panel["schema_fingerprint"]) == (SCHEMA.version, SCHEMA.fingerprint)


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(decision.id[2:]) for decision in read_decisions(FOLDER, SCHEMA)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_anchor_is_what_a_markdown_viewer_makes_of_the_heading() -> None:
    assert anchor("D-001 Fear of the controller, no act worded") == "d-001-fear-of-the-controller-no-act-worded"


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        build(FOLDER, SCHEMA, tmp_path, with_site=False)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_the_examples_show_each_turn_of_a_statement_often_enough() -> None:
    examples = [example for label in SCHEMA.labels for example in label.positives]
    assertions = [dict(example.attributes)["assertion"] for example in examples]
    people = [dict(example.attributes)["experiencer"] for example in examples]
    floors = {"negated": 30, "possible": 20, "hypothetical": 18}
    assert {name: assertions.count(name) for name in floors if assertions.count(name) < floors[name]} == {}
    assert people.count("other_person") >= 16
    assert people.count("generic") >= 8


def test_each_subtype_has_an_example() -> None:
    missing = [
        (label.id, subtype) for label in SCHEMA.labels for subtype in label.subtypes
        if subtype not in {example.subtype for example in label.positives}
    ]
    assert missing == []
