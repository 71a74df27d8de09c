"""No network: neither the tests nor the program reach another machine."""

from __future__ import annotations

import socket
from typing import Any

import pytest


def test_a_connection_to_another_machine_fails() -> None:
    with socket.socket() as one, pytest.raises(RuntimeError, match="tried to reach the network"):
        one.connect(("192.0.2.1", 80))


def test_a_host_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match="tried to look up a host"):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.loopback
def test_a_marked_test_may_speak_to_this_machine() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


@pytest.mark.loopback
def test_a_marked_test_still_reaches_no_other_machine() -> None:
    with socket.socket() as one, pytest.raises(RuntimeError, match="tried to reach the network"):
        one.connect(("192.0.2.1", 80))


@pytest.mark.postgres
def test_the_database_tests_have_a_server(postgres_url: str) -> None:
    import sqlalchemy

    engine = sqlalchemy.create_engine(postgres_url)
    with engine.connect() as connection:
        answer: Any = connection.execute(sqlalchemy.text("select 1 + 1")).scalar()
    engine.dispose()
    assert answer == 2
