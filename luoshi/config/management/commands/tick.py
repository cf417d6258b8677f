"""bin/luoshi tick: what the calendar brings. Twice on one day does no harm."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from luoshi.core.ledger.actions import relight
from luoshi.core.ledger.queries import books
from luoshi.desks.sheets.tasks import sweep, take_up


class Command(BaseCommand):
    help = "Compute today's lights in every book, sweep old uploads; run it daily (bin/serve does so by itself)"

    def handle(self, *args: Any, **options: Any) -> None:
        for book in books():
            entry = relight(book.region)
            self.stdout.write(f"{book.region} {entry or '='}")
        take_up()
        sweep()
        if connection.vendor == "sqlite":
            # PostgreSQL counts its rows by itself. Untold, SQLite takes any index for as good as another: a list of
            # fifty then reads a hundred thousand matters.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
