"""Score a redactor on written notes: entities, mentions, characters, leaks and over-redaction.

An entity is safe only if all its mentions in the case are masked in full (Pilan et al. 2022, TAB).
This is the one module of the package's upper floors that may name the raw note type.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import eq
from pathlib import Path
from typing import Final

from tbnlp.corpora.written import GoldIdentifier, WrittenNote, digest, load_split
from tbnlp.evaluate.intervals import Share
from tbnlp.evaluate.kept_values import is_direct, kept_by_profile
from tbnlp.evaluate.masking import Masks, outside, whitespace_tokens
from tbnlp.evaluate.redaction_figures import Miss, RedactionScores, TypeFigures
from tbnlp.notes.case_note import CaseNote, RawText
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.redact.config import RedactorConfig
from tbnlp.redact.redactor import Redactor
from tbnlp.stage import Skipped

RedactNotes = Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]
"""What an opened redactor is: whole cases in, one answer a note, in order."""

_PERSON_TYPES: Final = frozenset({"PERSON", "ALIAS", "MINOR_INITIALS"})


@dataclass(frozen=True, slots=True)
class RawPiece:
    """A public text to redact, with the ids it gets. For corpora only, never for real notes."""

    case_id: str
    note_id: str
    text: str = field(repr=False)
    date: str | None = None
    note_type: str | None = None
    setting: str | None = None


def redact_pieces(pieces: Sequence[RawPiece], redact: RedactNotes) -> list[RedactedNote | Skipped]:
    """Redact public texts; one answer a text, in order."""
    return redact(
        [
            CaseNote(
                item.case_id,
                item.note_id,
                row,
                RawText(item.text),
                item.date,
                item.note_type,
                item.setting,
            )
            for row, item in enumerate(pieces)
        ]
    )


def redact_written(
    notes: Sequence[WrittenNote], redact: RedactNotes
) -> list[RedactedNote | Skipped]:
    """Redact written notes as the product would; one answer a note, in order."""
    return redact_pieces(
        [
            RawPiece(
                note.case_id,
                note.note_id,
                note.text,
                note.date or None,
                note.note_type,
                note.setting,
            )
            for note in notes
        ],
        redact,
    )


def evaluate_redaction(
    corpus: str, split: str, profile: str = "strict", folder: Path | None = None
) -> RedactionScores:
    """Open the redactor and score it on one split of a written corpus.

    Raises `AssetError` without the corpus, the split or the language model, `PrivacyGateError` when
    the redactor fails its start-up test.
    """
    notes = load_split(corpus, split, folder)
    redact = Redactor(RedactorConfig(profile=profile)).open()
    return score_written(notes, redact, profile=profile, source=f"{corpus} {split}")


def score_written(
    notes: Sequence[WrittenNote], redact: RedactNotes, *, profile: str, source: str
) -> RedactionScores:
    """Redact the notes and compare the masks with the gold identifiers.

    What the profile keeps by its closed lists is left out and counted. Types are not compared: a
    mention is safe under any placeholder.
    """
    tally = _Tally(profile)
    quarantined = 0
    for note, result in zip(notes, redact_written(notes, redact), strict=True):
        if isinstance(result, Skipped):
            quarantined += 1
        else:
            tally.add(note, Masks(result.replacements))
    passed = len(notes) - quarantined
    return RedactionScores(
        source=source,
        profile=profile,
        digest=digest(notes),
        notes=len(notes),
        quarantined=Share(quarantined, len(notes)),
        leaking=Share(tally.leaking, passed),
        over=Share(tally.over, tally.ordinary),
        over_by_kind=tuple(sorted(tally.over_by_kind.items())),
        types=tuple(tally.figures(kind, partial(eq, kind)) for kind in tally.types()),
        groups=(
            tally.figures("direct", is_direct),
            tally.figures("quasi", lambda found: not is_direct(found)),
            tally.figures("all", lambda _found: True),
        ),
        misses=tuple(tally.misses),
    )


@dataclass(slots=True)
class _Counts:
    """Sums of one type. `safe`: for each entity of a case, whether all its mentions are masked."""

    safe: dict[tuple[str, str], bool] = field(default_factory=dict)
    mentions: list[int] = field(default_factory=lambda: [0, 0])
    characters: list[int] = field(default_factory=lambda: [0, 0])
    kept: int = 0


@dataclass(slots=True)
class _Tally:
    profile: str
    counts: dict[str, _Counts] = field(default_factory=lambda: defaultdict(_Counts))
    misses: list[Miss] = field(default_factory=list)
    leaking: int = 0
    over: int = 0
    ordinary: int = 0
    over_by_kind: Counter[str] = field(default_factory=Counter)

    def add(self, note: WrittenNote, masks: Masks) -> None:
        """Take in one note that was passed on."""
        leaks = [
            not self._mention(note, item, masks) and is_direct(item.type)
            for item in note.identifiers
        ]
        self.leaking += any(leaks)
        marks = [item.span for item in note.identifiers]
        for token in outside(whitespace_tokens(note.text), marks):
            self.ordinary += 1
            if masks.touches(token):
                self.over += 1
                self.over_by_kind[min(masks.kinds_on(token))] += 1

    def _mention(self, note: WrittenNote, item: GoldIdentifier, masks: Masks) -> bool:
        """Count one gold mention; True when it is masked in full or kept by the profile."""
        surface = note.text[item.span.start : item.span.end]
        if kept_by_profile(item.type, surface, self.profile):
            self.counts[item.type].kept += 1
            return True
        hidden, total = masks.count(note.text, item.span)
        safe = hidden == total
        counts = self.counts[item.type]
        counts.mentions[0] += safe
        counts.mentions[1] += 1
        counts.characters[0] += hidden
        counts.characters[1] += total
        group, entity = _entity(item, surface)
        entities = self.counts[group].safe
        entities[note.case_id, entity] = entities.get((note.case_id, entity), True) and safe
        if not safe:
            self.misses.append(Miss(note.note_id, item.type, item.span.start, item.span.end))
        return safe

    def types(self) -> list[str]:
        """The types that occur, direct ones first, each group by name."""
        return sorted(self.counts, key=lambda kind: (not is_direct(kind), kind))

    def figures(self, name: str, wanted: Callable[[str], bool]) -> TypeFigures:
        """The sums over the wanted types."""
        chosen = [counts for kind, counts in self.counts.items() if wanted(kind)]
        safe = [value for counts in chosen for value in counts.safe.values()]
        return TypeFigures(
            name,
            Share(sum(safe), len(safe)),
            _summed(counts.mentions for counts in chosen),
            _summed(counts.characters for counts in chosen),
            sum(counts.kept for counts in chosen),
        )


def _entity(item: GoldIdentifier, surface: str) -> tuple[str, str]:
    """The type under which an entity is counted, and what tells it from others of the case.

    Persons by their number, under PERSON whatever they are called; all others by type and surface.
    """
    if item.type in _PERSON_TYPES and item.person is not None:
        return "PERSON", f"#{item.person}"
    return item.type, " ".join(surface.casefold().split())


def _summed(pairs: Iterable[Sequence[int]]) -> Share:
    hits = total = 0
    for first, second in pairs:
        hits += first
        total += second
    return Share(hits, total)
