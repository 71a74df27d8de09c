"""The committed results of long trials: each says what it measured, on which commit, and that it held."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parents[2] / "scripts" / "results"


def test_the_main_job_on_real_texts_was_complete_and_came_back_to_equal_bytes() -> None:
    found: dict[str, Any] = json.loads((RESULTS / "real_input.json").read_text("utf-8"))
    assert re.fullmatch(r"[0-9a-f]{40}", found["commit"])
    assert found["notes"] == 2127
    assert found["counts"]["read"] == found["notes"]
    assert found["counts_conserved"] is True
    assert found["shards_done_when_killed"] > 0
    assert found["bytes_equal_after_resume"] is True


def test_label_studio_gave_back_every_mark_with_its_answers() -> None:
    found: dict[str, Any] = json.loads((RESULTS / "label_studio.json").read_text("utf-8"))
    assert re.fullmatch(r"[0-9a-f]{40}", found["commit"])
    assert found["notes"] == found["notes_back"] == found["equal_texts"] >= 60
    assert found["marks"] == found["equal_spans"] == found["equal_attributes"] > 300
    assert found["mark_by_hand"] == {
        "equal_annotator": True, "equal_attributes": True, "equal_span": True, "equal_text": True,
    }


def test_two_readers_of_the_pages_were_held_against_the_key_on_two_sheets() -> None:
    found: dict[str, Any] = json.loads((RESULTS / "reading_trial.json").read_text("utf-8"))
    assert re.fullmatch(r"[0-9a-f]{40}", found["commit"])
    assert [(len(sheet["readers"]), sheet["passages"]) for sheet in found["sheets"]] == [(2, 60), (2, 60)]


def test_the_second_reading_of_test_out_holds_the_bar_of_the_plan() -> None:
    found: dict[str, Any] = json.loads((RESULTS / "second_reading.json").read_text("utf-8"))
    assert found["scope"]["notes"] == 312
    assert found["macro"]["alpha"]["value"] >= 0.75
    assert min(row["alpha"]["value"] for row in found["labels"].values()) >= 0.60
