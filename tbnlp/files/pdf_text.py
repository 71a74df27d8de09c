"""The text layer of a PDF file. Scanned pages have none, and that is said."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tbnlp.stage import Reason

MAX_PAGES = 5_000


def text_of_pdf(content: bytes, warnings: Counter[str], max_characters: int) -> str | Reason:
    """The text of the bytes of a PDF file, `CORRUPT_FILE`, `ENCRYPTED_FILE` or `TOO_LONG`.

    One empty line between pages. Counts `pdf_page_without_text` for files that have text elsewhere.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        locked = pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        return Reason.ENCRYPTED_FILE if locked else Reason.CORRUPT_FILE
    try:
        return _text(document, warnings, max_characters)
    except (pypdfium2.PdfiumError, ValueError, OverflowError):
        return Reason.CORRUPT_FILE
    finally:
        document.close()


def _text(document: Any, warnings: Counter[str], max_characters: int) -> str | Reason:
    pages: list[str] = []
    length = 0
    if len(document) > MAX_PAGES:
        return Reason.TOO_LONG
    for page in document:
        layer = page.get_textpage()
        try:
            # The library writes U+FFFE or U+0002 for a hyphen at a line end.
            text = layer.get_text_range().replace("\r\n", "\n")
        finally:
            layer.close()
            page.close()
        pages.append(text.replace("\ufffe", "-").replace("\x02", "-").strip("\n"))
        length += len(text)
        if length > max_characters:
            return Reason.TOO_LONG
    empty = sum(not page.strip() for page in pages)
    if empty < len(pages):
        warnings["pdf_page_without_text"] += empty
    return "\n\n".join(pages)
