"""A target among the neighbours: by what was published last, and month by month."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from luoshi.core.matters.models import Nature
from luoshi.engine import comparison, progress
from luoshi.engine import gap as arithmetic
from luoshi.engine.comparison import By
from luoshi.engine.periods import Period
from luoshi.kinds.target.standing import Ground, Place, Standing, Stated, ending_with, standing, year_on_year
from luoshi.kinds.target.year_goal import YearGoal

LOOK_BACK = 3  # months in which a comparison is still spoken of: statistics of neighbours come late


@dataclass(frozen=True)
class Compared:
    """A target beside the figures of its peers, as `engine.gap` ranks it, and what by and when."""

    target: arithmetic.Target
    period: str
    by: By
    names: Sequence[str]

    def place(self, board: arithmetic.ShortBoard, group: str) -> Place | None:
        if self.target.value is None or board.rank is None:
            return None
        counted = sum(peer is not None for peer in self.target.peers) + 1
        figure = self.target.value
        return Place(self.period, self.by, group, figure, board.rank, counted, board.rank_due, board.places)


def compared(found: Standing, ground: Ground) -> Compared:
    """Beside what was published last, of the months that are near enough.

    Rates are compared by their level; sums and levels by growth where a peer published one, else by completion where
    one published its goal, else as they are. The district's own figure is the verified one of that month, else the one
    that was published of it; its growth is the published one, which is how its peers' is known.
    """
    month, period, peers = _latest(found.aim.indicator, ground)
    by = _by(found.nature, peers.values())
    value, due = (None, None) if month is None else _own(found, ground, month, by)
    figures = [_figure(stated, by) for stated in peers.values()]
    known = value is not None and any(figure is not None for figure in figures)
    target = arithmetic.Target(
        key=found.aim.matter.code,
        value=value if known else found.value,
        due=due if known else None,
        peers=figures if known else [],
        weight=found.aim.matter.weight,
        deviation=found.deviation,
        direction=found.direction,
    )
    return Compared(target, period, by, list(peers) if known else [])


def _latest(indicator: str, ground: Ground) -> tuple[Period | None, str, dict[str, Stated]]:
    """The latest that at least half as many peers published as any near enough: an early bird alone is none."""
    month, periods = ground.month, ground.published.get(indicator, {})
    found: list[tuple[Period, str, dict[str, Stated]]] = []
    for _ in range(LOOK_BACK):
        for name in ending_with(month):
            if peers := {peer: stated for peer, stated in periods.get(name, {}).items() if peer in ground.like}:
                found.append((month, name, peers))
                break
        month = month.previous()
    most = max((len(peers) for _month, _name, peers in found), default=0)
    return next((one for one in found if 2 * len(one[2]) >= most), (None, "", {}))


def _by(nature: str, peers: Collection[Stated]) -> By:
    if nature == Nature.RATE:
        return "level"
    if any(growth is not None for _value, growth, _goal in peers):
        return "growth"
    return "completion" if any(value is not None and goal for value, _growth, goal in peers) else "level"


def _figure(stated: Stated, by: By) -> int | None:
    value, growth, goal = stated
    if by == "growth":
        return growth
    return progress.completion(value, goal) if by == "completion" else value


def _own(found: Standing, ground: Ground, month: Period, by: By) -> tuple[int | None, int | None]:
    """The district's figure and the one that was due, as its peers are compared."""
    aim, goal = found.aim, ground.goals.get(found.aim.key, YearGoal())
    months, stated = ground.readings.get(aim.key, {}), ground.stated(aim.indicator, month, ground.district)
    reading, due = months.get(str(month)), goal.due(month.number, found.nature)
    if by == "growth":
        before, growth, _source = year_on_year(aim, ground, month, reading)
        return growth if stated[1] is None else stated[1], comparison.growth(due, before, found.nature)
    if by == "completion":
        own = progress.completion(reading, goal.goal)
        return _figure(stated, by) if own is None else own, progress.completion(due, goal.goal)
    return stated[0] if reading is None else reading, due


@dataclass(frozen=True)
class Course:
    """Who stood at which place in each of these periods, None where nothing was published; the district by its name."""

    periods: Sequence[str]
    places: Mapping[str, Sequence[int | None]]


def course(found: Standing, ground: Ground) -> Course:
    """The places month by month, as far as `ground` reads, of the months for which neighbours published."""
    ranks: dict[str, dict[str, int]] = {}
    for month in Period(ground.month.year).months[: ground.month.number]:
        then = replace(ground, month=month)
        beside = compared(standing(found.aim, then), then)
        if beside.names and beside.period in ending_with(month):
            ranks[beside.period] = _ranks(beside, ground.district)
    names = dict.fromkeys(name for of_period in ranks.values() for name in of_period)
    return Course(list(ranks), {name: [ranks[period].get(name) for period in ranks] for name in names})


def _ranks(beside: Compared, district: str) -> dict[str, int]:
    figures = {district: beside.target.value, **dict(zip(beside.names, beside.target.peers, strict=True))}
    stated = [comparison.Reading(name, figure) for name, figure in figures.items()]
    return {line.key: line.rank for line in comparison.compare(stated, direction=beside.target.direction).lines}
