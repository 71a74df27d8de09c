"""The lock that bars two runs from writing to one folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tbnlp.errors import UsageError
from tbnlp.files import durable

LOCK_NAME: Final = ".lock"


class RunLock:
    """Holds a run folder for one process, as a context manager.

    Raises `UsageError` when another living process holds it. A lock left by a process that died is
    taken over. Portable: a file made with `O_EXCL`, no advisory locks.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_NAME

    def __enter__(self) -> Self:
        durable.make_private_folder(self._path.parent)
        for _ in range(3):
            try:
                handle = durable.open_private(self._path)
            except FileExistsError:
                self._remove_if_stale()
                continue
            with handle:
                handle.write(json.dumps(_owner(os.getpid())).encode())
            return self
        raise UsageError(_busy_message())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _remove_if_stale(self) -> None:
        held = _read(self._path)
        if held is None:
            return
        if not _is_stale(held):
            raise UsageError(_busy_message())
        # Renamed before it is deleted: two processes that both see a stale lock cannot both win.
        aside = self._path.with_name(f"{LOCK_NAME}.{os.getpid()}.stale")
        with contextlib.suppress(FileNotFoundError):
            self._path.rename(aside)
            if _read(aside) != held:
                aside.replace(self._path)
                raise UsageError(_busy_message())
            aside.unlink()


def _busy_message() -> str:
    return (
        "another run is writing to the output folder; wait for it, choose another folder, "
        f"or delete the file {LOCK_NAME} in it if no run is using it"
    )


def _read(path: Path) -> dict[str, object] | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        held = json.loads(content)
    except ValueError:
        held = None
    return held if isinstance(held, dict) else {}


def _owner(pid: int) -> dict[str, object]:
    """What tells this process from a later one with the same number."""
    machine = hashlib.sha256(platform.node().encode()).hexdigest()[:12]
    return {"pid": pid, "machine": machine, "boot": _boot_id(), "started": _start_time(pid)}


def _is_stale(held: dict[str, object]) -> bool:
    pid = held.get("pid")
    if not isinstance(pid, int):
        return False
    now = _owner(pid)
    if held.get("machine") != now["machine"]:
        return False
    same_process = held.get("boot") == now["boot"] and held.get("started") == now["started"]
    return not (same_process and _alive(pid))


def _boot_id() -> str:
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def _start_time(pid: int) -> str:
    with contextlib.suppress(OSError, IndexError):
        # Field 22 of the line; the command name before it stands in brackets and may hold spaces.
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return line.rpartition(")")[2].split()[19]
    return ""


def _alive(pid: int) -> bool:
    if sys.platform == "win32":
        # Signal 0 would interrupt the process there, so its handle is asked for instead.
        import ctypes  # needed on this platform only

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
