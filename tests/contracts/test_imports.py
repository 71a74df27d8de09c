"""What is loaded when: help needs no spaCy, spaCy needs none of our heavy parts, importing does no work."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest

from tests.contracts.source_tree import ROOT

HEAVY = {
    "spacy", "thinc", "torch", "transformers", "presidio_analyzer", "sklearn", "polars", "pyarrow",
    "onnxruntime",
}
MAIN_JOB = (
    "tbnlp.run.job", "tbnlp.run.pipeline", "tbnlp.run.opening", "tbnlp.redact.redactor", "tbnlp.tag.tagger",
    "tbnlp.encoder.inference", "tbnlp.rules.document", "tbnlp.report.pages", "tbnlp.files.source",
)
EXTRAS = (
    "torch", "transformers", "datasets", "onnx", "docx", "xlsxwriter", "sqlalchemy", "pypdfium2", "pandas",
)


def loaded_after(code: str) -> set[str]:
    """Names of the modules that a fresh process holds after `code`."""
    program = f"import sys\n{code}\nimport json\nprint(json.dumps(sorted(sys.modules)), file=sys.__stdout__)"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    return set(json.loads(result.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []], ids=["help", "version", "nothing"])
def test_the_first_words_of_the_program_load_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import contextlib, io\nfrom tbnlp.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):\n"
        f"    try:\n        main({arguments!r})\n    except SystemExit:\n        pass"
    )
    assert loaded_after(code) & HEAVY == set()


@pytest.mark.parametrize("command", ["tag", "redact", "report", "columns", "doctor", "train", "evaluate"])
def test_the_help_of_a_command_loads_no_model_library(command: str) -> None:
    code = (
        "import contextlib, io\nfrom tbnlp.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    try:\n        main([{command!r}, '--help'])\n    except SystemExit as end:\n"
        "        assert not end.code, end.code"
    )
    assert loaded_after(code) & {"spacy", "torch", "transformers", "presidio_analyzer"} == set()


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_after("import tbnlp") & HEAVY == set()


def test_a_report_is_written_without_spacy() -> None:
    assert loaded_after("import tbnlp.report.pages") & {"spacy", "torch", "presidio_analyzer"} == set()


def test_plain_spacy_loads_one_light_module_of_ours() -> None:
    # What else is loaded is not ours to say: thinc loads torch where it is installed, and an entry point of
    # Presidio loads Presidio itself and transformers.
    found = loaded_after("import spacy\nspacy.blank('en')")
    ours = {name for name in found if name.split(".")[0] == "tbnlp"}
    assert ours <= {"tbnlp", "tbnlp.errors", "tbnlp.spacy_factories"}


def test_the_entry_points_of_spacy_are_light() -> None:
    # spaCy itself may be loaded: nobody but spaCy imports this module.
    found = loaded_after("import tbnlp.spacy_factories")
    assert found & (HEAVY - {"spacy", "thinc", "torch"}) <= loaded_after("import spacy")
    assert {name for name in found if name.startswith("tbnlp.")} <= {"tbnlp.errors", "tbnlp.spacy_factories"}


def test_spacy_knows_every_component() -> None:
    code = (
        "import spacy\nnlp = spacy.blank('en')\n"
        f"assert [name for name in {sorted(declared())} if not nlp.has_factory(name)] == []"
    )
    assert "spacy" in loaded_after(code)


def test_the_main_job_needs_no_package_of_an_extra() -> None:
    code = (
        f"for name in {EXTRAS!r}:\n    sys.modules[name] = None\n"
        f"import importlib\nfor name in {MAIN_JOB!r}:\n    importlib.import_module(name)"
    )
    assert loaded_after(code) >= set(MAIN_JOB)


def declared() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entries: dict[str, str] = project["entry-points"]["spacy_factories"]
    return entries


def test_every_declared_factory_exists() -> None:
    import importlib

    for place in declared().values():
        module, _, name = place.partition(":")
        assert callable(getattr(importlib.import_module(module), name))


def test_no_factory_name_holds_a_dot() -> None:
    assert [name for name in declared() if "." in name or not name.startswith("tbnlp_")] == []


def test_the_installed_entry_points_are_the_declared_ones() -> None:
    try:
        entries = metadata.distribution("tbnlp").entry_points
    except metadata.PackageNotFoundError:
        pytest.skip("tbnlp is not installed in this environment: bash scripts/setup")
    installed = {item.name: item.value for item in entries if item.group == "spacy_factories"}
    assert installed == declared()
