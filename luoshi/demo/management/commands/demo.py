"""bin/luoshi demo [--logins]"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock
from luoshi.core.organisation.models import Person, Unit
from luoshi.demo.district import load
from luoshi.demo.logins import drawn, keep, kept


class Command(BaseCommand):
    """Load the fictional demo district into an empty installation and print its logins."""

    help = "Load the fictional demo district into an empty installation; --logins prints its logins again"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--logins", action="store_true", help="print the demo's logins and do nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["logins"]:
            self.load()
        for person in kept(settings.DEMO_LOGINS):
            self.stdout.write(f"  {person.login:<12} {person.password:<14} {person.name} {person.note}")

    def load(self) -> None:
        if Unit.objects.exists():
            raise CommandError(
                _("This installation holds a district already. The demo goes into an empty one.")
            )
        load(today=clock.today(), password=lambda: None, told=lambda step: self.stdout.write(f"  {step}"))
        logins = drawn()
        for login in logins:
            person = Person.objects.get(username=login.login)
            person.set_password(login.password)
            person.save(update_fields=["password"])
        keep(logins, settings.DEMO_LOGINS)
