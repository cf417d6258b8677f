"""How the district stands (形势): every key target against time, last year and its neighbours; where it falls short."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from luoshi.core.ledger.queries import readings_of
from luoshi.core.matters import reasons
from luoshi.core.matters.kinds import abandoned
from luoshi.core.matters.models import Tracked
from luoshi.core.matters.queries import open_at
from luoshi.core.plan.models import Plan
from luoshi.engine import gap as arithmetic
from luoshi.engine.periods import Period
from luoshi.kinds.target.members import Asked, taken_apart
from luoshi.kinds.target.models import PeerReading, Scope
from luoshi.kinds.target.neighbourhood import LOOK_BACK, compared
from luoshi.kinds.target.owing import Contributions, Piece
from luoshi.kinds.target.queries import Aim, aims, at_head, indicators, own_name, peers, year_goals
from luoshi.kinds.target.standing import Ground, Place, Standing, Stated, a_year_before, ending_with, standing

__all__ = ["Contributions", "Owner", "Piece", "Place", "ShortBoard", "Situation", "Standing", "situation"]

SHOWN = 8  # short boards whose gap is taken apart


@dataclass(frozen=True)
class Owner:
    """Who answers for a target: its lead unit and the responsible person."""

    code: str
    name: str
    responsible: str


@dataclass(frozen=True)
class ShortBoard:
    """A target that costs the district standing (短板): `places` lost among its neighbours (None: nothing to compare
    by), `cost` = weight × what it lags, in basis points of weight (None where it has no deviation).
    """

    standing: Standing
    places: int | None
    cost: int | None

    @property
    def owner(self) -> Owner:
        matter = self.standing.aim.matter
        return Owner(matter.lead_unit.code, matter.lead_unit.name, matter.responsible)

    @property
    def contributions(self) -> Contributions | None:
        return self.standing.contributions

    def reasons(self, on: dt.date) -> list[str]:
        """Why its light is what it is, in words; days are counted up to `on`."""
        return reasons.reasons(self.standing.aim.matter, on)


@dataclass(frozen=True)
class Situation:
    """The district's targets by weight, and the short boards, the costliest first, as of an entry (None: now)."""

    plan: Plan
    period: Period
    head: int | None
    standings: Sequence[Standing]
    short_boards: Sequence[ShortBoard]
    ground: Ground


def situation(
    plan: Plan, period: Period, head: int | None, found: QuerySet[Tracked], *, shown: int = SHOWN, of: str = ""
) -> Situation:
    """The district's targets among `found` (what `core.matters.queries.matters` gives) at the end of a period.

    Figures are those verified for the months up to the period's last, as of the head. The gaps of the first `shown`
    short boards are taken apart. `of`: one target alone, by its code, its gap taken apart whether short or not, and
    compared over the whole year. At most 10 queries, whatever the number of targets, units and months.
    """
    open_then = Q(open_at(period.end), plan=plan) & ~Q(stage__in=abandoned())
    held = found.filter(open_then, code=of) if of else found.filter(open_then)
    targets = aims(held, scope=Scope.DISTRICT)
    ground = _ground(plan, period, head, targets, back=period.months[-1].number if of else LOOK_BACK)
    standings, boards = _ranked(targets, ground)
    short = [board for board in boards if (board.places or 0) > 0 or (board.shortfall or 0) > 0]
    wanted = {board.key for board in short[:shown]} | {of}
    told = taken_apart([one for one in standings if one.aim.matter.code in wanted], Asked(plan, head, found, open_then))
    by_code = {one.aim.matter.code: told.get(one.aim.matter.code, one) for one in standings}
    short_boards = [ShortBoard(by_code[board.key], board.places, board.shortfall) for board in short]
    return Situation(plan, period, head, list(by_code.values()), short_boards, ground)


def _ground(plan: Plan, period: Period, head: int | None, targets: Sequence[Aim], *, back: int) -> Ground:
    """Five queries."""
    month, own = period.months[-1], own_name(plan, head)
    names = {aim.indicator for aim in targets}
    keys = [aim.key for aim in targets]
    return Ground(
        month=month,
        district=own,
        definitions={one.name: one for one in indicators(plan, head).filter(name__in=names)},
        goals=year_goals(keys, month.year, head),
        readings=readings_of(keys, "value", [month.year - 1, month.year], head),
        published=_published(plan, month, head, names, back, own),
        peers=peers(plan, head),
    )


def _published(
    plan: Plan, month: Period, head: int | None, names: Collection[str], back: int, own: str
) -> dict[str, dict[str, dict[str, Stated]]]:
    """What peers stated for the months that are near enough, and the district for the same months of last year."""
    months, near, before = month, [], []
    for _ in range(back):
        near += ending_with(months)
        before += ending_with(a_year_before(months))
        months = months.previous()
    rows = PeerReading.objects.filter(
        at_head(head), Q(period__in=near) | Q(period__in=before, peer=own), plan=plan, indicator__in=names
    )
    found: dict[str, dict[str, dict[str, Stated]]] = {}
    columns = ("indicator", "period", "peer", "value", "growth", "goal")
    for indicator, period, peer, *stated in rows.values_list(*columns):
        found.setdefault(indicator, {}).setdefault(period, {})[peer] = tuple(stated)
    return found


def _ranked(targets: Sequence[Aim], ground: Ground) -> tuple[list[Standing], list[arithmetic.ShortBoard]]:
    """Every standing with its place, and all of them by what they cost."""
    plain = [standing(aim, ground) for aim in targets]
    beside = [compared(one, ground) for one in plain]
    boards = arithmetic.short_boards([one.target for one in beside])
    by_code, group = {board.key: board for board in boards}, ground.peers.get(ground.district, "")
    placed = [
        replace(one, place=other.place(by_code[other.target.key], group))
        for one, other in zip(plain, beside, strict=True)
    ]
    return placed, boards
