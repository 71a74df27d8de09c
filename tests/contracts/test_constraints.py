"""constraints.txt holds the exact version of everything that the core and the extras need."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib import metadata
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.contracts.source_tree import ROOT, modules

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LINES = [
    line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PINS = {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in LINES}


def wanted() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values()
    lines = {*PROJECT["dependencies"], *(item for rows in extras for item in rows)}
    return [Requirement(line) for line in sorted(lines)]


def needed(requirements: Iterable[Requirement]) -> set[str]:
    """Names of all distributions that the requirements bring in on this machine."""
    waiting, done = list(requirements), set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in ("", *requirement.extras):
            if (name, extra) in done:
                continue
            done.add((name, extra))
            for line in metadata.distribution(name).requires or []:
                part = Requirement(line)
                if part.marker is None or part.marker.evaluate({"extra": extra}):
                    waiting.append(part)
    return {name for name, _ in done}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_one_exact_version_and_nothing_else(line: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_a_direct_dependency_has_a_version_that_fits(requirement: Requirement) -> None:
    pin = PINS.get(canonicalize_name(requirement.name))
    assert pin is not None
    assert requirement.specifier.contains(Version(pin), prereleases=True)


def test_everything_that_comes_along_has_a_version() -> None:
    # Builds of torch for graphics cards bring libraries of their own, which follow torch's exact version.
    of_torch = ("nvidia", "cuda", "triton")
    lacking = {name for name in needed(wanted()) - set(PINS) if not name.startswith(of_torch)}
    assert lacking == set()


def test_the_environment_has_the_versions_of_the_file() -> None:
    there = needed(wanted())
    found = {
        name: version for name, pin in PINS.items()
        if name in there and (version := metadata.version(name).partition("+")[0]) != pin
    }
    assert found == {}


def imported() -> set[str]:
    """Top-level names that the package imports."""
    names = set()
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                names |= {item.name.split(".")[0] for item in node.names}
            if isinstance(node, ast.ImportFrom):
                names.add((node.module or "").split(".")[0])
    return names - set(sys.stdlib_module_names) - {"tbnlp", "__future__"}


def test_every_imported_package_is_declared() -> None:
    homes = metadata.packages_distributions()
    # pandas is only met where the caller brings a data frame; thinc and huggingface_hub are parts of others.
    optional = {"pandas", "thinc", "huggingface_hub"}
    direct = {canonicalize_name(item.name) for item in wanted()}
    undeclared = {
        name for name in imported() - optional
        if not {canonicalize_name(home) for home in homes.get(name, [])} & direct
    }
    assert undeclared == set()
