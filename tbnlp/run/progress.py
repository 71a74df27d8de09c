"""Progress on stderr: a bar on a terminal, plain lines elsewhere, JSON for schedulers, or nothing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

EVERY_SECONDS = 10.0


class Progress(Protocol):
    """Hears counts: `planned` once, then how many notes are read and what became of them."""

    def update(self, counts: dict[str, int]) -> None:
        """Take note of new totals."""
        ...


class Silent:
    """Shows nothing."""

    def update(self, counts: dict[str, int]) -> None:
        """Take note of nothing."""


class Lines:
    """A plain or JSON line every ten seconds and at the end. Counts only."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._totals: dict[str, int] = {}
        self._started = self._last = time.monotonic()

    def update(self, counts: dict[str, int]) -> None:
        """Keep the totals and print a line when one is due."""
        self._totals.update(counts)
        if time.monotonic() - self._last >= EVERY_SECONDS:
            self.show()

    def show(self) -> None:
        """Print the totals now."""
        self._last = time.monotonic()
        seconds = self._last - self._started
        read, planned = self._totals.get("read", 0), self._totals.get("planned", 0)
        if self._as_json:
            line = json.dumps({**self._totals, "seconds": round(seconds, 1)})
        else:
            skipped = self._totals.get("quarantined", 0) + self._totals.get("rejected", 0)
            of = f" of {planned}" if planned else ""
            line = f"{read}{of} notes, {skipped} held back or rejected, {seconds:.0f} s"
        print(line, file=sys.stderr, flush=True)  # noqa: T201  progress belongs on stderr


class Bar:
    """A rich bar with the time that is left."""

    def __init__(self, bar: Any, task: Any) -> None:
        self._bar, self._task = bar, task

    def update(self, counts: dict[str, int]) -> None:
        """Move the bar."""
        if counts.get("planned"):
            self._bar.update(self._task, total=counts["planned"])
        if "read" in counts:
            skipped = counts.get("quarantined", 0) + counts.get("rejected", 0)
            self._bar.update(self._task, completed=counts["read"], skipped=skipped)


@contextmanager
def open_progress(kind: str) -> Iterator[Progress]:
    """Progress of the kind `auto`, `json` or `off`."""
    if kind == "off":
        yield Silent()
    elif kind == "auto" and sys.stderr.isatty():
        with _bar() as bar:
            yield bar
    else:
        lines = Lines(as_json=kind == "json")
        try:
            yield lines
        finally:
            lines.show()


@contextmanager
def _bar() -> Iterator[Bar]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("notes"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[skipped]} held back or rejected"),
    )
    with RichProgress(*columns, console=Console(stderr=True)) as bar:
        yield Bar(bar, bar.add_task("notes", total=None, skipped=0))
