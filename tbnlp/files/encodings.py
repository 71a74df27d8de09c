"""Text encodings of files: UTF-8 unless a byte order mark or the settings say otherwise."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from typing import IO, Final

from tbnlp.errors import InputError, UsageError
from tbnlp.files.origins import Origin, head_of

MAX_CONVERTED: Final = 200_000_000
"""Bytes of a file whose encoding has to be converted in memory as a whole."""

_SINGLE_BYTE: Final = ("cp", "iso8859", "koi8", "mac", "latin", "ascii")
_BINARY_HEADS: Final = (
    b"PK\x03\x04", b"%PDF-", b"PAR1", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"ARROW1",
)


@dataclass(frozen=True, slots=True)
class TextBytes:
    """How to open a text file so that its lines can be found in the bytes.

    `codec` decodes one record; `skip` bytes of byte order mark stand before the first. With
    `convert`, the whole file is converted to UTF-8 in memory first, as line ends are wider there.
    """

    codec: str
    skip: int = 0
    convert: str | None = None

    def open(self, origin: Origin) -> IO[bytes]:
        """Open the file at its first record."""
        handle = origin.open()
        if self.convert is None:
            handle.seek(self.skip)
            return handle
        with handle:
            text = handle.read().decode(self.convert, errors="surrogateescape")
        # What could not be decoded becomes bytes that are no UTF-8: its record alone is rejected.
        return io.BytesIO(text.removeprefix("\ufeff").encode(errors="surrogatepass"))


def text_bytes(origin: Origin, encoding: str | None, ordinal: int) -> TextBytes:
    """Look at the first bytes and decide. Raises `InputError` for a binary file.

    Never guesses between encodings of one byte a character; those need `--encoding`.
    """
    head = head_of(origin)
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _converted(origin, "utf-32", ordinal)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _converted(origin, "utf-16", ordinal)
    if encoding is not None:
        return _named(origin, encoding, head, ordinal)
    if is_binary(head):
        msg = f"input {ordinal} is a binary file under the name of a text file"
        raise InputError(msg)
    return TextBytes("utf-8", skip=_mark(head))


def is_binary(head: bytes) -> bool:
    """True when the first bytes of a file are not text of one byte a unit."""
    return head.startswith(_BINARY_HEADS) or b"\x00" in head


def _mark(head: bytes) -> int:
    return len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0


def _named(origin: Origin, encoding: str, head: bytes, ordinal: int) -> TextBytes:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except (LookupError, ValueError):
        msg = f"no text encoding is called {encoding!r}; examples: utf-8, cp1252, utf-16"
        raise UsageError(msg) from None
    if name in {"utf-8", "utf-8-sig"}:
        name = "utf-8"
    elif not name.startswith(_SINGLE_BYTE):
        return _converted(origin, name, ordinal)
    if is_binary(head):
        msg = f"input {ordinal} is a binary file under the name of a text file"
        raise InputError(msg)
    return TextBytes(name, skip=_mark(head) if name == "utf-8" else 0)


def _converted(origin: Origin, name: str, ordinal: int) -> TextBytes:
    if origin.size() > MAX_CONVERTED:
        msg = f"input {ordinal} is larger than {MAX_CONVERTED} bytes in {name}; save it as UTF-8"
        raise InputError(msg)
    return TextBytes("utf-8", convert=name)
