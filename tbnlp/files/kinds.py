"""What a file is, known by its content; its name only tells text formats apart."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from typing import Final

from tbnlp.files import encodings
from tbnlp.files.origins import Origin, head_of


class Kind(StrEnum):
    """Kinds of input; `UNKNOWN` is skipped aloud in a folder and refused as an input."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrow"
    WORKBOOK = "workbook"
    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    ZIP = "zip"
    OLE = "ole"
    SQLITE = "sqlite"
    UNKNOWN = "unknown"


DOCUMENTS: Final = frozenset({Kind.TEXT, Kind.HTML, Kind.DOCX, Kind.PDF})
"""Kinds that hold one note a file."""
TABLES: Final = frozenset({Kind.CSV, Kind.JSONL, Kind.PARQUET, Kind.ARROW, Kind.WORKBOOK})

_TEXT_ENDINGS: Final = {
    ".csv": Kind.CSV, ".tsv": Kind.CSV, ".tab": Kind.CSV, ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL, ".json": Kind.JSONL, ".txt": Kind.TEXT, ".text": Kind.TEXT,
    ".md": Kind.TEXT, ".markdown": Kind.TEXT, ".html": Kind.HTML, ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
}
_STREAM_MARK: Final = b"\xff\xff\xff\xff"
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_SQLITE: Final = b"SQLite format 3\x00"
_OTHER_BINARY: Final = (
    b"\x1f\x8b", b"{\\rtf", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"FEA1",
)


def ending_of(name: str) -> str:
    """The ending of a file name in lower case, with its dot."""
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def has_text_ending(name: str) -> bool:
    """True when the name promises one of the text formats."""
    return ending_of(name) in _TEXT_ENDINGS


def kind_of(origin: Origin) -> Kind:
    """The kind of a file. Reads its first bytes, of a ZIP its table of contents."""
    head = head_of(origin)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_zip(origin)
    for mark, kind in (
        (b"PAR1", Kind.PARQUET), (b"ARROW1", Kind.ARROW), (b"\xd0\xcf\x11\xe0", Kind.OLE),
        (_SQLITE, Kind.SQLITE), (b"%PDF-", Kind.PDF),
    ):
        if head.startswith(mark):
            return kind
    if ending_of(origin.name) == ".pdf":
        # Some writers put other bytes in front; without the mark nearby it is no PDF at all.
        return Kind.PDF if b"%PDF-" in head[:1024] else Kind.UNKNOWN
    if head.startswith(_STREAM_MARK) and ending_of(origin.name) in {".arrow", ".arrows", ".ipc"}:
        return Kind.ARROW
    return _kind_of_text(head, ending_of(origin.name))


def _kind_of_text(head: bytes, ending: str) -> Kind:
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if head.startswith(_OTHER_BINARY) or (encodings.is_binary(head) and not marked):
        return Kind.UNKNOWN
    start = head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if ending in {".txt", ".html", ".htm", ""} and start.startswith((b"<!doctype html", b"<html")):
        return Kind.HTML
    return _TEXT_ENDINGS.get(ending, Kind.UNKNOWN)


def _kind_of_zip(origin: Origin) -> Kind:
    try:
        with origin.open() as handle, zipfile.ZipFile(handle) as opened:
            names = set(opened.namelist())
            if "word/document.xml" in names:
                return Kind.DOCX
            if names & {"xl/workbook.xml", "xl/workbook.bin"}:
                return Kind.WORKBOOK
            if "mimetype" in names and opened.getinfo("mimetype").file_size == len(_ODS):
                with opened.open("mimetype") as member:
                    return Kind.WORKBOOK if member.read(len(_ODS)) == _ODS else Kind.ZIP
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, NotImplementedError):
        # Its ending decides whose error message it gets.
        endings = {".docx": Kind.DOCX, ".xlsx": Kind.WORKBOOK, ".ods": Kind.WORKBOOK}
        return endings.get(ending_of(origin.name), Kind.ZIP)
    return Kind.ZIP


def is_encrypted_office(content: bytes) -> bool:
    """True for an OLE container that holds a DOCX or XLSX under a password."""
    return "EncryptedPackage".encode("utf-16-le") in content


def is_old_workbook(content: bytes) -> bool:
    """True for an XLS workbook (an OLE container with a workbook stream)."""
    return any(name.encode("utf-16-le") in content for name in ("Workbook", "Book\x00"))
