"""What the report reads from a run folder, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tbnlp.errors import InputError
from tbnlp.report.folding import Fold
from tbnlp.report.run_records import read_run

Build = Any
"""The builder of `conftest.py`; naming its class would need an import of that file."""

CANARY = "Zanzibarqueen"


def test_fields_of_a_later_version_are_left_aside(run_folder: Path) -> None:
    records = read_run(run_folder, 500, 0)
    assert [note.note_id for note in records.notes] == ["N1", "N\u202e2", "N3"]
    assert records.quarantined_reasons == {"leak_found": 1}
    assert records.rejected_reasons == {"no_text": 1, "bad_row": 1}


def test_a_sample_keeps_the_order_of_the_input(build: Build) -> None:
    folder = build.run(*[(build.note("C", f"{place:03}", "text"), []) for place in range(60)])
    ids = [note.note_id for note in read_run(folder, 10, 3).notes]
    assert len(ids) == 10
    assert ids == sorted(ids)
    assert ids == [note.note_id for note in read_run(folder, 10, 3).notes]
    assert ids != [note.note_id for note in read_run(folder, 10, 4).notes]


def test_every_note_may_come_into_a_sample(build: Build) -> None:
    folder = build.run(*[(build.note("C", str(place), "text"), []) for place in range(6)])
    seen = {note.note_id for seed in range(40) for note in read_run(folder, 2, seed).notes}
    assert seen == {"0", "1", "2", "3", "4", "5"}


def test_tallies_hold_the_whole_run_and_only_what_counts(build: Build) -> None:
    found = [
        build.passage("agency", "She chose"),
        build.passage("agency", "She", assertion="negated"),
        build.passage("agency", "chose", experiencer="other_person"),
        build.passage("agency", "She chose a", band="weak"),
        build.passage("agency", "a room", assertion="possible"),
    ]
    notes = [(build.note("C", str(place), "She chose a room."), found) for place in range(4)]
    tallies = read_run(build.run(*notes), 1, 0).tallies
    assert tallies.of("agency", Fold.SHOWN).passages == 8
    assert tallies.of("agency", Fold.SHOWN).cases == {"C"}
    assert tallies.of("agency", Fold.FAINT).passages == 0
    assert tallies.of("agency", Fold.WEAK).passages == 4


def test_fainter_passages_are_counted_apart_and_still_belong_to_the_review_band(build: Build) -> None:
    found = [
        build.passage("agency", "She chose", score=0.4),
        build.passage("agency", "chose", score=0.39),
        build.passage("agency", "She", score=0.1, band="strong"),
        build.passage("agency", "a room", score=0.1, assertion="negated"),
    ]
    folder = build.run(*[(build.note("C", "N", "She chose a room."), found)])
    tallies = read_run(folder, 1, 0, 0.4).tallies
    assert tallies.of("agency", Fold.SHOWN).passages == 2
    assert tallies.of("agency", Fold.FAINT).passages == 1
    assert tallies.of("agency", Fold.SHOWN, Fold.FAINT).passages == 3


def test_a_row_without_its_fields_is_named_by_line_and_field_and_never_quoted(
    run_folder: Path,
) -> None:
    path = run_folder / "candidates.jsonl"
    row = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    row["score"] = CANARY
    del row["assertion"]
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1 of candidates\.jsonl.*assertion, score") as caught:
        read_run(run_folder, 500, 0)
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("name", ["notes", "rejects"])
def test_a_folder_without_its_files_is_refused(run_folder: Path, name: str) -> None:
    (run_folder / f"{name}.jsonl").unlink()
    with pytest.raises(InputError, match=f"{name}.jsonl"):
        read_run(run_folder, 500, 0)


def test_a_redacted_folder_has_no_candidates_and_is_read(run_folder: Path) -> None:
    (run_folder / "candidates.jsonl").unlink()
    assert not read_run(run_folder, 500, 0).tagged
