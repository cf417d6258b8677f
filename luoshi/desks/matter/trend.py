"""The chart of a matter: its verified figures against an even pace and its own path, and where it may end."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.core.ledger.queries import series
from luoshi.core.matters.distance import against, is_level
from luoshi.core.matters.kinds import Measure
from luoshi.core.matters.models import Direction, Goal
from luoshi.desks.matter.sight import Sight
from luoshi.engine.periods import Period
from luoshi.engine.progress import WHOLE
from luoshi.engine.quantity import plain, rounded, show
from luoshi.loop.outlook.outlook import Lacking, YearEnd
from luoshi.web.charts import Fan, Levels, Trend, levels, trend

LONGEST = 36  # months on one drawing


@dataclass(frozen=True)
class Chart:
    """What web/_chart.html shows: the finding, the measure, the drawing."""

    title: str
    measure: str
    svg: SafeString


def chart(seen: Sight, goal: Goal | None, ahead: YearEnd | Lacking | None = None) -> Chart | None:
    """None where there is nothing to draw: no goal, no verified figure, or more months than a drawing holds."""
    measure, slots = seen.kind.primary(seen.shown), _slots(seen, goal)
    if goal is None or not slots:
        return None
    year = goal.year or None
    verified = {month: value for month, value, good in series(seen.matter.pk, measure.code, year, seen.head) if good}
    if is_level(seen.shown):
        return _levels(seen, measure, goal, slots, verified)
    actual = _carried(slots, verified)
    if not actual:
        return None
    due = _due(seen, goal, len(actual), len(slots))
    less = seen.shown.direction == Direction.LESS
    drawn = _drawn(measure, slots, actual, goal, due, less)
    if isinstance(ahead, YearEnd) and len(ahead.middle) == len(slots) - len(actual):
        drawn = _with_fan(drawn, ahead, measure.label)
    title = _finding(actual[-1] - due, measure, less)
    return Chart(title, _subtitle(measure), trend(drawn, label=title))


def _due(seen: Sight, goal: Goal, months: int, of: int) -> int:
    """What an even pace asks for by then: by months of a year, else by days, as the pro-rata progress is."""
    if goal.year or seen.shown.elapsed is None:
        return rounded(goal.value * months, of)
    return rounded(goal.value * seen.shown.elapsed, WHOLE)


def _slots(seen: Sight, goal: Goal | None) -> list[Period]:
    """The months of the goal's year, or from the matter's start to its due date."""
    if goal is None:
        return []
    if goal.year:
        return list(Period(goal.year).months)
    first, last = Period.of(seen.shown.start), Period.of(max(seen.shown.due, seen.shown.start))
    months = (last.year - first.year) * 12 + last.number - first.number + 1
    slots = [first]
    while len(slots) < min(months, LONGEST + 1):
        slots.append(slots[-1].next())
    return slots if months <= LONGEST else []


def _carried(slots: list[Period], verified: dict[str, int]) -> list[int]:
    """A value a month up to the last verified one; a month without a figure keeps the one before."""
    known = [number for number, slot in enumerate(slots, 1) if str(slot) in verified]
    carried: list[int] = []
    for slot in slots[: max(known, default=0)]:
        carried.append(verified.get(str(slot), carried[-1] if carried else 0))
    return carried


def _levels(
    seen: Sight, measure: Measure, goal: Goal, slots: list[Period], verified: dict[str, int]
) -> Chart | None:
    """A level or a rate month by month, broken where nothing was published, against its goal."""
    known = [number for number, slot in enumerate(slots, 1) if str(slot) in verified]
    if not known:
        return None
    label, values = measure.label, [verified.get(str(slot)) for slot in slots[: known[-1]]]
    title = against(seen.shown)
    drawn = Levels(
        slots=[_month(slot.start, short=True) for slot in slots],
        values=[None if value is None else _plain(value, label) for value in values], target=_plain(goal.value, label),
        value_label=_("verified %(value)s") % {"value": show(values[-1] or 0, label)},
        target_label=_("goal %(value)s") % {"value": show(goal.value, label)},
    )
    words = _("%(measure)s, %(label)s; verified figures only") % {"measure": measure.name, "label": label}
    return Chart(title, words, levels(drawn, label=title))


def _drawn(measure: Measure, slots: list[Period], actual: list[int], goal: Goal, due: int, less: bool) -> Trend:
    label = measure.label
    path = [_plain(value, label) for value in json.loads(goal.path)]
    gap = show(abs(due - actual[-1]), label)
    return Trend(
        slots=[_month(slot.start, short=bool(goal.year)) for slot in slots],
        actual=[_plain(value, label) for value in actual], goal=_plain(goal.value, label),
        plan=path if len(path) == len(slots) else (),
        actual_label=_("verified %(value)s") % {"value": show(actual[-1], label)},
        goal_label=_("goal %(value)s") % {"value": show(goal.value, label)},
        target_label=_("even pace"), plan_label=_("its own path") if path else "",
        gap_label=_gap(gap, actual[-1] - due, less), less_is_better=less,
    )


def _with_fan(drawn: Trend, ahead: YearEnd, label: str) -> Trend:
    lines = [[_plain(value, label) for value in line] for line in (ahead.low, ahead.middle, ahead.high)]
    low, middle, high = (f"{name} {value}" for name, value in zip(("P10", "P50", "P90"), ahead.shown, strict=True))
    return replace(drawn, fan=Fan(low=lines[0], middle=lines[1], high=lines[2]), fan_labels=(low, middle, high))


def _gap(gap: str, over: int, less: bool) -> str:
    if less:
        return (_("%(gap)s over") if over > 0 else _("%(gap)s below")) % {"gap": gap}
    return (_("%(gap)s ahead") if over >= 0 else _("%(gap)s short")) % {"gap": gap}


def _month(day: dt.date, short: bool) -> str:
    return formats.date_format(day, pgettext("format of a month on an axis", "M")) if short else f"{day:%y-%m}"


def _plain(value: int, label: str) -> float:
    return float(Decimal(plain(value, label)))


def _finding(ahead: int, measure: Measure, less: bool) -> str:
    amount = {"amount": f"{show(abs(ahead), measure.label)} {measure.label}"}
    if less and ahead:
        return (_("%(amount)s above an even pace") if ahead > 0 else _("%(amount)s below an even pace")) % amount
    if ahead < 0:
        return _("%(amount)s behind an even pace") % amount
    return _("%(amount)s ahead of an even pace") % amount if ahead else _("Exactly at an even pace")


def _subtitle(measure: Measure) -> str:
    return _("%(measure)s, %(label)s; verified figures only, a month without one keeps the last") % {
        "measure": measure.name, "label": measure.label,
    }
