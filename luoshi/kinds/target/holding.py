"""A cascade as it stands for a year: who holds what, of whom, by which entry, and its arithmetic."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from luoshi.core.matters.models import Goal, Matter, MatterState, Tracked
from luoshi.core.plan.models import Plan
from luoshi.engine.cascade import Cascade, Down, Line, Problem
from luoshi.kinds.target.actions import Row, cascaded
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.models import Indicator, Level, Scope, Share
from luoshi.kinds.target.queries import Aim, aims, at_head, shares


@dataclass(frozen=True, kw_only=True)
class Held:
    """What one holder was assigned and set itself. `own` of the row is the goal of its target where it has one here.

    `share_entry` and `goal_entry` are the entries that said so; 0 where none did.
    """

    row: Row
    matter: Tracked | None = None
    share_entry: int = 0
    goal_entry: int = 0


@dataclass(frozen=True)
class Place:
    """A holder in its place of the tree: how deep, and what the arithmetic says of it."""

    held: Held
    depth: int
    line: Line

    @property
    def indent(self) -> str:
        return "— " * self.depth

    @property
    def down(self) -> Down | None:
        return self.line.down


@dataclass(frozen=True)
class Tree:
    """Every holder beneath its superior, and what is wrong or does not sum."""

    places: Sequence[Place]
    arithmetic: Cascade

    @property
    def problems(self) -> Sequence[Problem]:
        return self.arithmetic.problems

    def beneath(self, holder: str) -> list[Place]:
        return [place for place in self.places if place.held.row.superior == holder]


def held(plan: Plan, indicator: Indicator, year: int, holders: Holders, head: int | None = None) -> list[Held]:
    """The rows of the cascade, then the targets that no row speaks of: five queries, whatever their number."""
    rows = shares(plan, year, head, indicator=indicator.name)
    return joined(rows, targets(plan, indicator.name, year, head), holders)


Target = tuple[Aim, Goal | None]


def joined(standing: Iterable[Share], goals: Mapping[str, Target], holders: Holders) -> list[Held]:
    """The rows of one cascade with the goals of their holders, then the targets that no row speaks of."""
    rows, spoken = [], set()
    for share in standing:
        row = Row(**{name: getattr(share, name) for name in Row.__dataclass_fields__})
        row = replace(row, name=holders.name(row.holder))
        rows.append(_with_goal(Held(row=row, share_entry=share.made), goals.get(row.holder)))
        spoken.add(row.holder)
    for holder, target in goals.items():
        if holder not in spoken and target[1] is not None:
            rows.append(_with_goal(Held(row=_unspoken(holder, holders, len(rows))), target))
    return rows


def targets(plan: Plan, indicator: str, year: int, head: int | None = None) -> dict[str, Target]:
    """Holder → its open target of the indicator in this house, with the goal of the year; two queries."""
    return targets_of(plan, [indicator], [year], head).get((indicator, year), {})


def targets_of(
    plan: Plan, names: Collection[str], years: Collection[int], head: int | None = None
) -> dict[tuple[str, int], dict[str, Target]]:
    """The same of many indicators and years at once: (indicator, year) → holder → target."""
    everything = Matter.objects.all() if head is None else MatterState.objects.at(head)
    open_ones = everything.filter(plan=plan, closed_on=None).select_related("lead_unit", "workstream")
    found = aims(open_ones, indicators=names)
    keys = [aim.key for aim in found]
    goals = Goal.objects.filter(at_head(head), matter__in=keys, measure="value", year__in=years)
    by_matter = {(goal.matter_id, goal.year): goal for goal in goals}
    holding: dict[tuple[str, int], dict[str, Target]] = {}
    for aim in found:
        holder = aim.holder if aim.scope == Scope.UNIT else plan.region.code
        for year in years:
            holding.setdefault((aim.indicator, year), {}).setdefault(holder, (aim, by_matter.get((aim.key, year))))
    return holding


def _with_goal(one: Held, target: Target | None) -> Held:
    if target is None:
        return one
    aim, goal = target
    row = replace(one.row, own=goal.value if goal else None)
    return replace(one, row=row, matter=aim.matter, goal_entry=goal.made if goal else 0)


def _unspoken(holder: str, holders: Holders, place: int) -> Row:
    level = holders.level(holders.units[holder])
    superior = holders.region.code if level == Level.UNIT else ""
    return Row(holder=holder, name=holders.name(holder), level=level, superior=superior, place=place)


def tree(rows: Sequence[Held], indicator: Indicator) -> Tree:
    """Superiors before those beneath them; what hangs on nobody known, or in a circle, stands at the end."""
    arithmetic = cascaded([one.row for one in rows], indicator.nature, sums=indicator.adds)
    by_holder = {one.row.holder: one for one in rows}
    beneath: dict[str, list[Held]] = {}
    for one in by_holder.values():
        superior = one.row.superior if one.row.superior in by_holder else ""
        beneath.setdefault(superior, []).append(one)
    placed = list(_down(beneath, arithmetic.lines))
    seen = {place.held.row.holder for place in placed}
    lost = [Place(one, 0, arithmetic.lines[holder]) for holder, one in by_holder.items() if holder not in seen]
    return Tree([*placed, *lost], arithmetic)


def _down(beneath: Mapping[str, list[Held]], lines: Mapping[str, Line]) -> Iterator[Place]:
    # No recursion: a table may hang a thousand holders one beneath the other.
    ahead = [("", 0)]
    by_holder = {one.row.holder: one for held in beneath.values() for one in held}
    while ahead:
        holder, depth = ahead.pop()
        if holder:
            yield Place(by_holder[holder], depth - 1, lines[holder])
        last_first = sorted(beneath.get(holder, ()), key=lambda one: one.row.place, reverse=True)
        ahead += [(one.row.holder, depth + 1) for one in last_first]


def branch(rows: Sequence[Held], mine: set[str]) -> list[Held]:
    """The rows of some holders and of all above them: what one sees whose reach is not the whole district."""
    by_holder = {one.row.holder: one for one in rows}
    kept: set[str] = set()
    for holder in mine & set(by_holder):
        while holder in by_holder and holder not in kept:
            kept.add(holder)
            holder = by_holder[holder].row.superior
    return [one for one in rows if one.row.holder in kept]
