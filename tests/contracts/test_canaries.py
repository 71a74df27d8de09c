"""Planted names, numbers and places: in the input, and nowhere else, whatever goes wrong."""

from __future__ import annotations

import csv
import json
import logging
import socket
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tbnlp.cli import main
from tbnlp.redact.redactor import Redactor
from tbnlp.run.config import Settings, resolve
from tbnlp.run.job import Job, carry_out
from tbnlp.run.opening import Opened, open_stages
from tbnlp.run.progress import Silent
from tbnlp.run.worker import peak_memory

pytestmark = pytest.mark.model

CANARIES = (
    "Quetzalina Vorhaus", "Quetzalina", "Vorhaus", "713-555-0177", "078-05-1120", "qv.canary@example.org",
    "A219555013", "4711 Canary Wharf Road", "Canary Wharf", "2019-CR-04571", "@quetz.canary", "HV-77120-X",
)
TEXT = (
    "Intake of Quetzalina Vorhaus, phone 713-555-0177, SSN 078-05-1120, mail qv.canary@example.org. A# A219555013. "
    "She lives at 4711 Canary Wharf Road Apt 3 and is on IG as @quetz.canary. Cause No. 2019-CR-04571. "
    "File HV-77120-X. "
    "Quetzalina says she still loves him and that he kept her passport in the glove box. "
    "Ms. Vorhaus did not want to speak to the police. QUETZALINA sleeps four hours."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One real run over notes with canaries in text, ids, file name and columns."""
    home = tmp_path_factory.mktemp("canaries")
    source = home / "Quetzalina Vorhaus export.csv"
    rows = [
        ("HV-77120-X", "1", TEXT), ("Quetzalina Vorhaus", "2", TEXT), ("c3", "qv.canary@example.org", TEXT),
        ("HV-77120-X", "4", ""), ("HV-77120-X", "1", TEXT),
    ]
    beside = ("Quetzalina Vorhaus", "4711 Canary Wharf Road", "Vorhaus visit")
    names = ("case_id", "note_id", "text", "author_role", "setting", "note_type")
    with source.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows([names, *((*row, *beside) for row in rows)])
    with pytest.raises(SystemExit) as left:
        main(["tag", str(source), "--output", str(home / "out"), "--progress", "off",
              "--format", "csv", "--format", "parquet", "--format", "xlsx"])
    assert left.value.code == 3
    return home / "out"


def unpacked(path: Path) -> bytes:
    """All bytes of a file, with those of compressed formats taken out of them."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            content += b"".join(archive.read(name) for name in archive.namelist())
    if path.suffix == ".parquet":
        content += json.dumps(pq.read_table(path).to_pylist(), default=str).encode()
    return content.lower()


def test_no_canary_stands_in_any_file_of_the_run(folder: Path) -> None:
    assert {path.suffix for path in folder.iterdir()} == {".jsonl", ".json", ".html", ".csv", ".parquet", ".xlsx"}
    found = [
        (path.name, canary) for path in folder.rglob("*") if path.is_file()
        for canary in CANARIES if canary.lower().encode() in unpacked(path)
    ]
    # The case id HV-77120-X is passed through so that results can be joined; it is masked in the text.
    assert [item for item in found if item[1] != "HV-77120-X"] == []
    assert b"File HV-77120-X" not in (folder / "notes.jsonl").read_bytes()


def test_files_are_for_their_owner_only(folder: Path) -> None:
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*")} == {0}


def test_no_canary_reaches_a_log_at_debug_level(caplog: pytest.LogCaptureFixture) -> None:
    from tbnlp.notes.case_note import CaseNote, RawText

    with caplog.at_level(logging.DEBUG):
        note = CaseNote("c", "n", 0, RawText(TEXT))
        logging.getLogger("host").debug("about to redact %s %r", note, note.text)
        Redactor().open()([note])
    assert [canary for canary in CANARIES if canary in caplog.text] == []


def open_without_network(settings: Settings, *, redact: bool, tag: bool) -> Opened:
    """The real stages in a worker that cannot reach any host."""

    def refuse(*_: Any, **__: Any) -> None:
        msg = "a worker tried to reach the network"
        raise RuntimeError(msg)

    for owner, name in ((socket.socket, "connect"), (socket, "getaddrinfo")):
        setattr(owner, name, refuse)  # in the worker process only
    return open_stages(settings, redact=redact, tag=tag)


def test_the_main_job_asks_no_host_for_anything(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"note_id": "1", "text": TEXT}) + "\n", encoding="utf-8")
    job = Job((str(source),), tmp_path / "out", resolve(), opener=open_without_network)
    assert carry_out(job, Silent().update).counts["tagged"] == 1


def test_a_worker_tells_its_memory() -> None:
    size = peak_memory()
    assert size is None or size > 10
