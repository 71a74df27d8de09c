"""Queries against a real PostgreSQL server and a real SQLite file give the same notes."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy

from tbnlp.files.reading import ReadSpec
from tbnlp.files.source import open_source
from tbnlp.notes.case_note import CaseNote

ROWS = [("a", "1", "first"), ("a", "2", None), ("b", "3", "third, with ünïcode")]
QUERY = "select case_id, note_id, body from notes"


def fill(url: str) -> None:
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("create table notes (case_id text, note_id text, body text)"))
        for case, note, body in ROWS:
            connection.execute(
                sqlalchemy.text("insert into notes values (:c, :n, :b)"), {"c": case, "n": note, "b": body}
            )
    engine.dispose()


def read(url: str) -> list[tuple[str, str, str]]:
    spec = ReadSpec(text_column="body", query=QUERY, url=url)
    source = open_source([], spec)
    found = list(source.notes([item.row for item in source.identities()]))
    return [
        (note.case_id, note.note_id,
         note.text.unwrap_for_redaction() if isinstance(note, CaseNote) else note.reason.value)
        for note in found
    ]


EXPECTED = [("a", "1", "first"), ("a", "2", "no_text"), ("b", "3", "third, with ünïcode")]


def test_a_query_on_a_sqlite_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'notes.db'}"
    fill(url)
    assert read(url) == EXPECTED


@pytest.mark.postgres
def test_a_query_on_a_postgresql_server(postgres_url: str) -> None:
    fill(postgres_url)
    assert read(postgres_url) == EXPECTED
