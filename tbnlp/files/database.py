"""A database query, read only. The URL and its password are never printed or written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from tbnlp.errors import InputError, UsageError
from tbnlp.files.column_map import map_columns
from tbnlp.files.reading import Cells, ReadSpec
from tbnlp.stage import Reason

_READS: Final = re.compile(r"\s*(?:select|with|values|table)\b", re.IGNORECASE)
_CHUNK: Final = 500
"""Ids a statement: below the limit of bound values of every database."""


class QueryReader:
    """The rows of a query as a `Reader`, in the order of their note ids.

    The query is wrapped as a subquery, read once for the ids and again for the text of given ids,
    so it needs an id column without doubles and no ORDER BY where the database bars that in
    subqueries. The transaction is read only where the database knows that, and is never committed.
    Raises `InputError` without the text of the driver, which may quote the URL or a value.
    """

    def __init__(self, url: str, spec: ReadSpec) -> None:
        self.kind = "sql"
        self.warnings: Counter[str] = Counter()
        query = (spec.query or "").strip().rstrip(";")
        if not _READS.match(query):
            msg = "the query has to be one SELECT statement"
            raise UsageError(msg)
        self._url, self._query = url, query
        self._keys: list[object] | None = None
        self._columns = self._look()
        note = map_columns(self._columns, spec, 0).note
        if note is None:
            msg = "the query needs a column with the ids of the notes; name it with --id-column"
            raise UsageError(msg)
        self._id = note

    def __repr__(self) -> str:
        return "QueryReader()"

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_keys": None}

    def columns(self) -> list[str]:
        """Names of the columns of the query."""
        return self._columns

    def count(self) -> int:
        """Number of rows."""
        return len(self._ids())

    def scan(self, columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """All records in order of the note ids."""
        names = list(dict.fromkeys([self._id, *columns]))
        keys: list[object] = []
        statement = self._select(names).order_by(sa.column(self._id))
        with self._connection() as connection, self._translated():
            for row in connection.execution_options(yield_per=_CHUNK).execute(statement).mappings():
                keys.append(row[self._id])
                yield {name: row[name] for name in columns}
        self._keys = keys

    def fetch(self, positions: Sequence[int], columns: Sequence[str]) -> Iterator[Cells | Reason]:
        """The records at these positions, in the order asked. Doubled ids are `BAD_ROW`."""
        keys = self._ids()
        names = list(dict.fromkeys([self._id, *columns]))
        with self._connection() as connection:
            for start in range(0, len(positions), _CHUNK):
                asked = [keys[position] for position in positions[start : start + _CHUNK]]
                found = self._by_id(connection, names, asked)
                for key in asked:
                    rows = found.get(key, [])
                    yield {n: rows[0][n] for n in columns} if len(rows) == 1 else Reason.BAD_ROW

    def _by_id(
        self, connection: sa.Connection, names: list[str], keys: list[object]
    ) -> dict[object, list[Cells]]:
        found: dict[object, list[Cells]] = {}
        statement = self._select(names).where(sa.column(self._id).in_(keys))
        with self._translated():
            for row in connection.execute(statement).mappings():
                found.setdefault(row[self._id], []).append(dict(row))
        return found

    def _ids(self) -> list[object]:
        if self._keys is None:
            for _ in self.scan([self._id]):
                pass
        return self._keys or []

    def _select(self, names: Sequence[str]) -> sa.Select[Any]:
        notes = sa.text(self._query).columns(*(sa.column(name) for name in self._columns))
        source = notes.subquery("notes_read")
        return sa.select(*(source.c[name] for name in names)).select_from(source)

    def _look(self) -> list[str]:
        with self._connection() as connection, self._translated():
            result = connection.execution_options(stream_results=True).execute(sa.text(self._query))
            names = list(result.keys())
            result.close()
        return names

    @contextmanager
    def _connection(self) -> Iterator[sa.Connection]:
        with self._translated():
            engine = sa.create_engine(self._url, hide_parameters=True, poolclass=sa.NullPool)
            connection = engine.connect()
            _make_read_only(connection)
        try:
            yield connection
        finally:
            connection.close()
            engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, ImportError, OSError, ValueError, TypeError):
            msg = (
                "the database cannot be read with this URL and query; check both in the config "
                "file, and that the database driver is installed"
            )
            raise InputError(msg) from None


def _make_read_only(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
    elif connection.dialect.name in {"postgresql", "mysql", "mariadb"}:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
