"""One indicator: what does it count, what should it reach each year, and how does it get there?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.core.ledger.queries import entries, lines
from luoshi.core.matters.models import NO_PATH, Nature
from luoshi.core.matters.queries import matters
from luoshi.engine import comparison
from luoshi.engine.periods import due_period
from luoshi.engine.trajectory import planned
from luoshi.kinds.target.charting import Chart, Year, drawn
from luoshi.kinds.target.models import PeerReading, Scope
from luoshi.kinds.target.publication import next_publication
from luoshi.kinds.target.queries import Aim, aims, at_head, filled, goals_of_years, months_of, published_of
from luoshi.kinds.target.views.shown import Seen, seen, years

HISTORY, PEERS = 40, 8


@dataclass(frozen=True)
class Goal:
    """The district's goal of a year, as text, with its months and the entry that set it."""

    year: int
    value: int | None
    drawn: bool
    entry: int
    current: bool


@dataclass(frozen=True)
class Month:
    """A month of the year shown: stored figures; `growth` in basis points, for a rate in points × 100."""

    month: str
    due: int
    value: int | None
    before: int | None
    growth: int | None


@require_safe
def indicator(request: HttpRequest, number: int) -> HttpResponse:
    """The page, as of any entry; `?year=` shows another year's months."""
    found = seen(request, number)
    visible = matters(found.person, found.now.head).filter(plan=found.now.plan)
    held = aims(visible, indicators=[found.indicator.name])
    target = next((aim for aim in held if aim.scope == Scope.DISTRICT and aim.matter.closed_on is None), None)
    year = _year(request, found)
    goals = _goals(found, target, year)
    shown = _shown(found, target, year)
    context = {
        "found": found, "indicator": found.indicator, "target": target.matter if target else None, "year": year,
        "goals": goals, "months": _months(found, shown) if shown else [],
        "chart": _chart(found, shown), "units": [aim.matter for aim in held if aim.scope == Scope.UNIT],
        "published": next_publication(found.indicator.cadence, found.indicator.due_days, found.now.day),
        "history": _history(found, held), "peers": _peers(found), "tail": found.now.tail,
    }
    return render(request, "target/indicator.html", context)


def _year(request: HttpRequest, found: Seen) -> int:
    asked = request.GET.get("year", "")
    offered = years(found)
    if asked in map(str, offered):
        return int(asked)
    return min(max(due_period(found.now.day).year, offered[0]), offered[-1])


def _goals(found: Seen, target: Aim | None, year: int) -> list[Goal]:
    """One a year of the plan; without a value where none is set or it is not for these eyes."""
    rows = {row.year: row for row in goals_of_years([target.key], found.now.head)} if target else {}
    return [
        Goal(one, rows[one].value, rows[one].path != NO_PATH, rows[one].made, one == year)
        if one in rows else Goal(one, None, False, 0, one == year)
        for one in years(found)
    ]


def _shown(found: Seen, target: Aim | None, year: int) -> Year | None:
    """The year's goal, path and verified months; None without a goal that one may see."""
    rows = [row for row in goals_of_years([target.key], found.now.head) if row.year == year] if target else []
    if target is None or not rows:
        return None
    readings = months_of([target.key], [year - 1, year], found.now.head).get(target.key, {})
    this, last = ([readings.get(f"{of}-{month:02d}") for month in range(1, 13)] for of in (year, year - 1))
    published = published_of(found.now.plan, [found.indicator.name], year - 1, found.now.head)
    last = filled(last, published.get(found.indicator.name, [None] * 12))
    return Year(year, rows[0].value, json.loads(rows[0].path), this, last)


def _months(found: Seen, shown: Year) -> list[Month]:
    nature = found.indicator.nature
    return [
        Month(
            f"{shown.year}-{month:02d}", planned(shown.path, shown.goal, month, nature), value, before,
            comparison.growth(value, before, nature),
        )
        for month, (value, before) in enumerate(zip(shown.months, shown.last_year, strict=True), 1)
    ]


def _chart(found: Seen, shown: Year | None) -> Chart | None:
    # A level that nothing is known of has nothing to draw.
    if shown is None or (not shown.known and found.indicator.nature != Nature.CUMULATIVE):
        return None
    return drawn(found.indicator, shown)


def _history(found: Seen, held: Sequence[Aim]) -> list[tuple[Any, str]]:
    """What was said of the indicator and of goals that one may see, newest first, each with its entry's address."""
    codes = [aim.matter.code for aim in held]
    of_indicator = ["Defined", "Cascaded"] if found.whole else ["Defined"]
    told = entries(found.now.region.pk).filter(
        Q(subject=found.indicator.name, fact__in=of_indicator)
        | Q(subject__in=codes, fact__in=["Registered", "Rebaselined"])
    )
    told = told if found.now.head is None else told.filter(seq__lte=found.now.head)
    return [(line, found.entry_url(line.seq)) for line in lines(told[:HISTORY])]


def _peers(found: Seen) -> list[PeerReading]:
    """What was published last of the neighbours, the best first as far as levels go."""
    rows = PeerReading.objects.filter(at_head(found.now.head), plan=found.now.plan, indicator=found.indicator.name)
    last = rows.order_by("-period").values_list("period", flat=True).first()
    return list(rows.filter(period=last).order_by("-growth", "-value", "peer")[:PEERS]) if last else []


