"""ZIP files from strangers: read in memory, with caps, never unpacked to disk."""

from __future__ import annotations

import io
import re
import stat
import weakref
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Final

from tbnlp.errors import InputError

MAX_MEMBERS: Final = 10_000
MAX_MEMBER_BYTES: Final = 200_000_000
MAX_RATIO: Final = 100
"""Caps of threat T3 of the safety page: members, bytes a member unpacked, unpacked to packed."""
RATIO_FROM: Final = 1_000_000
"""Bytes from which the ratio counts: short repetitive text packs far better than 100 to 1."""

_UNSAFE: Final = re.compile(r"^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f]")


class EncryptedMemberError(Exception):
    """A member is protected by a password."""


class BrokenMemberError(Exception):
    """A member cannot be unpacked."""


class Archive:
    """A ZIP whose table of contents was checked.

    `open_file` opens its bytes. Raises `InputError` when it is no ZIP, breaks a cap or has a member
    whose path leads out of it. Can be pickled: the handle is opened again on first use.
    """

    def __init__(self, open_file: Callable[[], IO[bytes]], ordinal: int) -> None:
        self._open_file, self._ordinal = open_file, ordinal
        self._zip: zipfile.ZipFile | None = None

    def __getstate__(self) -> dict[str, object]:
        return {"_open_file": self._open_file, "_ordinal": self._ordinal, "_zip": None}

    def members(self) -> list[str]:
        """Names of the files in it, sorted; folders are left out."""
        return sorted(
            info.filename for info in self._opened().infolist() if not info.is_dir()
        )

    def size(self, member: str) -> int:
        """Bytes of a member, unpacked."""
        return self._opened().getinfo(member).file_size

    def is_link(self, member: str) -> bool:
        """True for a symbolic link."""
        return stat.S_ISLNK(self._opened().getinfo(member).external_attr >> 16)

    def read(self, member: str) -> bytes:
        """The bytes of a member. Raises `EncryptedMemberError` or `BrokenMemberError`."""
        info = self._opened().getinfo(member)
        if info.flag_bits & 0x1:
            raise EncryptedMemberError
        try:
            return self._opened().read(info)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError):
            raise BrokenMemberError from None

    def _opened(self) -> zipfile.ZipFile:
        if self._zip is None:
            handle = self._open_file()
            # The archive stays open as long as it is in use: a ZIP of documents is read in pieces.
            weakref.finalize(self, handle.close)
            try:
                self._zip = zipfile.ZipFile(handle)
            except (zipfile.BadZipFile, OSError, ValueError, EOFError):
                msg = f"input {self._ordinal} is a broken ZIP file"
                raise InputError(msg) from None
            fault = fault_of(self._zip)
            if fault:
                msg = f"input {self._ordinal} is a ZIP file that is not safe to read: {fault}"
                raise InputError(msg)
        return self._zip


def fault_of(opened: zipfile.ZipFile) -> str | None:
    """Why a ZIP is refused, or None. Reads the table of contents only."""
    infos = opened.infolist()
    if len(infos) > MAX_MEMBERS:
        return f"more than {MAX_MEMBERS} members"
    ends = 0
    for info in sorted(infos, key=lambda item: item.header_offset):
        if _UNSAFE.search(info.filename) or _UNSAFE.search(info.orig_filename):
            return "the path of a member leads out of the archive"
        if info.file_size > MAX_MEMBER_BYTES:
            return f"a member has more than {MAX_MEMBER_BYTES} bytes"
        if info.file_size > max(RATIO_FROM, MAX_RATIO * info.compress_size):
            return f"a member is packed more than {MAX_RATIO} to 1"
        if info.header_offset < ends:
            return "members overlap"
        ends = info.header_offset + info.compress_size
    return None


def office_fault(content: bytes) -> str | None:
    """Why a DOCX, XLSX or ODS container is refused before a parser sees it, or None."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return fault_of(opened)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError):
        return "a broken container"
