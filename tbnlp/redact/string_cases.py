"""The project's development strings: what must be masked and what must stay, with a scorer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Final

from tbnlp.notes.case_note import CaseNote, RawText
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.span import Span
from tbnlp.redact.config import RedactorConfig
from tbnlp.redact.redactor import Redactor

_GENERALISED: Final = frozenset({"G", "G only"})
"""Notes of strings in which a generalised placeholder (`<DATE_1>`, `<SCHOOL: ...>`) is no fault."""
_COARSE_KINDS: Final = frozenset({"DATE", "AGE", "SCHOOL", "EMPLOYER"})


@dataclass(frozen=True, slots=True)
class StringCase:
    """One string. `kind` is `must_mask` or `must_keep`; `spans` are what must be masked."""

    id: str
    type: str
    kind: str
    text: str
    spans: tuple[Span, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class StringRow:
    """How one string fared: masked in full (must_mask), or touched (must_keep)."""

    case: StringCase
    masked: bool
    touched: bool
    output: str


@dataclass(frozen=True, slots=True)
class StringScores:
    """Counts over all strings. These are development strings: no claim about other texts."""

    masked: int
    total_mask: int
    false: int
    total_keep: int
    rows: tuple[StringRow, ...]


def load_strings() -> list[StringCase]:
    """The strings of this package, in file order."""
    source = resources.files("tbnlp.redact").joinpath("string_cases.jsonl")
    cases = []
    for line in source.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = tuple(Span(start, end) for start, end in row["spans"])
        cases.append(StringCase(row["id"], row["type"], row["kind"], row["text"], spans, row.get("note", "")))
    return cases


def _row(case: StringCase, result: object) -> StringRow:
    if not isinstance(result, RedactedNote):
        return StringRow(case, masked=False, touched=True, output="")
    raws = [item.raw_span for item in result.replacements]
    masked = all(
        all(any(raw.start <= place < raw.end for raw in raws) for place in range(span.start, span.end)
            if not case.text[place].isspace())
        for span in case.spans
    )
    kinds = {item.kind for item in result.replacements}
    touched = bool(kinds - _COARSE_KINDS) if case.note in _GENERALISED else bool(kinds)
    return StringRow(case, masked=masked, touched=touched, output=result.text)


def score_strings(config: RedactorConfig) -> StringScores:
    """Redact every string as a note of its own and count. A string that was skipped counts as a miss."""
    cases = load_strings()
    notes = [CaseNote(case.id, case.id, row, RawText(case.text)) for row, case in enumerate(cases)]
    results = Redactor(config).open()(notes)
    rows = tuple(_row(case, result) for case, result in zip(cases, results, strict=True))
    wanted = [row for row in rows if row.case.kind == "must_mask"]
    kept = [row for row in rows if row.case.kind == "must_keep"]
    return StringScores(
        sum(row.masked for row in wanted), len(wanted), sum(row.touched for row in kept), len(kept), rows
    )
