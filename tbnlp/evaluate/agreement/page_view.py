"""What stands in the cells of the page: figures as text, shades, and the differences note by note."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tbnlp.evaluate.agreement.confusion import Confusion
from tbnlp.evaluate.agreement.disagreements import AnswerDifference, LabelDifference
from tbnlp.evaluate.agreement.measure import Agreement
from tbnlp.evaluate.agreement.resampling import Figure
from tbnlp.notes.span import Span
from tbnlp.schema.entries import Schema

SHADES: Final = 5
"""Steps of shading above none; each cell holds its number too."""
MAX_SHOWN: Final = 500
"""Places shown on the page; `agreement.json` holds all of them."""

Texts = Mapping[tuple[str, str], str]
"""Text of each note by case id and note id."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as text. `interval` is empty where there is none; `gap` is the reason in words."""

    value: str
    interval: str
    gap: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A count with its shade 0-5. `agreed`: it counts marks with the same label."""

    count: int
    shade: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A label with its number in the schema and its counts."""

    number: int
    name: str
    cells: tuple[HeatCell, ...]
    differing: int


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A sentence or passage about which annotators differ. `quote` is empty when no text is shown."""

    start: int
    end: int
    quote: str
    labels: tuple[tuple[str, str, str], ...]
    answers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class NoteView:
    """The differences of one note."""

    case_id: str
    note_id: str
    places: tuple[PlaceView, ...]


def cell(figure: Figure) -> Cell:
    """The figure with three decimals and its interval, or a dash and the reason."""
    if figure.value is None:
        return Cell("–", "", figure.gap.value)  # noqa: RUF001  a dash, as in every empty cell
    low_high = "" if figure.interval is None else f"{signed(figure.interval.low)} to {signed(figure.interval.high)}"
    return Cell(signed(figure.value, 3), low_high, figure.gap.value)


def signed(value: float, decimals: int = 2) -> str:
    """A number with a true minus sign, and no minus before zero."""
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "\N{MINUS SIGN}")


def heat(found: Confusion, schema: Schema) -> tuple[tuple[int, ...], tuple[HeatRow, ...]]:
    """Columns (numbers of labels) and rows of the table; labels that nobody marked are left out."""
    used = [row for row in range(len(found.labels)) if found.counts[row].any()]
    off = found.counts.copy()
    for row in range(len(found.labels)):
        off[row, row] = 0
    largest = int(off.max(initial=0))
    columns = [*used, len(found.labels)]
    rows = tuple(
        HeatRow(
            row + 1, schema.labels[row].name,
            tuple(
                HeatCell(
                    int(found.counts[row, column]),
                    0 if row == column else _shade(int(off[row, column]), largest),
                    row == column,
                )
                for column in columns
            ),
            found.differing(found.labels[row]),
        )
        for row in used
    )
    return tuple(row + 1 for row in used), rows


def _shade(count: int, largest: int) -> int:
    """Square root steps, so that small counts differ from none."""
    return math.ceil(SHADES * math.sqrt(count / largest)) if count else 0


def difference_views(agreement: Agreement, schema: Schema, texts: Texts) -> tuple[tuple[NoteView, ...], int]:
    """Differences note by note in the order of the text, at most `MAX_SHOWN` places, and the number of all places.

    Without `texts` no sentence is quoted.
    """
    names = {label.id: label.name for label in schema.labels}
    places: dict[tuple[str, str], dict[Span, tuple[list[LabelDifference], list[AnswerDifference]]]] = {}
    for item in agreement.label_differences:
        places.setdefault((item.case_id, item.note_id), {}).setdefault(item.sentence, ([], []))[0].append(item)
    for one in agreement.answer_differences:
        places.setdefault((one.case_id, one.note_id), {}).setdefault(one.passage, ([], []))[1].append(one)
    views, left = [], MAX_SHOWN
    for key, held in places.items():
        shown = sorted(held.items(), key=lambda item: item[0])[:left]
        left -= len(shown)
        if shown:
            text, (case_id, note_id) = texts.get(key, ""), key
            listing = tuple(_place(span, *both, text, names) for span, both in shown)
            views.append(NoteView(shown_text(case_id), shown_text(note_id), listing))
    return tuple(views), sum(map(len, places.values()))


def _place(
    span: Span, labels: Sequence[LabelDifference], answers: Sequence[AnswerDifference], text: str,
    names: Mapping[str, str],
) -> PlaceView:
    return PlaceView(
        span.start, span.end, shown_text(text[span.start : span.end]),
        tuple(
            (names[item.label], listed(item.marked_by), listed(item.not_marked_by)) for item in labels
        ),
        tuple(
            (
                names[one.label], in_words(one.question),
                "; ".join(f"{shown_text(name)}: {in_words(answer)}" for name, answer in one.answers),
            )
            for one in answers
        ),
    )


def listed(names: Sequence[str]) -> str:
    """Names with commas between them."""
    return ", ".join(shown_text(name) for name in names)


def in_words(code: str) -> str:
    """A code of the schema as words; a label and its subtype with a colon."""
    return shown_text(code.replace("_", " ").replace(".", ": "))


def shown_text(text: str) -> str:
    """Text on one line; control, format and surrogate characters become the replacement character."""
    kept = (sign if sign.isspace() or not _hidden(sign) else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return " ".join("".join(kept).split())


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign != "\N{ZERO WIDTH JOINER}"
