"""The main figures of the district, and where they fall short."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse

from luoshi.core.ledger.asof import Moment
from luoshi.core.ledger.queries import series
from luoshi.core.matters.distance import is_level, lacking, shares
from luoshi.core.matters.kinds import kind_of, kinds
from luoshi.core.matters.models import SHORTFALL, Light, Rollup, Tracked
from luoshi.core.matters.queries import matters
from luoshi.core.organisation.models import Person
from luoshi.engine import progress
from luoshi.engine.periods import Period, due_period
from luoshi.engine.quantity import factor, rounded, show
from luoshi.loop.outlook.outlook import YearEnd
from luoshi.loop.outlook.queries import forecasts
from luoshi.web.address import bare
from luoshi.web.templatetags.look import MINUS, bp

MAIN, GAPS, PARTS = 4, 3, 3
_SHARES = {Rollup.WEIGHT: "weight", Rollup.INVESTMENT: "investment"}


@dataclass(frozen=True)
class Figure:
    """A main figure: `values` its cumulated months in units of its label, as far as reported; `ahead` where the year
    ends, where enough records say it.
    """

    matter: Tracked
    url: str
    parts_url: str
    values: Sequence[float]
    ahead: YearEnd | None = None

    @property
    def ahead_shown(self) -> str:
        """P50 of the year's end, briefly."""
        return _brief(self.ahead.ends[1], self.matter.unit_label) if self.ahead else ""

    @property
    def shortfall(self) -> str:
        return amount_behind(self.matter)

    @property
    def distance(self) -> str:
        return self.shortfall.lstrip(MINUS)

    @property
    def value(self) -> str:
        return "" if self.matter.value is None else _brief(self.matter.value, self.matter.unit_label)

    @property
    def goal(self) -> float:
        return (self.matter.goal or 0) / factor(self.matter.unit_label)

    @property
    def goal_shown(self) -> str:
        return "" if self.matter.goal is None else show(self.matter.goal, self.matter.unit_label)


@dataclass(frozen=True)
class Part:
    """What a figure is made of, and how far it lags."""

    matter: Tracked
    url: str

    @property
    def shortfall(self) -> str:
        return amount_behind(self.matter)


@dataclass(frozen=True)
class Gap:
    """A figure behind its pro-rata progress: the parts that make most of it, or how it stood a month before."""

    matter: Tracked
    url: str
    parts: Sequence[Part]
    parts_url: str
    before: int | None
    stream_url: str
    days: int

    @property
    def shortfall(self) -> str:
        return amount_behind(self.matter)

    @property
    def overdue(self) -> int:
        return -self.days

    @property
    def grows(self) -> bool:
        return self.before is not None and (self.matter.deviation or 0) < self.before


def of_the_year(now: Moment, person: Person) -> QuerySet[Tracked]:
    """Open matters that follow the months of the year and are part of no other: what a district answers for."""
    alone = Q(parent=None) if now.head is None else Q(parent_code="")
    yearly = [kind.code for kind in kinds().values() if kind.by_year]
    return matters(person, now.head).filter(alone, plan=now.plan, closed_on=None, kind__in=yearly)


def main_figures(now: Moment, person: Person) -> list[Figure]:
    """The heaviest of them, at most MAIN: one query, one for each one's months, and those of the forecasts."""
    heaviest = list(of_the_year(now, person).order_by("-weight", "code")[:MAIN])
    said = {code: one.year_end for code, one in forecasts(now.plan, heaviest, now.shown).items()}
    return [_figure(matter, now, said.get(matter.code)) for matter in heaviest]


def _figure(matter: Tracked, now: Moment, said: object) -> Figure:
    ahead = said if isinstance(said, YearEnd) else None
    return Figure(matter, _url(matter, now), _parts_url(matter, now), _months(matter, now), ahead)


def gaps(now: Moment, person: Person) -> list[Gap]:
    """The largest shortfalls by deviation × weight, at most GAPS, of what is not on track; two queries each."""
    behind = of_the_year(now, person).filter(deviation__lt=0).exclude(light=Light.GREEN)
    worst = behind.order_by(SHORTFALL, "code")[:GAPS]
    return [_gap(matter, now, person) for matter in worst]


def _gap(matter: Tracked, now: Moment, person: Person) -> Gap:
    own = matter.rollup == Rollup.OWN
    return Gap(
        matter,
        _url(matter, now),
        [] if own else _parts(matter, now, person),
        _parts_url(matter, now),
        _month_before(matter, now) if own and shares(matter) and not is_level(matter) else None,
        reverse("worklist") + bare(workstream=matter.workstream.code, light="red", sort="deviation", head=now.head),
        (matter.due - now.day).days,
    )


def _parts(matter: Tracked, now: Moment, person: Person) -> list[Part]:
    of = Q(parent=matter.pk) if now.head is None else Q(parent_code=matter.code)
    share = _SHARES.get(Rollup(matter.rollup))
    pull = F("deviation") * Cast(share, FloatField()) if share else F("deviation")
    parts = matters(person, now.head).filter(of, plan=now.plan, deviation__lt=0).order_by(pull, "code")[:PARTS]
    return [Part(part, _url(part, now)) for part in parts]


def _parts_url(matter: Tracked, now: Moment) -> str:
    return reverse("worklist") + bare(parent=matter.code, sort="deviation", head=now.head)


def _url(matter: Tracked, now: Moment) -> str:
    return matter.get_absolute_url() + (f"?head={now.head}" if now.head else "")


def _readings(matter: Tracked, now: Moment) -> dict[str, int]:
    """Month → stored figure, of the year whose figures are due."""
    found = series(matter.key, kind_of(matter).primary(matter).code, due_period(now.day).year, now.head)
    return {period: value for period, value, verified in found if verified}


def _months(matter: Tracked, now: Moment) -> list[float]:
    """A month without a figure stands where the one before stood; none of a level, which no even pace leads to."""
    if matter.rollup != Rollup.OWN or is_level(matter) or not (readings := _readings(matter, now)):
        return []
    last, values = 0, []
    for month in Period.parse(max(readings)[:4]).months:
        last = readings.get(str(month), last)
        values.append(last / factor(matter.unit_label))
        if str(month) == max(readings):
            break
    return values


def _month_before(matter: Tracked, now: Moment) -> int | None:
    """The deviation a month before the last verified figure."""
    readings = _readings(matter, now)
    if len(readings) < 2:
        return None
    period = Period.parse(sorted(readings)[-2])
    done = progress.completion(readings[str(period)], matter.goal)
    return progress.deviation(done, progress.elapsed_by_months(period))


def amount_behind(matter: Tracked) -> str:
    """The deviation in the figure's own unit of measure where it has a goal, else nothing: −46.5; less is worse."""
    worse = lacking(matter)
    return "" if worse is None else _brief(worse, matter.unit_label)


def _brief(stored: int, label: str) -> str:
    """A figure to two decimals, for a page read in five minutes; the matter's own page has it exactly."""
    hundredth = factor(label) // 100
    return show(rounded(stored, hundredth) * hundredth, label)


def pro_rata(day: dt.date) -> str:
    """How far the year is, as a sum: "7 ÷ 12 = 58.33%"."""
    period = due_period(day)
    return f"{period.elapsed_months} ÷ 12 = {bp(progress.elapsed_by_months(period))}%"
