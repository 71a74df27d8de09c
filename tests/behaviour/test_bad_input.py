"""Bad input at the terminal: a clear message, the code of the contract, nothing lost, nothing quoted."""

from __future__ import annotations

import csv
import functools
import json
import shutil
from pathlib import Path

import pytest

import tbnlp.run.job
from tbnlp.cli import main
from tbnlp.encoder.checkpoint import find_checkpoint
from tests.unit.run.light_stages import open_light

CANARY = "Xochitl Canary"


@pytest.fixture(autouse=True)
def light_stages(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "model" not in request.keywords:
        job = functools.partial(tbnlp.run.job.Job, opener=open_light)
        monkeypatch.setattr(tbnlp.run.job, "Job", job)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--progress", "off"])
    shown = capsys.readouterr()
    text = shown.out + shown.err
    assert "Canary" not in text
    return int(left.value.code or 0), text


def tag(capsys: pytest.CaptureFixture[str], source: Path, output: Path, *more: str) -> tuple[int, str]:
    return run(capsys, "tag", str(source), "--output", str(output), *more)


COLUMNS = ("case_id", "note_id", "text")


def table(path: Path, rows: list[tuple[str, str, str]], names: tuple[str, ...] = COLUMNS) -> Path:
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows([names, *rows])
    return path


def counts(folder: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((folder / "manifest.json").read_text("utf-8"))["counts"]
    return found


def test_an_unknown_column_is_named_beside_those_that_exist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = table(tmp_path / "in.csv", [("c", "n", CANARY)], ("case_id", "note_id", "narrative"))
    code, text = tag(capsys, source, tmp_path / "out", "--text-column", "narative")
    assert code == 2
    assert "narrative" in text
    assert not (tmp_path / "out").exists()


def test_a_corrupt_workbook_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.xlsx"
    source.write_bytes(b"PK\x03\x04" + CANARY.encode() * 40)
    code, _ = tag(capsys, source, tmp_path / "out")
    assert code == 2
    assert not (tmp_path / "out").exists()


def test_a_binary_file_under_the_name_of_a_table_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8 + CANARY.encode())
    code, _ = tag(capsys, source, tmp_path / "out")
    assert code == 2
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named_by_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = tag(capsys, tmp_path / "no such Canary.csv", tmp_path / "out")
    assert code == 2


def test_a_table_without_rows_says_that_no_note_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = tag(capsys, table(tmp_path / "in.csv", []), tmp_path / "out")
    assert code == 0
    assert "0 notes read" in text


def test_an_empty_file_ends_with_a_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_bytes(b"")
    code, text = tag(capsys, tmp_path / "in.csv", tmp_path / "out")
    assert code in {0, 2}
    assert text.strip()


def test_a_note_of_ten_megabytes_is_rejected_and_the_others_are_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = table(tmp_path / "in.csv", [("c", "1", "fine"), ("c", "2", CANARY * 740_000), ("d", "3", "fine")])
    code, _ = tag(capsys, source, tmp_path / "out")
    assert code == 3
    assert counts(tmp_path / "out") | {"words": 0} == {
        "read": 3, "tagged": 2, "rejected": 1, "candidates": 2, "candidates_for_review": 2, "words": 0,
    }
    assert '"too_long"' in (tmp_path / "out" / "rejects.jsonl").read_text("utf-8")


def test_bytes_that_are_no_utf8_cost_their_row_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b"case_id,note_id,text\nc,1,fine\nc,2,Canary \xff\xfe\xe9\nc,3,fine too\n")
    code, _ = tag(capsys, source, tmp_path / "out")
    assert code == 3
    assert (counts(tmp_path / "out")["tagged"], counts(tmp_path / "out")["rejected"]) == (2, 1)


def test_a_doubled_id_is_rejected_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = table(tmp_path / "in.csv", [("c", "1", "one"), ("c", "1", CANARY), ("c", "2", "two")])
    code, _ = tag(capsys, source, tmp_path / "out")
    assert code == 3
    rejects = (tmp_path / "out" / "rejects.jsonl").read_text("utf-8")
    assert "duplicate_id" in rejects
    assert "Canary" not in rejects


def test_a_missing_text_is_rejected_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = tag(capsys, table(tmp_path / "in.csv", [("c", "1", ""), ("c", "2", "two")]), tmp_path / "out")
    assert code == 3
    assert "no_text" in (tmp_path / "out" / "rejects.jsonl").read_text("utf-8")


@pytest.mark.parametrize("option", [("--engine", "ray"), ("--key-file", "x"), ("--reuse", "x")], ids=lambda o: o[0])
def test_an_option_that_is_not_here_is_refused_and_never_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, str]
) -> None:
    source = table(tmp_path / "in.csv", [("c", "1", "one")])
    code, text = tag(capsys, source, tmp_path / "out", *option)
    assert code == 2
    assert "not in this version" in text


def test_a_purpose_that_the_policy_forbids_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = table(tmp_path / "in.csv", [("c", "1", "one")])
    code, _ = tag(capsys, source, tmp_path / "out", "--set", "run.intended_use='custody hearing'")
    assert code == 2
    assert not (tmp_path / "out").exists()


def test_a_second_try_does_only_what_was_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = table(tmp_path / "in.csv", [("c", "1", "fine"), ("c", "2", "leak"), ("d", "3", "fine")])
    tag(capsys, source, tmp_path / "first")
    table(tmp_path / "in.csv", [("c", "1", "fine"), ("c", "2", "mended"), ("d", "3", "fine")])
    code, _ = tag(capsys, source, tmp_path / "second", "--retry", str(tmp_path / "first"))
    assert code == 0
    rows = [json.loads(line) for line in (tmp_path / "second" / "notes.jsonl").read_text("utf-8").splitlines()]
    assert [(row["note_id"], row["status"]) for row in rows] == [("2", "tagged")]


@pytest.mark.model
def test_a_missing_model_ends_with_its_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = table(tmp_path / "in.csv", [("c", "1", CANARY)])
    code, text = tag(capsys, source, tmp_path / "out", "--set", f"tag.model={tmp_path / 'nowhere'}")
    assert code == 5
    assert "not found" in text
    assert not (tmp_path / "out").exists()


@pytest.mark.model
@pytest.mark.parametrize("name", ["weights.safetensors", "calibration.json", "model.json", "tokenizer.json"])
def test_one_changed_byte_of_a_model_ends_with_its_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(find_checkpoint().folder, folder)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    for graph in folder.glob("*.onnx*"):
        graph.unlink()
    source = table(tmp_path / "in.csv", [("c", "1", CANARY)])
    code, text = tag(capsys, source, tmp_path / "out", "--set", f"tag.model={folder}")
    assert code == 5
    assert "hash" in text
    assert not (tmp_path / "out").exists()
