"""A candidate row carries what a reader needs to judge it, and nothing about a person (controls c1, c2)."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tbnlp.notes.redacted_note import RedactedNote, Tokens
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes, Band, Candidate, Evidence, TaggedNote, candidate_id
from tbnlp.run.rows import candidate_rows
from tbnlp.schema.loader import load_schema

TEXT = "She says <PERSON_1> kept her passport. She loves him."
FIELDS = {
    "candidate_id", "case_id", "note_id", "label", "family", "subtype", "start", "end", "parts", "quote",
    "sentence", "score", "band", "assertion", "temporality", "source", "experiencer", "referent_role",
    "evidence", "reviewer_prompt", "caution", "review_state", "text_sha256", "schema_version", "pipeline_id",
}


@pytest.fixture
def row() -> dict[str, Any]:
    note = RedactedNote(
        "C1", "N1", 0, TEXT, Tokens((), (), (), (), ()), (Span(0, 38), Span(39, 53)), (), "fingerprint"
    )
    parts = (Span(39, 52),)
    candidate = Candidate(
        candidate_id("C1", "N1", "loyalty_or_love", parts), "loyalty_or_love", "love", parts, Span(39, 53),
        (Evidence("rule", "loyalty_or_love.love", 1.0, "She loves him"),),
        Attributes("affirmed", "current", "client_paraphrased", "client", "controller"),
        0.7312, Band.POSSIBLE,
    )
    schema = load_schema()
    tagged = TaggedNote(note, (candidate,), schema.fingerprint)
    rows = list(candidate_rows(tagged, schema, "p1", store_text=True))
    assert len(rows) == 1
    return rows[0]


def test_a_candidate_has_everything_that_a_reader_needs_to_judge_it(row: dict[str, Any]) -> None:
    assert set(row) >= FIELDS
    assert [name for name in FIELDS if row[name] in (None, "", [])] == []
    assert TEXT[row["start"] : row["end"]] == row["quote"] == "She loves him"
    assert row["text_sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert row["score"] == 0.731


def test_a_candidate_starts_unreviewed(row: dict[str, Any]) -> None:
    assert row["review_state"] == "unreviewed"


def test_a_candidate_has_no_field_that_the_policy_forbids(row: dict[str, Any]) -> None:
    assert set(row) & set(load_schema().forbidden_fields) == set()
