"""Invented notes, redactions and tagged notes in literal form for the tests of figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from tbnlp.corpora.written import GoldIdentifier, GoldPassage, WrittenNote
from tbnlp.evaluate.judged_notes import JudgedNote, Passage
from tbnlp.notes.case_note import CaseNote
from tbnlp.notes.redacted_note import RedactedNote, Replacement, Tokens
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes, Band
from tbnlp.stage import Reason, Skipped

AFFIRMED = Attributes("affirmed", "current", "client_paraphrased", "client", "controller")


def place(text: str, words: str, nth: int = 0) -> Span:
    """Where `words` stand in `text`, counted from 0."""
    start = [match.start() for match in re.finditer(re.escape(words), text)][nth]
    return Span(start, start + len(words))


def identifier(
    text: str, words: str, kind: str, person: int | None = None, nth: int = 0
) -> GoldIdentifier:
    """A gold identifier by its words."""
    return GoldIdentifier(place(text, words, nth), kind, person)


def passage(text: str, words: str, label: str) -> GoldPassage:
    """A gold passage by its words, with plain attributes."""
    return GoldPassage(
        place(text, words),
        label,
        "unspecified",
        "affirmed",
        "current",
        "client_paraphrased",
        "client",
        "controller",
    )


def written(
    text: str,
    identifiers: Iterable[GoldIdentifier] = (),
    passages: Iterable[GoldPassage] = (),
    case_id: str = "c1",
    note_id: str = "n1",
    writer: str = "W1",
    setting: str = "labour",
) -> WrittenNote:
    """A written note."""
    return WrittenNote(
        case_id,
        note_id,
        writer,
        "progress_note",
        setting,
        "2024-03-01",
        text,
        tuple(identifiers),
        tuple(passages),
    )


def redacted(
    text: str, replaced: Sequence[tuple[Span, str, str]], case_id: str = "c1", note_id: str = "n1"
) -> RedactedNote:
    """A redacted note from a raw text and (raw span, kind, placeholder) for each mask."""
    parts: list[str] = []
    done: list[Replacement] = []
    position = length = 0
    for raw, kind, placeholder in sorted(replaced):
        before = text[position : raw.start]
        start = length + len(before)
        done.append(
            Replacement(Span(start, start + len(placeholder)), raw, kind, placeholder, "test", 1.0)
        )
        parts += [before, placeholder]
        position, length = raw.end, start + len(placeholder)
    parts.append(text[position:])
    return record("".join(parts), tuple(done), case_id, note_id)


def record(
    text: str, done: tuple[Replacement, ...] = (), case_id: str = "c1", note_id: str = "n1"
) -> RedactedNote:
    """A redacted note with tokens and sentences found by simple patterns."""
    tokens = [match.span() for match in re.finditer(r"<[^>]+>|\w+|[^\w\s]", text)]
    sentences = [Span(*match.span()) for match in re.finditer(r"[^\s.][^.]*\.?", text)]
    blank = tuple("" for _ in tokens)
    return RedactedNote(
        case_id,
        note_id,
        0,
        text,
        Tokens(
            tuple(start for start, _ in tokens),
            tuple(end for _, end in tokens),
            blank,
            blank,
            blank,
        ),
        tuple(sentences),
        done,
        "test",
    )


def masker(
    masks: dict[str, Sequence[tuple[Span, str, str]] | None],
) -> Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]:
    """A redactor that masks what it is told by note id; None quarantines the note."""

    def redact(notes: Sequence[CaseNote]) -> list[RedactedNote | Skipped]:
        results: list[RedactedNote | Skipped] = []
        for note in notes:
            wanted = masks[note.note_id]
            if wanted is None:
                results.append(
                    Skipped(note.case_id, note.note_id, note.row, "redact", Reason.LEAK_FOUND)
                )
            else:
                results.append(
                    redacted(note.text.unwrap_for_redaction(), wanted, note.case_id, note.note_id)
                )
        return results

    return redact


def gold(
    label: str,
    start: int,
    end: int,
    attributes: Attributes = AFFIRMED,
    subtype: str = "unspecified",
) -> Passage:
    """A gold passage of a judged note."""
    return Passage(label, subtype, (Span(start, end),), attributes)


def found(
    label: str,
    start: int,
    end: int,
    *,
    score: float = 0.9,
    band: Band = Band.STRONG,
    attributes: Attributes = AFFIRMED,
) -> Passage:
    """A candidate of a judged note."""
    return Passage(label, "unspecified", (Span(start, end),), attributes, score, band)


def judged_note(
    gold_marks: Iterable[Passage],
    candidates: Iterable[Passage],
    case_id: str = "c1",
    writer: str = "W1",
) -> JudgedNote:
    """A note of four sentences of ten characters, each of five words of two characters."""
    return JudgedNote(
        case_id,
        f"{case_id}-n",
        writer,
        "labour",
        "progress_note",
        tuple(Span(start, start + 2) for start in range(0, 40, 2)),
        tuple(Span(start, start + 10) for start in range(0, 40, 10)),
        tuple(gold_marks),
        tuple(candidates),
    )
