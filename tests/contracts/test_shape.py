"""The shape of the source: small modules and functions, each documented and annotated, plainly named."""

from __future__ import annotations

import ast
import statistics

from tests.contracts.source_tree import PACKAGE, Function, Module, functions, modules, public_parts

MODULE_LINES = 300
FUNCTION_LINES = 40
MODULE_NAMES = {"utils", "util", "helpers", "common", "misc", "base", "core", "manager", "handler"}
CLASS_ENDS = ("Manager", "Handler", "Helper", "Util", "Factory", "Provider", "Engine")
# `run.local.LocalEngine` answers the option --engine, which is a word of the contract.
ALLOWED_CLASSES = {"LocalEngine"}
FULL_INITS = {"tbnlp/__init__.py", "tbnlp/cli/__init__.py", "tbnlp/corpora/__init__.py"}


def length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def figures() -> str:
    """One line about the whole package, shown beside a failure."""
    sizes = [module.text.count("\n") for module in modules() if module.text.count("\n") >= 4]
    spans = sorted(length(node) for module in modules() for node in functions(module))
    tenth = spans[int(len(spans) * 0.9)]
    return (
        f"{len(sizes)} modules, median {statistics.median(sizes):.0f} lines, longest {max(sizes)}; "
        f"functions: median {statistics.median(spans):.0f}, p90 {tenth}, longest {max(spans)}"
    )


def complain(found: list[str]) -> None:
    assert not found, f"{figures()}\n" + "\n".join(found)


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    complain([
        f"{module.name}: {module.text.count(chr(10))} lines"
        for module in modules() if module.text.count("\n") > MODULE_LINES
    ])


def test_no_function_is_longer_than_a_screen() -> None:
    complain([
        f"{module.name}:{node.lineno} {node.name}: {length(node)} lines"
        for module in modules() for node in functions(module) if length(node) > FUNCTION_LINES
    ])


def test_every_module_says_in_one_sentence_what_it_is_about() -> None:
    complain([
        f"{module.name}: the docstring has to start with one sentence"
        for module in modules() if not is_empty_init(module) and not starts_with_a_sentence(module.tree)
    ])


def test_every_public_name_is_documented() -> None:
    complain([
        f"{module.name}:{node.lineno} {node.name}"
        for module in modules() for node in public_parts(module) if not ast.get_docstring(node)
    ])


def test_every_function_is_annotated() -> None:
    complain([
        f"{module.name}:{node.lineno} {node.name}: {', '.join(lacking)}"
        for module in modules() for node in functions(module) if (lacking := not_annotated(node))
    ])


def test_no_module_is_named_after_nothing() -> None:
    complain([
        path.as_posix() for path in PACKAGE.rglob("*")
        if path.stem in MODULE_NAMES and (path.suffix == ".py" or path.is_dir())
    ])


def test_no_class_is_named_after_a_job_title() -> None:
    complain([
        f"{module.name}:{node.lineno} {node.name}"
        for module in modules() for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(CLASS_ENDS)
        and node.name not in ALLOWED_CLASSES
    ])


def test_init_files_hold_no_code() -> None:
    complain([
        module.name for module in modules()
        if module.path.name == "__init__.py" and module.name not in FULL_INITS
        and not is_empty_init(module)
    ])


def is_empty_init(module: Module) -> bool:
    """An `__init__.py` with nothing in it, or with its docstring alone."""
    body = module.tree.body
    only_words = len(body) == 1 and ast.get_docstring(module.tree) is not None
    return module.path.name == "__init__.py" and (not body or only_words)


def starts_with_a_sentence(tree: ast.Module) -> bool:
    first = (ast.get_docstring(tree) or "").split("\n\n")[0].strip()
    return first.endswith((".", ":", "?"))


def not_annotated(node: Function) -> list[str]:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    arguments += [item for item in (node.args.vararg, node.args.kwarg) if item is not None]
    lacking = [
        item.arg for item in arguments if item.annotation is None and item.arg not in {"self", "cls"}
    ]
    return lacking + ([] if node.returns is not None else ["return"])
