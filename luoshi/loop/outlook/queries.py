"""Forecasts of matters: live as of an entry, and those that were kept when a month was closed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from luoshi.core.ledger.queries import Head, readings_of
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Direction, Nature, Rollup, Tracked
from luoshi.core.plan.models import Plan
from luoshi.engine.forecast.paths import MONTHS
from luoshi.engine.forecast.reference import NotEnough
from luoshi.engine.progress import WHOLE
from luoshi.engine.quantity import rounded
from luoshi.loop.outlook.ground import day_of, known_by
from luoshi.loop.outlook.learning import Ground, Learned, learned
from luoshi.loop.outlook.likeness import alikes, of_figure, of_work
from luoshi.loop.outlook.models import Forecast, What
from luoshi.loop.outlook.outlook import Finishing, Lacking, Outlook, YearEnd
from luoshi.loop.outlook.years import Values, months_of, path_of

Figures = Mapping[int, Mapping[str, int]]


def forecasts(plan: Plan, matters: Iterable[Tracked], shown: Head) -> dict[str, Outlook]:
    """Matter code → what is forecast of it at the entry `shown`, of those that are open and report their own number.

    `matters` as `core.matters.queries.matters` gives them at that entry, with `lead_unit` and `workstream`. About as
    many queries as there are measures, whatever the number of matters.
    """
    found = [matter for matter in matters if matter.closed_on is None and matter.rollup == Rollup.OWN]
    if not found:
        return {}
    rests, alike = learned(plan.region_id, shown), alikes([matter.key for matter in found])
    figures, works = _figures(found, shown), _works(found, shown)
    return {
        matter.code: Outlook(
            matter.code,
            _year_end(matter, rests, figures.get(matter.key, {}), alike.get(matter.key, "")),
            _finish(matter, rests, works.get(matter.key, {}), shown),
        )
        for matter in found
    }


def adds_up(matter: Tracked) -> bool:
    """Whether its figure adds up through a year."""
    return kind_of(matter).by_year and matter.nature == Nature.CUMULATIVE


def _figures(found: Sequence[Tracked], shown: Head) -> Figures:
    """Verified months of what adds up; one query a measure."""
    asked: dict[str, list[Tracked]] = {}
    for matter in found:
        if adds_up(matter) and matter.year:
            asked.setdefault(kind_of(matter).primary(matter).code, []).append(matter)
    return _read(asked, {matter.year for rows in asked.values() for matter in rows if matter.year}, shown)


def _works(found: Sequence[Tracked], shown: Head) -> Figures:
    """Verified months of how far the whole work is, where the first figure does not say it."""
    asked: dict[str, list[Tracked]] = {}
    for matter in found:
        if whole := kind_of(matter).whole:
            asked.setdefault(whole, []).append(matter)
    first = min((matter.start.year for rows in asked.values() for matter in rows), default=0)
    return _read(asked, range(first, day_of(shown).year + 1) if asked else (), shown)


def _read(asked: Mapping[str, Sequence[Tracked]], years: Iterable[int], shown: Head) -> Figures:
    found: dict[int, dict[str, int]] = {}
    for measure, rows in asked.items():
        found |= readings_of([matter.key for matter in rows], measure, sorted(years), shown.seq)
    return found


def _year_end(matter: Tracked, rests: Learned, months: Mapping[str, int], alike: str) -> YearEnd | Lacking | None:
    if not adds_up(matter) or not matter.year:
        return None
    values, goal = months_of(months, matter.year), matter.goal
    if len(values) == MONTHS or not ((goal or 0) > 0 or any((value or 0) > 0 for value in values)):
        return None
    classes, path = of_figure(matter.kind, alike), path_of(matter.path)
    fan = rests.paths.fan(values, goal, path, classes)
    if isinstance(fan, NotEnough):
        return Lacking(matter.kind, fan.records, True, fan.needed)
    less = matter.direction == Direction.LESS
    return YearEnd(
        matter.kind, matter.unit_label, matter.year, goal, less, fan.low, fan.middle, fan.high,
        _chance(rests, values, goal, path, classes, less), _pro_rata(values), rests.grounds(classes, rests.years),
    )


def _chance(
    rests: Learned, values: Values, goal: int | None, path: Sequence[int], classes: Sequence[str], less: bool
) -> int | None:
    if not less:
        return rests.paths.probability(values, goal, path, classes)
    # A limit is kept as long as the figure does not go over it by the least that is counted.
    over = rests.paths.probability(values, None if goal is None else goal + 1, path, classes)
    return None if over is None else WHOLE - over


def _pro_rata(values: Values) -> int | None:
    """What the year ends at if it goes on as it went on average."""
    return rounded((values[-1] or 0) * MONTHS, len(values)) if values else None


def _finish(matter: Tracked, rests: Learned, months: Mapping[str, int], shown: Head) -> Finishing | Lacking | None:
    kind = kind_of(matter)
    if not kind.ends or matter.stage in kind.done:
        return None
    done = months[max(months)] if months else None if kind.whole else matter.completion
    if (done or 0) >= WHOLE:
        return None
    classes = of_work(matter.kind, matter.lead_unit.code, matter.workstream.code)
    known, day = known_by(shown), day_of(shown)
    found = rests.finishes.of(classes, matter.start, matter.due, known, done)
    if isinstance(found, NotEnough):
        return Lacking(matter.kind, found.records, False, found.needed)
    # A day that is over by now was not the day: nothing says yet that it is finished.
    return Finishing(
        matter.kind, matter.due, max(found.p50, day), max(found.p80, day), found.beyond, found.on_time,
        _at_this_pace(matter.start, known, done), rests.grounds(classes, rests.works),
    )


def _at_this_pace(start: dt.date, known: dt.date, done: int | None) -> dt.date | None:
    """The day on which the work is whole if it goes on as it went; None where it has not moved."""
    if not done or done < 0 or known <= start:
        return None
    return start + dt.timedelta(days=min(-(-(known - start).days * WHOLE // done), 365 * 50))


def kept(plan: Plan, head: int | None = None) -> QuerySet[Forecast]:
    """Forecasts that were kept by entry `head`, or by now."""
    rows = Forecast.objects.filter(plan=plan)
    return rows if head is None else rows.filter(made__lte=head)


def frozen(plan: Plan, period: str, head: int | None = None) -> dict[str, Outlook]:
    """Matter code → what was forecast of it when the month `period` was closed; empty where nothing was kept."""
    found: dict[str, dict[str, Forecast]] = {}
    for row in kept(plan, head).filter(period=period).select_related("matter"):
        found.setdefault(row.matter.code, {})[row.what] = row
    return {
        code: Outlook(
            code,
            _kept_year(rows[What.YEAR_END]) if What.YEAR_END in rows else None,
            _kept_finish(rows[What.FINISH]) if What.FINISH in rows else None,
        )
        for code, rows in found.items()
    }


def _kept_year(row: Forecast) -> YearEnd | Lacking:
    if row.p10 is None or row.p50 is None or row.p90 is None or row.year is None:
        return Lacking(row.matter.kind, row.records, True)
    return YearEnd(
        row.matter.kind, row.matter.unit_label, row.year, row.goal, row.less, (row.p10,), (row.p50,), (row.p90,),
        row.chance, row.naive, _grounds(row),
    )


def _kept_finish(row: Forecast) -> Finishing | Lacking:
    if row.p50_on is None or row.p80_on is None or row.chance is None or row.due is None:
        return Lacking(row.matter.kind, row.records, False)
    return Finishing(
        row.matter.kind, row.due, row.p50_on, row.p80_on, row.beyond, row.chance, row.naive_on, _grounds(row)
    )


def _grounds(row: Forecast) -> tuple[Ground, ...]:
    return tuple(Ground(**said) for said in json.loads(row.grounds))
