"""The text of a DOCX file in reading order: paragraphs, tables, text boxes, footnotes.

Tracked insertions are kept, tracked deletions dropped and counted. Comments, headers and footers
are no part of the note; they are counted, so that a person knows.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from typing import Any, Final

from lxml import etree

from tbnlp.files.archive import office_fault
from tbnlp.stage import Reason

_PROPERTIES: Final = frozenset({
    "pPr", "rPr", "tblPr", "tblGrid", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "instrText",
    "Fallback", "trPr", "tblPrEx", "numPr", "posOffset",
})
"""Elements without text of the note; `Fallback` doubles the text box beside it."""
_DELETED: Final = frozenset({"del", "moveFrom"})
_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}
_NOTE_FILES: Final = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
_BAD_ZIP: Final = (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, KeyError,
                   RuntimeError, NotImplementedError)


def text_of_docx(content: bytes, warnings: Counter[str]) -> str | Reason:
    """The text of the bytes of a DOCX file, `CORRUPT_FILE` or `ENCRYPTED_FILE`.

    Counts `tracked_deletion_dropped`, `docx_comments_left_out`, `docx_header_left_out`.
    """
    if office_fault(content) is not None:
        return Reason.CORRUPT_FILE
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            if any(info.flag_bits & 0x1 for info in opened.infolist()):
                return Reason.ENCRYPTED_FILE
            names = set(opened.namelist())
            walk = _Walk()
            body = _parsed(opened.read("word/document.xml"))
            walk.blocks(body)
            for name, tag in _NOTE_FILES:
                if name in names:
                    walk.footnotes(_parsed(opened.read(name)), tag)
    except (*_BAD_ZIP, etree.XMLSyntaxError):
        return Reason.CORRUPT_FILE
    warnings["tracked_deletion_dropped"] += walk.deleted
    warnings["docx_comments_left_out"] += "word/comments.xml" in names
    warnings["docx_header_left_out"] += any(
        name.startswith(("word/header", "word/footer")) for name in names
    )
    return "".join(walk.out).strip("\n")


def _parsed(content: bytes) -> Any:
    """Parse without entities, network or huge trees. A document type is no part of a DOCX."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        msg = "a document type in a DOCX file"
        raise ValueError(msg)
    return root


def _local(node: Any) -> str:
    """The name without its namespace: the strict and the usual form of the format share names."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


class _Walk:
    """Collects text in `out`; `deleted` counts tracked deletions that held text."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.deleted = 0

    def blocks(self, node: Any) -> None:
        """Paragraphs and tables below a node, in order."""
        for child in node:
            name = _local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name in _DELETED:
                self._drop(child)
            elif name not in _PROPERTIES:
                self.blocks(child)

    def footnotes(self, root: Any, tag: str) -> None:
        """The notes below the text; separators between them have a type and no text."""
        for child in root:
            kind = next((value for key, value in child.attrib.items() if key.endswith("}type")), "")
            if _local(child) == tag and "eparator" not in kind:
                self.blocks(child)

    def _paragraph(self, node: Any) -> None:
        boxes: list[Any] = []
        self._inline(node, boxes)
        self.out.append("\n")
        for box in boxes:
            self.blocks(box)

    def _inline(self, node: Any, boxes: list[Any]) -> None:
        for child in node:
            name = _local(child)
            if name == "t":
                self.out.append(child.text or "")
            elif name in _CHARACTERS:
                self.out.append(_CHARACTERS[name])
            elif name == "txbxContent":
                boxes.append(child)
            elif name in _DELETED:
                self._drop(child)
            elif name not in _PROPERTIES:
                self._inline(child, boxes)

    def _table(self, node: Any) -> None:
        for row in node.iter("{*}tr"):
            if next((above for above in row.iterancestors("{*}tbl")), None) is not node:
                continue
            if row.find("{*}trPr/{*}del") is not None:
                self._drop(row)
                continue
            self._row(row)

    def _row(self, row: Any) -> None:
        cells = [cell for cell in row.iter("{*}tc")
                 if next(iter(cell.iterancestors("{*}tr")), None) is row]
        for number, cell in enumerate(cells):
            inner = _Walk()
            inner.blocks(cell)
            self.deleted += inner.deleted
            self.out.append(("\t" if number else "") + "".join(inner.out).strip("\n"))
        self.out.append("\n")

    def _drop(self, node: Any) -> None:
        texts = (part.text for part in node.iter("{*}t", "{*}delText"))
        self.deleted += any(texts)
