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
