"""The run folder keeps whole shards only, in the order of the notes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tbnlp.errors import InputError, TbnlpError, UsageError
from tbnlp.files import run_lock, run_rows
from tbnlp.files.run_folder import (
    RunLock,
    ShardWriter,
    clean_temporary,
    committed,
    is_run_folder,
    join,
    read_redacted,
    read_rows,
    remove_parts,
    write_manifest,
)


def note(row: int, case: str = "c1", text: str = "<PERSON_1> said.") -> dict[str, object]:
    return {
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "note_id": f"n{row}",
        "case_id": case,
        "row": row,
        "status": "redacted",
        "redacted_text": text,
        "sentences": [[0, 3]],
        "alignment": [],
    }


def write_shard(folder: Path, shard: str, rows: list[int]) -> None:
    with ShardWriter(folder, shard) as writer:
        for row in rows:
            writer.write("notes", note(row, case=shard))
            writer.write("candidates", {"note_id": f"n{row}", "case_id": shard, "label": "a"})
            writer.write("candidates", {"note_id": f"n{row}", "case_id": shard, "label": "b"})
        writer.commit()


def test_notes_of_interleaved_cases_come_out_in_the_order_of_the_input(tmp_path: Path) -> None:
    write_shard(tmp_path, "s0", [3, 0])
    write_shard(tmp_path, "s1", [2, 1])
    facts = join(tmp_path, ["s0", "s1"])
    assert [row["row"] for row in read_rows(tmp_path, "notes")] == [0, 1, 2, 3]
    found = [(row["note_id"], row["label"]) for row in read_rows(tmp_path, "candidates")]
    assert found == [(f"n{row}", label) for row in range(4) for label in ("a", "b")]
    assert facts["notes.jsonl"]["rows"] == 4
    content = (tmp_path / "notes.jsonl").read_bytes()
    assert facts["notes.jsonl"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert not (tmp_path / "parts").exists()


def test_the_joined_bytes_do_not_depend_on_how_cases_were_sharded(tmp_path: Path) -> None:
    for name, shards in (("one", {"a": [0, 1, 2]}), ("two", {"a": [2, 0], "b": [1]})):
        for shard, rows in shards.items():
            with ShardWriter(tmp_path / name, shard) as writer:
                for row in rows:
                    writer.write("notes", note(row))
                writer.commit()
        join(tmp_path / name, sorted(shards))
    one, two = (tmp_path / name / "notes.jsonl" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_shard_without_commit_leaves_nothing(tmp_path: Path) -> None:
    writer = ShardWriter(tmp_path, "s0")
    with writer:
        writer.write("notes", note(0))
    assert committed(tmp_path) == {}
    assert list((tmp_path / "parts" / "_tmp").iterdir()) == []


@pytest.mark.parametrize(
    "damage", [b"", b"x" * 9, b'{"case_id":"c9"}\n'], ids=["cut", "junk", "row"]
)
def test_a_shard_whose_bytes_changed_is_removed_and_done_again(
    tmp_path: Path, damage: bytes
) -> None:
    write_shard(tmp_path, "s0", [0])
    write_shard(tmp_path, "s1", [1])
    (tmp_path / "parts" / "s0" / "notes.jsonl").write_bytes(damage)
    assert list(committed(tmp_path)) == ["s1"]
    assert not (tmp_path / "parts" / "s0").exists()


def test_a_second_attempt_at_a_published_shard_gives_way(tmp_path: Path) -> None:
    with ShardWriter(tmp_path, "s0") as first, ShardWriter(tmp_path, "s0") as second:
        first.write("notes", note(0))
        second.write("notes", note(0))
        second.write("notes", note(1))
        kept = first.commit({"worker": 1})
        assert second.commit({"worker": 2}) == kept
    assert committed(tmp_path)["s0"] == kept


def test_join_may_be_called_again_after_a_crash(tmp_path: Path) -> None:
    write_shard(tmp_path, "s0", [0])
    before = join(tmp_path, ["s0"], keep=True)
    assert join(tmp_path, ["s0"], keep=True) == before
    remove_parts(tmp_path)
    remove_parts(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "candidates.jsonl",
        "notes.jsonl",
        "redactions.jsonl",
        "rejects.jsonl",
    ]


def test_a_redaction_run_has_no_candidates_file(tmp_path: Path) -> None:
    kinds = ("notes", "redactions", "rejects")
    with ShardWriter(tmp_path, "s0", kinds=kinds) as writer:
        writer.write("notes", note(0))
        writer.commit()
    join(tmp_path, ["s0"], kinds=kinds)
    assert not (tmp_path / "candidates.jsonl").exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_files_and_folders_are_private_whatever_the_umask(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    old = os.umask(0)
    try:
        write_shard(folder, "s0", [0])
        assert (folder / "parts" / "s0").stat().st_mode & 0o777 == 0o700
        join(folder, ["s0"], formats=["csv", "parquet", "xlsx"])
        write_manifest(folder, {"finished": "yes"})
    finally:
        os.umask(old)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_fields_stand_in_the_order_of_the_contract_and_letters_stay_letters() -> None:
    line = run_rows.encode("notes", {"row": 1, "extra": 2, "case_id": "ca\u00f1on\u2028"})
    assert line == '{"case_id":"ca\u00f1on\u2028","row":1,"extra":2}\n'.encode()


@pytest.mark.parametrize("value", [float("nan"), "\ud800", {1, 2}], ids=["nan", "surrogate", "set"])
def test_a_value_that_json_cannot_hold_is_refused_without_quoting_the_row(value: object) -> None:
    with pytest.raises(TbnlpError) as caught:
        run_rows.encode("notes", {"redacted_text": "CANARY", "row": value})
    assert "CANARY" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_second_run_on_a_folder_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    with RunLock(tmp_path), pytest.raises(UsageError, match="another run"), RunLock(tmp_path):
        pass
    with RunLock(tmp_path):
        assert (tmp_path / run_lock.LOCK_NAME).exists()
    assert not (tmp_path / run_lock.LOCK_NAME).exists()


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, sys; from tbnlp.files.run_lock import RunLock; "
        "RunLock(pathlib.Path(sys.argv[1])).__enter__(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert (tmp_path / run_lock.LOCK_NAME).exists()
    with RunLock(tmp_path):
        held = json.loads((tmp_path / run_lock.LOCK_NAME).read_bytes())
    assert held["pid"] == os.getpid()


def test_a_lock_of_another_machine_is_never_taken_over(tmp_path: Path) -> None:
    lock = tmp_path / run_lock.LOCK_NAME
    lock.write_text(json.dumps({"pid": 999_999_9, "machine": "elsewhere"}))
    with pytest.raises(UsageError), RunLock(tmp_path):
        pass
    assert lock.exists()


def test_leftovers_of_a_killed_run_are_cleaned(tmp_path: Path) -> None:
    unfinished = tmp_path / "parts" / "_tmp" / "s0.abc"
    unfinished.mkdir(parents=True)
    (unfinished / "notes.jsonl").write_bytes(b"half")
    (tmp_path / ".notes.jsonl.12.part").write_bytes(b"half")
    clean_temporary(tmp_path)
    assert list(tmp_path.rglob("*.jsonl")) == []
    assert list(tmp_path.glob(".*")) == []
    assert not unfinished.exists()


def test_a_redacted_folder_is_read_back(tmp_path: Path) -> None:
    write_shard(tmp_path, "s0", [1, 0])
    join(tmp_path, ["s0"])
    assert not is_run_folder(tmp_path)
    write_manifest(tmp_path, {})
    assert is_run_folder(tmp_path)
    assert [row["note_id"] for row in read_redacted(tmp_path)] == ["n0", "n1"]


def test_a_redacted_note_that_was_changed_by_hand_is_refused(tmp_path: Path) -> None:
    write_shard(tmp_path, "s0", [0])
    join(tmp_path, ["s0"])
    write_manifest(tmp_path, {})
    path = tmp_path / "notes.jsonl"
    path.write_text(path.read_text().replace("<PERSON_1>", "CANARY"))
    with pytest.raises(InputError, match="line 1") as caught:
        list(read_redacted(tmp_path))
    assert "CANARY" not in str(caught.value)
