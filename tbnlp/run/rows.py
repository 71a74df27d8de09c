"""Records of the pipeline as rows of the run folder, with the fields of the contract."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Candidate, TaggedNote
from tbnlp.schema.entries import Schema
from tbnlp.stage import Skipped

REVIEW_STATE = "unreviewed"
REJECT_DETAILS = {
    "no_text": "the note holds no text",
    "too_long": "the note is longer than the limit",
    "not_english": "the note is clearly in another language; tag.language=any runs it",
    "case_reopened": "the case came back after another one had begun",
    "case_too_large": "the case has more notes than run.max_case_notes",
    "duplicate_id": "an earlier row has the same case id and note id",
    "bad_row": "the row cannot be read",
    "bad_encoding": "the bytes are not in the encoding of the file",
    "corrupt_file": "the file is damaged",
    "encrypted_file": "the file is protected by a password",
    "unknown_kind": "the file is of no kind that is read",
}
"""One plain sentence a reason; never anything from a note."""


def text_digest(text: str) -> str:
    """SHA-256 of redacted text."""
    return hashlib.sha256(text.encode()).hexdigest()


def note_row(
    note: RedactedNote, status: str, *, store_text: bool, raw_offsets: bool
) -> dict[str, Any]:
    """A row of `notes.jsonl` for a note that was redacted or tagged."""
    row: dict[str, Any] = {
        "case_id": note.case_id,
        "note_id": note.note_id,
        "row": note.row,
        "status": status,
        "redacted_text": note.text if store_text else None,
        "sentences": [_pair(sentence) for sentence in note.sentences],
        "alignment": [
            [*_pair(item.span), *_pair(item.raw_span)] for item in note.replacements
        ] if raw_offsets else [],
        "text_sha256": text_digest(note.text),
    }
    for name in ("note_type", "setting", "author_role"):
        value = getattr(note, name)
        if value is not None:
            row[name] = value
    if note.language != "en":
        row["language"] = note.language
    return row


def quarantined_row(skipped: Skipped) -> dict[str, Any]:
    """A row of `notes.jsonl` for a note that was held back; it has no other row anywhere."""
    return {
        "case_id": skipped.case_id,
        "note_id": skipped.note_id,
        "row": skipped.row,
        "status": "quarantined",
        "reason": skipped.reason.value,
        "redacted_text": None,
        "sentences": [],
        "alignment": [],
        "text_sha256": None,
    }


def reject_row(skipped: Skipped, source: str) -> dict[str, Any]:
    """A row of `rejects.jsonl`."""
    reason = skipped.reason.value
    return {
        "case_id": skipped.case_id,
        "note_id": skipped.note_id,
        "source": source,
        "row": skipped.row,
        "reason": reason,
        "detail": REJECT_DETAILS.get(reason, reason.replace("_", " ")),
    }


def redaction_rows(note: RedactedNote, *, raw_offsets: bool) -> list[dict[str, Any]]:
    """Rows of `redactions.jsonl`: what was replaced, and never the characters."""
    return [
        {
            "case_id": note.case_id,
            "note_id": note.note_id,
            "start": item.raw_span.start if raw_offsets else None,
            "end": item.raw_span.end if raw_offsets else None,
            "entity_type": item.kind,
            "surrogate": item.placeholder,
            "recognizer": item.detector,
            "score": round(item.score, 3),
        }
        for item in note.replacements
    ]


def candidate_rows(
    tagged: TaggedNote, schema: Schema, pipeline_id: str, *, store_text: bool
) -> list[dict[str, Any]]:
    """Rows of `candidates.jsonl`, in the order of the text."""
    digest = text_digest(tagged.note.text)
    return [_candidate(item, tagged, schema, pipeline_id, digest, store_text) for item in tagged.candidates]


def is_for_review(row: Mapping[str, Any]) -> bool:
    """True for what summaries and queues count: review band, affirmed or possible, about the client."""
    return (
        row["band"] in {"strong", "possible"} and row["assertion"] in {"affirmed", "possible"}
        and row["experiencer"] == "client"
    )


def _candidate(
    item: Candidate, tagged: TaggedNote, schema: Schema, pipeline_id: str, digest: str, store_text: bool
) -> dict[str, Any]:
    label = schema.label(item.label)
    span = item.span
    return {
        "candidate_id": item.candidate_id,
        "case_id": tagged.note.case_id,
        "note_id": tagged.note.note_id,
        "label": item.label,
        "family": label.family,
        "subtype": item.subtype,
        "start": span.start,
        "end": span.end,
        "parts": [_pair(part) for part in item.parts],
        "quote": tagged.note.text[span.start : span.end] if store_text else None,
        "sentence": _pair(item.sentence),
        "score": round(item.score, 3),
        "band": item.band.value,
        "assertion": item.attributes.assertion,
        "temporality": item.attributes.temporality,
        "source": item.attributes.source,
        "experiencer": item.attributes.experiencer,
        "referent_role": item.attributes.referent_role,
        "evidence": [
            {"kind": proof.kind, "id": proof.id, "score": round(proof.score, 3)} for proof in item.evidence
        ],
        "reviewer_prompt": label.reviewer_prompt,
        "caution": label.caution,
        "review_state": REVIEW_STATE,
        "text_sha256": digest,
        "schema_version": schema.version,
        "pipeline_id": pipeline_id,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
