"""Signals end a run with the code of the contract and leave it resumable; a dry run writes nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tbnlp.cli import main

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import functools, sys
import tbnlp.run.job
from tbnlp.cli import main
from tests.unit.run.light_stages import open_light
if __name__ == "__main__":
    tbnlp.run.job.Job = functools.partial(tbnlp.run.job.Job, opener=open_light)
    main(sys.argv[1:])
"""


def start(tmp_path: Path, texts: list[str], *more: str) -> subprocess.Popen[str]:
    source, script = tmp_path / "in.jsonl", tmp_path / "script.py"
    source.write_text("".join(json.dumps({"note_id": f"n{i}", "text": t}) + "\n" for i, t in enumerate(texts)), "utf-8")
    script.write_text(SCRIPT, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(script), "tag", str(source), "--output", str(tmp_path / "out"), *more,
         "--set", "run.shard_notes=1"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
    )


def wait_for_a_shard(folder: Path) -> None:
    for _ in range(600):
        if list(folder.glob("parts/s*")):
            return
        time.sleep(0.05)
    pytest.fail("no shard was published in 30 seconds")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["TERM", "INT"])
def test_a_signal_ends_the_run_with_its_code_and_it_can_be_finished(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    process = start(tmp_path, ["fine", "fine too", "hang here"])
    wait_for_a_shard(tmp_path / "out")
    process.send_signal(number)
    _, shown = process.communicate(timeout=30)
    assert process.returncode == code
    assert "--resume" in shown
    resumed = start(tmp_path, ["fine", "fine too", "hang here"], "--resume", "--set", "run.case_seconds=1.5")
    resumed.communicate(timeout=60)
    assert resumed.returncode == 3
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert (manifest["counts"]["tagged"], manifest["counts"]["quarantined"]) == (2, 1)


def test_progress_without_a_terminal_is_plain_lines_and_as_json_on_demand(tmp_path: Path) -> None:
    process = start(tmp_path, ["fine", "leak"], "--progress", "json")
    _, shown = process.communicate(timeout=60)
    counts = [json.loads(line) for line in shown.splitlines() if line.startswith("{")]
    assert counts[-1]["read"] == 2
    assert "\x1b" not in shown


@pytest.mark.model
def test_a_dry_run_shows_counts_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.csv"
    source.write_text("note_id,text\n1,Rosa Delgado says she still loves him. Call 713-555-0177.\n", "utf-8")
    with pytest.raises(SystemExit) as left:
        main(["tag", str(source), "--output", str(tmp_path / "out"), "--dry-run"])
    shown = capsys.readouterr()
    assert not left.value.code
    assert not (tmp_path / "out").exists()
    assert "PHONE: 1" in shown.err
    assert "loyalty_or_love: fewer than 11 cases" in shown.err
    assert "Delgado" not in shown.err + shown.out
