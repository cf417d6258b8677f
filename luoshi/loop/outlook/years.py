"""Years of figures as forecasts learn from them: what had come in by the end of each month, verified."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

from luoshi.core.ledger.queries import readings_of
from luoshi.core.matters.kinds import kinds
from luoshi.core.matters.models import Goal
from luoshi.core.plan.models import Plan
from luoshi.core.plan.queries import at
from luoshi.engine.forecast.paths import MONTHS, PathRecord
from luoshi.engine.periods import Period
from luoshi.loop.outlook.ground import Past
from luoshi.loop.outlook.likeness import of_figure

Values = tuple[int | None, ...]


def months_of(found: Mapping[str, int], year: int) -> Values:
    """The year's figures since January up to the last known one, None where a month is not known."""
    values = [found.get(str(month)) for month in Period(year).months]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def path_of(text: str) -> tuple[int, ...]:
    """Twelve planned values, or none."""
    path = tuple(json.loads(text))
    return path if len(path) == MONTHS else ()


def figures_of(rows: Sequence[Past], years: Collection[int], head: int) -> dict[int, dict[str, int]]:
    """Matter → month → verified figure; one query a measure."""
    found: dict[int, dict[str, int]] = {}
    for measure in sorted({row.measure for row in rows}):
        found |= readings_of([row.matter for row in rows if row.measure == measure], measure, years, head)
    return found


def records(rows: Sequence[Past], alike: Mapping[int, str], head: int, last: int) -> list[PathRecord]:
    """One for each matter and year up to the year `last` that has a figure."""
    if not rows:
        return []
    years = range(min(row.start.year for row in rows), last + 1)
    figures, goals = figures_of(rows, years, head), _goals(rows, head)
    return [
        PathRecord(of_figure(row.kind, alike.get(row.matter, "")), values, *goals.get((row.matter, year), (None, ())))
        for row in rows
        for year in years
        if (values := months_of(figures.get(row.matter, {}), year))
    ]


def earlier(plan: Plan, head: int) -> list[PathRecord]:
    """Years that were over before the plan began, of the kinds that know some."""
    return [
        PathRecord(of_figure(kind.code, alike), tuple(months), goal)
        for kind in kinds().values()
        for alike, months, goal in kind.earlier(plan, head)
    ]


def _goals(rows: Sequence[Past], head: int) -> dict[tuple[int, int], tuple[int, tuple[int, ...]]]:
    measures = {row.measure for row in rows}
    found = Goal.objects.filter(at(head), matter__in=[row.matter for row in rows], measure__in=measures)
    return {
        (matter, year): (value, path_of(path))
        for matter, year, value, path in found.values_list("matter", "year", "value", "path")
    }


def is_over(record: PathRecord) -> bool:
    """Whether the year's end is known: only then does the record count."""
    return len(record.values) == MONTHS and record.values[-1] is not None
