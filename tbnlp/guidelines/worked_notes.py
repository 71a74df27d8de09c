"""Whole invented notes with their marks and the reasons for them, read from the files that people write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tbnlp.corpora.gold_text import redact_by_gold
from tbnlp.corpora.inline import Parsed, parse
from tbnlp.corpora.written import WrittenNote, note_of
from tbnlp.schema.entries import Schema

HEADERS: Final = ("title", "form", "teaches")
PART: Final = "\n===\n"
_FIELD: Final = " | "


@dataclass(frozen=True, slots=True)
class Reason:
    """Why words are marked with a label, or are not. `label` is `-` where none tempts."""

    marked: bool
    words: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """One passage on which two annotators may differ: their marks, the outcome and the rule."""

    words: str
    first: str
    second: str
    decided: str
    rule: str


@dataclass(frozen=True, slots=True)
class WorkedNote:
    """A note as it was written, the same with placeholders, and what is said about its passages."""

    name: str
    title: str
    form: str
    teaches: str
    raw: WrittenNote
    redacted: WrittenNote
    reasons: tuple[Reason, ...]
    adjudicated: tuple[Adjudicated, ...]
    mistakes: tuple[str, ...]


def read_worked_note(path: Path, schema: Schema) -> WorkedNote:
    """The worked note of a source file. Mistakes are collected in it, never raised."""
    note_part, *rest = path.read_text(encoding="utf-8").split(PART)
    parsed = parse(note_part, schema)
    raw = _written(parsed)
    mistakes = [*parsed.mistakes, *(f"header lacks {name}" for name in HEADERS if name not in parsed.header)]
    reasons = tuple(_reason(line, mistakes) for line in _rows(rest[0] if rest else ""))
    adjudicated = tuple(_adjudicated(line, mistakes) for line in _rows(rest[1] if len(rest) > 1 else ""))
    mistakes += _unexplained(raw, [item for item in reasons if item is not None])
    title, form, teaches = (parsed.header.get(name, "") for name in HEADERS)
    return WorkedNote(
        path.stem, title, form, teaches, raw, redact_by_gold([raw])[0],
        tuple(item for item in reasons if item is not None),
        tuple(item for item in adjudicated if item is not None),
        tuple(mistakes),
    )


def _written(parsed: Parsed) -> WrittenNote:
    row = {name: parsed.header.get(name, "") for name in ("case_id", "note_id", "note_type", "setting", "date")}
    marks = sorted(parsed.indicators, key=lambda mark: (mark["start"], mark["end"], mark["label"]))
    return note_of({**row, "writer": "guideline", "text": parsed.text}, {"pii": parsed.pii, "indicators": marks})


def _rows(part: str) -> list[str]:
    return [line.strip() for line in part.splitlines() if _FIELD in line]


def _reason(line: str, mistakes: list[str]) -> Reason | None:
    sign, _, rest = line.partition(" ")
    fields = [item.strip() for item in rest.split(_FIELD, 2)]
    if sign not in {"+", "-"} or len(fields) != 3:
        mistakes.append("a line of the reasoning is not '+ words | label | why' or '- words | label | why'")
        return None
    return Reason(sign == "+", fields[0].strip(" …\"'"), fields[1], fields[2])


def _adjudicated(line: str, mistakes: list[str]) -> Adjudicated | None:
    fields = [item.strip() for item in line.split(_FIELD, 4)]
    if len(fields) != 5:
        mistakes.append("a line of the adjudication is not 'words | A: … | B: … | decided: … | rule'")
        return None
    words, first, second, decided, rule = fields
    return Adjudicated(
        words.lstrip("+- ").strip(" …\"'"), first.removeprefix("A:").strip(), second.removeprefix("B:").strip(),
        decided.removeprefix("decided:").strip(), rule,
    )


def _unexplained(note: WrittenNote, reasons: list[Reason]) -> list[str]:
    """Marks without a reason, reasons without a mark, and words that the note does not hold."""
    found = []
    left = [(passage.label, note.text[passage.span.start : passage.span.end]) for passage in note.passages]
    for reason in reasons:
        if not reason.marked:
            if reason.words not in note.text:
                found.append(f"the note does not hold the words that are left unmarked ({reason.words[:30]})")
            continue
        fit = next(((name, words) for name, words in left
                    if name == reason.label.partition(".")[0] and words.startswith(reason.words)), None)
        if fit is None:
            found.append(f"a reason for {reason.label} fits no mark ({reason.words[:30]})")
        else:
            left.remove(fit)
    return found + [f"a mark of {name} has no reason ({words[:30]})" for name, words in left]
