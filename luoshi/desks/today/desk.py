"""What waits for one person today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from luoshi.core.ledger import clock
from luoshi.core.ledger.queries import returned, tallies, waiting
from luoshi.core.matters.models import REPORT_DAYS, Light, Matter
from luoshi.core.matters.queries import expected_for
from luoshi.core.organisation.models import Person
from luoshi.core.organisation.queries import units_within
from luoshi.core.plan.models import Plan
from luoshi.core.plan.queries import is_closed
from luoshi.engine.periods import Period, closing_date, due_period, ends_with, is_late
from luoshi.loop.meetings.queries import Waiting
from luoshi.loop.meetings.queries import waiting as to_assign

MOST = 50
COUNTED = 1000  # beyond it a number is only known to be larger
LATEST = 120  # days after a month's end in which a figure may still be published
NEAR = 7  # days before a month's end from which its figure may be asked for


@dataclass(frozen=True)
class Pile:
    """The first rows of a list; `count` of all, at most COUNTED, and then `beyond`."""

    rows: Sequence[Any]
    count: int

    @property
    def beyond(self) -> bool:
        return self.count >= COUNTED

    @property
    def cut(self) -> bool:
        return self.count > len(self.rows)


def pile(found: QuerySet[Any]) -> Pile:
    """Two queries, however much there is."""
    return Pile(list(found[:MOST]), found.order_by()[:COUNTED].count())


@dataclass(frozen=True)
class Later:
    """A figure that is published after its month was closed, and the day until which it is on time."""

    matter: Matter
    period: Period
    closes: dt.date


@dataclass(frozen=True)
class Reporting:
    """A reporter's day: `period` is the month asked for, `closes` the day by which it is on time."""

    period: Period
    closes: dt.date
    returned: Pile
    due: Pile
    later: Sequence[Later]
    waiting: Pile


def reporting(person: Person, plan: Plan) -> Reporting:
    mine = Matter.objects.reportable_by(person)
    period = period_asked(plan, clock.today())
    came_back = returned(person)
    mended = list(came_back.order_by().values_list("matter", flat=True)[:COUNTED])
    later = published_later(mine.exclude(pk__in=mended), period, clock.today())
    due = mine.filter(expected_for(period), start__lte=period.end, reported_period__lt=str(period))
    due = due.exclude(pk__in=[*mended, *(one.matter.pk for one in later)])
    return Reporting(
        period, closing_date(period), pile(came_back), pile(due.order_by("due", "pk")), later,
        pile(mine.filter(pending__isnull=False).order_by("pending_period", "pk")),
    )


def published_later(mine: QuerySet[Matter], asked: Period, today: dt.date) -> list[Later]:
    """Figures of months before the one asked for whose day has not passed, the one due first; one query."""
    months, wanted = [asked.previous()], Q(pk__in=[])
    while (today - months[-1].previous().end).days <= LATEST:
        months.append(months[-1].previous())
    for month in months:
        days = max((today - month.end).days, REPORT_DAYS + 1)
        owed = Q(start__lte=month.end, reported_period__lt=str(month), due_days__gte=days)
        wanted |= expected_for(month) & owed
    found = []
    for matter in mine.filter(wanted).order_by("due", "pk")[:MOST]:
        month = min(month for month in months if _owes(matter, month, today))
        found.append(Later(matter, month, closing_date(month, matter.due_days)))
    return sorted(found, key=lambda one: one.closes)


def _owes(matter: Matter, month: Period, today: dt.date) -> bool:
    unsaid = matter.start <= month.end and matter.reported_period < str(month)
    return unsaid and ends_with(month, matter.cadence) and not is_late(month, today, matter.due_days)


def period_asked(plan: Plan, today: dt.date) -> Period:
    """The month that is due; the running one where that is closed, or when it is nearly over."""
    running = Period.of(today)
    nearly = (running.end - today).days < NEAR
    return running if nearly or is_closed(plan.pk, str(due_period(today))) else due_period(today)


@dataclass(frozen=True)
class Verifying:
    """A supervisor's day."""

    waiting: Pile
    silent: Pile
    due: Pile
    to_assign: Sequence[Waiting]

    @property
    def empty(self) -> bool:
        return not (self.waiting.rows or self.silent.rows or self.due.rows or self.to_assign)


def verifying(person: Person, plan: Plan) -> Verifying:
    asked = to_assign(person, plan.region)
    return Verifying(pile(waiting(person)), pile(_silent(person, plan)), pile(_due(person, plan)), asked)


def _silent(person: Person, plan: Plan) -> QuerySet[Any]:
    """Units with matters that show no report, those with most first: from the tallies."""
    rows = tallies(plan.pk).filter(light=Light.GREY, unit__in=units_within(person, "verify"))
    return rows.values("unit__code", "unit__name").annotate(n=Sum("count")).order_by("-n", "unit__code")


def _due(person: Person, plan: Plan) -> QuerySet[Matter]:
    today = clock.today()
    sunday = today + dt.timedelta(days=6 - today.weekday())
    found = Matter.objects.verifiable_by(person).filter(plan=plan, closed_on=None, due__gte=today, due__lte=sunday)
    return found.select_related("lead_unit").order_by("due", "pk")
