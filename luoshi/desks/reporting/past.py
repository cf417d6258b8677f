"""What a reporter has before their eyes: the month that is due, what stood last, what came back and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luoshi.core.ledger import clock
from luoshi.core.ledger.queries import reports_of, returned, series
from luoshi.core.matters.kinds import Measure, kind_of
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person
from luoshi.engine.periods import Period, due_period


@dataclass(frozen=True)
class Last:
    """The last verified figure of a measure before a period: stored int."""

    period: str
    value: int


def period_asked(matter: Matter, periods: list[Period], wish: str = "") -> Period | None:
    """The month to offer: the one wished for, else the one that is due and lacks a report, else the newest open one."""
    due = due_period(clock.today(), matter.cadence).months[-1]  # type: ignore[arg-type]
    for period in periods:
        if str(period) == wish:
            return period
    if due in periods and matter.reported_period < str(due):
        return due
    return periods[0] if periods else None


def last_verified(matter: Matter, measure: Measure, period: Period) -> Last | None:
    """Of the same year where the year counts anew."""
    year = period.year if kind_of(matter).by_year else None
    rows = [Last(month, value) for month, value, verified in series(matter.pk, measure.code, year) if verified]
    return next((row for row in reversed(rows) if row.period < str(period)), None)


def last_report(matter: Matter, period: Period | None) -> Any:
    """The last report for a month, whatever became of it; None where there is none."""
    return reports_of(matter.pk).filter(period=str(period)).first() if period else None


def standing_report(matter: Matter, period: Period | None) -> Any:
    """The last report for a month, unless it was sent back."""
    report = last_report(matter, period)
    return report if report and report.state in ("waiting", "verified") else None


def came_back(person: Person, matter: Matter) -> list[Any]:
    """Reports of this matter that were returned and not yet sent again."""
    return list(returned(person).filter(matter=matter))


def offered(matter: Matter, measures: list[Measure], period: Period) -> dict[str, int]:
    """Figures to begin with: those sent for this month before, else the last verified ones of cumulative measures."""
    if before := last_report(matter, period):
        return {reading.measure: reading.value for reading in before.readings.all()}
    lasts = {m.code: last_verified(matter, m, period) for m in measures if m.cumulative}
    return {code: last.value for code, last in lasts.items() if last}
