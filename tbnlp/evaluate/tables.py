"""Plain text tables and the JSON file of figures, shared by every command that measures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tbnlp.errors import UsageError
from tbnlp.evaluate.intervals import Estimate, Interval, Share
from tbnlp.files.durable import published

FEW: Final = 20
"""Positives below which a label shows counts only (schema, agreement, rare_label_rule)."""
NOT_MEASURED: Final = "-"
_GAP: Final = "  "


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text cells. The first column is set to the left, the others to the right.

    Raises `ValueError` when a row has another number of cells than there are columns.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            msg = f"a row of the table {self.title!r} does not have {len(self.columns)} cells"
            raise ValueError(msg)


def render(table: Table) -> str:
    """The table as lines of text, remarks below; no colours and no control characters."""
    lines = [table.columns, *table.rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(table.columns))]
    body = [_line(line, widths) for line in lines]
    rule = "-" * max(len(line) for line in body)
    return "\n".join([table.title, rule, body[0], rule, *body[1:], rule, *table.remarks])


def render_all(tables: Sequence[Table]) -> str:
    """Several tables, an empty line between them."""
    return "\n\n".join(render(table) for table in tables)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0].ljust(widths[0])
    rest = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
    return _GAP.join([first, *rest]).rstrip()


def share_text(share: Share, *, per: int = 1, decimals: int = 3) -> str:
    """`0.950 [0.764-0.991] n=20`; `per` 1000 gives the value per thousand."""
    return f"{figure_text(share.value, share.interval, per=per, decimals=decimals)} n={share.n}"


def estimate_text(estimate: Estimate, *, decimals: int = 3) -> str:
    """The value with its interval; the n stands in a column of its own."""
    return figure_text(estimate.value, estimate.interval, decimals=decimals)


def figure_text(
    value: float | None, interval: Interval | None, *, per: int = 1, decimals: int = 3
) -> str:
    """A value and its 95 % interval; a dash where nothing was measured."""
    if value is None:
        return NOT_MEASURED
    text = f"{value * per:.{decimals}f}"
    if interval is None:
        return f"{text} [no interval]"
    return f"{text} [{interval.low * per:.{decimals}f}-{interval.high * per:.{decimals}f}]"


def to_text(figures: dict[str, Any]) -> str:
    """Figures as JSON text, keys in the order given, one final line end. NaN is refused."""
    return json.dumps(figures, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_json(path: Path, figures: dict[str, Any]) -> None:
    """Write figures to a file that appears whole or not at all.

    Raises `UsageError` when the folder is missing or closed to writing.
    """
    content = to_text(figures).encode()
    try:
        with published(path) as handle:
            handle.write(content)
    except OSError:
        msg = f"the figures cannot be written to {path.name!r}: check that its folder exists"
        raise UsageError(msg) from None
