"""The engine under faults: killed workers, hangs, poison notes, resume; counts always add up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tbnlp.errors import InputError, UsageError
from tbnlp.run.config import resolve
from tbnlp.run.job import Job, Outcome, carry_out
from tbnlp.run.progress import Silent
from tbnlp.run.retry import notes_to_retry
from tests.unit.run.light_stages import open_light


def write_notes(path: Path, texts: list[str], notes_a_case: int = 2) -> Path:
    rows = [
        {"case_id": f"case-{index // notes_a_case}", "note_id": f"note-{index}", "text": text}
        for index, text in enumerate(texts)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(source: Path, output: Path, **run_settings: object) -> Outcome:
    resume = bool(run_settings.pop("resume", False))
    settings = resolve(options={"run": {"shard_notes": 4, **run_settings}})
    job = Job((str(source),), output, settings, resume=resume, opener=open_light)
    return carry_out(job, Silent().update)


def notes_of(folder: Path) -> dict[str, str]:
    rows = [json.loads(line) for line in (folder / "notes.jsonl").read_text("utf-8").splitlines()]
    return {row["note_id"]: row.get("reason", row["status"]) for row in rows}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.jsonl")}


def test_every_note_is_accounted_for_and_the_folder_is_complete(tmp_path: Path) -> None:
    source = write_notes(tmp_path / "in.jsonl", ["one word", "leak here", "", "three words here"])
    outcome = run(source, tmp_path / "out")
    assert outcome.exit_code == 3
    assert outcome.counts | {"words": 0} == {
        "read": 4, "tagged": 2, "quarantined": 1, "rejected": 1, "candidates": 2, "candidates_for_review": 2,
        "words": 0,
    }
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "candidates.jsonl", "manifest.json", "notes.jsonl", "redactions.jsonl", "rejects.jsonl",
        "report.html",
    ]


def test_a_note_that_ends_its_worker_is_held_back_and_the_others_are_done(tmp_path: Path) -> None:
    texts = ["fine a", "fine b", "this will segfault now", "fine c", "fine d", "fine e"]
    outcome = run(write_notes(tmp_path / "in.jsonl", texts), tmp_path / "out")
    assert outcome.exit_code == 3
    assert notes_of(tmp_path / "out") == {
        "note-0": "tagged", "note-1": "tagged", "note-2": "worker_died", "note-3": "tagged",
        "note-4": "tagged", "note-5": "tagged",
    }


def test_a_note_that_hangs_is_held_back_after_its_time(tmp_path: Path) -> None:
    texts = ["fine a", "hang for ever", "fine b", "fine c"]
    outcome = run(write_notes(tmp_path / "in.jsonl", texts), tmp_path / "out", case_seconds=1.5)
    assert outcome.counts["quarantined"] == 1
    assert notes_of(tmp_path / "out")["note-1"] == "timed_out"


def test_an_unexpected_error_holds_back_one_note_and_quotes_nothing(tmp_path: Path) -> None:
    source = write_notes(tmp_path / "in.jsonl", ["fine a", "boom Xochitl Canary", "fine b", "fine c"])
    outcome = run(source, tmp_path / "out")
    assert notes_of(tmp_path / "out") == {
        "note-0": "tagged", "note-1": "redaction_failed", "note-2": "tagged", "note-3": "tagged",
    }
    assert outcome.exit_code == 3
    assert b"anary" not in b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())


def test_more_workers_give_the_same_bytes(tmp_path: Path) -> None:
    source = write_notes(tmp_path / "in.jsonl", [f"note number {index}" for index in range(23)], 3)
    run(source, tmp_path / "one")
    run(source, tmp_path / "three", workers=3)
    assert contents(tmp_path / "one") == contents(tmp_path / "three")


def test_another_shard_size_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write_notes(tmp_path / "in.jsonl", [f"note number {index}" for index in range(23)], 3)
    run(source, tmp_path / "small")
    run(source, tmp_path / "large", shard_notes=100)
    assert contents(tmp_path / "small") == contents(tmp_path / "large")


def test_a_folder_in_use_is_not_written_to(tmp_path: Path) -> None:
    source = write_notes(tmp_path / "in.jsonl", ["one"])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "something").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        run(source, tmp_path / "out")


def test_too_many_skipped_notes_end_with_the_code_of_the_gate(tmp_path: Path) -> None:
    source = write_notes(tmp_path / "in.jsonl", ["fine", "leak", "leak", "fine"])
    assert run(source, tmp_path / "out", max_skipped=0.4).exit_code == 4


def test_an_input_without_rows_is_a_run_of_no_notes(tmp_path: Path) -> None:
    outcome = run(write_notes(tmp_path / "in.jsonl", []), tmp_path / "out")
    assert (outcome.exit_code, outcome.counts["read"]) == (0, 0)


def test_text_that_is_not_stored_is_nowhere_in_the_folder(tmp_path: Path) -> None:
    source = write_notes(tmp_path / "in.jsonl", ["plain words"])
    run(source, tmp_path / "out", store_text=False)
    assert b"PLAIN" not in b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())


def test_a_redacted_folder_is_tagged_and_what_was_skipped_stays_skipped(tmp_path: Path) -> None:
    source = write_notes(tmp_path / "in.jsonl", ["one word", "leak here", "", "three words here"])
    settings = resolve(options={"run": {"shard_notes": 4}})
    first = Job((str(source),), tmp_path / "redacted", settings, tag=False, opener=open_light)
    assert carry_out(first, Silent().update).counts["redacted"] == 2
    second = Job((str(tmp_path / "redacted"),), tmp_path / "out", settings, opener=open_light)
    outcome = carry_out(second, Silent().update)
    assert outcome.counts["read"] == 4
    assert notes_of(tmp_path / "out") == {"note-0": "tagged", "note-1": "leak_found", "note-3": "tagged"}
    assert outcome.counts["rejected"] == 1
    assert outcome.manifest["notes_for_reader"][0].startswith("The notes were redacted by an earlier run")


def test_a_redacted_folder_that_was_changed_is_refused(tmp_path: Path) -> None:
    source = write_notes(tmp_path / "in.jsonl", ["one word"])
    settings = resolve()
    carry_out(Job((str(source),), tmp_path / "redacted", settings, tag=False, opener=open_light), Silent().update)
    notes = tmp_path / "redacted" / "notes.jsonl"
    notes.write_bytes(notes.read_bytes().replace(b"ONE", b"TWO"))
    with pytest.raises(InputError, match="manifest"):
        carry_out(Job((str(tmp_path / "redacted"),), tmp_path / "out", settings, opener=open_light), Silent().update)


def test_a_resumed_run_with_another_text_column_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("".join(
        json.dumps({"note_id": f"n{i}", "text": "final", "draft": "draft"}) + "\n" for i in range(12)
    ), "utf-8")

    def interrupt(counts: dict[str, int]) -> None:
        if counts.get("read"):
            raise KeyboardInterrupt

    first = resolve(options={"run": {"shard_notes": 4}})
    with pytest.raises(KeyboardInterrupt):
        carry_out(Job((str(source),), tmp_path / "out", first, opener=open_light), interrupt)
    other = resolve(options={"run": {"shard_notes": 4}, "input": {"text_column": "draft"}})
    with pytest.raises(UsageError, match="configuration"):
        carry_out(Job((str(source),), tmp_path / "out", other, resume=True, opener=open_light), Silent().update)


def test_resuming_a_finished_run_of_another_input_is_refused(tmp_path: Path) -> None:
    run(write_notes(tmp_path / "in.jsonl", ["one"]), tmp_path / "out")
    with pytest.raises(UsageError, match="another input"):
        run(write_notes(tmp_path / "other.jsonl", ["two", "three"]), tmp_path / "out", resume=True)


def test_a_second_try_finds_the_doubled_row_and_not_the_note_that_was_done(tmp_path: Path) -> None:
    rows = [("c", "1", "first"), ("c", "1", "second"), ("d", "3", "third")]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(
        json.dumps({"case_id": c, "note_id": n, "text": t}) + "\n" for c, n, t in rows
    ), "utf-8")
    run(source, tmp_path / "first")
    wanted = notes_to_retry(tmp_path / "first")
    assert wanted.rows == frozenset({1})
    job = Job((str(source),), tmp_path / "second", resolve(), only=wanted, opener=open_light)
    assert carry_out(job, Silent().update).counts == {"rejected": 1, "read": 1}


SCRIPT = """
import sys
from pathlib import Path
from tests.unit.run.test_engine import run
if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), shard_notes=2, resume=True)
"""


@pytest.mark.parametrize("seconds", [1.2, 1.6, 2.0], ids=lambda value: f"after-{value}s")
def test_a_run_that_is_killed_and_resumed_gives_the_bytes_of_an_unbroken_one(
    tmp_path: Path, seconds: float
) -> None:
    source = write_notes(tmp_path / "in.jsonl", [f"note number {index}" for index in range(600)], 2)
    run(source, tmp_path / "whole", shard_notes=2)
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    root = Path(__file__).resolve().parents[3]
    process = subprocess.Popen(
        [sys.executable, str(script), str(source), str(tmp_path / "broken")], cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)}, start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    run(source, tmp_path / "broken", shard_notes=2, resume=True)
    assert contents(tmp_path / "whole") == contents(tmp_path / "broken")


def test_a_resumed_run_with_another_input_is_refused(tmp_path: Path) -> None:
    source = write_notes(tmp_path / "in.jsonl", ["fine"] * 12)

    def interrupt(counts: dict[str, int]) -> None:
        if counts.get("read"):
            raise KeyboardInterrupt

    settings = resolve(options={"run": {"shard_notes": 4}})
    with pytest.raises(KeyboardInterrupt):
        carry_out(Job((str(source),), tmp_path / "out", settings, opener=open_light), interrupt)
    write_notes(tmp_path / "in.jsonl", ["other text"] * 12)
    with pytest.raises(UsageError, match="input changed"):
        run(source, tmp_path / "out", resume=True)
