"""The pipeline in Python: every kind of input, the same answers, nothing quiet about what was skipped."""

from __future__ import annotations

from collections.abc import Iterable

import datasets
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import spacy

import tbnlp
from tbnlp.errors import PrivacyGateError, UsageError
from tbnlp.notes.tagged_note import TaggedNote
from tbnlp.run.pipeline import Pipeline
from tbnlp.stage import Skipped

pytestmark = pytest.mark.model

TEXTS = [
    "Client Rosa Delgado said she still loves him and will not hear a word against him.",
    "He kept her passport in the glove box. She picked the lawyer herself.",
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return tbnlp.load()


def labels(results: object) -> list[list[str]]:
    assert hasattr(results, "__iter__")
    return [[item.label for item in result.candidates] for result in results if isinstance(result, TaggedNote)]


def passages(results: Iterable[TaggedNote | Skipped]) -> list[list[tuple[str, float, object]]]:
    return [
        [(item.label, item.score, item.parts) for item in result.candidates]
        for result in results if isinstance(result, TaggedNote)
    ]


def test_strings_are_tagged_in_order(pipeline: Pipeline) -> None:
    results = list(pipeline.tag(TEXTS))
    assert [result.note.text[:15] for result in results if isinstance(result, TaggedNote)] == [
        "Client <PERSON_", "He kept her pas",
    ]
    assert "loyalty_or_love" in labels(results)[0]
    assert "blocked_exit" in labels(results)[1]


@pytest.mark.parametrize(
    "make",
    [
        pd.DataFrame, pl.DataFrame, pa.Table.from_pylist, datasets.Dataset.from_list,
    ],
    ids=["pandas", "polars", "arrow", "dataset"],
)
def test_a_table_gives_a_table_of_its_kind(pipeline: Pipeline, make: object) -> None:
    assert callable(make)
    given = make([{"note": text, "number": f"n{place}"} for place, text in enumerate(TEXTS)])
    table = pipeline.tag(given, text="note", id="number").to_table()
    assert type(table) is type(given)
    columns = table.column_names if hasattr(table, "column_names") else list(table.columns)
    assert {"candidate_id", "label", "quote", "score", "band", "assertion"} <= set(columns)
    assert next(iter(table["note_id"])) is not None


def test_a_missing_text_comes_out_as_skipped(pipeline: Pipeline) -> None:
    results = list(pipeline.tag(pd.DataFrame({"text": ["She chose the lawyer.", None]})))
    assert [type(result) for result in results] == [TaggedNote, Skipped]


def test_an_unknown_column_option_is_named(pipeline: Pipeline) -> None:
    with pytest.raises(UsageError, match="'txt'"):
        list(pipeline.tag(TEXTS, txt="note"))


def test_the_notebook_view_shows_redacted_text_and_the_notice(pipeline: Pipeline) -> None:
    shown = pipeline.tag(TEXTS)._repr_html_()
    assert "Rosa" not in shown
    assert "It is not a statement about a person." in shown


def test_the_same_note_gets_the_same_candidates_beside_any_other(pipeline: Pipeline) -> None:
    alone = [passages(pipeline.tag([text])) for text in TEXTS]
    together = passages(pipeline.tag([*TEXTS, "Bus was late again.", *TEXTS]))
    assert [found for one in alone for found in one] == together[:2]


def test_redact_alone() -> None:
    note = tbnlp.redact("Her number is 713-555-0148.")
    assert note.text == "Her number is <PHONE>."


@pytest.mark.parametrize("tier", ["rules", "hybrid"])
def test_the_cheaper_tiers_run(tier: str) -> None:
    found = labels(tbnlp.load(tier=tier).tag(TEXTS))
    assert len(found) == 2


def test_the_spacy_component_writes_spans_and_records() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tbnlp_tagger")
    doc = nlp("<PERSON_1> says she still loves him and owes him everything.")
    spans = doc.spans["tbnlp"]
    assert "loyalty_or_love" in {span.label_ for span in spans}
    assert [span.id_ for span in spans] == [record["id"] for record in doc.user_data["tbnlp"]]
    copy = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert copy.user_data["tbnlp"] == doc.user_data["tbnlp"]
    assert len(tbnlp.to_displacy(doc)["spans"]) == len(spans)


@pytest.mark.parametrize(
    "name", ["tbnlp_tagger", "tbnlp_rules", "tbnlp_sections", "tbnlp_attribution", "tbnlp_assertion", "tbnlp_encoder"]
)
def test_a_component_refuses_a_text_with_an_identifier_and_sets_nothing(name: str) -> None:
    nlp = spacy.blank("en")
    component = nlp.add_pipe(name)
    doc = nlp.make_doc("Her number is 713-555-0148 and she still loves him.")
    with pytest.raises(PrivacyGateError, match="redact"):
        component(doc)
    assert "tbnlp" not in doc.spans
    assert "tbnlp" not in doc.user_data


def test_attribution_alone_answers_for_given_spans() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tbnlp_assertion")
    doc = nlp.make_doc("She denies that he ever hit her.")
    span = doc.char_span(0, 31, label="threat_or_violence")
    assert span is not None
    doc.spans["tbnlp"] = [span]
    nlp.get_pipe("tbnlp_assertion")(doc)
    assert doc.user_data["tbnlp"][0]["assertion"] == "negated"
