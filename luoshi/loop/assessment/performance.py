"""What units did in a period, as the sums their scores are made of.

An entry changes one matter. So the sums of the last entry that was looked at are kept, and from there only the matters
that changed in between are counted again: as they stood then, and as they stand now. Every sum is one over matters, so
the result is what counting everything would give.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.db.models import BigIntegerField, Count, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast

from luoshi.core.ledger.queries import Head, head_of, live_report_of
from luoshi.core.matters.models import REPORT_DAYS, MatterState, Rollup
from luoshi.core.matters.queries import expected_for
from luoshi.core.plan.models import Plan
from luoshi.engine.periods import Period
from luoshi.engine.scoring import Performance

MOST = 500  # matters that changed; beyond it counting all costs no more
DAY = 24 * 3600

Sums = Mapping[str, Mapping[str, Any]]  # unit code → its group, and its sums by name


def performance(plan: Plan, period: Period, shown: Head) -> dict[str, Performance]:
    """By unit code, as of the entry `shown`."""
    return {code: Performance(unit=code, **_capped(found)) for code, found in _sums(plan, period, shown).items()}


def scored(plan: Plan, head: int) -> QuerySet[MatterState]:
    """The matters that are scored: those that report a number of their own."""
    return MatterState.objects.at(head).filter(plan=plan, rollup=Rollup.OWN)


def due_in(month: Period) -> Q:
    """Matters that ran in the month: begun by its end and still open then."""
    return (Q(closed_on=None) | Q(closed_on__gt=month.end)) & Q(start__lte=month.end)


def timed(month: Period) -> Q:
    """Matters whose report for the month is counted for time: not those whose figure somebody else publishes later."""
    return expected_for(month) & Q(due_days=REPORT_DAYS)


def _sums(plan: Plan, period: Period, shown: Head) -> Sums:
    key = f"performance:{plan.pk}:{period}"
    kept = cache.get(key)
    found = _carried(plan, period, shown, *kept) if kept else None
    if found is None:
        found = _counted(scored(plan, shown.seq), period, shown.seq)
    if not kept or kept[0] <= shown.seq:
        cache.set(key, (shown.seq, shown.hash, found), timeout=DAY)
    return found


def _carried(plan: Plan, period: Period, shown: Head, seq: int, digest: str, sums: Sums) -> Sums | None:
    """The sums of entry `seq` carried to the entry shown; None where too much changed, or the book is another one."""
    if seq > shown.seq or head_of(plan.region_id, seq).hash != digest:
        return None
    changed = MatterState.objects.at(shown.seq).filter(plan=plan, made__gt=seq)
    matters = list(changed.values_list("matter", flat=True)[: MOST + 1])
    if len(matters) > MOST:
        return None
    then, now = (_counted(scored(plan, at).filter(matter__in=matters), period, at) for at in (seq, shown.seq))
    return _total((sums, 1), (then, -1), (now, 1))


def _counted(states: QuerySet[MatterState], period: Period, head: int) -> Sums:
    """One query, and one more for each further month, whatever the number of matters."""
    return _total(*((_of_month(states, month, head, pace=month == period.months[0]), 1) for month in period.months))


def _of_month(states: QuerySet[MatterState], month: Period, head: int, *, pace: bool) -> Sums:
    matter, text = OuterRef("matter"), str(month)
    found = (
        states.order_by()
        .values("lead_unit__code", group=F("lead_unit__kind"))
        .annotate(
            due_reports=Count("pk", filter=due_in(month) & timed(month)),
            on_time_reports=Count("pk", filter=timed(month) & Q(live_report_of(matter, text, head, late=False))),
            figures=Count("pk", filter=live_report_of(matter, text, head)),
            verified_figures=Count("pk", filter=live_report_of(matter, text, head, verified__lte=head)),
            **(_PACE if pace else {}),
        )
    )
    return {row.pop("lead_unit__code"): row for row in found}


# Cast first: the product of three 32-bit columns does not fit into one.
_WEIGHT, _PACE_OF_ONE = Cast("weight", BigIntegerField()), Cast("pace", BigIntegerField())
_PACE = {
    "weights": Sum("weight", filter=Q(pace__isnull=False), default=0),
    "weights_squared": Sum(_WEIGHT * _WEIGHT, filter=Q(pace__isnull=False), default=0),
    "progress": Sum(_WEIGHT * _PACE_OF_ONE, default=0),
    "progress_squared": Sum(_WEIGHT * _PACE_OF_ONE * _PACE_OF_ONE, default=0),
}


def _total(*parts: tuple[Sums, int]) -> Sums:
    """Sums added or taken away; a unit of which nothing is left is left out."""
    found: dict[str, dict[str, Any]] = {}
    for sums, sign in parts:
        for code, row in sums.items():
            line = found.setdefault(code, {"group": row["group"]})
            for name, value in row.items():
                if name != "group":
                    line[name] = line.get(name, 0) + sign * value
    return {code: line for code, line in found.items() if any(line[name] for name in line if name != "group")}


def _capped(found: Mapping[str, Any]) -> dict[str, Any]:
    """A matter closed within the month may have reported without having to: never more was done than was due."""
    return {**found, "due_reports": max(found["due_reports"], found["on_time_reports"])}
