"""Questions about the plan."""

import json
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from luoshi.core.plan.models import ClosedPeriod, Plan, RuleVersion


def plan_of(region_id: int) -> Plan | None:
    """The newest plan of a district."""
    return Plan.objects.filter(region=region_id).select_related("region").order_by("-starts").first()


def rules(plan_id: int, name: str, head: int | None = None) -> tuple[str, dict[str, Any]]:
    """(version, values) of the rules in force at entry `head` (now when None); ("", {}) before any was adopted."""
    versions = RuleVersion.objects.filter(plan=plan_id, name=name)
    versions = versions.filter(superseded=None) if head is None else versions.filter(at(head))
    row = versions.first()
    return (row.version, json.loads(row.values)) if row else ("", {})


def rules_in_force(name: str) -> Subquery:
    """The same as text, for a query over rows that have a `plan`; None before any was adopted."""
    versions = RuleVersion.objects.filter(plan=OuterRef("plan"), name=name, superseded=None)
    return Subquery(versions.values("values")[:1])


def at(head: int) -> Q:
    """The WHERE clause of history: rows that stood when entry `head` was the last."""
    return Q(made__lte=head) & (Q(superseded=None) | Q(superseded__gt=head))


def is_closed(plan_id: int, period: str) -> bool:
    return ClosedPeriod.objects.filter(plan=plan_id, period=period).exists()


def closing_of(plan_id: int, period: str, head: int | None = None) -> int | None:
    """The entry that closed the month, now or as of entry `head`; None while it is open."""
    rows = ClosedPeriod.objects.filter(plan=plan_id, period=period)
    rows = rows if head is None else rows.filter(made__lte=head)
    return rows.values_list("made", flat=True).first()


def closed_periods(plan_id: int) -> list[str]:
    """Closed months, oldest first, as `2026-07`."""
    return list(ClosedPeriod.objects.filter(plan=plan_id).order_by("period").values_list("period", flat=True))
