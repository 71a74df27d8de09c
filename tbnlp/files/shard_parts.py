"""Which shards of a run are complete on disk."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from pathlib import Path
from typing import Final

PARTS: Final = "parts"
TEMPORARY: Final = "_tmp"
COMMIT: Final = "commit.json"


def committed(folder: Path, only: str | None = None) -> dict[str, dict[str, object]]:
    """The published shards with their `commit.json`, by name in sorted order.

    Each file is checked against its digest; a shard that does not match is deleted, so that it is
    done again. `only` limits the look to one shard.
    """
    found: dict[str, dict[str, object]] = {}
    parts = folder / PARTS
    if not parts.is_dir():
        return found
    for place in sorted(parts.iterdir()):
        if place.name == TEMPORARY or not place.is_dir() or (only and place.name != only):
            continue
        record = _verified(place)
        if record is None:
            shutil.rmtree(place)
        else:
            found[place.name] = record
    return found


def remove_parts(folder: Path) -> None:
    """Delete the joined shards of a run; renamed first, so that no half set is ever seen."""
    parts, doomed = folder / PARTS, folder / f".{PARTS}.part"
    shutil.rmtree(doomed, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        parts.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def _verified(place: Path) -> dict[str, object] | None:
    try:
        record = json.loads((place / COMMIT).read_bytes())
        if not isinstance(record, dict) or record.get("shard") != place.name:
            return None
        for name, facts in record["files"].items():
            with (place / name).open("rb") as handle:
                if hashlib.file_digest(handle, "sha256").hexdigest() != facts["sha256"]:
                    return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return record
