"""A small run folder, written by hand in the form of the contract."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tbnlp.schema.loader import load_schema

SCHEMA = load_schema()
TEXTS = {
    "n1": "She said <PERSON_1> keeps her papers. 😀\r\nShe is not allowed to call home.",
    "n2": "Quiet day. Nothing to report.",
    "n3": None,
}


def candidate(note_id: str, quote: str, band: str, number: int, **changed: Any) -> dict[str, Any]:
    start = str(TEXTS[note_id]).index(quote)
    return {
        "candidate_id": f"c{number}", "case_id": "k1", "note_id": note_id, "label": "blocked_exit",
        "family": "coercion_context", "subtype": "papers_withheld", "start": start, "end": start + len(quote),
        "parts": [[start, start + len(quote)]], "quote": quote, "sentence": [0, 37], "score": 0.912, "band": band,
        "assertion": "affirmed", "temporality": "current", "source": "client_paraphrased", "experiencer": "client",
        "referent_role": "controller", "evidence": [], "reviewer_prompt": "", "caution": "",
        "review_state": "unreviewed", "text_sha256": "", "schema_version": SCHEMA.version, "pipeline_id": "pipe-9",
        **changed,
    }


def run_folder(folder: Path, *, redacted_only: bool = False) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = [
        {
            "case_id": "k1", "note_id": note_id, "row": number,
            "status": "quarantined" if text is None else "redacted" if redacted_only else "tagged",
            "redacted_text": text, "sentences": [], "alignment": [],
            "text_sha256": None if text is None else hashlib.sha256(text.encode()).hexdigest(),
        }
        for number, (note_id, text) in enumerate(TEXTS.items())
    ]
    candidates = [
        candidate("n1", "<PERSON_1> keeps her papers", "strong", 1),
        candidate("n1", "not allowed to call home", "possible", 2, label="isolation", subtype="no_contact",
                  assertion="negated", experiencer="other_person"),
        candidate("n1", "She said", "weak", 3),
    ]
    files = {"notes.jsonl": rows} if redacted_only else {"notes.jsonl": rows, "candidates.jsonl": candidates}
    for name, content in files.items():
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in content), encoding="utf-8")
    manifest = {"pipeline_id": "pipe-9", "schema": {"version": SCHEMA.version, "fingerprint": SCHEMA.fingerprint}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder
