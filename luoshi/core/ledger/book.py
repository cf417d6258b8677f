"""Writing in the book: lock, link, insert, advance, project; all in one transaction."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from luoshi.core.ledger import clock
from luoshi.core.ledger.fact import Fact
from luoshi.core.ledger.facts import FACTS
from luoshi.core.ledger.models import Book, Entry
from luoshi.core.ledger.prepared import Prepared, Slot, insert
from luoshi.core.matters.kinds import kinds
from luoshi.core.organisation.models import Person
from luoshi.engine.chain import GENESIS, canonical, link

__all__ = [
    "Book",
    "Entry",
    "day_of",
    "fact_of",
    "locked",
    "open_book",
    "project",
    "projected_tables",
    "projectors",
    "record",
]

SYSTEM = "system"

type_projector = Callable[[Any, Entry], None]


@functools.cache
def projectors() -> dict[type[Fact], type_projector]:
    """What each fact changes: the PROJECTORS of every room in settings.ROOMS."""
    found: dict[type[Fact], type_projector] = {}
    for room in settings.ROOMS:
        found |= import_module(f"{room}.projection").PROJECTORS
    return found


@functools.cache
def projected_tables() -> list[type[models.Model]]:
    """Every table that replay rebuilds, those that refer to others first: what kinds add, then what rooms keep."""
    rooms = [import_module(f"{room}.projection") for room in reversed(settings.ROOMS)]
    details = [kind.details for kind in kinds().values() if kind.details]
    return details + [table for room in rooms for table in room.TABLES]


def open_book(region_id: int) -> Book:
    """The book of a district; opened empty when it has none."""
    defaults = {"algorithm": settings.LEDGER_ALGORITHM, "head_hash": GENESIS}
    return Book.objects.get_or_create(region_id=region_id, defaults=defaults)[0]


_LOCKED = Prepared(lambda: Book.objects.select_for_update().filter(region=Slot("region")))


def locked(region_id: int) -> Book:
    """The district's book, locked until the transaction ends. Raises Book.DoesNotExist."""
    if not (found := _LOCKED.one(Book, region=region_id)):
        raise Book.DoesNotExist(region_id)
    return found[0]


def record(fact: Fact, *, book: Book, by: Person | None, dossier: Any = None) -> Entry:
    """Append `fact` and project it. `book` must be `locked` in the running transaction; `by` None is the system.

    `dossier`: what was read of the fact's matter under this lock, so that projecting need not read it again.
    """
    entry = _entry(fact, book, by)
    entry.dossier = dossier
    if not _advance(book, entry):
        # Another action within this transaction wrote in between: the lock is ours, the copy of the book was old.
        book.refresh_from_db()
        entry = _entry(fact, book, by)  # without the dossier, which may be as old
        _advance(book, entry)
    insert(entry)
    project(fact, entry)
    return entry


_ADVANCE = "UPDATE ledger_book SET head = %s, head_hash = %s, head_at = %s WHERE id = %s AND head = %s"


def _advance(book: Book, entry: Entry) -> bool:
    """Move the head from where this copy of the book saw it; False when it stands elsewhere."""
    connection, seen = transaction.get_connection(), book.head
    book.head, book.head_hash, book.head_at = entry.seq, entry.hash, entry.at
    at = connection.ops.adapt_datetimefield_value(entry.at)
    with connection.cursor() as cursor:
        cursor.execute(_ADVANCE, [entry.seq, entry.hash, at, book.pk, seen])
        return bool(cursor.rowcount)


def project(fact: Fact, entry: Entry) -> None:
    """Change the tables that follow from the fact; replay calls the same."""
    if projector := projectors().get(type(fact)):
        projector(fact, entry)


def _entry(fact: Fact, book: Book, by: Person | None) -> Entry:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() needs the transaction in which the book was locked")
    # Time never runs backwards in a book, whatever the machine's clock does.
    at = max(clock.now(), book.head_at) if book.head_at else clock.now()
    entry = Entry(book=book, seq=book.head + 1, at=at, by=by.username if by else SYSTEM, fact=type(fact).__name__)
    entry.subject = fact.subject
    entry.text = canonical(
        {
            "at": at.astimezone(dt.UTC).isoformat(),
            "by": entry.by,
            "by_name": by.name if by else "",
            "data": fact.data(),
            "fact": entry.fact,
            "seq": entry.seq,
        }
    )
    entry.hash = link(book.head_hash, entry.text, book.algorithm)
    return entry


def fact_of(entry: Entry) -> Fact:
    """The fact an entry holds. Raises KeyError for one that this version does not know."""
    return FACTS[entry.fact](**json.loads(entry.text)["data"])


def day_of(entry: Entry) -> dt.date:
    """The local date on which an entry was written."""
    return timezone.localdate(entry.at)
