from __future__ import annotations

import json
from pathlib import Path

import pytest

from tbnlp.cli import main
from tbnlp.errors import QualityGateError, UsageError
from tbnlp.evaluate import attribution_run
from tbnlp.evaluate.attribution_baselines import (
    context_rules,
    load_context_rules,
    majority,
    negspacy,
    our_rules,
    windows,
)
from tbnlp.evaluate.attribution_kit_files import write_kit
from tbnlp.evaluate.attribution_run import KitOrder, evaluate_kit
from tbnlp.rules.document import Documents
from tbnlp.schema.loader import load_schema
from tests.unit.evaluate.kit_aid import kit_item


@pytest.mark.parametrize(("text", "words", "expected"), [
    ("He hit her.", "He hit her", "affirmed"),
    ("Ct denies that he ever hit her.", "he ever hit her", "negated"),
    ("He never hit her.", "He never hit her", "negated"),
    ("He didn\u2019t hit her.", "hit her", "negated"),
    ("She did not eat, but he hit her.", "he hit her", "affirmed"),
    ("He hit her, which she denied.", "He hit her", "affirmed"),
    ("Not only that, he hit her.", "he hit her", "affirmed"),
    ("He may have hit her.", "have hit her", "possible"),
    ("If he calls, she would go.", "she would go", "hypothetical"),
], ids=["plain", "denied before", "inside", "curly quote", "ended by but", "ended by which", "pseudo", "hedge", "if"])
def test_context_answers_the_assertion(text: str, words: str, expected: str) -> None:
    [answer] = context_rules([kit_item("a", text, words)])
    assert answer["assertion"] == expected


@pytest.mark.parametrize(("text", "words", "attribute", "expected"), [
    ("He used to hit her.", "hit her", "temporality", "past"),
    ("He hits her.", "He hits her", "temporality", "current"),
    ("She'll go back tomorrow.", "go back", "temporality", "future_planned"),
    ("Says another girl was hit.", "was hit", "experiencer", "other_person"),
    ("People get hit.", "get hit", "experiencer", "generic"),
])
def test_context_answers_time_and_person(text: str, words: str, attribute: str, expected: str) -> None:
    [answer] = context_rules([kit_item("a", text, words)])
    assert answer[attribute] == expected


def test_the_trigger_file_uses_answers_of_the_schema_alone() -> None:
    schema = load_schema()
    for rule in load_context_rules().rules:
        assert rule.value in schema.attribute(rule.attribute).value_ids


def test_the_most_frequent_answer_is_learned_from_what_it_is_shown() -> None:
    learned = [kit_item("a", role="peer"), kit_item("b", role="peer"), kit_item("c", role="none")]
    answers = majority(learned)([kit_item("d", role="none")] * 2)
    assert [answer["referent_role"] for answer in answers] == ["peer", "peer"]


def test_equal_counts_go_by_the_alphabet() -> None:
    learned = [kit_item("a", role="peer"), kit_item("b", role="none")]
    assert majority(learned)([learned[0]])[0]["referent_role"] == "none"


@pytest.mark.parametrize(("text", "words", "expected"), [
    ("She denies that he hit her.", "he hit her", "negated"),
    ("She says he hit her.", "he hit her", "not_negated"),
    ("She did not eat, but he hit her.", "he hit her", "not_negated"),
    ("He hit her and she did not cry.", "He hit her", "not_negated"),
    ("He never hit her.", "He never hit her", "not_negated"),
], ids=["denied", "plain", "ended by but", "negation behind", "half of the words"])
def test_negspacy_answers_negation_alone(text: str, words: str, expected: str) -> None:
    pytest.importorskip("negspacy")
    assert negspacy()([kit_item("a", text, words)]) == [{"negated": expected}]


def test_our_rules_answer_all_five_questions_on_the_window() -> None:
    documents = Documents()
    items = [kit_item("a", "Ct denies that he hit her."), kit_item("b")]
    answers = our_rules(windows(documents), documents)(items)
    assert [answer["assertion"] for answer in answers] == ["negated", "affirmed"]
    assert set(answers[0]) == {"assertion", "temporality", "source", "experiencer", "referent_role"}


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    dev = [
        kit_item(f"d{n}", case_id=f"c{n}", split="train" if n % 2 else "dev", assertion="affirmed") for n in range(6)
    ]
    test = [
        kit_item("t0", "Ct denies that he hit her.", case_id="c9", split="test_in", assertion="negated", role="none")
    ]
    write_kit({"dev": dev, "test": test}, tmp_path / "kit", tmp_path, load_schema())
    return tmp_path / "kit"


def test_every_system_is_scored_or_named(kit: Path, tmp_path: Path) -> None:
    said: list[str] = []
    scores = evaluate_kit(KitOrder("no_such_model", kit, json_file=tmp_path / "figures.json"), said.append)
    assert {(row.system, row.part, row.items) for row in scores} >= {
        ("tbnlp rules", attribution_run.WHOLE, 6), ("tbnlp rules", attribution_run.OUTSIDE, 3),
        ("ConText rules", attribution_run.WHOLE, 6),
    }
    assert any(line.startswith("tbnlp full was not scored") for line in said)
    assert attribution_run.DEVELOPMENT in said
    content = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert list(content["not_scored"]) == ["tbnlp full"]
    assert len(content["scores"]) == len(scores)


def test_the_test_half_is_opened_for_a_release_and_the_majority_comes_from_dev(kit: Path) -> None:
    with pytest.raises(UsageError, match="--release"):
        evaluate_kit(KitOrder("no_such_model", kit, half="test"), list[str]().append)
    scores = evaluate_kit(KitOrder("no_such_model", kit, half="test", release=True), list[str]().append)
    [frequent] = [row for row in scores if row.system == "most frequent answer"]
    found = frequent.question("referent_role")
    assert found is not None
    assert (found.accuracy.value, frequent.items) == (0, 1)


def test_a_gate_on_the_rules_is_checked_after_the_figures_are_shown(kit: Path) -> None:
    said: list[str] = []
    with pytest.raises(QualityGateError, match="assertion_accuracy"):
        evaluate_kit(KitOrder("no_such_model", kit, minimums={"assertion_accuracy": 1.1}), said.append)
    assert said


def test_the_command_keeps_the_test_half_closed_without_release(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["evaluate", "attribution", "--kit", str(kit), "--half", "test"])
    assert end.value.code == UsageError.exit_code
    assert "--release" in capsys.readouterr().err


def test_the_command_scores_the_dev_half(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["evaluate", "attribution", "--kit", str(kit), "--model", "no_such_model"])
    assert not end.value.code
    assert "Attribution kit, assertion" in capsys.readouterr().out
