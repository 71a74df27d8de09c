"""The README says what the program says, and its two commands are the ones that CI runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tbnlp.cli import COMMANDS
from tests.contracts.source_tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [path for path in sorted(ROOT.glob("*.md")) if path.name != "LICENSE"]


def test_the_help_in_the_readme_is_the_help_of_the_program() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tbnlp", "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60,
        check=True, env={**os.environ, "COLUMNS": "80"},
    )
    assert result.stdout.rstrip() in README


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_of_the_program_has_help(command: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tbnlp", command, "--help"], cwd=ROOT, capture_output=True, text=True,
        timeout=60, check=False,
    )
    assert result.returncode == 0, result.stderr
    assert f"Usage: tbnlp {command}" in result.stdout


def test_the_readme_names_only_commands_that_exist() -> None:
    named = set(re.findall(r"(?:^|`)tbnlp ([a-z]+)", README, re.MULTILINE))
    assert named <= set(COMMANDS)


def test_two_commands_stand_at_the_top() -> None:
    top = README.split("## ")[0]
    assert "bash scripts/demo" in top
    assert "bash scripts/test" in top


def test_ci_runs_the_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert [line for line in lines[1:] if not line.startswith(("set ", "cd "))] == ["bash scripts/test"]


@pytest.mark.parametrize(
    "name", ["scripts/setup", "scripts/demo", "scripts/test", "scripts/bundle", ".ci/run"]
)
def test_a_script_stops_at_its_first_error_and_can_be_started(name: str) -> None:
    path = ROOT / name
    assert "set -euo pipefail" in path.read_text(encoding="utf-8")
    assert os.access(path, os.X_OK)
    subprocess.run(["bash", "-n", str(path)], check=True)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("pattern", [
    pytest.param(r"(?<![\w.])/(?:home|root|work|Users|tmp/[a-z])[\w/.-]*", id="a path of one machine"),
    pytest.param(r"--(?:extra-)?index-url|pypi\.org/simple|files\.pythonhosted", id="a package index"),
])
def test_no_file_of_the_project_names(pattern: str) -> None:
    roots = ("tbnlp", "scripts", "models", "annotation_guidelines", "corpora", "examples", ".ci")
    paths = [path for name in roots for path in (ROOT / name).rglob("*")]
    paths += [*ROOT.glob("*.md"), ROOT / "pyproject.toml", ROOT / "constraints.txt"]
    kinds = {".py", ".md", ".toml", ".txt", ".yaml", ".json", ""}
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}" for path in paths
        if path.is_file() and path.suffix in kinds and "lists" not in path.parts
        for match in re.finditer(pattern, path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
