"""A district with N matters and a year of reports, in minutes: python -m bench.bulk N

Fills the empty database that the LUOSHI_* variables name and prints as JSON what a visitor needs to know:
sessions of four people, the codes of things, an earlier entry. The ledger is as good as one that was lived:
`bin/luoshi ledger verify` and `ledger rebuild --check` pass on it. Meetings, rankings and bulletins go through the
actions of their rooms.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time

import django

KINDS = ("department", "zone", "street")
UNITS = 60


def main(matters: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.visitors import known

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    started = time.perf_counter()
    last = found(matters)
    connection.close()  # what was set while pouring ends with it
    publish(last)
    print(f"{matters:,} matters made in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    json.dump(known(last), sys.stdout)


def found(matters: int) -> str:
    """Let the district live from its plan's first January to today; gives the last month with reports."""
    from bench.chronicle import Chronicle
    from bench.meetings import Meetings
    from bench.months import Months
    from bench.pour import floodgate
    from bench.registering import Register
    from luoshi.core.ledger import clock
    from luoshi.core.ledger.models import Book

    today = clock.today()
    world = settled(today)
    meetings = Meetings(world, matters)
    clock.turn_to(None)
    book = Chronicle(Book.objects.select_related("region").get(region=world.region))
    register, year = (
        Register(world, book, meetings.origins),
        Months(world, book, months_until(world.plan.starts, today)),
    )
    with floodgate([*book.spouts, *register.spouts, *year.spouts, *meetings.spouts]):
        for _ in range(matters):
            year.expect(register.register())
        meetings.assign(register.lives, book)
        for month in year.months:
            year.live_through(month, register.lives)
        book.turn_to(today, 0)
        book.relight(register.lives)
        book.finish(register.lives)
        year.finish()
    return str(year.months[-1])


def settled(today: dt.date) -> object:
    """The demo's district and its people, with more units."""
    from luoshi.core.ledger.actions import establish
    from luoshi.demo.district import start_year
    from luoshi.demo.world import World

    world = World.founded(start_year(today))
    for number in range(len(world.units), UNITS + 1):
        kind = KINDS[number % len(KINDS)]
        establish(world.region, code=f"unit-{number}", name=f"第{number}单位", kind=kind, by=None)
    return World(world.region, world.plan, world.people)


def months_until(starts: dt.date, today: dt.date) -> list:
    from luoshi.engine.periods import Period, due_period

    months = [Period.of(starts)]
    while months[-1] < due_period(today):
        months.append(months[-1].next())
    return months


def publish(last: str) -> None:
    """The ranking and the bulletin of the month before the last, so that pages have one to compare with."""
    from luoshi.core.organisation.models import Person
    from luoshi.core.plan.models import Plan
    from luoshi.engine.periods import Period
    from luoshi.loop.assessment.actions import freeze
    from luoshi.loop.bulletins.actions import issue

    plan, supervisor, period = (
        Plan.objects.get(),
        Person.objects.get(username="linxiaohe"),
        Period.parse(last),
    )
    freeze(plan, period.previous(), by=supervisor)
    issue(plan, period.previous(), by=supervisor, mark="望督", language="zh-hans")


if __name__ == "__main__":
    main(int(sys.argv[1]))
