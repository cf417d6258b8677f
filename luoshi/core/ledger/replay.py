"""Replay: the tables must be what the entries say, no more and no less."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from luoshi.core.ledger.book import fact_of, project, projected_tables
from luoshi.core.ledger.models import Entry

Snapshot = dict[str, list[tuple[Any, ...]]]


class Differs(Exception):  # noqa: N818 - `raise Differs(where)` says it
    """Raised by `check` with the first table whose rows replay does not reproduce."""


@transaction.atomic
def rebuild() -> int:
    """Empty every projected table and replay all entries of all books; the number of entries replayed."""
    for table in projected_tables():
        # Raw: no cascade and no protection, every table is emptied anyway; foreign keys are checked at the end.
        table._base_manager.all()._raw_delete(table._base_manager.db)
    count = 0
    for entry in Entry.objects.select_related("book").order_by("at", "book", "seq").iterator(chunk_size=1000):
        project(fact_of(entry), entry)
        count += 1
    return count


def check() -> int:
    """Replay in a transaction that is rolled back, and compare. Returns the entries replayed; raises `Differs`."""
    with transaction.atomic():
        before = snapshot()
        count = rebuild()
        after = snapshot()
        transaction.set_rollback(True)
    for name, rows in before.items():
        if rows != after[name]:
            raise Differs(_first_difference(name, rows, after[name]))
    return count


def snapshot() -> Snapshot:
    """Every projected row by what it says, not by its key: a reference to one gives that row's words."""
    words: dict[type[models.Model], dict[Any, tuple[Any, ...]]] = {}
    for table in reversed(projected_tables()):
        words[table] = {row.pk: _words(row, words) for row in table._base_manager.all()}
    return {table._meta.label: sorted(rows.values(), key=repr) for table, rows in words.items()}


def _words(row: models.Model, known: dict[type[models.Model], dict[Any, tuple[Any, ...]]]) -> tuple[Any, ...]:
    found = []
    for column in row._meta.concrete_fields:
        value, related = getattr(row, column.attname), column.related_model
        if isinstance(related, type) and related in known:
            # A matter's own words begin with its code; that is enough to name it.
            value = value and known[related][value][:1]
        elif related is type(row):
            value = value and row._meta.model._base_manager.values_list(*_naming(row)).get(pk=value)
        elif column.primary_key and not column.remote_field:
            continue
        found.append(value)
    return tuple(found)


def _naming(row: models.Model) -> list[str]:
    return [column.attname for column in row._meta.concrete_fields if not column.primary_key][:1]


def _first_difference(name: str, before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> str:
    only = next((row for row in before if row not in after), None)
    extra = next((row for row in after if row not in before), None)
    return f"{name}: in the table {only!r}, by replay {extra!r}"
