"""Many rows into a table at once, faster than model instances: COPY on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

BATCH = 20_000
SQLITE = (
    ["PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-1000000"],
    ["PRAGMA wal_checkpoint(TRUNCATE)"],
)
# PostgreSQL comes to its statistics by itself, a while later; SQLite has none unless the product asks for them.
POSTGRESQL = (["SET session_replication_role = replica"], ["SET session_replication_role = origin", "ANALYZE"])


class Spout:
    """Rows of one table, written BATCH by BATCH. Columns that are not named take their model's default.

    Values are what Python has of them: dates, aware times, ints, str, bool, None.
    """

    def __init__(self, model: type[models.Model], names: str) -> None:
        self.model, self.rows = model, []
        given = names.split()
        fields = [model._meta.get_field(name) for name in given]
        others = [
            field
            for field in model._meta.concrete_fields
            if field not in fields and not isinstance(field, models.AutoField)
        ]
        self.rest = tuple(field.get_default() for field in others)
        self.fields = [*fields, *others]

    def add(self, *values: Any) -> None:
        self.rows.append(values + self.rest)
        if len(self.rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        rows, self.rows = self.rows, []
        if rows:
            write = _insert if connection.vendor == "sqlite" else _copy
            write(connection.ops.quote_name(self.model._meta.db_table), self.fields, rows)


@contextmanager
def floodgate(spouts: Sequence[Spout]) -> Iterator[None]:
    """Within this block nothing is checked nor waits for the disk; afterwards all is written."""
    begin, end = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    _run(begin)
    yield
    for spout in spouts:
        spout.flush()
    _run(connection.ops.sequence_reset_sql(no_style(), [spout.model for spout in spouts]))
    _run(end)


def _run(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _insert(table: str, fields: Sequence[Any], rows: list[tuple[Any, ...]]) -> None:
    dates = [place for place, field in enumerate(fields) if isinstance(field, models.DateField)]
    marks = ", ".join("?" * len(fields))
    with transaction.atomic(), connection.cursor() as cursor:
        inner = cursor.cursor.connection
        inner.executemany(f"INSERT INTO {table} ({_names(fields)}) VALUES ({marks})", _plain(rows, dates))


def _copy(table: str, fields: Sequence[Any], rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({_names(fields)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _names(fields: Sequence[Any]) -> str:
    return ", ".join(f'"{field.column}"' for field in fields)


def _plain(rows: list[tuple[Any, ...]], dates: list[int]) -> Iterator[Sequence[Any]]:
    """Dates and times as Django's SQLite keeps them: text, times without zone, in UTC."""
    for row in rows:
        values = list(row)
        for place in dates:
            value = values[place]
            if isinstance(value, dt.datetime):
                values[place] = value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ")
            elif value is not None:
                values[place] = value.isoformat()
        yield values
