"""Files of JSON lines, read with messages that name file and line and never quote one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tbnlp.errors import InputError


def file_in(path: Path, name: str) -> Path:
    """The file itself, or the one of this name in a folder. Raises `InputError` when it is not there."""
    file = path / name if path.is_dir() else path
    if not file.is_file():
        msg = f"there is no {name} in the input folder" if path.is_dir() else "the input file does not exist"
        raise InputError(msg)
    return file


def json_rows(file: Path, what: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each line that is not blank. Raises `InputError` naming `what` and the line."""
    number = 0
    with file.open(encoding="utf-8-sig", newline="\n") as lines:
        try:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _object(line, f"line {number} of the {what} file")
        except UnicodeDecodeError:
            msg = f"the {what} file is not UTF-8 text after line {number}"
            raise InputError(msg) from None


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        msg = f"{where} is not JSON"
        raise InputError(msg) from None
    if not isinstance(row, dict):
        msg = f"{where} is not a JSON object"
        raise InputError(msg)
    return row


def write_rows(file: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Write JSON lines in plain ASCII, so that no program on the way can change a character."""
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=True, allow_nan=False) + "\n")
    return file


def pretty(content: Any) -> str:
    """JSON for a person to read and for git to compare."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
