"""Marks of older guidelines: what is kept, what a person reads again, and why; files of both old kinds."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.errors import UsageError
from tbnlp.formats.own_rows import mark_from
from tbnlp.schema.loader import load_schema
from tbnlp.schema.migration_steps import STEPS, Review, Step, Successor
from tbnlp.schema.migrations import MarkInMotion, Outcome, apply_step, known_versions, migrate, settle, successors
from tbnlp.schema.versions import Version

OLD = Path(__file__).parent / "old_annotations"
DECISIONS = Path(__file__).parents[3] / "annotation_guidelines" / "decisions.md"
SCHEMA = load_schema()
AFFIRMED = {"assertion": "affirmed", "temporality": "current", "source": "client_paraphrased", "experiencer": "client"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (OLD / name).read_text(encoding="utf-8").splitlines()]


@st.composite
def marks(draw: st.DrawFn) -> tuple[str, str, dict[str, str]]:
    label = draw(st.sampled_from(SCHEMA.labels))
    subtype = draw(st.sampled_from([*label.subtypes, "unspecified"]))
    given_answers = {
        attribute.id: draw(st.sampled_from(attribute.value_ids))
        for attribute in SCHEMA.attributes if draw(st.booleans())
    }
    return label.id, subtype, given_answers


# ---- files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0"])
def test_an_old_file_becomes_the_marks_that_were_settled(version: str) -> None:
    found = []
    for row in rows(f"v{version.replace('.', '_')}.jsonl"):
        for number, item in enumerate(row["indicators"]):
            mark = mark_from(item, number)
            new = migrate(mark.label, mark.subtype, dict(mark.attributes), version, "0.3.0")
            found.append({
                "from": version, "note_id": row["note_id"], "start": mark.span.start, "end": mark.span.end,
                "label": new.label, "subtype": new.subtype, **new.attributes,
                "outcome": new.outcome.value, "needs_review": list(new.decisions),
            })
    assert found == [row for row in rows("expected_0_3_0.jsonl") if row["from"] == version]


def test_no_mark_of_an_old_file_gets_lost() -> None:
    old = sum(len(row["indicators"]) for name in ("v0_1_0.jsonl", "v0_2_0.jsonl") for row in rows(name))
    assert len(rows("expected_0_3_0.jsonl")) == old


def test_a_mark_without_certainty_stays_without_it() -> None:
    assert "certainty" not in migrate("isolation", "communication_cut", AFFIRMED, "0.1.0").attributes


# ---- single rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "subtype", "answers", "version", "decisions"), [
    pytest.param("threat_or_violence", "unspecified", {"referent_role": "controller"}, "0.1.0",
                 ("D-001", "D-009"), id="perhaps only fear"),
    pytest.param("return_or_pull", "contact", {"referent_role": "family"}, "0.1.0", ("D-002", "D-025"),
                 id="a relative who may be the controller"),
    pytest.param("agency", "own_decision", {"temporality": "past"}, "0.2.0", ("D-004",), id="consent in passing"),
    pytest.param("agency", "own_step", {"temporality": "future_planned"}, "0.2.0", (), id="a goal"),
    pytest.param("agency", "refusal_or_boundary", {"temporality": "past"}, "0.2.0", (), id="a refusal"),
    pytest.param("threat_or_violence", "physical_or_sexual_harm", {"referent_role": "none"}, "0.2.0", ("D-010",),
                 id="no doer"),
    pytest.param("access_barrier", "housing", {"temporality": "current", "assertion": "affirmed"}, "0.2.0",
                 ("D-013",), id="a room that ends on a date"),
    pytest.param("access_barrier", "income", {"temporality": "current", "assertion": "affirmed"}, "0.2.0", (),
                 id="no income now"),
    pytest.param("stigmatising_wording", "blame", {"source": "client_quoted"}, "0.2.0", ("D-023",),
                 id="the client's own word"),
    pytest.param("stigmatising_wording", "blame", {"source": "worker_interpretation"}, "0.2.0", (),
                 id="the writer's word"),
    pytest.param("isolation", "communication_cut", {"assertion": "negated"}, "0.2.0", ("D-014",),
                 id="perhaps only the opposite"),
    pytest.param("stabilisation", "felt_safety", {"assertion": "negated"}, "0.2.0", (), id="not safe here"),
])
def test_only_what_a_decision_may_have_made_wrong_is_read_again(
    label: str, subtype: str, answers: dict[str, str], version: str, decisions: tuple[str, ...]
) -> None:
    found = migrate(label, subtype, answers, version, "0.3.0")
    assert found.decisions == decisions
    assert found.outcome is (Outcome.NEEDS_REVIEW if decisions else Outcome.KEEP)
    assert (found.label, found.subtype, found.attributes) == (label, subtype, answers)
    assert bool(found.reasons) is bool(decisions)


def test_most_marks_of_the_written_corpus_are_kept() -> None:
    folder = Path(__file__).parents[3] / "corpora" / "casenotes_en"
    outcomes = [
        migrate(mark.label, mark.subtype, dict(mark.attributes), "0.2.0", "0.3.0").outcome
        for line in (folder / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
        for mark in [mark_from(item, 0) for item in json.loads(line)["indicators"]]
    ]
    assert 0 < outcomes.count(Outcome.NEEDS_REVIEW) < len(outcomes) / 8
    assert set(outcomes) == {Outcome.KEEP, Outcome.NEEDS_REVIEW}


# ---- for every mark --------------------------------------------------------------------------------------


@given(marks(), st.sampled_from(known_versions()))
def test_a_migrated_mark_stays_as_it_is(mark: tuple[str, str, dict[str, str]], version: str) -> None:
    once = migrate(*mark, version)
    again = migrate(once.label, once.subtype, once.attributes, known_versions()[-1])
    assert again.outcome is Outcome.KEEP
    assert (again.label, again.subtype, again.attributes) == (once.label, once.subtype, once.attributes)
    assert once == migrate(*mark, version)


@given(marks())
def test_two_steps_find_what_one_way_finds(mark: tuple[str, str, dict[str, str]]) -> None:
    first = migrate(*mark, "0.1.0", "0.2.0")
    second = migrate(first.label, first.subtype, first.attributes, "0.2.0", "0.3.0")
    whole = migrate(*mark, "0.1.0", "0.3.0")
    assert set(whole.decisions) == {*first.decisions, *second.decisions}
    assert whole.attributes == second.attributes


@given(marks(), st.sampled_from(known_versions()))
def test_the_new_mark_is_one_of_the_present_schema(mark: tuple[str, str, dict[str, str]], version: str) -> None:
    given_answers = dict(mark[2])
    new = migrate(*mark, version)
    assert new.subtype in {*SCHEMA.label(new.label).subtypes, "unspecified"}
    assert mark[2] == given_answers


# ---- versions and names ----------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["0.0.9", "0.4.0", "7.0.0"])
def test_an_unknown_version_is_refused_with_those_that_are_known(version: str) -> None:
    with pytest.raises(UsageError, match=re.escape("0.1.0, 0.2.0, 0.3.0")):
        migrate("isolation", "communication_cut", {}, version)


def test_a_patch_is_read_as_its_minor_version() -> None:
    assert migrate("agency", "own_decision", {"temporality": "past"}, "0.2.7").decisions == ("D-004",)


def test_the_way_back_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be taken back"):
        migrate("isolation", "communication_cut", {}, "0.3.0", "0.2.0")


def test_a_label_that_never_was_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        migrate("CANARY words of a note", "x", {}, "0.2.0")
    assert "CANARY" not in str(caught.value)


def test_the_last_known_version_is_the_shipped_one() -> None:
    last, shipped = Version.parse(known_versions()[-1]), Version.parse(SCHEMA.version)
    assert (last.major, last.minor) == (shipped.major, shipped.minor)


def test_each_step_begins_where_the_one_before_ended() -> None:
    assert all(one.new == two.old for one, two in pairwise(STEPS))
    assert [Version.parse(text) for text in known_versions()] == sorted(map(Version.parse, known_versions()))


def test_what_is_retired_in_the_schema_has_its_successor_here() -> None:
    assert sorted(successors()) == sorted(SCHEMA.retired)


def test_the_tables_name_labels_subtypes_and_answers_of_the_schema() -> None:
    values = {attribute.id: set(attribute.value_ids) for attribute in SCHEMA.attributes}
    for review in [review for step in STEPS for review in step.reviews]:
        for label in review.labels:
            assert set(review.subtypes) <= {*SCHEMA.label(label).subtypes, "unspecified"}, review
        for name, wanted in review.answers:
            assert wanted <= values[name], review


def test_every_decision_of_the_tables_stands_on_the_page_of_decisions() -> None:
    known = set(re.findall(r"^## (D-\d{3})", DECISIONS.read_text(encoding="utf-8"), re.MULTILINE))
    assert {name for step in STEPS for review in step.reviews for name in review.decisions} <= known


def test_the_schema_says_what_a_minor_version_means_while_major_is_zero() -> None:
    content = yaml.safe_load((Path(__file__).parents[3] / "tbnlp/schema/indicators.yaml").read_text("utf-8"))
    assert "migration map" in content["versioning"]["while_major_is_zero"]


# ---- renames and drops, which no version has needed yet ------------------------------------------------------

RENAMING = Step(
    "9.0.0", "9.1.0",
    reviews=(Review(("split_me",), ("D-001",), "it was split", subtypes=("left",)),),
    renames={
        ("old_name", "*"): Successor("new_name", None, "the label has a new name"),
        ("split_me", "left"): Successor("left_label", "unspecified", "it was split"),
    },
    drops={("gone", "*"): "it was not found once", ("half_gone", "this"): "the subtype went"},
)


@pytest.mark.parametrize(("label", "subtype", "outcome", "new"), [
    pytest.param("old_name", "a", Outcome.RENAME, ("new_name", "a"), id="a new name keeps the subtype"),
    pytest.param("split_me", "left", Outcome.NEEDS_REVIEW, ("left_label", "unspecified"), id="renamed and read again"),
    pytest.param("split_me", "right", Outcome.KEEP, ("split_me", "right"), id="the other half stays"),
    pytest.param("gone", "a", Outcome.DROP, ("gone", "a"), id="dropped"),
    pytest.param("half_gone", "this", Outcome.DROP, ("half_gone", "this"), id="a dropped subtype"),
    pytest.param("half_gone", "that", Outcome.KEEP, ("half_gone", "that"), id="the other subtype stays"),
])
def test_a_step_may_rename_and_drop(label: str, subtype: str, outcome: Outcome, new: tuple[str, str]) -> None:
    mark = MarkInMotion(label, subtype, {})
    apply_step(RENAMING, mark)
    found = settle(mark)
    assert (found.outcome, (found.label, found.subtype)) == (outcome, new)
    assert bool(found.reasons) is (outcome is not Outcome.KEEP)
    assert bool(found.decisions) is (outcome is Outcome.NEEDS_REVIEW)


def test_a_dropped_mark_is_not_touched_by_a_later_step() -> None:
    mark = MarkInMotion("gone", "a", {})
    for _ in range(2):
        apply_step(RENAMING, mark)
    assert settle(mark).reasons == ("it was not found once",)
