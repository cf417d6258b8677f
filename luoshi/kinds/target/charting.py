"""A year of an indicator as a chart: a sum against pro-rata and its trajectory, a level against its goal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.core.matters.models import Direction, Nature
from luoshi.engine.quantity import plain, show
from luoshi.engine.trajectory import planned
from luoshi.kinds.target.models import Indicator
from luoshi.kinds.target.words import Amounts
from luoshi.web.charts import Levels, Trend, levels, trend


@dataclass(frozen=True)
class Year:
    """What a chart shows: the goal, its path (twelve values or none), verified months of this year and of the last."""

    year: int
    goal: int
    path: Sequence[int]
    months: Sequence[int | None]
    last_year: Sequence[int | None]

    @property
    def known(self) -> int:
        """The last month with a verified figure; 0 for none."""
        return max((month for month, value in enumerate(self.months, 1) if value is not None), default=0)


@dataclass(frozen=True)
class Chart:
    """What web/_chart.html shows: the finding, the measure, the drawing."""

    title: str
    measure: str
    svg: SafeString


def drawn(indicator: Indicator, year: Year) -> Chart:
    """The finding is how far the last verified month stands from what was due."""
    title = finding(indicator, year)
    words = {"name": indicator.name, "label": indicator.unit_label, "year": year.year}
    measure = _("%(name)s, %(label)s, %(year)s; verified figures only") % words
    drawing = trend(_trend(indicator, year), label=title) if indicator.nature == Nature.CUMULATIVE else levels(
        _levels(indicator, year), label=title
    )
    return Chart(title, measure, drawing)


def finding(indicator: Indicator, year: Year) -> str:
    """In words: what stands against what was due by the last verified month."""
    amounts = Amounts(indicator)
    if not year.known:
        return _("The goal of %(year)s is %(goal)s; nothing is verified yet") % {
            "year": year.year, "goal": amounts.full(year.goal),
        }
    over = (year.months[year.known - 1] or 0) - planned(year.path, year.goal, year.known, indicator.nature)
    said = {"amount": amounts.difference(over), "month": _month(year.year, year.known)}
    if not over:
        return _("By %(month)s exactly what was due") % said
    if over > 0:
        return _("By %(month)s %(amount)s above what was due") % said
    return _("By %(month)s %(amount)s below what was due") % said


def _trend(indicator: Indicator, year: Year) -> Trend:
    actual: list[int] = []
    label = indicator.unit_label
    for value in year.months[: year.known]:
        actual.append(actual[-1] if value is None and actual else value or 0)
    due = planned((), year.goal, year.known, indicator.nature) if year.known else 0
    gap = show(abs(due - actual[-1]), label) if actual else ""
    less = indicator.direction == Direction.LESS
    return Trend(
        slots=[_month(year.year, month) for month in range(1, 13)], actual=[_number(value, label) for value in actual],
        goal=_number(year.goal, label), plan=[_number(value, label) for value in year.path], less_is_better=less,
        actual_label=_("verified %(value)s") % {"value": show(actual[-1], label)} if actual else "",
        goal_label=_("goal %(value)s") % {"value": show(year.goal, label)},
        target_label=_("pro-rata"), plan_label=_("trajectory") if year.path else "",
        gap_label=_("%(gap)s apart") % {"gap": gap} if gap and due != actual[-1] else "",
    )


def _levels(indicator: Indicator, year: Year) -> Levels:
    label = indicator.unit_label
    values = [None if value is None else _number(value, label) for value in year.months[: year.known]]
    last = year.months[year.known - 1] if year.known else None
    return Levels(
        slots=[_month(year.year, month) for month in range(1, 13)], values=values, target=_number(year.goal, label),
        value_label="" if last is None else _("verified %(value)s") % {"value": show(last, label)},
        target_label=_("goal %(value)s") % {"value": show(year.goal, label)},
    )


def _month(year: int, month: int) -> str:
    return date_format(dt.date(year, month, 1), pgettext("format of a month on an axis", "M"))


def _number(stored: int, label: str) -> float:
    return float(Decimal(plain(stored, label)))
