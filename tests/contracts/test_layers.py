"""The import contracts of pyproject.toml hold, and they would notice a breach."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.source_tree import PACKAGE, ROOT

PROGRAM = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()", "--no-logo"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def test_imports_run_in_one_direction() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "tbnlp", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("module", "line", "contract"), [
    pytest.param("tag/seeded.py", "from tbnlp.notes.case_note import CaseNote", "Raw notes stop",
                 id="a tagger that names the raw note"),
    pytest.param("rules/seeded.py", "import tbnlp.tag.tagger", "Layers BROKEN",
                 id="a rule that calls upwards"),
    pytest.param("files/seeded.py", "import presidio_analyzer", "Presidio lives in redact only BROKEN",
                 id="a reader that redacts"),
    pytest.param("tag/seeded.py", "import torch", "Torch lives in the encoder only BROKEN",
                 id="a tagger that computes"),
    pytest.param("utils.py", "", "Layers", id="a module outside the layers"),
])
def test_a_breach_is_noticed(copy: Path, module: str, line: str, contract: str) -> None:
    (copy / "tbnlp" / module).write_text(f"{line}\n", encoding="utf-8")
    result = lint(copy)
    assert result.returncode != 0
    assert contract in result.stdout + result.stderr
