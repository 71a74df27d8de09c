"""The schema's promises: every source statement has a home, every control a test, no score for a person."""

from __future__ import annotations

import ast
import tomllib
from typing import Any

import pytest

from tbnlp.errors import UsageError
from tbnlp.schema.loader import load_schema, parse
from tests.contracts.source_tree import PACKAGE, ROOT, Module, modules

CONTROLS: dict[str, Any] = tomllib.loads((ROOT / "tests/contracts/controls.toml").read_text("utf-8"))
# A word of matrix algebra: the width of the low-rank change to the encoder's weights. It orders nobody.
LOW_RANK = {"tbnlp/encoder": {"rank"}, "tbnlp/run/training.py": {"rank"}}


def yaml_text() -> str:
    return (PACKAGE / "schema" / "indicators.yaml").read_text(encoding="utf-8")


def test_every_statement_of_the_sources_has_a_home() -> None:
    schema = load_schema()
    assert len(schema.constructs) == 112
    assert [entry.id for entry in schema.constructs if not entry.home] == []


def test_a_statement_without_a_home_is_noticed() -> None:
    text = yaml_text()
    first = load_schema().constructs[0].id
    start = text.index(f"id: {first},")
    home = text.index("home:", start)
    broken = text[:home] + "home: {}" + text[text.index("}", home) + 1 :]
    with pytest.raises(UsageError, match=f"construct {first}: has no home"):
        parse(broken)


def test_every_control_of_the_policy_is_held_or_planned() -> None:
    assert sorted(CONTROLS) == sorted(name for name, _ in load_schema().controls)
    assert [name for name, row in CONTROLS.items() if not row.get("tests") and not row.get("planned")] == []


@pytest.mark.parametrize(
    "place", [item for row in CONTROLS.values() for item in row.get("tests", ())]
)
def test_the_test_that_holds_a_control_exists(place: str) -> None:
    name, _, function = place.partition("::")
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    assert function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("purpose", [
    "deciding asylum claims", "who is eligible for a bed", "Custody reports", "credibility of witnesses",
])
def test_a_run_with_a_forbidden_purpose_is_refused(purpose: str) -> None:
    from tbnlp.run.config import resolve

    with pytest.raises(UsageError, match="policy forbids"):
        resolve(None, (), {"run": {"intended_use": purpose}})


def named_fields(module: Module) -> set[str]:
    """Names that could become a field or a column: class fields, keyword arguments, mapping keys, strings."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        if isinstance(node, ast.keyword) and node.arg:
            found.add(node.arg)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return found


def allowed(module: Module) -> set[str]:
    return {name for place, names in LOW_RANK.items() if module.name.startswith(place) for name in names}


def test_no_field_scores_or_orders_a_person_or_a_case() -> None:
    forbidden = set(load_schema().forbidden_fields)
    found = {
        module.name: sorted(hits) for module in modules()
        if (hits := named_fields(module) & forbidden - allowed(module))
    }
    assert found == {}


@pytest.mark.parametrize("line", [
    "class A:\n    risk_score: float", "row = {'severity': 1}", "Row(client_score=0.5)", "columns = ['rank']",
])
def test_a_planted_field_is_noticed(line: str) -> None:
    module = Module(PACKAGE / "seeded.py", line, ast.parse(line))
    assert named_fields(module) & set(load_schema().forbidden_fields)
