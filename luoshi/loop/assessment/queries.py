"""The standing of units in a period, as of an entry: same rubric and head, same ranking."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from django.core.cache import cache
from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Sum
from django.db.models.functions import Cast

from luoshi.core.ledger.queries import Head
from luoshi.core.matters.models import MatterState, Rollup
from luoshi.core.organisation.models import Unit
from luoshi.core.plan.models import Plan
from luoshi.core.plan.queries import rules
from luoshi.engine.periods import Period
from luoshi.engine.ranking import Ranked, moved, rank
from luoshi.engine.scoring import DEFAULT, Code, Item, Performance, Score, score
from luoshi.loop.assessment.models import FrozenStanding

DEFAULT_VERSION = "1.0"


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
        rows = _rows(plan, Period.parse(period), shown.seq, items)
        cache.set(key, rows, timeout=24 * 3600)
    return Standing(period, shown.seq, version, rows)


def _rows(plan: Plan, period: Period, head: int, items: Sequence[Item]) -> list[Row]:
    performances = performance(plan, period, head)
    names = dict(Unit.objects.filter(code__in=performances).values_list("code", "name"))
    scores = {code: score(found, items) for code, found in performances.items()}
    ranked = rank(scores.values())
    changes = moved(_previous(plan, period, head), ranked)
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
    """The last ranking published for the period before."""
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


def performance(plan: Plan, period: Period, head: int) -> dict[str, Performance]:
    """Per unit code the sums that score it: three grouped queries a month, whatever the number of matters."""
    sums: dict[str, dict[str, Any]] = {}
    states = MatterState.objects.at(head).filter(plan=plan, rollup=Rollup.OWN)
    for month in period.months:
        for row in by_unit(due_in(states, month), due_reports=Count("pk")):
            _add(sums, row)
        reported = states.filter(live_report(str(month), head))
        on_time = Count("matter", distinct=True, filter=Q(matter__reports__late=False))
        verified = Count("matter", distinct=True, filter=Q(matter__reports__verified__lte=head))
        for row in by_unit(
            reported,
            figures=Count("matter", distinct=True),
            on_time_reports=on_time,
            verified_figures=verified,
        ):
            _add(sums, row)
    for row in by_unit(states.exclude(pace=None), **_PACE):
        _add(sums, row)
    return {code: Performance(unit=code, **_capped(found)) for code, found in sums.items()}


# Cast first: the product of three 32-bit columns does not fit into one.
_WEIGHT, _PACE_OF_ONE = Cast("weight", BigIntegerField()), Cast("pace", BigIntegerField())
_PACE = {
    "weights": Sum("weight"),
    "weights_squared": Sum(_WEIGHT * _WEIGHT),
    "progress": Sum(_WEIGHT * _PACE_OF_ONE),
    "progress_squared": Sum(_WEIGHT * _PACE_OF_ONE * _PACE_OF_ONE),
}


def by_unit(states: QuerySet[MatterState], **sums: Any) -> QuerySet[Any]:
    return states.order_by().values("lead_unit__code", "lead_unit__kind").annotate(**sums)


def due_in(states: QuerySet[MatterState], month: Period) -> QuerySet[MatterState]:
    """Matters from which a report for the month was due: begun by its end and still open then."""
    return states.filter(Q(closed_on=None) | Q(closed_on__gt=month.end), start__lte=month.end)


def live_report(period: str, head: int) -> Q:
    """The matter has a report for the period that, at entry `head`, was neither returned nor replaced."""
    own = "matter__reports__"
    standing_then = Q(**{f"{own}period": period, f"{own}made__lte": head})
    for end in ("returned", "superseded"):
        standing_then &= Q(**{f"{own}{end}": None}) | Q(**{f"{own}{end}__gt": head})
    return standing_then


def _add(sums: dict[str, dict[str, Any]], row: dict[str, Any]) -> None:
    code, group = row.pop("lead_unit__code"), row.pop("lead_unit__kind")
    found = sums.setdefault(code, {"group": group})
    for name, value in row.items():
        found[name] = found.get(name, 0) + value


def _capped(found: dict[str, Any]) -> dict[str, Any]:
    """A matter closed within the month may have reported without having to: what was done never exceeds
    what was due.
    """
    found["due_reports"] = max(found.get("due_reports", 0), found.get("on_time_reports", 0))
    return found


def matters_scored(plan: Plan, period: Period, unit: Unit, head: int) -> QuerySet[MatterState]:
    """The matters behind a unit's score, the weakest first."""
    states = MatterState.objects.at(head).filter(plan=plan, rollup=Rollup.OWN, lead_unit=unit)
    return due_in(states, period.months[-1]).order_by(F("pace").asc(nulls_last=True), "code")


def published(plan: Plan, head: int | None = None) -> QuerySet[FrozenStanding]:
    """Published rankings, newest first."""
    rows = FrozenStanding.objects.filter(plan=plan).order_by("-made")
    return rows if head is None else rows.filter(made__lte=head)


def as_data(found: Standing) -> list[dict[str, Any]]:
    """The standing as a fact holds it: ints, strings and None."""
    return [asdict(row) for row in found.rows]
