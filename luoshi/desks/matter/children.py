"""A parent's number: what each child weighs, how far it is, and what it adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from luoshi.core.matters.kinds import kinds
from luoshi.core.matters.models import Matter, MatterState, Rollup
from luoshi.desks.matter.sight import Sight
from luoshi.engine.quantity import rounded, show

MOST = 50
COLUMNS = {Rollup.WEIGHT: "weight", Rollup.INVESTMENT: "investment"}


@dataclass(frozen=True)
class Part:
    """A child: its share in words, and what it adds to the parent's completion in basis points (None: not counted)."""

    child: Any
    share: str
    adds: int | None


@dataclass(frozen=True)
class Arithmetic:
    """`rest` children are not listed and add `rest_adds`; `of` is what all shares come to, in words."""

    parts: list[Part]
    total: int
    rest: int
    rest_adds: int
    of: str


def arithmetic(seen: Sight) -> Arithmetic | None:
    """None for a matter that reports its own number or has no children. Three queries, whatever their number."""
    if seen.shown.rollup == Rollup.OWN:
        return None
    column = COLUMNS.get(Rollup(seen.shown.rollup))
    children = _children(seen)
    counted = children.exclude(stage__in=_abandoned())
    # All count, but only those that one may see are named.
    sums = counted.aggregate(n=Count("pk"), weight=Sum(column) if column else Count("pk"))
    rows = list(children.visible_to(seen.person).select_related("lead_unit").order_by("code")[:MOST])
    if not children.exists():
        return None
    weight = int(sums["weight"] or 0)
    parts = [_part(child, column, weight) for child in rows]
    shown = sum(part.adds for part in parts if part.adds is not None)
    rest = sums["n"] - len([part for part in parts if part.adds is not None])
    rest_adds = (seen.shown.completion or 0) - shown if rest else 0
    return Arithmetic(parts, sums["n"], rest, rest_adds, _share(column, weight))


def _children(seen: Sight) -> Any:
    if seen.head is None:
        return seen.matter.children.all()
    return MatterState.objects.at(seen.head).filter(matter__parent=seen.matter)


def _abandoned() -> list[str]:
    return [stage.code for kind in kinds().values() for stage in kind.stages if stage.abandons]


def _part(child: Matter, column: str | None, weight: int) -> Part:
    own = int(getattr(child, column)) if column else 1
    counts = child.stage not in _abandoned() and weight
    return Part(child, _share(column, own), rounded(own * (child.completion or 0), weight) if counts else None)


def _share(column: str | None, value: int) -> str:
    return f"{show(value, '亿元')} 亿元" if column == "investment" else str(value)
