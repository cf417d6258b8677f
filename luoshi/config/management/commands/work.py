"""bin/luoshi work: does what takes longer than a request, until it is stopped."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from luoshi.desks.sheets.tasks import take_up


class Command(BaseCommand):
    help = "Work on uploads in the background (bin/serve starts this by itself)"

    def handle(self, *args: Any, **options: Any) -> None:
        take_up()  # what a worker before this one left
        call_command("db_worker", verbosity=0, reload=False, interval=1)
