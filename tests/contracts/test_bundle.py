"""The offline bundle installs into an empty environment without an index, and refuses a changed file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.contracts.source_tree import ROOT
from tests.contracts.wheelhouse import needed, repack, script

pytestmark = pytest.mark.slow
WHEEL = "tbnlp-0-py3-none-any.whl"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    return script("offline_bundle")


@pytest.fixture
def small(maker: ModuleType, tmp_path: Path) -> Path:
    """A bundle with one file where the wheels are."""
    bundle = tmp_path / "bundle"
    (maker.start(bundle) / WHEEL).write_bytes(b"not a wheel")
    maker.finish(bundle)
    return bundle


def install(bundle: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*without_network(), sys.executable, str(bundle / "install.py"), str(target)],
        capture_output=True, text=True, timeout=600, check=False, cwd=bundle.parent,
    )


def without_network() -> list[str]:
    """How to start a program that sees no network at all, where the machine allows it."""
    for start in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if shutil.which("unshare") is None:
            break
        if subprocess.run([*start, "true"], check=False, capture_output=True).returncode == 0:
            return start
    return []


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"X")


@pytest.mark.parametrize(("fault", "said"), [
    pytest.param(lambda b: change(b / f"wheels/{WHEEL}"), f"{WHEEL} was changed", id="a changed wheel"),
    pytest.param(lambda b: change(b / "install.sh"), "install.sh was changed", id="a changed installer"),
    pytest.param(lambda b: (b / "wheels/x.whl").touch(), "x.whl is not in SHA256SUMS", id="an added wheel"),
    pytest.param(lambda b: (b / "READ_ME.txt").unlink(), "READ_ME.txt is missing", id="a missing file"),
    pytest.param(lambda b: (b / "SHA256SUMS").unlink(), "SHA256SUMS is missing", id="no hashes"),
])
def test_a_bundle_that_is_not_as_built_installs_nothing(
    small: Path, tmp_path: Path, fault: Callable[[Path], None], said: str
) -> None:
    fault(small)
    result = install(small, tmp_path / "env")
    assert result.returncode == 5
    assert said in result.stderr
    assert not (tmp_path / "env").exists()


def test_a_folder_that_is_no_bundle_is_not_removed(maker: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(SystemExit, match="not an earlier bundle"):
        maker.start(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


@pytest.fixture(scope="module")
def environment(maker: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An environment that was made from a bundle alone."""
    folder = tmp_path_factory.mktemp("offline")
    bundle = folder / "bundle"
    wheels = maker.start(bundle)
    has_model = any((ROOT / "models").glob("*/SHA256SUMS"))
    maker.build_own_wheel(wheels, maker.built_graphs() if has_model else None)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for distribution in needed([*project["dependencies"], *project["optional-dependencies"]["office"]]):
        repack(distribution, wheels)
    maker.finish(bundle)
    result = install(bundle, folder / "env")
    shutil.rmtree(bundle)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("tbnlp 0.1.0")
    yield folder / "env"
    shutil.rmtree(folder)  # more than a gigabyte


def start(environment: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The installed program, without network and with an empty home folder."""
    kept = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    return subprocess.run(
        [*without_network(), str(environment / "bin" / "tbnlp"), *arguments],
        capture_output=True, text=True, timeout=300, check=False, cwd=home, env=kept,
    )


def test_the_installed_program_needs_no_torch(environment: Path) -> None:
    names = {path.name.split("-")[0].lower() for path in environment.glob("lib/*/site-packages/*.dist-info")}
    assert "spacy" in names
    assert names & {"torch", "transformers", "datasets"} == set()


def test_the_installed_program_redacts_without_network(environment: Path, tmp_path: Path) -> None:
    notes = ROOT / "examples" / "demo_notes.csv"
    result = start(environment, "redact", str(notes), "--output", str(tmp_path / "run"), home=tmp_path)
    assert result.returncode in {0, 3}, result.stderr
    rows = [json.loads(line) for line in (tmp_path / "run" / "notes.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) > 3
    assert "Quiroga" not in (tmp_path / "run" / "notes.jsonl").read_text("utf-8")


@pytest.mark.model
def test_the_installed_program_tags_without_network_and_torch(environment: Path, tmp_path: Path) -> None:
    if not any((ROOT / "models").glob("*/SHA256SUMS")):
        pytest.skip("models/ holds no trained model yet: tbnlp train")
    notes = ROOT / "examples" / "demo_notes.csv"
    result = start(environment, "tag", str(notes), "--output", str(tmp_path / "run"), home=tmp_path)
    assert result.returncode in {0, 3}, result.stderr
    assert (tmp_path / "run" / "report.html").stat().st_size > 1000
    assert (tmp_path / "run" / "candidates.jsonl").read_text("utf-8")
