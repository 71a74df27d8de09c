"""What `pipeline.tag` gives back: a lazy stream of tagged notes, a table on demand, a quiet notebook view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from tbnlp.notes.tagged_note import TaggedNote
from tbnlp.run.case_work import CaseWork
from tbnlp.run.rows import candidate_rows, quarantined_row, reject_row
from tbnlp.stage import Skipped

SHOWN = 20
"""Notes that the notebook view shows."""


class TaggedNotes:
    """Iterating gives a `TaggedNote` or a `Skipped` for each note, in order, as it is worked out.

    Each iteration works the input out again where that is possible; keep a list to keep results.
    """

    def __init__(
        self, results: Callable[[], Iterator[TaggedNote | Skipped]], work: CaseWork, given: Any
    ) -> None:
        self._results, self._work, self._given = results, work, given

    def __iter__(self) -> Iterator[TaggedNote | Skipped]:
        return self._results()

    def rows(self) -> Iterator[dict[str, Any]]:
        """One mapping a candidate passage, with the fields of `candidates.jsonl`, in order of notes."""
        for result in self:
            if isinstance(result, TaggedNote):
                yield from candidate_rows(
                    result, self._work.schema, self._work.pipeline_id, store_text=True
                )

    def skipped(self) -> list[dict[str, Any]]:
        """One mapping a note that was rejected or held back, with its reason."""
        return [
            reject_row(result, "memory") if result.stage == "read" else quarantined_row(result)
            for result in self if isinstance(result, Skipped)
        ]

    def to_table(self) -> Any:
        """The candidate passages as a table of the kind that was given (pandas, polars, Arrow, `Dataset`).

        For an iterable of texts the table is an Arrow table. In memory only. A note without a row here
        is not a note without such wording: look at `skipped` too.
        """
        rows = list(self.rows())
        module = type(self._given).__module__.partition(".")[0]
        if module == "datasets":
            import datasets

            return datasets.Dataset.from_list(rows)
        import pyarrow as pa

        table = pa.Table.from_pylist(rows)
        if module == "pandas":
            import pandas as pd

            return pd.DataFrame(rows)
        if module == "polars":
            import polars as pl

            return pl.from_arrow(table)
        return table

    def _repr_html_(self) -> str:
        """The first notes with their passages marked; redacted text only."""
        notice = escape(self._work.schema.notice("every_output"))
        shown = []
        for number, result in enumerate(self):
            if number == SHOWN:
                shown.append(f"<p>Only the first {SHOWN} notes are shown.</p>")
                break
            shown.append(_note_html(result, escape(self._work.schema.notice("no_find"))))
        return f"<p><em>{notice}</em></p>{''.join(shown)}"


def _note_html(result: TaggedNote | Skipped, no_find: str) -> str:
    if isinstance(result, Skipped):
        return f"<p><b>{escape(result.note_id)}</b>: held back ({escape(result.reason.value)})</p>"
    text = result.note.text
    lines = "".join(
        f"<li><q>{escape(text[item.span.start:item.span.end])}</q> {escape(item.label)}, "
        f"{escape(item.band.value)}, {escape(item.attributes.assertion)}</li>"
        for item in result.candidates
    )
    listed = f"<ul>{lines}</ul>" if lines else f"<p>{no_find}</p>"
    return f"<p><b>{escape(result.note.note_id)}</b></p><p>{escape(text)}</p>{listed}"
