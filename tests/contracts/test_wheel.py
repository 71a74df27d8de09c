"""The wheel holds everything that the program reads, and nothing that is not its own."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.contracts.source_tree import PACKAGE, ROOT
from tests.contracts.wheelhouse import script

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    wheel: Path = script("offline_bundle").build_own_wheel(folder, None)
    with zipfile.ZipFile(wheel) as content:
        return set(content.namelist())


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_file_of_the_package(names: set[str]) -> None:
    assert {f"tbnlp/{name}" for name in files(PACKAGE)} - names == set()


@pytest.mark.parametrize("name", [
    "tbnlp/schema/indicators.yaml", "tbnlp/report/templates/report.html.j2", "tbnlp/report/static/report.css",
    "tbnlp/rules/patterns/loyalty_or_love.yaml", "tbnlp/files/name_lists/surnames.txt", "tbnlp/py.typed",
    "tbnlp/_models/README.md", "tbnlp/_guidelines/index.md",
])
def test_the_wheel_holds_what_is_read_at_run_time(names: set[str], name: str) -> None:
    assert name in names


def test_the_wheel_holds_every_model(names: set[str]) -> None:
    built = {name for name in files(ROOT / "models") if ".onnx" not in name}
    assert {f"tbnlp/_models/{name}" for name in built} - names == set()


def test_the_wheel_holds_licence_and_notices(names: set[str]) -> None:
    assert {Path(name).name for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_wheel_holds_no_test_and_no_corpus(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"tbnlp"}
    assert [name for name in names if "corpora/casenotes" in name or "/test_" in name] == []
