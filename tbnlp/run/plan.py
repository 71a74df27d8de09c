"""Shards of whole cases, planned from ids alone, before any text is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tbnlp.files.identity import Identity
from tbnlp.run.retry import Wanted
from tbnlp.stage import Reason, Skipped


@dataclass(frozen=True, slots=True)
class Shard:
    """Some whole cases. `cases`: rows of each case in input order; `skipped`: rows that are not read."""

    name: str
    cases: tuple[tuple[int, ...], ...]
    skipped: tuple[Skipped, ...]

    @property
    def notes(self) -> int:
        """Number of notes, read or not."""
        return sum(len(rows) for rows in self.cases) + len(self.skipped)


@dataclass(frozen=True, slots=True)
class Plan:
    """All shards of a run, in the order of their first rows."""

    shards: tuple[Shard, ...]

    @property
    def notes(self) -> int:
        """Number of notes of the input."""
        return sum(shard.notes for shard in self.shards)

    def digest(self) -> str:
        """SHA-256 over names and rows: two runs with equal digests cut the input alike."""
        content = [[shard.name, shard.cases, [item.row for item in shard.skipped]] for shard in self.shards]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def plan(
    identities: Iterable[Identity | Skipped], shard_notes: int, max_case_notes: int,
    wanted: Wanted | None = None,
) -> Plan:
    """Cut the input into shards of about `shard_notes` notes without parting a case.

    A case of more than `max_case_notes` notes is skipped aloud as `case_too_large`. With `wanted`, only
    cases that hold a wanted note are planned, and only wanted rows that cannot be read are named.
    """
    cases: dict[str, list[Identity]] = {}
    skipped: list[Skipped] = []
    for item in identities:
        if isinstance(item, Skipped):
            skipped.append(item)
        else:
            cases.setdefault(item.case_id, []).append(item)
    if wanted is not None:
        cases = {
            case: rows for case, rows in cases.items()
            if any(wanted.holds(row.case_id, row.note_id, row.row) for row in rows)
        }
        skipped = [row for row in skipped if wanted.holds(row.case_id, row.note_id, row.row)]
    whole: list[tuple[int, ...]] = []
    for rows in cases.values():
        if len(rows) > max_case_notes:
            skipped.extend(
                Skipped(row.case_id, row.note_id, row.row, "read", Reason.CASE_TOO_LARGE) for row in rows
            )
        else:
            whole.append(tuple(row.row for row in rows))
    return Plan(tuple(_shards(whole, skipped, shard_notes)))


def _shards(
    cases: Sequence[tuple[int, ...]], skipped: Sequence[Skipped], shard_notes: int
) -> Iterable[Shard]:
    number = 0
    pending: list[tuple[int, ...]] = []
    size = 0
    for rows in cases:
        pending.append(rows)
        size += len(rows)
        if size >= shard_notes:
            yield Shard(f"s{number:06}", tuple(pending), ())
            number, pending, size = number + 1, [], 0
    if pending:
        yield Shard(f"s{number:06}", tuple(pending), ())
        number += 1
    for start in range(0, len(skipped), 10_000):
        yield Shard(f"s{number:06}", (), tuple(skipped[start : start + 10_000]))
        number += 1
