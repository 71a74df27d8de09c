"""The pattern files of the package, read strictly: one file a label, no example, no entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tbnlp.errors import UsageError

POLES: Final = ("fear", "gratitude", "harm", "kindness")
"""Halves of the two labels that need two parts."""

PAIRS: Final = {"fear_with_gratitude": ("fear", "gratitude"),
                "reward_punishment_cycle": ("harm", "kindness")}
"""Which two halves make which label."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9-]+$")
    subtype: str
    says: str
    source: str
    patterns: list[str] = Field(min_length=1)
    unless: list[str] = []
    pole: str | None = None
    extent: str = Field(default="clause", pattern="^(clause|match)$")
    match: list[str] = Field(min_length=1)
    near_miss: list[str] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    label: str
    unless: list[str] = []
    patterns: list[_Entry] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class PatternEntry:
    """A group of pattern lines that say the same thing, with the sentences that show it.

    `id` is unique over all files and starts with the label. `unless`: lines that forbid a hit when
    they match in the same sentence. `pole`: set when the entry is half of a two-part label.
    `extent`: `clause` grows a hit to its clause, `match` keeps the matched words.
    """

    id: str
    label: str
    subtype: str
    says: str
    source: str
    lines: tuple[str, ...]
    unless: tuple[str, ...]
    pole: str | None
    extent: str
    match: tuple[str, ...]
    near_miss: tuple[str, ...]


def load_vocabulary() -> dict[str, list[str]]:
    """Named phrases by name, in an order in which later ones may use earlier ones."""
    content = _read("vocabulary.yaml")
    return {str(name): [str(line) for line in lines] for name, lines in content.items()}


@lru_cache(maxsize=1)
def load_patterns() -> tuple[PatternEntry, ...]:
    """All entries of all pattern files, sorted by file.

    Raises `UsageError` that lists every file which cannot be read and why.
    """
    folder = resources.files("tbnlp.rules").joinpath("patterns")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml"))
    entries: list[PatternEntry] = []
    for name in names:
        entries.extend(_entries(name, _read(f"patterns/{name}")))
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            msg = f"two pattern entries share the id {entry.id}"
            raise UsageError(msg)
        seen.add(entry.id)
    return tuple(entries)


def _read(path: str) -> Mapping[str, Any]:
    text = resources.files("tbnlp.rules").joinpath(path).read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    if not isinstance(content, dict):
        msg = f"rules/{path} holds no mapping"
        raise UsageError(msg)
    return content


def _entries(name: str, content: Mapping[str, Any]) -> list[PatternEntry]:
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        found = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        msg = f"rules/patterns/{name}: {found}"
        raise UsageError(msg) from None
    if name != f"{file.label}.yaml":
        msg = f"rules/patterns/{name} is about the label {file.label}; the names must be the same"
        raise UsageError(msg)
    return [_entry(file, item) for item in file.patterns]


def _entry(file: _File, item: _Entry) -> PatternEntry:
    if item.pole is not None and item.pole not in PAIRS.get(file.label, ()):
        msg = f"rules/patterns/{file.label}.yaml, {item.id}: {item.pole!r} is no half of this label"
        raise UsageError(msg)
    return PatternEntry(
        id=f"{file.label}/{item.id}",
        label=file.label,
        subtype=item.subtype,
        says=item.says,
        source=item.source,
        lines=tuple(item.patterns),
        unless=(*file.unless, *item.unless),
        pole=item.pole,
        extent=item.extent,
        match=tuple(item.match),
        near_miss=tuple(item.near_miss),
    )
