"""The rows of a run folder as the report reads them: validated once, where the bytes come in."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from tbnlp.errors import InputError
from tbnlp.files.run_folder import read_rows
from tbnlp.files.run_rows import CANDIDATES, NOTES, REJECTS
from tbnlp.report.folding import fold
from tbnlp.report.tallies import Tallies

SKIPPED_SHOWN: Final = 1_000
"""Most quarantined, and most rejected, notes that are listed by id; the run files hold them all."""

COUNTED_ASSERTIONS: Final = frozenset({"affirmed", "possible"})
"""Assertions that count in summaries. Source: the project's contract, "Run folder"."""

NoteKey = tuple[str, str]
Row = TypeVar("Row", bound="Tolerant")


class Tolerant(BaseModel):
    """Fields beyond the contract are left aside, and an error never shows the value behind it."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class NoteRow(Tolerant):
    """One row of `notes.jsonl`. `redacted_text` is null when a run keeps no text."""

    case_id: str
    note_id: str
    status: str
    reason: str | None = None
    redacted_text: str | None = None
    note_type: str | None = None
    setting: str | None = None
    author_role: str | None = None

    @property
    def key(self) -> NoteKey:
        """Case id and note id, which the candidates of the note repeat."""
        return self.case_id, self.note_id


class EvidenceRow(Tolerant):
    """Why a candidate exists; its own score is not shown, the calibrated one of the candidate is."""

    kind: str
    id: str


class CandidateRow(Tolerant):
    """One row of `candidates.jsonl`; `parts` are half-open character spans of the redacted text."""

    case_id: str
    note_id: str
    label: str
    family: str = ""
    subtype: str = ""
    parts: tuple[tuple[int, int], ...]
    quote: str | None = None
    score: float
    band: str
    assertion: str
    temporality: str
    source: str
    experiencer: str
    referent_role: str
    evidence: tuple[EvidenceRow, ...] = ()
    reviewer_prompt: str = ""
    caution: str = ""

    @property
    def key(self) -> NoteKey:
        """Case id and note id of the note that holds the passage."""
        return self.case_id, self.note_id

    @property
    def counts(self) -> bool:
        """True for a passage that summaries count: affirmed or possible, and about the client."""
        return self.assertion in COUNTED_ASSERTIONS and self.experiencer == "client"


class RejectRow(Tolerant):
    """One row of `rejects.jsonl`."""

    case_id: str | None = None
    note_id: str | None = None
    source: str | None = None
    row: int | None = None
    reason: str


@dataclass(frozen=True, slots=True)
class RunRecords:
    """What the report needs from a run folder.

    `notes`: the notes that are shown, in input order. `processed`: how many notes were tagged or
    redacted, shown or not. `tallies`: the passages that count, over the whole run and not over the
    sample. `reading_point`: probability 0-1 below which possible passages are fainter ones, or None.
    """

    notes: tuple[NoteRow, ...]
    processed: int
    tagged: bool
    candidates: dict[NoteKey, list[CandidateRow]]
    tallies: Tallies
    quarantined: tuple[NoteRow, ...]
    quarantined_reasons: Counter[str]
    rejected: tuple[RejectRow, ...]
    rejected_reasons: Counter[str]
    reading_point: float | None = None


@dataclass(slots=True)
class _Sample:
    """A random sample of a stream of unknown length, given back in the order of the stream."""

    size: int
    chance: random.Random
    seen: int = 0
    kept: list[tuple[int, NoteRow]] = field(default_factory=list)

    def offer(self, note: NoteRow) -> None:
        """Take the next note of the stream, or pass it over (algorithm R of Waterman and Knuth)."""
        if len(self.kept) < self.size:
            self.kept.append((self.seen, note))
        else:
            place = self.chance.randint(0, self.seen)
            if place < self.size:
                self.kept[place] = (self.seen, note)
        self.seen += 1

    def in_order(self) -> tuple[NoteRow, ...]:
        """The sampled notes in input order."""
        return tuple(note for _, note in sorted(self.kept, key=lambda item: item[0]))


def read_run(
    folder: Path, max_notes: int, seed: int, reading_point: float | None = None
) -> RunRecords:
    """Read the rows of a finished run; above `max_notes` notes, a random sample that `seed` fixes.

    Raises `InputError` for a missing file, a broken line or a row without its fields.
    """
    chance = random.Random(seed)  # noqa: S311  a sample for reading, no secret
    sample = _Sample(max_notes, chance)
    quarantined: list[NoteRow] = []
    stopped: Counter[str] = Counter()
    for note in _rows(folder, NOTES, NoteRow):
        if note.status == "quarantined":
            stopped[note.reason or ""] += 1
            if len(quarantined) < SKIPPED_SHOWN:
                quarantined.append(note)
        else:
            sample.offer(note)
    notes = sample.in_order()
    tagged = (folder / f"{CANDIDATES}.jsonl").is_file()
    candidates, tallies = _candidates(folder, notes, reading_point) if tagged else ({}, Tallies())
    rejected, refused = _rejects(folder)
    return RunRecords(
        notes, sample.seen, tagged, candidates, tallies, tuple(quarantined), stopped, rejected, refused,
        reading_point,
    )


def _candidates(
    folder: Path, notes: tuple[NoteRow, ...], point: float | None
) -> tuple[dict[NoteKey, list[CandidateRow]], Tallies]:
    found: dict[NoteKey, list[CandidateRow]] = {note.key: [] for note in notes}
    tallies = Tallies()
    for candidate in _rows(folder, CANDIDATES, CandidateRow):
        if candidate.key in found:
            found[candidate.key].append(candidate)
        if candidate.counts:
            kind = fold(candidate.band, candidate.score, point)
            tallies.add(candidate.label, kind, candidate.case_id)
    return found, tallies


def _rejects(folder: Path) -> tuple[tuple[RejectRow, ...], Counter[str]]:
    listed: list[RejectRow] = []
    reasons: Counter[str] = Counter()
    for reject in _rows(folder, REJECTS, RejectRow):
        reasons[reject.reason] += 1
        if len(listed) < SKIPPED_SHOWN:
            listed.append(reject)
    return tuple(listed), reasons


def _rows(folder: Path, kind: str, model: type[Row]) -> Iterator[Row]:
    for number, row in enumerate(read_rows(folder, kind), start=1):
        try:
            yield model.model_validate(row)
        except ValidationError as error:
            fields = sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]})
            msg = (
                f"line {number} of {kind}.jsonl in the run folder: {', '.join(fields)} missing or "
                "of another type; write the run again with this version"
            )
            raise InputError(msg) from None
