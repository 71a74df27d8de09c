"""Finds the files that the inputs name: files, folders of documents, ZIP archives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from tbnlp.errors import InputError, UsageError
from tbnlp.files.archive import Archive, BrokenMemberError, EncryptedMemberError
from tbnlp.files.file_names import shown_name
from tbnlp.files.kinds import DOCUMENTS, Kind, kind_of
from tbnlp.files.origins import FileOrigin, MemberOrigin, Origin
from tbnlp.files.reading import ReadSpec
from tbnlp.stage import Reason

_IGNORED: Final = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Found:
    """One file of the input. `is_named`: the user named it, so a fault in it ends the run.

    `reason` is set for a file that will be skipped. `label`: its ordinal and its masked name.
    """

    ordinal: int
    origin: Origin
    kind: Kind
    label: str
    is_named: bool
    reason: Reason | None = None


def find_inputs(
    inputs: Sequence[str | Path], spec: ReadSpec, warnings: Counter[str] | None = None
) -> list[Found]:
    """All files of the inputs, in sorted order, numbered from 0.

    A ZIP holds documents, one note each, or CSV and TSV tables of which one is read. Of anything
    else in it (a workbook, JSONL, a table beside documents) a note is made by nobody: it is skipped
    aloud as `UNKNOWN_KIND`, and has to be taken out of the ZIP and named by itself.
    Raises `InputError` for an input that is missing or of no known kind, `UsageError` for one that
    is named twice or is the folder of a run.
    """
    warnings = Counter() if warnings is None else warnings
    paths = sorted({Path(item) for item in inputs}, key=lambda path: path.parts)
    if len(paths) < len(inputs) or len({path.resolve() for path in paths}) < len(paths):
        msg = "the same input is named twice"
        raise UsageError(msg)
    found: list[Found] = []
    for path in paths:
        if path.is_dir():
            _refuse_run_folder(path, len(found))
            found.extend(_from_folder(path, len(found), warnings))
        else:
            found.extend(_from_file(path, len(found), spec, warnings))
    return found


def _refuse_run_folder(path: Path, ordinal: int) -> None:
    if (path / "manifest.json").is_file() and (path / "notes.jsonl").is_file():
        msg = f"input {ordinal} is the folder of a run; name one of `tbnlp redact`, and it alone"
        raise UsageError(msg)


def _found(
    ordinal: int, origin: Origin, kind: Kind, *, named: bool, reason: Reason | None = None
) -> Found:
    return Found(ordinal, origin, kind, f"{ordinal} {shown_name(origin.name)}", named, reason)


def _from_folder(folder: Path, first: int, warnings: Counter[str]) -> Iterator[Found]:
    ordinal = first
    for path in sorted(_walk(folder), key=lambda item: item.relative_to(folder).parts):
        relative = path.relative_to(folder).parts
        if _is_hidden(relative):
            warnings["hidden_file_skipped"] += 1
            continue
        origin = FileOrigin(path, ordinal, follow=False)
        if path.is_symlink() or not path.is_file():
            yield _found(ordinal, origin, Kind.UNKNOWN, named=False, reason=Reason.UNKNOWN_KIND)
        else:
            yield _document(ordinal, origin)
        ordinal += 1


def _walk(folder: Path) -> Iterator[Path]:
    """Everything below a folder that is no folder; links to folders are not entered."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def _is_hidden(parts: Sequence[str]) -> bool:
    """Names of programs' own files: dot files, lock files of Word, folders that macOS adds."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts) or (
        parts[-1].lower() in _IGNORED
    )


def _document(ordinal: int, origin: Origin) -> Found:
    """A file inside a folder or ZIP: one note if it is a document, else skipped aloud."""
    try:
        kind = kind_of(origin)
    except (InputError, BrokenMemberError):
        return _found(
            ordinal, origin, Kind.UNKNOWN, named=False, reason=Reason.CORRUPT_FILE
        )
    except EncryptedMemberError:
        return _found(
            ordinal, origin, Kind.UNKNOWN, named=False, reason=Reason.ENCRYPTED_FILE
        )
    readable = kind in DOCUMENTS or kind is Kind.OLE
    reason = None if readable else Reason.UNKNOWN_KIND
    return _found(ordinal, origin, kind, named=False, reason=reason)


def _from_file(
    path: Path, ordinal: int, spec: ReadSpec, warnings: Counter[str]
) -> Iterator[Found]:
    origin = FileOrigin(path, ordinal)
    kind = kind_of(origin)
    if kind is Kind.ZIP:
        archive = Archive(origin.open, ordinal)
        yield from _from_archive(archive, ordinal, spec, warnings)
        return
    yield _found(ordinal, origin, kind, named=True)


def _from_archive(
    archive: Archive, first: int, spec: ReadSpec, warnings: Counter[str]
) -> Iterator[Found]:
    members = [name for name in archive.members() if not _is_hidden(PurePosixPath(name).parts)]
    warnings["hidden_file_skipped"] += len(archive.members()) - len(members)
    tables = [name for name in members if name.lower().endswith((".csv", ".tsv"))]
    if spec.table is not None or (tables and len(tables) == len(members)):
        origin = MemberOrigin(archive, _table(tables, spec.table, first))
        yield _found(first, origin, Kind.CSV, named=True)
        return
    for ordinal, name in enumerate(members, start=first):
        member = MemberOrigin(archive, name)
        if archive.is_link(name):
            yield _found(ordinal, member, Kind.UNKNOWN, named=False, reason=Reason.UNKNOWN_KIND)
        else:
            yield _document(ordinal, member)


def _table(tables: Sequence[str], wanted: str | None, ordinal: int) -> str:
    """The member that is read from a ZIP of tables. Workbooks and JSONL are none of them."""
    if wanted is None and len(tables) == 1:
        return tables[0]
    if wanted is not None:
        names = {wanted.lower(), f"{wanted.lower()}.csv", f"{wanted.lower()}.tsv"}
        chosen = [
            name for name in tables
            if {name.lower(), PurePosixPath(name).name.lower()} & names
        ]
        if len(chosen) == 1:
            return chosen[0]
    if not tables:
        msg = (
            f"input {ordinal} is a ZIP without a CSV or TSV file, and --table names one of those; "
            "take workbooks, JSONL and other tables out of the ZIP and name them as inputs"
        )
        raise UsageError(msg)
    listed = ", ".join(shown_name(PurePosixPath(name).name) for name in tables[:40])
    fault = "has no table of that name, or more than one" if wanted else "has more than one table"
    msg = (
        f"input {ordinal} is a ZIP that {fault}; name one of its {len(tables)} CSV or TSV files "
        f"with --table (names are masked here): {listed}"
    )
    raise UsageError(msg)
