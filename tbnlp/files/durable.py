"""Private, crash-safe files: written aside, forced to disk, then renamed into place."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700


def make_private_folder(path: Path) -> None:
    """Create `path` and its parents; `path` is closed to other users where modes work."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    restrict(path, PRIVATE_FOLDER)


def restrict(path: Path, mode: int) -> None:
    """Set the mode of a file or folder; a file system without modes leaves it as it is."""
    with contextlib.suppress(OSError, NotImplementedError):
        path.chmod(mode)


def open_private(path: Path) -> IO[bytes]:
    """Open a new file for writing that only its owner can read. The file must not exist yet."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb")


def close_durably(handle: IO[bytes]) -> None:
    """Flush a file to the disk and close it."""
    with handle:
        handle.flush()
        os.fsync(handle.fileno())


def sync_folder(path: Path) -> None:
    """Force the names in a folder to disk; where folders cannot be opened (Windows), nothing."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def published(path: Path) -> Iterator[IO[bytes]]:
    """Write a file beside its place and rename it there at the end.

    A reader sees the old file or the whole new one. On an exception the old file stays and the new
    one is removed.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    aside.unlink(missing_ok=True)
    handle = open_private(aside)
    try:
        yield handle
        close_durably(handle)
        aside.replace(path)
    except BaseException:
        handle.close()
        aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def publish_existing(aside: Path, path: Path) -> None:
    """Rename a file that another library wrote into place, with a private mode and on disk."""
    restrict(aside, PRIVATE_FILE)
    with aside.open("rb+") as handle:
        os.fsync(handle.fileno())
    aside.replace(path)
    sync_folder(path.parent)
