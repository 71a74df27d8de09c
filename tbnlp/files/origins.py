"""Where the bytes of an input lie: a file, or a member of a ZIP that is never unpacked to disk."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from pathlib import Path
from typing import IO, Final, Protocol

from tbnlp.errors import InputError, TbnlpError
from tbnlp.files.archive import Archive

HEAD: Final = 65_536
"""Bytes that are looked at to know what a file is."""


class Origin(Protocol):
    """Bytes that can be opened again and again. `name` may hold a person's name: never show it."""

    name: str

    def open(self) -> IO[bytes]:
        """Open for reading; the handle can seek."""
        ...

    def size(self) -> int:
        """Number of bytes."""
        ...


class FileOrigin:
    """A regular file. Raises `InputError` when it cannot be opened at all.

    Raises plain `TbnlpError` when it was opened before and is now gone or another: results may be
    written by then, so that is no fault of usage and the run can be resumed.
    `follow` is False for files found in a folder: a link there could lead anywhere.
    """

    def __init__(self, path: Path, ordinal: int, *, follow: bool = True) -> None:
        self.name = path.name
        self._path, self._ordinal, self._follow = path, ordinal, follow
        self._stamp: tuple[int, int] | None = None

    def open(self) -> IO[bytes]:
        """Open the file for reading."""
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        if not self._follow:
            flags |= getattr(os, "O_NOFOLLOW", 0)
        try:
            handle = os.fdopen(os.open(self._path, flags), "rb")
        except OSError:
            if self._stamp is not None:
                raise TbnlpError(self._changed()) from None
            msg = f"input {self._ordinal} cannot be opened; check that it exists and may be read"
            raise InputError(msg) from None
        found = os.fstat(handle.fileno())
        if not stat.S_ISREG(found.st_mode):
            handle.close()
            msg = f"input {self._ordinal} is neither a file nor a folder"
            raise InputError(msg)
        stamp = (found.st_size, found.st_mtime_ns)
        if self._stamp not in {None, stamp}:
            handle.close()
            raise TbnlpError(self._changed())
        self._stamp = stamp
        return handle

    def _changed(self) -> str:
        return (
            f"input {self._ordinal} changed during the run; put back the file as it was and go on "
            "with --resume, or run again into a new folder"
        )

    def size(self) -> int:
        """Number of bytes."""
        with self.open() as handle:
            return os.fstat(handle.fileno()).st_size


class MemberOrigin:
    """A member of a ZIP, unpacked into memory when it is opened. Sizes are capped by `Archive`."""

    def __init__(self, archive: Archive, member: str) -> None:
        self.name = Path(member).name
        self._archive, self._member = archive, member

    def open(self) -> IO[bytes]:
        """Unpack the member and open it for reading."""
        return io.BytesIO(self._archive.read(self._member))

    def size(self) -> int:
        """Number of bytes, unpacked."""
        return self._archive.size(self._member)


def head_of(origin: Origin) -> bytes:
    """The first bytes of an input, enough to know its kind."""
    with origin.open() as handle:
        return handle.read(HEAD)


def digest_of(origin: Origin) -> str:
    """SHA-256 of the bytes, in hex."""
    with origin.open() as handle:
        digest = hashlib.sha256()
        while block := handle.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
