"""Notes of an input that can be read once only, held in memory for one shard at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tbnlp.files.identity import Identity
from tbnlp.run.plan import Shard
from tbnlp.stage import Reason, Skipped


class HeldSource:
    """A source over notes that were read already. Nothing of it is written anywhere."""

    once = False
    reader = "held in memory"

    def __init__(self, notes: Sequence[Any]) -> None:
        self._notes = {note.row: note for note in notes}

    @property
    def warnings(self) -> dict[str, int]:
        """The reader of the stream keeps its own counts."""
        return {}

    def identities(self) -> Iterator[Identity | Skipped]:
        """The ids of the held notes."""
        for note in self._notes.values():
            yield Identity(note.case_id, note.note_id, note.row, self.source_of(note.row))

    def notes(self, rows: Sequence[int]) -> Iterator[Any]:
        """The held notes of these rows."""
        for row in rows:
            yield self._notes[row]

    def stream(self) -> Iterator[Any]:
        """All held notes."""
        yield from self._notes.values()

    def digests(self) -> list[dict[str, object]]:
        """A stream has no file to hash."""
        return []

    def source_of(self, row: int) -> str:
        """A row of the stream."""
        return f"0 stream row {row}"


def held_shards(
    stream: Iterable[Any], shard_notes: int, max_case_notes: int
) -> Iterator[tuple[HeldSource, Shard]]:
    """Shards of whole cases from a stream in which the notes of a case stand side by side.

    A case of more than `max_case_notes` notes is skipped aloud; its text is let go of as soon as that shows.
    """
    number, notes, cases, skipped = 0, list[Any](), list[list[int]](), list[Skipped]()
    last_case: str | None = None
    too_large: str | None = None
    for note in stream:
        if not isinstance(note, Skipped) and note.case_id == too_large:
            skipped.append(Skipped(note.case_id, note.note_id, note.row, "read", Reason.CASE_TOO_LARGE))
            continue
        if isinstance(note, Skipped):
            skipped.append(note)
            continue
        if note.case_id != last_case and len(notes) + len(skipped) >= shard_notes:
            yield HeldSource([*notes, *skipped]), _shard(number, cases, skipped)
            number, notes, cases, skipped = number + 1, [], [], []
        if note.case_id != last_case or not cases:
            cases.append([])
        last_case = note.case_id
        cases[-1].append(note.row)
        notes.append(note)
        if len(cases[-1]) > max_case_notes:
            notes, own = notes[: -len(cases[-1])], notes[-len(cases[-1]) :]
            skipped += [
                item if isinstance(item, Skipped)
                else Skipped(item.case_id, item.note_id, item.row, "read", Reason.CASE_TOO_LARGE)
                for item in own
            ]
            cases[-1] = []
            too_large = note.case_id
    if notes or skipped:
        yield HeldSource([*notes, *skipped]), _shard(number, cases, skipped)


def _shard(number: int, cases: Sequence[Sequence[int]], skipped: Sequence[Skipped]) -> Shard:
    return Shard(f"s{number:06}", tuple(tuple(rows) for rows in cases if rows), tuple(skipped))
