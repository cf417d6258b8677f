"""Whose figures a district's gap is made of: units' targets of the same indicator, children of a mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from luoshi.core.ledger.queries import readings_of
from luoshi.core.matters.kinds import abandoned
from luoshi.core.matters.models import Matter, MatterState, Rollup, Tracked
from luoshi.core.plan.models import Plan
from luoshi.engine.periods import Period
from luoshi.kinds.target.models import Level, Scope, Share, Target
from luoshi.kinds.target.owing import By, Contributions, Member, Whole, of_members
from luoshi.kinds.target.queries import shares, year_goals
from luoshi.kinds.target.standing import Standing
from luoshi.kinds.target.year_goal import YearGoal

_WEIGHTS = {Rollup.WEIGHT: "weight", Rollup.INVESTMENT: "investment"}


@dataclass(frozen=True)
class Asked:
    """Who asks as of when: `found` is what they may see, `then` which matters ran at the period's end."""

    plan: Plan
    head: int | None
    found: QuerySet[Tracked]
    then: Q

    @property
    def everything(self) -> tuple[QuerySet[Any], str, str]:
        """Every matter, whoever asks, since parts must sum; with the names of its key and of its parent."""
        if self.head is None:
            return Matter.objects.all(), "pk", "parent"
        return MatterState.objects.at(self.head), "matter", "parent_code"


@dataclass(frozen=True)
class Read:
    """The rows of all members, the codes of those that may be named, and what their figures are made of."""

    rows: Sequence[Mapping[str, Any]]
    seen: AbstractSet[str]
    goals: Mapping[int, YearGoal]
    readings: Mapping[int, Mapping[str, int]]
    shares: Mapping[tuple[str, str], Share]


def taken_apart(wanted: Sequence[Standing], asked: Asked) -> dict[str, Standing]:
    """The same standings, by code, with who their gaps come from: four queries."""
    wanted = [one for one in wanted if one.value is not None and one.goal is not None]
    if not wanted:
        return {}
    year = int(wanted[0].month[:4])
    rows = _rows(wanted, asked)
    keys = [row["key"] for row in rows if row["indicator"]]
    goals, readings = year_goals(keys, year, asked.head), readings_of(keys, "value", [year], asked.head)
    seen = {row["code"] for row in rows if row["seen"]}
    read = Read(rows, seen, goals, readings, _shares(wanted, year, asked))
    return {one.aim.matter.code: _apart(one, read) for one in wanted}


def _apart(one: Standing, read: Read) -> Standing:
    members = _children(one, read.rows) if one.follows_children else _of_units(one, read)
    return replace(
        one,
        contributions=_contributions(one, members, read.seen, one.due, "pro_rata"),
        contributions_by_path=_contributions(one, members, read.seen, one.due_by_path, "path"),
    )


def _rows(wanted: Sequence[Standing], asked: Asked) -> list[dict[str, Any]]:
    everything, key, parent = asked.everything
    names = {one.aim.indicator for one in wanted if not one.follows_children}
    parents = [one.aim for one in wanted if one.follows_children]
    of_units = Target.objects.filter(scope=Scope.UNIT, indicator__in=names)
    these = Q(asked.then, **{f"{key}__in": of_units.values("matter")})
    if parents:
        held = [aim.key if asked.head is None else aim.matter.code for aim in parents]
        these |= Q(**{f"{parent}__in": held}) & ~Q(stage__in=abandoned())
    counts = Subquery(of_units.filter(matter=OuterRef(key)).values("indicator")[:1])
    columns = ("code", "lead_unit__code", "lead_unit__name", "completion", "weight", "investment", "seen")
    seen = Exists(asked.found.filter(pk=OuterRef("pk")))
    rows = everything.filter(these).annotate(indicator=counts, seen=seen).values("indicator", key, parent, *columns)
    return [{**row, "key": row[key], "parent": row[parent]} for row in rows.order_by("code")]


def _shares(wanted: Sequence[Standing], year: int, asked: Asked) -> dict[tuple[str, str], Share]:
    """(indicator, unit) → its row of the cascade: what it weighs in a mean, and what it holds without a target."""
    names = {one.aim.indicator for one in wanted if not one.follows_children}
    rows = shares(asked.plan, year, asked.head).filter(indicator__in=names, level=Level.UNIT)
    return {(row.indicator, row.holder): row for row in rows}


def _of_units(one: Standing, read: Read) -> list[Member]:
    """Units with a target of the indicator, then those of the cascade that have none; nobody where all have none."""
    rows = [row for row in read.rows if row["indicator"] == one.aim.indicator]
    held = {row["lead_unit__code"] for row in rows}
    without = [
        share for (name, unit), share in read.shares.items() if rows and name == one.aim.indicator and unit not in held
    ]
    return [*(_of_target(one, row, read) for row in rows), *(_of_share(share) for share in without)]


def _of_target(one: Standing, row: Mapping[str, Any], read: Read) -> Member:
    share = read.shares.get((one.aim.indicator, row["lead_unit__code"]))
    return Member(
        code=row["code"],
        unit=row["lead_unit__code"],
        name=row["lead_unit__name"],
        value=read.readings.get(row["key"], {}).get(one.month),
        goal=read.goals.get(row["key"], YearGoal()),
        base=share.base if share else None,
    )


def _of_share(share: Share) -> Member:
    goal = share.assigned if share.own is None else share.own
    return Member(f"#{share.holder}", share.holder, share.name, None, YearGoal(goal), share.base, has_target=False)


def _children(one: Standing, rows: Iterable[Mapping[str, Any]]) -> list[Member]:
    """The mean's parts, each held against what is due from their parent; what weighs nothing counts for nothing."""
    weight = _WEIGHTS.get(Rollup(one.aim.matter.rollup))
    mine = [row for row in rows if row["parent"] in (one.aim.key, one.aim.matter.code)]
    weighed = [(row, row[weight] if weight else 1) for row in mine]
    return [
        Member(
            code=row["code"],
            unit=row["lead_unit__code"],
            name=row["lead_unit__name"],
            value=row["completion"],
            base=base,
            due=one.elapsed,
        )
        for row, base in weighed
        if base
    ]


def _contributions(
    one: Standing, members: Sequence[Member], seen: AbstractSet[str], due: int | None, by: By
) -> Contributions | None:
    if one.value is None or due is None or one.goal is None:
        return None
    month, matter = Period.parse(one.month).number, one.aim.matter
    whole = Whole(due, one.value, one.goal, month, one.nature, one.adds, one.direction, by)
    lead = (matter.lead_unit.code, matter.lead_unit.name, matter.code)
    return of_members(whole, members, "children" if one.follows_children else "units", lead=lead, seen=seen)
