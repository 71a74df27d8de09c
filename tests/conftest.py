"""What every test gets: no way to the network, and a PostgreSQL server for the tests that ask for one."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"  # child processes inherit it; the socket block below is this process only


class NetworkUseError(RuntimeError):
    """A test tried to reach another machine."""


def _is_loopback(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections and look-ups raise; this machine is allowed by the marks `loopback` and `postgres`.

    Unix sockets stay allowed: worker processes and browsers speak through them.
    """
    names = {mark.name for mark in request.node.iter_markers()}
    loopback = bool(names & {"loopback", "postgres"}) or "browser" in request.node.path.parts

    def guard(name: str) -> Callable[..., Any]:
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, *arguments: Any) -> Any:
            inet = self.family in {socket.AF_INET, socket.AF_INET6}
            if inet and not (loopback and _is_loopback(arguments[-1])):
                msg = "a test tried to reach the network"
                raise NetworkUseError(msg)
            return original(self, *arguments)

        return guarded

    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if not (loopback and _is_loopback((host,))):
            msg = "a test tried to look up a host"
            raise NetworkUseError(msg)
        return original_look_up(host, *arguments, **options)

    original_look_up = socket.getaddrinfo
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, guard(name))
    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def _postgres_programs() -> Path | None:
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database on a server that only this test run sees."""
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    account = None
    if os.geteuid() == 0:
        # The server refuses to run as root.
        import pwd  # not there on Windows

        known = {row.pw_name for row in pwd.getpwall()}
        account = next((name for name in ("postgres", "nobody") if name in known), None)
        if account is None:
            pytest.skip("PostgreSQL does not run as root, and there is no other account")
    folder = tmp_path_factory.mktemp("postgres")
    for parent in (folder, *folder.parents[:3]):
        if account is not None and parent != Path("/tmp") and parent.owner() == "root":  # noqa: S108  only compared
            parent.chmod(parent.stat().st_mode | 0o011)
    if account is not None:
        shutil.chown(folder, account)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def call(*command: str) -> None:
        subprocess.run(
            [str(programs / command[0]), *command[1:]], check=True, user=account, cwd=folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60,
        )

    data = str(folder / "data")
    call("initdb", "-D", data, "-U", "tester", "--auth=trust", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    call("pg_ctl", "-D", data, "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "stop")
