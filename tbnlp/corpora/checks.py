"""All checks of a corpus in one call: files, rows, marks, identifiers, splits, quotas and style."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tbnlp.corpora.faults import Fault, failed
from tbnlp.corpora.format_checks import RawCorpus, read_corpus
from tbnlp.corpora.identifier_checks import identifier_faults
from tbnlp.corpora.mark_checks import mark_faults
from tbnlp.corpora.quotas import Figure, quota_faults, quota_figures
from tbnlp.corpora.split_checks import split_faults
from tbnlp.corpora.style import style_faults, style_figures
from tbnlp.corpora.written import DEFAULT_FOLDER
from tbnlp.schema.entries import Schema

READABLE: Final = frozenset({"files", "json", "fields", "offsets", "unique ids"})
"""Checks that must hold before a corpus is measured at all."""


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """What the checks found. `quotas` and `style` hold every figure, also those within their bars."""

    name: str
    notes: int
    faults: tuple[Fault, ...]
    quotas: tuple[Figure, ...]
    style: tuple[Figure, ...]

    @property
    def holds(self) -> bool:
        """True when nothing was found that must be mended."""
        return not failed(self.faults)

    def to_json(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {
            "corpus": self.name, "notes": self.notes, "holds": self.holds,
            "faults": [fault.to_json() for fault in self.faults],
            "quotas": [figure.to_json() for figure in self.quotas],
            "style": [figure.to_json() for figure in self.style],
        }


def check_corpus(name: str, schema: Schema, folder: Path | None = None, *, release: bool = False) -> CorpusReport:
    """Check the corpus `name` below `folder` (None: the checkout's). `release`: a missed quota is a fault.

    Needs neither spaCy nor a model. Does not tell whether a mark is right, only whether it is well made.
    Raises `AssetError` when the corpus is not there.
    """
    corpus, faults = read_corpus((folder or DEFAULT_FOLDER) / name)
    checks: tuple[Callable[[RawCorpus], list[Fault]], ...] = (
        lambda read: mark_faults(read, schema), identifier_faults, split_faults,
    )
    for check in checks:
        faults += check(corpus)
    quotas, style = quota_figures(corpus, schema), style_figures(corpus)
    faults += style_faults(style)
    faults += quota_faults(quotas, release=release)
    return CorpusReport(name, len(corpus.notes), tuple(faults), tuple(quotas), tuple(style))
