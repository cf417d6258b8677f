"""bin/luoshi tick: what the calendar brings. Twice on one day does no harm."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from luoshi.core.ledger.actions import relight
from luoshi.core.ledger.queries import books
from luoshi.core.plan.queries import plan_of
from luoshi.desks.sheets.tasks import sweep, take_up
from luoshi.loop.outlook.actions import foresee_if_due


class Command(BaseCommand):
    help = "Compute lights, keep last month's forecasts, sweep old uploads; run it daily (bin/serve does so by itself)"

    def handle(self, *args: Any, **options: Any) -> None:
        for book in books():
            entry = relight(book.region)
            plan = plan_of(book.region_id)
            kept = foresee_if_due(plan) if plan else []
            self.stdout.write(" ".join([str(book.region), str(entry or "="), *map(str, kept)]))
        take_up()
        sweep()
        if connection.vendor == "sqlite":
            # PostgreSQL counts its rows by itself. Untold, SQLite takes any index for as good as another: a list of
            # fifty then reads a hundred thousand matters.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
