"""The guideline as JSON for the panel beside a passage in a review or annotation tool."""

from __future__ import annotations

from typing import Any, Final

from tbnlp.guidelines.label_pages import pairs_of
from tbnlp.schema.entries import Label, Schema

PANEL: Final = "guideline_panel.json"
SHOWN: Final = 3
"""Examples of each kind in the panel; the page has them all."""


def side_panel(schema: Schema) -> dict[str, Any]:
    """What a reader needs at hand, by label; version and hash let a decision name what was shown."""
    return {
        "schema_version": schema.version,
        "schema_fingerprint": schema.fingerprint,
        "notices": dict(schema.notices),
        "families": [{"id": family.id, "name": family.name, "colour": family.colour} for family in schema.families],
        "attributes": [
            {"id": attribute.id, "question": attribute.question, "rule": attribute.rule,
             "values": [{"id": value, "meaning": meaning} for value, meaning in attribute.values]}
            for attribute in schema.attributes
        ],
        "labels": {label.id: _panel(label, schema) for label in schema.labels},
    }


def _panel(label: Label, schema: Schema) -> dict[str, Any]:
    return {
        "name": label.name,
        "family": label.family,
        "definition": label.definition,
        "include": list(label.include),
        "exclude": list(label.exclude),
        "span_rule": label.span_rule,
        "required_evidence": label.required_evidence,
        "subtypes": list(label.subtypes),
        "reviewer_prompt": label.reviewer_prompt,
        "not_meaning": label.not_meaning,
        "misuse": {"level": label.misuse_level, "note": label.misuse_note},
        "pairs": [{"label": pair.id, "rule": pair.rule} for pair in pairs_of(label, schema)],
        "examples": [example.text for example in label.positives[:SHOWN]],
        "counterexamples": [{"text": item.text, "why": item.why} for item in label.negatives[:SHOWN]],
        "page": f"labels/{label.id}.html",
        "hotkey": label.hotkey,
    }
