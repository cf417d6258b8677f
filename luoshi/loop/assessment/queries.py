"""The standing of units in a period, as of an entry: same rubric and head, same ranking."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import Any, TypeVar, cast

from django.core.cache import cache
from django.db.models import F, QuerySet

from luoshi.core.ledger.queries import Head, names_then
from luoshi.core.matters.models import MatterState
from luoshi.core.organisation.models import Unit
from luoshi.core.plan.models import Plan
from luoshi.core.plan.queries import rules
from luoshi.engine.periods import Period
from luoshi.engine.ranking import Ranked, moved, rank
from luoshi.engine.scoring import DEFAULT, Code, Item, Performance, Score, score
from luoshi.loop.assessment.models import FrozenStanding
from luoshi.loop.assessment.performance import due_in, performance, scored

DEFAULT_VERSION = "1.0"

L = TypeVar("L")


@dataclass(frozen=True)
class Row:
    """One unit's line. Points in hundredths; `items` by item code, None where nothing was due; `parts`
    what they count.
    """

    unit: str
    name: str
    group: str
    rank: int | None
    tied: bool
    moved: int | None
    total: int | None
    error: int
    items: dict[str, int | None]
    parts: dict[str, int]

    @property
    def points(self) -> tuple[float, float]:
        """Total and error as points, for drawing."""
        return (self.total or 0) / 100, self.error / 100

    @property
    def fell(self) -> int:
        return -(self.moved or 0)


@dataclass(frozen=True)
class Standing:
    """A ranking and what it was computed from."""

    period: str
    head: int
    rubric: str
    rows: list[Row]

    def row(self, unit: str) -> Row | None:
        return next((row for row in self.rows if row.unit == unit), None)


def rubric(plan_id: int, head: int | None = None) -> tuple[str, Sequence[Item]]:
    """(version, items) of the rubric in force."""
    version, values = rules(plan_id, "rubric", head)
    if not version:
        return DEFAULT_VERSION, DEFAULT
    return version, [Item(cast(Code, code), points) for code, points in values.items()]


def standing(plan: Plan, period: str, shown: Head) -> Standing:
    """The ranking for `period` as of the entry `shown`; kept by rubric and entry."""
    version, items = rubric(plan.pk, shown.seq)
    key = f"standing:{plan.pk}:{period}:{shown.hash}:{version}"
    rows = cache.get(key)
    if rows is None:
        rows = _rows(plan, Period.parse(period), shown, items)
        cache.set(key, rows, timeout=24 * 3600)
    return Standing(period, shown.seq, version, rows)


def _rows(plan: Plan, period: Period, shown: Head, items: Sequence[Item]) -> list[Row]:
    performances = performance(plan, period, shown)
    names = dict(Unit.objects.filter(code__in=performances).values_list("code", "name"))
    names |= names_then(plan.region_id, shown.seq)
    scores = {code: score(found, items) for code, found in performances.items()}
    ranked = rank(scores.values())
    changes = moved(_previous(plan, period, shown.seq), ranked)
    return [_row(line, scores[line.unit], performances[line.unit], names, changes) for line in ranked]


def _row(line: Ranked, found: Score, made: Performance, names: dict[str, str], changes: dict[str, int | None]) -> Row:
    parts = {name: value for name, value in asdict(made).items() if isinstance(value, int)}
    return Row(
        line.unit,
        names[line.unit],
        line.group,
        line.rank,
        line.tied,
        changes[line.unit],
        line.total,
        line.error,
        dict(found.items),
        parts,
    )


def _previous(plan: Plan, period: Period, head: int) -> list[Ranked]:
    """The last ranking published for the period before; none before the plan began."""
    if period.start <= plan.starts:
        return []
    frozen = (
        FrozenStanding.objects.filter(plan=plan, period=str(period.previous()), made__lte=head)
        .order_by("-made")
        .first()
    )
    rows = json.loads(frozen.rows) if frozen else []
    return [Ranked(r["unit"], r["group"], r["total"], r["error"], r["rank"], r["tied"]) for r in rows]


AXES = {70: ("70", "75", "80", "85", "90", "95", "100"), 40: ("40", "50", "60", "70", "80", "90", "100")}
FROM_NOTHING = ("0", "", "", "50", "", "", "100")


def axis(rows: Sequence[Row]) -> tuple[int, Sequence[str]]:
    """Where the axis of the scores begins, as high as the weakest row allows, and its seven labels up to 100."""
    least = min((row.points[0] - row.points[1] for row in rows if row.total is not None), default=0)
    low = next((low for low in sorted(AXES, reverse=True) if least >= low), 0)
    return low, AXES.get(low, FROM_NOTHING)


def matters_scored(plan: Plan, period: Period, unit: Unit, head: int) -> QuerySet[MatterState]:
    """The matters behind a unit's score, the weakest first."""
    states = scored(plan, head).filter(due_in(period.months[-1]), lead_unit=unit)
    return states.order_by(F("pace").asc(nulls_last=True), "code")


def published(plan: Plan, head: int | None = None) -> QuerySet[FrozenStanding]:
    """Published rankings, newest first."""
    rows = FrozenStanding.objects.filter(plan=plan).order_by("-made")
    return rows if head is None else rows.filter(made__lte=head)


def in_groups(lines: Iterable[L], unit_of: Callable[[L], tuple[str, str, Row | None]]) -> list[tuple[str, list[L]]]:
    """(word for the group, its lines): groups as the organisation lists kinds of units, lines as they rank.

    `unit_of` gives a line's group, the code of its unit and its row in the standing. Those without a score come last.
    """
    groups: dict[str, list[tuple[tuple[bool, int, str], L]]] = {}
    for line in lines:
        group, unit, row = unit_of(line)
        points = row.total if row else None
        groups.setdefault(group, []).append(((points is None, -(points or 0), unit), line))
    return [
        (str(word), [line for _place, line in sorted(groups[group], key=itemgetter(0))])
        for group, word in Unit.Kind.choices
        if group in groups
    ]


def ranking(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Rows of a standing by group, as they are shown wherever units are compared."""
    return in_groups(rows, lambda row: (row.group, row.unit, row))


def as_data(found: Standing) -> list[dict[str, Any]]:
    """The standing as a fact holds it: ints, strings and None."""
    return [asdict(row) for row in found.rows]
