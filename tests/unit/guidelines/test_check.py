"""`tbnlp guidelines check` notices each planted fault, and names its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tbnlp.cli import main
from tbnlp.guidelines.check import guideline_problems
from tbnlp.schema.entries import Schema
from tbnlp.schema.loader import load_schema, parse

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = ROOT / "tbnlp/schema/indicators.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "annotation_guidelines", tmp_path / "guideline"))


def test_the_guideline_of_this_version_has_no_fault() -> None:
    assert guideline_problems(ROOT / "annotation_guidelines", load_schema()) == []


def append(name: str, text: str) -> Callable[[Path], None]:
    def plant(folder: Path) -> None:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return plant


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a prose page is missing": (lambda folder: (folder / "welfare.md").unlink(), "welfare.md: the page is missing"),
    "a label page was edited": (append("labels/agency.md", "more\n"), "labels/agency.md: is not as the schema has it"),
    "a label page is missing": (lambda folder: (folder / "labels/agency.md").unlink(), "labels/agency.md: is not as"),
    "a page has no source any more": (
        lambda folder: _write(folder / "labels/old_label.md"), "labels/old_label.md: is not as",
    ),
    "a case line names no label": (
        append("spans.md", "\n```case\n+ [[nothing: a b c]].\n```\n"), "unknown label 'nothing'",
    ),
    "a case line breaks a span rule": (
        append("spans.md", "\n```case\n+ [[agency: She chose it herself.]]\n```\n"), "end punctuation",
    ),
    "a case line is malformed": (append("spans.md", "\n```case\nShe chose.\n```\n"), "a case line starts with"),
    "a decision does not exist": (append("spans.md", "\nSee D-999.\n"), "names decision D-999"),
    "a link leads nowhere": (append("spans.md", "\nSee [there](nowhere.md).\n"), "links to nowhere.md"),
    "a link leads to no heading": (
        append("spans.md", "\nSee [there](procedure.md#nowhere).\n"), "#nowhere of procedure.md",
    ),
    "a text says what a person is": (append("spans.md", "\nThe client is bonded to him.\n"), "spans.md: line"),
    "a page is hard to read": (
        append("spans.md", "\n" + "Notwithstanding organisational considerations, communication " * 90 + ".\n"),
        "reads at grade",
    ),
    "a worked note lost a reason": (
        lambda folder: _cut_reason(next((folder / "worked_notes/source").glob("02-*.txt"))), "has no reason",
    ),
    "worked notes are too few": (lambda folder: _drop_notes(folder, "0*.txt"), "are needed"),
}


def _write(path: Path) -> None:
    path.write_text("# Old\n", encoding="utf-8")


def _drop_notes(folder: Path, pattern: str) -> None:
    for path in (folder / "worked_notes/source").glob(pattern):
        path.unlink()


def _cut_reason(path: Path) -> None:
    head, separator, reasons = path.read_text(encoding="utf-8").partition("\n===\n")
    lines = reasons.splitlines()
    lines.remove(next(line for line in lines if line.startswith("+")))
    path.write_text(head + separator + "\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_of_the_pages_is_named(name: str, folder: Path) -> None:
    plant, expected = FAULTS[name]
    plant(folder)
    assert any(expected in problem for problem in guideline_problems(folder, load_schema()))


def changed_schema(change: Callable[[dict], None]) -> Schema:  # type: ignore[type-arg]  # YAML of any shape
    content = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    change(content)
    return parse(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))


def drop_examples(content: dict) -> None:  # type: ignore[type-arg]
    del content["labels"][0]["examples"]["positive"][7:]


def drop_counterexamples(content: dict) -> None:  # type: ignore[type-arg]
    del content["labels"][0]["examples"]["negative"][7:]


def break_span(content: dict) -> None:  # type: ignore[type-arg]
    example = content["labels"][0]["examples"]["positive"][0]
    example["text"] = "Client said [[she loves him.]]"


def forbidden_word(content: dict) -> None:  # type: ignore[type-arg]
    content["labels"][0]["definition"] += " The client is bonded."


@pytest.mark.parametrize(("change", "expected"), [
    (drop_examples, "label loyalty_or_love: has 7 positive examples"),
    (drop_counterexamples, "label loyalty_or_love: has 7 hard negative examples"),
    (break_span, "label loyalty_or_love, positive example 1: quotation marks and end punctuation"),
    (forbidden_word, "labels/loyalty_or_love.md: is not as the schema has it"),
], ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_fault_of_the_schema_is_named(
    change: Callable[[dict], None], expected: str, folder: Path,  # type: ignore[type-arg]
) -> None:
    assert any(expected in problem for problem in guideline_problems(folder, changed_schema(change)))


def test_a_construct_that_lost_its_home_is_listed(folder: Path) -> None:
    with pytest.raises(Exception, match="construct A01: has no home"):
        changed_schema(lambda content: content["constructs"][0].update(home={}))
    assert folder.is_dir()


def test_the_command_ends_with_4_and_says_how_many_faults(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "welfare.md").unlink()
    with pytest.raises(SystemExit) as ended:
        main(["guidelines", "check", "--folder", str(folder)])
    assert ended.value.code == 4
    assert "it should not go to annotators" in capsys.readouterr().err


def test_the_command_ends_with_0_on_the_guideline_of_this_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["guidelines", "check"])
    assert ended.value.code == 0
    assert "20 labels" in capsys.readouterr().err
