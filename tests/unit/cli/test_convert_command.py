"""`tbnlp convert` at the terminal: exit codes, the look at every text, and what is loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tbnlp.cli import main
from tbnlp.formats import own_rows
from tbnlp.formats.annotated_note import AnnotatedNote
from tbnlp.formats.matrix import matrix
from tests.contracts.source_tree import ROOT
from tests.unit.formats.run_folder_aid import run_folder
from tests.unit.formats.tool_marks import FULL_MARK, FULL_NOTE, SCHEMA

PHONE = "call 251-555-0123"


def converted(capsys: pytest.CaptureFixture[str], *arguments: str | float | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main(["convert", *map(str, arguments)])
    out, err = capsys.readouterr()
    return int(end.value.code or 0), out, err


def own_file(folder: Path, *notes: AnnotatedNote) -> Path:
    folder.mkdir(exist_ok=True)
    return own_rows.write(notes, folder, SCHEMA)[0]


def test_a_clean_run_becomes_tasks_and_the_counts_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = converted(
        capsys, run_folder(tmp_path / "run"), "--to", "label-studio", "--output", tmp_path / "out", "--blind-share", 0,
    )
    assert (code, out) == (0, "")
    assert "run to label-studio: 2 notes read, 2 written" in err
    assert "left out, quarantined: 1" in err
    assert "papers" not in err
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        "tasks.json", "tasks_compact.json", "label_studio.xml", "label_studio_compact.xml", "conversion.json",
    }


@pytest.mark.parametrize(("more", "without"), [
    pytest.param([], 0, id="a fifth of two notes is none"),
    pytest.param(["--blind-share", "0.5"], 1, id="half"),
    pytest.param(["--no-suggestions"], 2, id="all"),
])
def test_a_share_is_served_without_suggestions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], without: int
) -> None:
    converted(capsys, run_folder(tmp_path / "run"), "--to", "label-studio", "--output", tmp_path / "out", *more)
    tasks = json.loads((tmp_path / "out" / "tasks.json").read_text(encoding="utf-8"))
    assert sum(not task["predictions"] for task in tasks) == without


def test_a_note_that_still_holds_an_identifier_is_refused_and_not_quoted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = replace(FULL_NOTE, note_id="n2", text=FULL_NOTE.text + PHONE)
    commented = replace(FULL_NOTE, note_id="n3", marks=(replace(FULL_MARK, comment=PHONE),))
    source = own_file(tmp_path / "in", FULL_NOTE, raw, commented)
    code, out, err = converted(capsys, source, "--to", "doccano", "--output", tmp_path / "out")
    assert code == 3
    assert "3 notes read, 1 written" in err
    assert "refused, looks as if it held an identifier: 2" in err
    assert "555" not in out + err
    assert "555" not in "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "out").iterdir())


def test_invented_text_is_not_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = own_file(tmp_path / "in", replace(FULL_NOTE, text=FULL_NOTE.text + PHONE))
    code, _, err = converted(capsys, source, "--to", "tbnlp", "--output", tmp_path / "out", "--invented-text")
    assert (code, "1 written" in err) == (0, True)


@pytest.mark.parametrize(("arguments", "message"), [
    pytest.param(["x"], "--to and --output are needed", id="no target"),
    pytest.param(["--to", "brat", "--output", "o"], "INPUT is needed", id="no input"),
    pytest.param(["x", "--to", "excel", "--output", "o"], "no format of that name", id="unknown format"),
    pytest.param(["x", "--to", "brat", "--output", "o"], "does not exist", id="no such input"),
    pytest.param(["x", "--to", "brat", "--output", "o", "--blind-share", "2"], "is not allowed", id="share"),
])
def test_a_wrong_command_is_exit_2_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = converted(capsys, *arguments)
    assert (code, list(tmp_path.iterdir())) == (2, [])
    assert message in err


def test_an_unknown_source_format_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = own_file(tmp_path / "in", FULL_NOTE)
    code, _, err = converted(capsys, source, "--from", "excel", "--to", "brat", "--output", tmp_path / "out")
    assert (code, "no format of that name" in err) == (2, True)


def test_a_full_output_folder_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = own_file(tmp_path / "in", FULL_NOTE)
    code, _, err = converted(capsys, source, "--to", "brat", "--output", tmp_path / "in")
    assert (code, "not empty" in err) == (2, True)


def test_settings_alone_need_no_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = converted(capsys, "--to", "doccano", "--config-only", "--output", tmp_path / "out")
    assert (code, out) == (0, "")
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"doccano_labels.json", "doccano_guideline.md"}


def test_the_table_of_formats_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert converted(capsys, "--matrix") == (0, matrix(), "")


def test_converting_needs_no_spacy(tmp_path: Path) -> None:
    source = own_file(tmp_path / "in", FULL_NOTE)
    code = (
        "import sys\nfrom tbnlp.cli import main\ntry:\n"
        f"    main(['convert', {str(source)!r}, '--to', 'label-studio', '--output', {str(tmp_path / 'out')!r}])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print(sorted({'spacy', 'torch', 'transformers', 'presidio_analyzer', 'cassis'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
