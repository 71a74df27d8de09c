"""The numbered decisions of `decisions.md`, read for links and checks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tbnlp.schema.entries import Schema

PAGE: Final = "decisions.md"
_HEADING: Final = re.compile(r"^##+ (?P<id>D-\d{3})[:.]? +(?P<title>.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: its number, title, the anchor of its heading, and the labels that its section names."""

    id: str
    title: str
    anchor: str
    labels: tuple[str, ...]


def read_decisions(folder: Path, schema: Schema) -> list[Decision]:
    """All decisions in the order of the page; empty when there is no page (`check` reports it)."""
    path = folder / PAGE
    page = path.read_text(encoding="utf-8") if path.is_file() else ""
    headings = list(_HEADING.finditer(page))
    ends = [*(match.start() for match in headings[1:]), len(page)][: len(headings)]
    return [
        Decision(match["id"], match["title"], anchor(f"{match['id']} {match['title']}"),
                 _labels(page[match.end() : end], schema))
        for match, end in zip(headings, ends, strict=True)
    ]


def _labels(section: str, schema: Schema) -> tuple[str, ...]:
    line = next((line for line in section.splitlines() if "**Labels" in line or line.startswith("Labels")), section)
    words = set(re.findall(r"[a-z_]+", line))
    return tuple(label for label in schema.label_ids if label in words)


def anchor(heading: str) -> str:
    """The id that a heading gets on GitHub, in the site and in the book."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return re.sub(r"\s+", "-", kept)
