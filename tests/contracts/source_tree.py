"""The package's own source, read as text: what the contract tests walk over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tbnlp"


@dataclass(frozen=True)
class Module:
    """A module with its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Path below the project root, as it stands in a failure."""
        return self.path.relative_to(ROOT).as_posix()


def read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path, text, ast.parse(text))


def modules() -> list[Module]:
    return [read(path) for path in sorted(PACKAGE.rglob("*.py"))]


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: Module) -> Iterator[Function]:
    """Every function and method of a module, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_parts(module: Module) -> Iterator[Function | ast.ClassDef]:
    """Public functions and classes of a module, and the public methods of those classes."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    item for item in node.body
                    if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and item.name[0] != "_"
                )


def docstring_nodes(tree: ast.AST) -> set[int]:
    """Ids of the constants that are docstrings or the documentation line under an assignment."""
    found = set()
    for node in ast.walk(tree):
        for part in getattr(node, "body", []) if isinstance(getattr(node, "body", []), list) else []:
            if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant):
                found.add(id(part.value))
    return found


def strings(module: Module) -> Iterator[tuple[int, str]]:
    """Every string literal with its line; the parts of an f-string count, docstrings count."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
