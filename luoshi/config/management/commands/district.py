"""bin/luoshi district CODE NAME --admin LOGIN: an installation of one's own, without the demo."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.core.ledger import clock
from luoshi.core.ledger.actions import admit, found_district
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.models import Plan, Workstream
from luoshi.desks.organisation.passwords import one_time

# Code → name of the workstreams a plan begins with; --workstreams names others.
WORKSTREAMS = {
    "projects": gettext_lazy("Projects first"),
    "investment": gettext_lazy("Attracting investment"),
    "reform": gettext_lazy("Hard reforms"),
    "opening": gettext_lazy("Opening up"),
    "innovation": gettext_lazy("Science and innovation"),
    "safety": gettext_lazy("Safety and stability"),
}
YEARS = 3


class Command(BaseCommand):
    """Found a district: its first unit, its book, its plan with workstreams, its administrator."""

    help = "Found a district with its book, plan, workstreams and an administrator whose password is printed once"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="small letters, digits and hyphens; it stays for ever")
        parser.add_argument("name", help="the district's name")
        parser.add_argument("--admin", required=True, metavar="LOGIN", help="login name of the administrator")
        parser.add_argument("--admin-name", default="", metavar="NAME", help="the administrator's own name")
        parser.add_argument("--plan", default="", metavar="NAME", help="name of the three-year plan")
        parser.add_argument("--year", type=int, default=0, help="first year of the plan; this year by default")
        parser.add_argument(
            "--workstreams",
            default="",
            metavar="CODE=NAME,…",
            help="instead of the six usual ones",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self.check_names(options)
        streams = workstreams(options["workstreams"])
        region = found_district(options["code"], options["name"])
        year = options["year"] or clock.today().year
        plan = Plan.objects.create(
            region=region,
            name=options["plan"] or _("Three-year plan"),
            starts=dt.date(year, 1, 1),
            ends=dt.date(year + YEARS - 1, 12, 31),
        )
        Workstream.objects.bulk_create(
            Workstream(plan=plan, code=code, name=name, order=order)
            for order, (code, name) in enumerate(streams.items())
        )
        password = self.admit(region, options)
        self.stdout.write(_("Founded: %(name)s, entry 1 of its own book.") % {"name": region.name})
        self.stdout.write(
            _("Sign in as %(login)s with this password; it is printed once: %(password)s")
            % {
                "login": options["admin"],
                "password": password,
            }
        )

    def check_names(self, options: dict[str, Any]) -> None:
        for code in (options["code"], options["admin"]):
            try:
                validate_slug(code)
            except ValidationError as error:
                raise CommandError(_("%(code)s: letters, digits and hyphens only.") % {"code": code}) from error
        if (
            Unit.objects.filter(code=options["code"]).exists()
            or Person.objects.filter(username=options["admin"]).exists()
        ):
            raise CommandError(_("This code or this login is taken. Nothing was changed."))

    def admit(self, region: Unit, options: dict[str, Any]) -> str:
        """The administrator's one-time password."""
        title = _("Administrator of the system")
        password, name = one_time(), options["admin_name"] or options["admin"]
        admit(options["admin"], name, password, unit=region, title=title, role="administrator", by=None)
        return password


def workstreams(text: str) -> dict[str, str]:
    """Code → name, from "reform=改革攻坚,safety=安全稳定"; the usual six for nothing. Raises CommandError."""
    if not text:
        return {code: str(name) for code, name in WORKSTREAMS.items()}
    found = {}
    for part in text.split(","):
        code, sign, name = part.partition("=")
        if not (sign and code.strip().isascii() and code.strip() and name.strip()):
            raise CommandError(_("Write workstreams as code=name, with commas between them."))
        found[code.strip()] = name.strip()
    return found
