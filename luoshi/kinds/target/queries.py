"""Questions about indicators, cascades and peers. Each takes `head`: now when None, else as of that entry."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from luoshi.core.ledger.queries import names_then, readings_of
from luoshi.core.matters.models import Goal, Matter, Tracked
from luoshi.core.plan.models import Plan
from luoshi.core.plan.queries import at
from luoshi.engine.periods import Period
from luoshi.kinds.target.models import Indicator, Peer, PeerReading, Scope, Share, Target
from luoshi.kinds.target.year_goal import YearGoal


def at_head(head: int | None) -> Q:
    """The rows that stood as of an entry, or that stand now."""
    return Q(superseded=None) if head is None else at(head)


def indicators(plan: Plan, head: int | None = None) -> QuerySet[Indicator]:
    return Indicator.objects.filter(at_head(head), plan=plan).select_related("lead_unit").order_by("number")


def indicator_named(plan: Plan, name: str) -> Indicator | None:
    """The definition in force of an indicator, by its name."""
    return indicators(plan).filter(name=name).first()


def shares(plan: Plan, year: int, head: int | None = None, *, indicator: str = "") -> QuerySet[Share]:
    """The rows of the cascades of a year, of one indicator or of all, in the order they were given."""
    found = Share.objects.filter(at_head(head), plan=plan, year=year).order_by("indicator", "place", "holder")
    return found.filter(indicator=indicator) if indicator else found


def peers(plan: Plan, head: int | None = None) -> dict[str, str]:
    """Peer → the group it is compared within."""
    return dict(Peer.objects.filter(at_head(head), plan=plan).order_by("name").values_list("name", "group"))


def own_name(plan: Plan, head: int | None = None) -> str:
    """The name under which the district is one of the peers: the one it bore at the entry."""
    region = plan.region
    return region.name if head is None else names_then(region.pk, head).get(region.code, region.name)


def group_of(plan: Plan, names: Collection[str]) -> dict[str, str]:
    """The groups of some peers, now."""
    found = Peer.objects.filter(plan=plan, superseded=None, name__in=names)
    return dict(found.values_list("name", "group"))


def peer_readings(
    plan: Plan, periods: Collection[str], head: int | None = None, *, indicators: Collection[str] | None = None
) -> QuerySet[PeerReading]:
    """What peers published for some periods, of some indicators or of all."""
    found = PeerReading.objects.filter(at_head(head), plan=plan, period__in=periods)
    found = found if indicators is None else found.filter(indicator__in=indicators)
    return found.order_by("indicator", "period", "peer")


@dataclass(frozen=True)
class Aim:
    """A target as it stands: its row, and what the kind adds to it."""

    matter: Tracked
    key: int
    indicator: str
    scope: str

    @property
    def holder(self) -> str:
        """The code under which a cascade knows whose figure this is; empty for the whole district."""
        return self.matter.lead_unit.code if self.scope == Scope.UNIT else ""


def aims(found: QuerySet[Tracked], *, scope: str = "", indicators: Collection[str] | None = None) -> list[Aim]:
    """The targets among these matters (what `core.matters.queries.matters` gives), by weight; one query."""
    held = Target.objects.filter(scope=scope) if scope else Target.objects.all()
    held = held if indicators is None else held.filter(indicator__in=indicators)
    key = "pk" if found.model is Matter else "matter"
    target = Target.objects.filter(matter=OuterRef(key))
    told = {"counted": Subquery(target.values("indicator")), "whose": Subquery(target.values("scope"))}
    rows = found.filter(**{f"{key}__in": held.values("matter")}).annotate(**told).order_by("-weight", "code")
    return [Aim(row, row.key, row.counted, row.whose) for row in rows]  # type: ignore[attr-defined]


def goals_of_year(keys: Collection[int], year: int, head: int | None = None) -> dict[int, int]:
    """Matter → what it should reach in a year, of those that have a goal for it."""
    found = Goal.objects.filter(at_head(head), matter__in=keys, measure="value", year=year)
    return dict(found.values_list("matter", "value"))


def year_goals(keys: Collection[int], year: int, head: int | None = None) -> dict[int, YearGoal]:
    """The same with their trajectories."""
    found = Goal.objects.filter(at_head(head), matter__in=keys, measure="value", year=year)
    return {matter: YearGoal.stored(goal, path) for matter, goal, path in found.values_list("matter", "value", "path")}


def months_of(keys: Collection[int], years: Collection[int], head: int | None = None) -> dict[int, dict[str, int]]:
    """Matter → month → verified figure of the years, of all these matters in one query."""
    return readings_of(keys, "value", years, head)


def goals_of_years(keys: Collection[int], head: int | None = None) -> QuerySet[Goal]:
    """Every year's goal of these matters, the earliest year first."""
    return Goal.objects.filter(at_head(head), matter__in=keys, measure="value").order_by("year", "matter")


def years_published(
    plan: Plan, peer: str, names: QuerySet[Any, Any], before: int, head: int
) -> list[tuple[str, list[int | None], int | None]]:
    """What a peer published of these indicators in the years `before` that one: (indicator, twelve months, last goal).

    A figure of a quarter, half or year stands in its last month; a month without one is None. One query.
    """
    found = PeerReading.objects.filter(at_head(head), plan=plan, peer=peer, indicator__in=names)
    years: dict[tuple[str, int], tuple[dict[int, int], int | None]] = {}
    for indicator, name, value, goal in found.order_by("period").values_list("indicator", "period", "value", "goal"):
        month = Period.parse(name).months[-1]
        if month.year < before and value is not None:
            months, standing = years.get((indicator, month.year), ({}, None))
            years[indicator, month.year] = ({**months, month.number: value}, standing if goal is None else goal)
    return [
        (indicator, [months.get(number) for number in range(1, 13)], goal)
        for (indicator, _year), (months, goal) in sorted(years.items())
    ]


def published_of(plan: Plan, names: Collection[str], year: int, head: int | None = None) -> dict[str, list[int | None]]:
    """Indicator → what was published of the district itself in a year, month by month; None where nothing was."""
    found = PeerReading.objects.filter(at_head(head), plan=plan, peer=own_name(plan, head), indicator__in=names)
    told: dict[str, list[int | None]] = {}
    rows = found.filter(period__startswith=str(year)).values_list("indicator", "period", "value")
    for indicator, name, value in rows:
        told.setdefault(indicator, [None] * 12)[Period.parse(name).months[-1].number - 1] = value
    return told


def filled(own: Sequence[int | None], published: Sequence[int | None]) -> list[int | None]:
    """Own figures, and what was published in the months without one."""
    return [stated if figure is None else figure for figure, stated in zip(own, published, strict=True)]
