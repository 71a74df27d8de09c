"""Files that hold one note each: TXT, MD, HTML, DOCX and PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from tbnlp.errors import InputError
from tbnlp.files.archive import MAX_MEMBER_BYTES, BrokenMemberError, EncryptedMemberError
from tbnlp.files.kinds import Kind
from tbnlp.files.origins import Origin
from tbnlp.files.reading import Cells, ReadSpec
from tbnlp.stage import Reason

TEXT: Final = "text"


class DocumentReader:
    """A file of one note as a `Reader` with one record and the column `text`.

    `scan` does not open the file; what is wrong with it shows in `fetch`.
    """

    def __init__(self, origin: Origin, kind: Kind, spec: ReadSpec) -> None:
        self.kind = str(kind)
        self.warnings: Counter[str] = Counter()
        self._origin, self._kind, self._spec = origin, kind, spec

    def columns(self) -> list[str]:
        """The text."""
        return [TEXT]

    def count(self) -> int:
        """One."""
        return 1

    def scan(self, columns: Sequence[str]) -> Iterator[Cells | Reason]:  # noqa: ARG002  as `Reader`
        """One record without ids."""
        yield {}

    def fetch(
        self, positions: Sequence[int], columns: Sequence[str]  # noqa: ARG002  as `Reader`
    ) -> Iterator[Cells | Reason]:
        """The text of the file, or why there is none."""
        for _ in positions:
            text = self._text(self.warnings)
            yield text if isinstance(text, Reason) else {TEXT: text}

    def fault(self) -> Reason | None:
        """Why the file cannot be read, or None. Reads it."""
        text = self._text(Counter())
        return text if isinstance(text, Reason) else None

    def _text(self, warnings: Counter[str]) -> str | Reason:
        try:
            if self._origin.size() > MAX_MEMBER_BYTES:
                return Reason.TOO_LONG
            with self._origin.open() as handle:
                content = handle.read(MAX_MEMBER_BYTES)
        except EncryptedMemberError:
            return Reason.ENCRYPTED_FILE
        except (BrokenMemberError, InputError, OSError):
            return Reason.CORRUPT_FILE
        return self._extracted(content, warnings)

    def _extracted(self, content: bytes, warnings: Counter[str]) -> str | Reason:
        if self._kind is Kind.DOCX:
            from tbnlp.files.docx_text import text_of_docx  # lxml on demand

            return text_of_docx(content, warnings)
        if self._kind is Kind.PDF:
            from tbnlp.files.pdf_text import text_of_pdf  # pdfium on demand

            return text_of_pdf(content, warnings, self._spec.max_characters)
        if self._kind is Kind.HTML:
            from tbnlp.files.html_text import text_of_html_file  # lxml on demand

            return text_of_html_file(content, self._spec.encoding)
        return _plain(content, self._spec.encoding)


def _plain(content: bytes, encoding: str | None) -> str | Reason:
    """The untouched text of a text file, its byte order mark left out."""
    if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        encoding = "utf-32"
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        return content.decode(encoding or "utf-8").removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return Reason.BAD_ENCODING
