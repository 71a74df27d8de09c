"""The roster: names and ids that the agency already holds; used in memory and never written."""

from __future__ import annotations

from pathlib import Path

from tbnlp.errors import InputError


def read_roster(name: str) -> tuple[str, ...]:
    """One entry a line, empty lines left out. Raises `InputError` when the file cannot be read as UTF-8."""
    try:
        lines = Path(name).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        msg = "the roster file cannot be read; give a UTF-8 text file with one name or id a line"
        raise InputError(msg) from None
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
