"""Reading the schema: typed, with a stable fingerprint, and with all errors in one message."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
import yaml

from tbnlp.errors import UsageError
from tbnlp.schema.loader import fingerprint, load_schema, load_schema_file, parse


@pytest.fixture(scope="module")
def text() -> str:
    return resources.files("tbnlp.schema").joinpath("indicators.yaml").read_text(encoding="utf-8")


def test_the_shipped_schema_has_twenty_labels_in_six_families() -> None:
    schema = load_schema()
    assert len(schema.labels) == 20
    assert len(schema.families) == 6
    assert {label.family for label in schema.labels} == {family.id for family in schema.families}


def test_every_label_has_a_question_for_the_reader_and_says_what_it_does_not_mean() -> None:
    for label in load_schema().labels:
        assert label.reviewer_prompt.strip()
        assert label.not_meaning.strip()
        assert label.not_meaning in label.caution
        assert label.misuse_note in label.caution


def test_every_label_has_examples_for_and_against() -> None:
    lacking = [label.id for label in load_schema().labels if not (label.positives and label.negatives)]
    assert lacking == []


def test_when_and_who_may_stay_unclear() -> None:
    schema = load_schema()
    for name in ("temporality", "source", "referent_role"):
        assert {"unclear", "unknown"} & set(schema.attribute(name).value_ids), name


def test_comments_and_layout_do_not_change_the_fingerprint(text: str) -> None:
    content = yaml.safe_load(text)
    turned = yaml.safe_dump(dict(reversed(content.items())), allow_unicode=True, sort_keys=False, width=4000)
    commented = "# a comment\n" + text.replace("\nfamilies:", "\n# another\n\n\nfamilies:")
    assert parse(commented).fingerprint == parse(text).fingerprint == load_schema().fingerprint
    assert parse(turned).fingerprint == load_schema().fingerprint


def test_one_changed_word_changes_the_fingerprint(text: str) -> None:
    changed = text.replace("Statements about the tie", "Statements on the tie", 1)
    assert changed != text
    assert parse(changed).fingerprint != load_schema().fingerprint


def test_the_order_of_labels_counts() -> None:
    assert fingerprint({"labels": ["a", "b"]}) != fingerprint({"labels": ["b", "a"]})


def test_two_mistakes_are_reported_in_one_message(text: str) -> None:
    content = yaml.safe_load(text)
    content["labels"][0]["family"] = "no_such_family"
    content["labels"][1]["confusable_with"][0]["label"] = "no_such_label"
    with pytest.raises(UsageError) as caught:
        parse(yaml.safe_dump(content, allow_unicode=True))
    message = str(caught.value)
    assert "2 problem(s)" in message
    assert "family 'no_such_family' is not in families" in message
    assert "unknown label 'no_such_label'" in message


def test_two_unknown_keys_are_reported_in_one_message_without_their_values(text: str) -> None:
    content = yaml.safe_load(text)
    content["labels"][0]["colour_of_note"] = "CANARY-ONE"
    content["policy"]["extra"] = "CANARY-TWO"
    with pytest.raises(UsageError) as caught:
        parse(yaml.safe_dump(content, allow_unicode=True))
    message = str(caught.value)
    assert "labels.0.colour_of_note" in message
    assert "policy.extra" in message
    assert "CANARY" not in message


@pytest.mark.parametrize("change", [
    pytest.param(("labels", 0, "examples", "positive", 0, "text"), id="an example without a marked span"),
    pytest.param(("labels", 0, "examples", "positive", 0, "subtype"), id="a subtype that is not listed"),
    pytest.param(("labels", 0, "ui", "hotkey"), id="a key that two labels share"),
    pytest.param(("constructs", 0, "home", "label"), id="a source statement whose home is unknown"),
])
def test_a_contradiction_is_named(text: str, change: tuple[str | int, ...]) -> None:
    content = yaml.safe_load(text)
    spot = content
    for key in change[:-1]:
        spot = spot[key]
    spot[change[-1]] = content["labels"][1]["ui"]["hotkey"] if change[-1] == "hotkey" else "not there"
    with pytest.raises(UsageError, match="problem"):
        parse(yaml.safe_dump(content, allow_unicode=True))


@pytest.mark.parametrize("content", ["- a list", "just words", ""], ids=["list", "words", "empty"])
def test_a_file_that_holds_no_mapping_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "schema.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="no mapping"):
        load_schema_file(path)


def test_yaml_cannot_build_objects() -> None:
    with pytest.raises(yaml.YAMLError):
        parse("a: !!python/object/apply:os.getcwd []")


def test_an_unknown_label_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_schema().label("no_such_label")


def test_a_caller_cannot_change_the_schema() -> None:
    with pytest.raises(AttributeError):
        load_schema().labels[0].name = "another"  # type: ignore[misc]  # the point of the test
