"""What was published of an indicator by peers, and what the district's own books say of itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count

from luoshi.core.matters.models import Tracked
from luoshi.core.matters.queries import matters
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import Plan
from luoshi.engine.comparison import Reading
from luoshi.engine.periods import Period
from luoshi.kinds.target.models import PeerReading, Scope
from luoshi.kinds.target.queries import aims, at_head, goals_of_year, months_of, peer_readings

EARLIEST = 1950  # the first year of which periods are shown


def a_year_before(period: Period) -> Period:
    """The same part of the year before. Raises ValueError before 1900."""
    return Period(period.year - 1, period.kind, period.number)


@dataclass(frozen=True)
class Out:
    """The periods for which somebody else than the district published an indicator, the latest first.

    `usual`: the latest that at least half as many published as ever did: an early bird alone is no comparison.
    """

    periods: Sequence[Period] = ()
    usual: Period | None = None


def published_periods(plan: Plan, names: Collection[str], district: str, head: int | None) -> dict[str, Out]:
    """By indicator; one query."""
    found = PeerReading.objects.filter(at_head(head), plan=plan, indicator__in=names, period__gte=str(EARLIEST))
    found = found.exclude(peer=district)
    counts: dict[str, dict[Period, int]] = defaultdict(dict)
    for name, period, peers in found.values_list("indicator", "period").annotate(peers=Count("peer")).order_by():
        counts[name][Period.parse(period)] = peers
    return {name: _out(by_period) for name, by_period in counts.items()}


def _out(counts: Mapping[Period, int]) -> Out:
    most = max(counts.values())
    return Out(sorted(counts, reverse=True), max(period for period, peers in counts.items() if 2 * peers >= most))


@dataclass(frozen=True)
class Books:
    """What this house knows of the district's figure of an indicator: shown to those who may see the target alone.

    `months`: verified figure by month; `goals` by year.
    """

    matter: Tracked
    months: Mapping[str, int]
    goals: Mapping[int, int]

    def value(self, period: Period) -> int | None:
        return self.months.get(str(period.months[-1]))

    def waiting(self, period: Period) -> int | None:
        """What was reported for the period's last month and is not verified yet."""
        return self.matter.pending if self.matter.pending_period == str(period.months[-1]) else None


def books(person: Person, names: Collection[str], years: Sequence[int], head: int | None) -> dict[str, Books]:
    """Indicator → the district's own books, of the targets that the person may see; three queries and one a year."""
    found = {}
    for aim in aims(matters(person, head), scope=Scope.DISTRICT, indicators=names):
        if aim.indicator not in found or aim.matter.closed_on is None:
            found[aim.indicator] = aim
    keys = [aim.key for aim in found.values()]
    months = months_of(keys, years, head) if keys else {}
    goals = {year: goals_of_year(keys, year, head) for year in years} if keys else {}
    return {
        name: Books(
            aim.matter,
            months.get(aim.key, {}),
            {year: of_year[aim.key] for year, of_year in goals.items() if aim.key in of_year},
        )
        for name, aim in found.items()
    }


@dataclass(frozen=True)
class Published:
    """What peers published of one indicator: period → peer → as it was published."""

    readings: Mapping[str, Mapping[str, PeerReading]] = field(default_factory=dict)

    def of(self, peer: str, period: Period) -> PeerReading | None:
        return self.readings.get(str(period), {}).get(peer)

    def value(self, peer: str, period: Period) -> int | None:
        found = self.of(peer, period)
        return found.value if found else None

    def goal(self, peer: str, period: Period) -> int | None:
        """The year's goal as it was last stated by the end of the period; a goal is often published once a year."""
        known = [(when, goal) for when, goal in self._goals.get((peer, period.year), ()) if when <= period]
        return max(known)[1] if known else None

    @cached_property
    def _goals(self) -> Mapping[tuple[str, int], Sequence[tuple[Period, int]]]:
        found = defaultdict(list)
        for name, by_peer in self.readings.items():
            period = Period.parse(name)
            for peer, row in by_peer.items():
                if row.goal is not None:
                    found[peer, period.year].append((period, row.goal))
        return found

    def reading(self, peer: str, period: Period) -> Reading:
        """As it was published, whatever else is known of the peer."""
        found = self.of(peer, period)
        return Reading(
            peer,
            found.value if found else None,
            self.value(peer, a_year_before(period)),
            self.goal(peer, period),
            found.growth if found else None,
        )

    def own(self, district: str, period: Period, kept: Books | None) -> Reading:
        """The district by its verified figure where it has one, else as it was published."""
        said = self.reading(district, period)
        value = kept.value(period) if kept else None
        if kept is None or value is None:
            return said
        before = kept.value(a_year_before(period))
        goal = kept.goals.get(period.year)
        return Reading(
            district,
            value,
            said.before if before is None else before,
            said.goal if goal is None else goal,
            said.growth,
        )


def published(
    plan: Plan, names: Collection[str], periods: Iterable[Period], head: int | None, peers: Collection[str]
) -> dict[str, Published]:
    """Indicator → what these peers published for these periods; one query."""
    found = peer_readings(plan, sorted({str(period) for period in periods}), head, indicators=names)
    found = found.filter(peer__in=peers)
    readings: dict[str, dict[str, dict[str, PeerReading]]] = {}
    for row in found:
        readings.setdefault(row.indicator, {}).setdefault(row.period, {})[row.peer] = row
    return {name: Published(by_period) for name, by_period in readings.items()}
