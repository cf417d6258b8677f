"""A district of N key targets, each held by 60 units, with 36 months of figures: python -m bench.targets N

Fills the empty database that the LUOSHI_* variables name and prints as JSON what a visitor needs to know. What is said
of indicators, cascades and peers goes through the actions of their room into the ledger. The matters, their states,
reports and figures are poured into the tables as those entries would have left them, without entries of their own: a
million and more would be needed, and no page of the situation reads them. So `ledger verify` passes here and `ledger
rebuild --check` does not.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time

import django

UNITS, PEERS, MONTHS = 60, 15, 36
FIELDS = (
    "code kind title lead_unit_id plan_id workstream_id weight start due stage unit_label year goal value value_period"
    " grade reported_period completion elapsed deviation light reasons"
)


def main(targets: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    started = time.perf_counter()
    known = lived(targets)
    connection.close()  # what was set while pouring ends with it
    print(f"{targets:,} targets made in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    json.dump(known, sys.stdout)


def lived(targets: int) -> dict:
    """Let the district live month by month; an earlier entry is that of a year ago."""
    from bench.pour import floodgate
    from luoshi.core.ledger import clock
    from luoshi.core.ledger.models import Book

    today = clock.today()
    months = months_until(today)
    world = settled(months[0].year, today)
    names = [f"指标{number:04d}" for number in range(targets)]
    asked(world, names, months)
    heads = [compared(world, names, month) for month in months]
    clock.turn_to(None)
    poured = Poured(world, names, months, heads)
    with floodgate(poured.spouts):
        poured.pour()
    return told(world, Book.objects.get(), heads, poured)


def months_until(today: dt.date) -> list:
    from luoshi.engine.periods import Period, due_period

    months = [due_period(today)]
    while len(months) < MONTHS:
        months.insert(0, months[0].previous())
    return months if isinstance(months[0], Period) else []


def settled(year: int, today: dt.date) -> object:
    """The demo's district and its people, with more units, and a plan that lasts to this year's end."""
    from luoshi.core.ledger.actions import establish
    from luoshi.core.plan.models import Plan
    from luoshi.demo.world import World

    world = World.founded(year)
    for number in range(len(world.units), UNITS + 1):
        establish(world.region, code=f"unit-{number}", name=f"第{number}单位", kind="department", by=None)
    Plan.objects.update(ends=dt.date(today.year, 12, 31))
    return World(world.region, Plan.objects.select_related("region").get(), world.people)


def asked(world, names, months) -> None:
    """Indicators, and a cascade of this year for each."""
    from luoshi.kinds.target.actions import Definition, Row, cascade, define

    units = [unit for code, unit in sorted(world.units.items()) if code != world.region.code]
    for number, name in enumerate(names):
        define(world.plan, Definition(name=name, unit_label="家", lead_unit=units[number % UNITS]), by=world.supervisor)
        whole = Row(holder=world.region.code, name=world.region.name, level="district", assigned=1_200_000)
        rows = [
            Row(holder=u.code, name=u.name, level="unit", superior=whole.holder, assigned=19_000, base=18_000)
            for u in units
        ]
        cascade(world.plan, name, months[-1].year, [whole, *rows], by=world.supervisor, reason="分解")


def compared(world, names, month) -> int:
    """What peers published of a month; gives the head after it."""
    from luoshi.core.ledger.queries import head_of
    from luoshi.demo.world import turn_to
    from luoshi.kinds.target.actions import Figure, compare

    turn_to(month.next().start + dt.timedelta(days=4))
    for number, name in enumerate(names):
        value = 100_000 * month.elapsed_months
        figures = [Figure(peer=f"{p}区", value=value, growth=(p * 97 + number) % 1500) for p in range(PEERS)]
        figures.append(Figure(peer=world.region.name, value=value + 100 * number))
        compare(world.plan, name, month, figures, by=world.supervisor, source="统计局")
    return head_of(world.region.pk).seq


class Poured:
    """The matters as they stood month by month: one of the district, one of each unit, for every indicator."""

    def __init__(self, world, names, months, heads) -> None:
        from bench.pour import Spout
        from luoshi.core.ledger.models import Reading, Report
        from luoshi.core.matters.models import Goal, Matter, MatterState, Party
        from luoshi.kinds.target.models import Target

        self.world, self.names, self.months, self.heads = world, names, months, heads
        self.units = [unit for code, unit in sorted(world.units.items()) if code != world.region.code]
        self.matters = Spout(Matter, f"id number opened entry {FIELDS}")
        self.states = Spout(MatterState, f"matter_id made superseded {FIELDS}")
        self.parties = Spout(Party, "matter_id unit_id leads")
        self.goals = Spout(Goal, "matter_id measure year value path made superseded")
        self.targets = Spout(Target, "matter_id indicator scope source")
        report = "id matter_id period note token by by_name reported_on late made verified grade returned reason"
        self.reports = Spout(Report, report)
        self.readings = Spout(Reading, "report_id matter_id measure period value made verified superseded")
        self.spouts = [
            self.matters, self.states, self.parties, self.goals, self.targets, self.reports, self.readings,
        ]  # fmt: skip
        self.count = self.sent = 0

    def pour(self) -> None:
        for number, name in enumerate(self.names):
            self.one(name, self.units[number % UNITS], 1_200_000, "district", pace=70 + number % 40)
            for order, unit in enumerate(self.units):
                self.one(name, unit, 19_000, "unit", pace=60 + (number + order) % 60)

    def one(self, name: str, unit: object, goal: int, scope: str, pace: int) -> None:
        """`pace`: per cent of pro-rata."""
        self.count += 1
        pk, first = self.count, self.heads[0]
        self.parties.add(pk, unit.pk, True)
        self.targets.add(pk, name, scope, "")
        for year in sorted({month.year for month in self.months}):
            path = json.dumps([goal * month // 12 for month in range(1, 13)]) if pk % 2 else "[]"
            self.goals.add(pk, "value", year, goal, path, first, None)
        for place, month in enumerate(self.months):
            value, last = goal * month.elapsed_months * pace // 1200, place + 1 == len(self.months)
            row, made = self._row(pk, name, unit, goal, scope, month, value), self.heads[place]
            self.states.add(pk, made, None if last else self.heads[place + 1], *row)
            self.sent += 1
            by, day = ("u", "某"), month.next().start
            self.reports.add(self.sent, pk, str(month), "", f"{pk}-{month}", *by, day, False, made, made, "A", None, "")
            self.readings.add(self.sent, pk, "value", str(month), value, made, made, None)
        self.matters.add(pk, pk, first, self.heads[-1], *row)

    def _row(self, pk, name, unit, goal, scope, month, value) -> tuple:
        from luoshi.engine import progress

        done, due = progress.completion(value, goal), progress.elapsed_by_months(month)
        stream = next(iter(self.world.workstreams.values()))
        title = name if scope == "district" else f"{name} {unit.name}"
        begins = dt.date(self.months[0].year, 1, 1)
        return (
            f"M-{pk:05d}", "target", title, unit.pk, self.world.plan.pk, stream.pk, 1 + pk % 9, begins,
            self.world.plan.ends, "underway", "家", month.year, goal, value, str(month), "A", str(month), done, due,
            done - due, "yellow" if done < due - 1000 else "green", '[{"code": "on_track"}]',
        )  # fmt: skip


def told(world, book, heads, poured) -> dict:
    from bench.visitors import VISITORS, counted, session

    return {
        "sessions": {role: session(world.people[login]) for role, login in VISITORS.items()},
        "matter": "M-00001",
        "reportable": ["M-00001"],
        "head": heads[-13],
        "period": str(poured.months[-1]),
        "counts": counted(),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
