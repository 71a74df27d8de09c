"""Calls that run foreign code, configure logging or read a model unchecked do not occur in the package."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.contracts.source_tree import Module, modules

BANNED_CALLS = {
    "eval", "exec", "compile", "__import__", "joblib.load", "torch.load", "torch.hub.load", "yaml.load",
    "yaml.full_load", "yaml.unsafe_load", "pickle.load", "pickle.loads", "marshal.loads", "dill.load",
    "logging.basicConfig", "os.system", "os.popen", "tempfile.mktemp", "multiprocessing.set_start_method",
}
BANNED_IMPORTS = {"pickle", "cPickle", "dill", "marshal", "shelve", "joblib", "cloudpickle"}
BANNED_KEYWORDS = {"trust_remote_code", "allow_pickle", "shell", "log_decision_process"}


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def offences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of every banned call, import and keyword of a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from ((node.lineno, name) for name in called(node))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((node.lineno, name) for name in imported(node))


def called(node: ast.Call) -> Iterator[str]:
    if dotted(node.func) in BANNED_CALLS:
        yield dotted(node.func)
    for keyword in node.keywords:
        off = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        if keyword.arg in BANNED_KEYWORDS and not off:
            yield f"{keyword.arg}=..."


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    names = [item.name for item in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    yield from (name for name in names if name.split(".")[0] in BANNED_IMPORTS)


def place(module: Module) -> str:
    return module.name


@pytest.mark.parametrize("module", modules(), ids=place)
def test_a_module_runs_no_foreign_code(module: Module) -> None:
    assert list(offences(module.tree)) == []


@pytest.mark.parametrize("line", [
    "yaml.load(stream)", "torch.load(path)", "import pickle", "from joblib import load", "eval(text)",
    "AutoModel.from_pretrained(name, trust_remote_code=True)", "logging.basicConfig(level=10)",
    "subprocess.run(text, shell=True)", "AnalyzerEngine(log_decision_process=True)",
])
def test_the_check_sees_a_planted_line(line: str) -> None:
    assert list(offences(ast.parse(line)))


@pytest.mark.parametrize("line", [
    "yaml.safe_load(stream)", "numpy.load(path, allow_pickle=False)", "re.compile(pattern)",
    "AutoModel.from_pretrained(name, trust_remote_code=False)",
])
def test_the_check_lets_a_safe_line_pass(line: str) -> None:
    assert list(offences(ast.parse(line))) == []
