"""How many matters there are: by the tallies where they can tell, else counted up to a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from luoshi.core.ledger.queries import tallies
from luoshi.core.matters.models import Light
from luoshi.desks.worklist.ground import Ground

ROWS = 50
PAGES = 200
LIMIT = ROWS * PAGES


@dataclass(frozen=True)
class Size:
    """`total` matters, by light; not `exact` where there are more than LIMIT, and then by light nothing is known."""

    total: int
    lights: Mapping[str, int]
    exact: bool = True

    @property
    def shown(self) -> str:
        return f"{self.total:,}" + ("" if self.exact else "+")


def counted(found: QuerySet[Any]) -> Size:
    """Count by looking at the rows, at most LIMIT and one: one query."""
    lights = {light: Count("pk", filter=Q(light=light)) for light in Light.values}
    row = found.order_by()[: LIMIT + 1].aggregate(total=Count("pk"), **lights)
    total = row.pop("total")
    return Size(total, row) if total <= LIMIT else Size(LIMIT, {}, exact=False)


def tallied(ground: Ground, where: Mapping[str, Any]) -> Size:
    """Count open matters by the tallies: one query, whatever their number."""
    rows = tallies(ground.now.plan.pk, ground.now.head).filter(**where)
    lights = dict(rows.order_by().values_list("light").annotate(n=Sum("count")))
    return Size(sum(lights.values()), lights)


def few(found: QuerySet[Any], limit: int = 999) -> str:
    """A small number to stand beside a name: "23", "999+"."""
    number = found.order_by().values("pk")[: limit + 1].count()
    return str(number) if number <= limit else f"{limit}+"
