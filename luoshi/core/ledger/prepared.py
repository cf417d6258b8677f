"""Statements that are built once and run many times: the questions and inserts of every report.

Django takes several times as long to build a query as the database to answer it by a key. Under the book's lock that is
everybody's time. See docs/decisions/0004.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Expression, Model, QuerySet


class Slot(Expression):
    """Stands in a query where a value is given when it is asked; the value is an int or a text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, *_args: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Prepared:
    """A question: `build` gives the queryset, with slots in it."""

    def __init__(self, build: Callable[[], QuerySet[Any]]) -> None:
        self._build = build
        self._built: dict[str, tuple[str, list[Any], Any, dict[int, Any]]] = {}

    def rows(self, **values: int | str) -> list[Any]:
        """What the queryset would give as tuples, with `values` in its slots."""
        sql, params, compiler, converters = self._for(connection.vendor)
        given = [values[one.name] if isinstance(one, Slot) else one for one in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            found = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(found, converters)] if converters else found

    def one(self, model: type[Model], **values: int | str) -> tuple[Any, list[Any]] | None:
        """The first row as a `model` of that queryset, and what was annotated; None where there is no row."""
        if not (rows := self.rows(**values)):
            return None
        names = [field.attname for field in model._meta.concrete_fields]
        return model.from_db(connection.alias, names, rows[0][: len(names)]), list(rows[0][len(names) :])

    def _for(self, vendor: str) -> tuple[str, list[Any], Any, dict[int, Any]]:
        if vendor not in self._built:
            compiler = self._build().query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            converters = compiler.get_converters([column[0] for column in compiler.select])
            self._built[vendor] = sql, list(params), compiler, converters
        return self._built[vendor]


def insert(row: Model) -> None:
    """What `row.save(force_insert=True)` does, by a statement that is built once for each table; sets the key."""
    columns = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in columns]
    with connection.cursor() as cursor:
        cursor.execute(_inserting(type(row)), values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


@functools.cache
def _inserting(model: type[Model]) -> str:
    names = [f'"{field.column}"' for field in model._meta.concrete_fields if not field.primary_key]
    marks = ", ".join(["%s"] * len(names))
    return f'INSERT INTO "{model._meta.db_table}" ({", ".join(names)}) VALUES ({marks}) RETURNING id'
