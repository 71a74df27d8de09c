"""Candidate passages: what the rules and the model point at, for a person to read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from tbnlp.notes import placeholders
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.span import Span


class Band(StrEnum):
    """Where a score lies between the two points that were fixed on dev (see the contract)."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a candidate exists. `kind` is `rule` or `model`; `id` a pattern or model id; score 0-1."""

    kind: str
    id: str
    score: float
    why: str

    def __post_init__(self) -> None:
        if self.kind not in {"rule", "model"} or not self.why:
            msg = "evidence needs kind rule or model and a reason"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Attributes:
    """Closed answers about a passage; the values are those of the schema, `unclear` is a value."""

    assertion: str
    temporality: str
    source: str
    experiencer: str
    referent_role: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage whose wording matches a label. It says nothing about a person.

    `parts`: one span, or two for labels that may cross a sentence end. `score`: calibrated probability
    0-1 that a trained annotator would mark this passage with this label.
    """

    candidate_id: str
    label: str
    subtype: str
    parts: tuple[Span, ...]
    sentence: Span
    evidence: tuple[Evidence, ...]
    attributes: Attributes
    score: float
    band: Band

    @property
    def span(self) -> Span:
        """From the first part to the last."""
        return self.parts[0].cover(self.parts[-1])


def candidate_id(case_id: str, note_id: str, label: str, parts: tuple[Span, ...]) -> str:
    """A stable id: the same ids, label and parts give the same id in every run."""
    places = ",".join(f"{part.start}-{part.end}" for part in parts)
    digest = hashlib.blake2b(f"{case_id}\x1f{note_id}\x1f{label}\x1f{places}".encode(), digest_size=8)
    return f"c{digest.hexdigest()}"


@dataclass(frozen=True, slots=True)
class TaggedNote:
    """A redacted note with its candidates, sorted by place; overlapping candidates are allowed.

    Raises `ValueError` when a candidate leaves the text, cuts a placeholder or doubles an id.
    """

    note: RedactedNote
    candidates: tuple[Candidate, ...]
    schema_fingerprint: str

    def __post_init__(self) -> None:
        places = placeholders.find(self.note.text)
        seen: set[str] = set()
        for candidate in self.candidates:
            if candidate.candidate_id in seen:
                msg = "two candidates share an id"
                raise ValueError(msg)
            seen.add(candidate.candidate_id)
            for part in candidate.parts:
                if part.end > len(self.note.text) or any(part.cuts(place) for place in places):
                    msg = f"candidate {candidate.candidate_id} leaves the text or cuts a placeholder"
                    raise ValueError(msg)
        order = [(item.span.start, item.span.end, item.label) for item in self.candidates]
        if order != sorted(order):
            msg = "candidates are not in the order of the text"
            raise ValueError(msg)
