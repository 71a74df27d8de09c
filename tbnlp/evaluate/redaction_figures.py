"""Figures of redaction on written notes: records, table and JSON. Counts and places, never text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tbnlp.evaluate.intervals import Share
from tbnlp.evaluate.tables import Table, render_all, share_text

_THOUSAND: Final = 1000
_CAVEAT: Final = (
    "Intervals are 95 % Wilson intervals that treat marks as independent; marks of one case are "
    "not, so true intervals are wider."
)
_CONFIDENTIAL: Final = (
    "Redacted output remains confidential. These figures hold for these notes only."
)


@dataclass(frozen=True, slots=True)
class TypeFigures:
    """One identifier type. `kept`: mentions left out, kept by a closed list of the profile.

    `entities`: all mentions in the case masked in full. `mentions`: every character masked.
    `characters`: masked characters, white space left out.
    """

    type: str
    entities: Share
    mentions: Share
    characters: Share
    kept: int

    def to_json(self) -> dict[str, Any]:
        """The three shares and the count of what was left out."""
        return {
            "type": self.type,
            "entities": self.entities.to_json(),
            "mentions": self.mentions.to_json(),
            "characters": self.characters.to_json(),
            "kept_by_profile": self.kept,
        }


@dataclass(frozen=True, slots=True)
class Miss:
    """Where a mention was not masked in full: raw offsets in a written note, and no characters."""

    note_id: str
    type: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        """The four fields."""
        return {"note_id": self.note_id, "type": self.type, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class RedactionScores:
    """How a profile masked the written notes of one source.

    `quarantined`: share of all notes that were not passed on; they leak nothing and are in no other
    figure. `leaking`: notes passed on with at least one direct identifier not masked in full.
    `over`: tokens outside every gold mark that were touched. `over_by_kind`: the same by what they
    became. `types` holds one row a type, `groups` direct, quasi and all.
    """

    source: str
    profile: str
    digest: str
    notes: int
    quarantined: Share
    leaking: Share
    over: Share
    over_by_kind: tuple[tuple[str, int], ...]
    types: tuple[TypeFigures, ...]
    groups: tuple[TypeFigures, ...]
    misses: tuple[Miss, ...]

    def figures(self) -> dict[str, float | None]:
        """Named figures for quality gates, 0-1, higher is better; None: nothing was measured."""
        named: dict[str, float | None] = {}
        for row in self.groups:
            named[f"entity_recall_{row.type}"] = row.entities.value
            named[f"mention_recall_{row.type}"] = row.mentions.value
            named[f"character_recall_{row.type}"] = row.characters.value
        worst = [row.entities.value for row in self.types if row.entities.value is not None]
        named["entity_recall_worst_type"] = min(worst, default=None)
        named["notes_without_direct_leak"] = _rest(self.leaking)
        named["notes_not_quarantined"] = _rest(self.quarantined)
        named["tokens_left_alone"] = _rest(self.over)
        return named

    def to_json(self) -> dict[str, Any]:
        """Every figure with its n and interval."""
        return {
            "source": self.source,
            "profile": self.profile,
            "text_sha256": self.digest,
            "notes": self.notes,
            "quarantined": self.quarantined.to_json(),
            "notes_with_direct_leak": self.leaking.to_json(),
            "over_redaction": self.over.to_json(),
            "over_redaction_by_kind": dict(self.over_by_kind),
            "groups": [row.to_json() for row in self.groups],
            "types": [row.to_json() for row in self.types],
            "misses": [miss.to_json() for miss in self.misses],
        }

    def table(self) -> str:
        """Two plain text tables: what was masked by type, and what happened to the notes."""
        return render_all([self._by_type(), self._by_note()])

    def _by_type(self) -> Table:
        rows = tuple(
            (
                row.type,
                share_text(row.entities),
                share_text(row.mentions),
                share_text(row.characters),
                str(row.kept),
            )
            for row in (*self.types, *self.groups)
        )
        return Table(
            f"Redaction of {self.source}, profile {self.profile}, {self.notes} notes",
            ("type", "entities, all mentions", "mentions", "characters", "kept"),
            rows,
            ("kept: mentions left out because the profile keeps them by its closed list.", _CAVEAT),
        )

    def _by_note(self) -> Table:
        kinds = ", ".join(f"{kind} {count}" for kind, count in self.over_by_kind) or "none"
        rows = (
            ("notes quarantined", share_text(self.quarantined)),
            (
                "notes with a direct leak, per 1,000 passed on",
                share_text(self.leaking, per=_THOUSAND, decimals=1),
            ),
            ("tokens outside gold marks that were masked", share_text(self.over, decimals=4)),
        )
        return Table(
            f"Notes of {self.source}, profile {self.profile}",
            ("figure", "value"),
            rows,
            (f"masked outside gold marks, by kind: {kinds}", _CONFIDENTIAL),
        )


def _rest(share: Share) -> float | None:
    return None if share.value is None else 1 - share.value
