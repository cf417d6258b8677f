"""What a page of the situation is asked for: a period, an order of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.matters.queries import matters
from luoshi.core.plan.words import spoken_period
from luoshi.engine.lights import WORST_FIRST
from luoshi.engine.periods import Kind, Period, due_period
from luoshi.kinds.target.situation import Situation, situation
from luoshi.kinds.target.standing import Standing
from luoshi.web.address import changed

KINDS: dict[Kind, Any] = {
    "month": gettext_lazy("month"),
    "quarter": gettext_lazy("quarter"),
    "half": gettext_lazy("half year"),
    "year": gettext_lazy("year"),
}
BY_WEIGHT = "weight"


@dataclass(frozen=True)
class Choice:
    """One way to look: its words, its address, whether it is this one."""

    words: str
    url: str
    current: bool = False


def one_target(request: HttpRequest, code: str) -> tuple[Situation, Moment]:
    """The situation of one target, taken apart; 404 where there is none that the reader may see."""
    now = moment(request)
    period = period_of(request, now)
    found = situation(now.plan, period, now.head, matters(request.user, now.head), of=code)  # type: ignore[arg-type]
    if not found.standings:
        raise Http404
    return found, now


def period_of(request: HttpRequest, now: Moment) -> Period:
    """The period asked for, else the last completed month. 404 for what is none, or lies outside of the plan."""
    asked = request.GET.get("period", "")
    try:
        period = Period.parse(asked) if asked else due_period(now.day)
    except ValueError as error:
        raise Http404 from error
    if asked and not _within(period, now):
        raise Http404
    return period


def _within(period: Period, now: Moment) -> bool:
    return now.plan.starts.year <= period.year <= now.plan.ends.year and period.start <= now.day


def lengths(request: HttpRequest, now: Moment, period: Period) -> list[Choice]:
    """The month, quarter, half and year in which this period ends, or the part of it that is over."""
    day = min(period.end, max(due_period(now.day).end, period.start))
    found = [(kind, Period.of(day, kind)) for kind in KINDS]
    return [Choice(str(KINDS[kind]), _to(request, other), kind == period.kind) for kind, other in found]


def neighbours_in_time(request: HttpRequest, now: Moment, period: Period) -> list[Choice]:
    """The period before and the one after, as far as the plan and the day go."""
    around = (period.previous(), period.next())
    return [Choice(spoken_period(other), _to(request, other)) for other in around if _within(other, now)]


def _to(request: HttpRequest, period: Period) -> str:
    return changed(request.GET, period=str(period))


Key = Callable[[Standing], Any]
# code → what the rows are ordered by, the worst first; None comes last either way
ORDERS: dict[str, Key] = {
    BY_WEIGHT: lambda one: -one.aim.matter.weight,
    "completion": lambda one: one.completion,
    "deviation": lambda one: one.deviation,
    "path": lambda one: one.path_deviation,
    "growth": lambda one: one.growth,
    "place": lambda one: -one.place.rank if one.place else None,
    "light": lambda one: WORST_FIRST.index(one.aim.matter.light),
}

FALLING = (BY_WEIGHT, "place")  # the worst, or heaviest, is the largest number


@dataclass(frozen=True)
class Order:
    """By one column, from its worst or (`turned`) from its best."""

    column: str
    turned: bool

    @classmethod
    def of(cls, request: HttpRequest) -> Order:
        """The order asked for; what is none counts as none asked for."""
        asked = request.GET.get("sort", "")
        column = asked.removeprefix("-")
        return cls(column, asked.startswith("-")) if column in ORDERS else cls(BY_WEIGHT, False)

    def sorted(self, rows: Iterable[Standing]) -> list[Standing]:
        key = ORDERS[self.column]
        known = [one for one in rows if key(one) is not None]
        unknown = [one for one in rows if key(one) is None]
        return sorted(known, key=key, reverse=self.turned) + unknown


@dataclass(frozen=True)
class Head:
    """A column's head: where a click leads, and which way it is sorted now."""

    words: str
    url: str = ""
    sort: str = ""
    classes: str = "num"


def heads(request: HttpRequest, order: Order) -> list[Head]:
    columns = [
        (_("Target"), "", "stick"),
        (_("Light"), "light", ""),
        (_("Value"), "", "num"),
        (_("Goal"), "", "num"),
        (_("Completion %"), "completion", "num"),
        (_("Off pro-rata"), "deviation", "num"),
        (_("Off trajectory"), "path", "num"),
        (_("To the goal"), "", "num"),
        (_("Year on year"), "growth", "num"),
        (_("Place"), "place", "num"),
        (_("Weight"), BY_WEIGHT, "num"),
    ]
    return [_head(request, order, *column) for column in columns]


def _head(request: HttpRequest, order: Order, words: str, column: str, classes: str) -> Head:
    if not column:
        return Head(words, classes=classes)
    here = order.column == column
    url = changed(request.GET, sort=f"-{column}" if here and not order.turned else column)
    falling = order.turned != (column in FALLING)
    sort = "" if not here else "descending" if falling else "ascending"
    return Head(words, url, sort, classes)
