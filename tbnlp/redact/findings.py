"""What a detector reports: a place in the shadow text, a type, a score and its own name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tbnlp.notes.span import Span

DANGER: Final = (
    "PLACEHOLDER", "BLOB", "FACILITY", "PERSON", "SSN", "A_NUMBER", "PASSPORT", "USCIS_RECEIPT",
    "ADDRESS", "PHONE", "EMAIL", "HANDLE", "URL", "ACCOUNT", "LICENCE", "PLATE", "VIN", "MRN",
    "COURT_CASE", "POLICE_CASE", "HOTLINE_CASE", "IP", "OTHER_ID", "BODY_MARK", "EMPLOYER", "SCHOOL",
    "ORG", "LOCATION", "RARE_FACT", "VEHICLE_DESC", "NATIONALITY", "AGE", "DATE",
    "IMMIGRATION_RELIEF",
)
"""Most dangerous first: where two types fit, the earlier label wins (redaction page, 4.0)."""

_ORDER: Final = {kind: index for index, kind in enumerate(DANGER)}


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters `[start, end)` of a shadow text that must go, and why.

    `score`: 0-1, as the detector gave it. `detail`: a coarse word from the closed lists, or empty.
    """

    start: int
    end: int
    kind: str
    detector: str
    score: float
    detail: str = ""

    def overlaps(self, other: Finding | Span) -> bool:
        """True when both share a character."""
        return self.start < other.end and other.start < self.end


def danger(kind: str) -> int:
    """Place in the order of danger; unknown kinds come last."""
    return _ORDER.get(kind, len(_ORDER))


def subtract(finding: Finding, blocks: Sequence[Span]) -> list[Finding]:
    """What is left of a finding outside the blocks. `blocks` are sorted and disjoint."""
    left = []
    position = finding.start
    for block in blocks:
        if block.end <= position or block.start >= finding.end:
            continue
        if block.start > position:
            left.append(replace(finding, start=position, end=block.start))
        position = max(position, block.end)
    if position < finding.end:
        left.append(replace(finding, start=position))
    return left


def trimmed(finding: Finding, text: str) -> Finding | None:
    """The finding without white space at its edges; None where nothing else is left."""
    start, end = finding.start, finding.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return replace(finding, start=start, end=end) if end > start else None


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Disjoint findings that cover the same characters: overlaps join, the most dangerous label wins.

    Where labels tie, the higher score names the detector. The result does not depend on the order.
    """
    result: list[Finding] = []
    for item in sorted(findings, key=lambda f: (f.start, f.end, f.kind, f.detector, f.score)):
        if not result or item.start >= result[-1].end:
            result.append(item)
            continue
        last = result[-1]
        best = min(
            (last, item),
            # A residual rule guesses its label and propagation repeats it, so any other is better.
            key=lambda f: (f.detector.startswith(("residual", "propagation")), danger(f.kind), -f.score, f.detector, f.detail),
        )
        result[-1] = replace(
            best, start=min(last.start, item.start), end=max(last.end, item.end)
        )
    return result
