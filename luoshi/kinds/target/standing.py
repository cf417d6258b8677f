"""One target as it stands: against time, against its trajectory, against last year, among its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from luoshi.core.matters.models import Direction, Nature, Rollup
from luoshi.engine import comparison, natures, progress
from luoshi.engine.comparison import By
from luoshi.engine.periods import Kind, Period
from luoshi.engine.quantity import rounded
from luoshi.kinds.target.models import Indicator
from luoshi.kinds.target.owing import Contributions
from luoshi.kinds.target.queries import Aim
from luoshi.kinds.target.year_goal import YearGoal

Source = Literal["own", "published", "stated", ""]
Stated = tuple[int | None, int | None, int | None]  # value, growth, goal, as in a PeerReading


@dataclass(frozen=True)
class Place:
    """The district's place among the peers of its group that have a figure.

    `by` says by what they are compared and `figure` the district's own: its level (stored), growth or completion
    (basis points). `period` as it was published. `rank_due` is where it would stand if it stood where it was due, and
    `gained` the places that would win; below zero it stands better than it had to. Both None where that is not known.
    """

    period: str
    by: By
    group: str
    figure: int
    rank: int
    of: int
    rank_due: int | None
    gained: int | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A target at the end of a period. Stored integers of `label`; completion, elapsed, deviations in basis points.

    `month`: of the figure used, the last verified one of the year by the period's end; "" where there is none, and then
    dues are those of the period's end. Where the number follows from children it is their mean: `label` is %, the goal
    100 %, and it is known for the state's own month alone.

    `due`: what should stand by pro-rata; for a level or a rate what its own trajectory asks for, else the goal.
    `gap` is value − due and `gap_by_path` value − due_by_path, below zero is short; `to_year_end` is what is still
    missing to the goal (goal − value). Where less is better all three turn, so that short stays below zero.

    `growth`: year on year in basis points, for a rate in points × 100. Its source: "own" (the target's own figure of
    last year, in `last_year`), "published" (what was published of the district for last year, in `last_year` too),
    "stated" (the growth that was published), "" none.
    """

    aim: Aim
    indicator: Indicator | None
    label: str
    month: str
    value: int | None
    goal: int | None
    completion: int | None
    elapsed: int
    deviation: int | None
    path_deviation: int | None
    due: int | None
    due_by_path: int | None
    last_year: int | None = None
    growth: int | None = None
    growth_source: Source = ""
    place: Place | None = None
    contributions: Contributions | None = None
    contributions_by_path: Contributions | None = None

    @property
    def nature(self) -> str:
        return self.aim.matter.nature

    @property
    def direction(self) -> str:
        return self.aim.matter.direction

    @property
    def follows_children(self) -> bool:
        return self.aim.matter.rollup != Rollup.OWN

    @property
    def adds(self) -> bool:
        """Whether the units' figures may be summed."""
        said = self.indicator.adds if self.indicator else self.nature == Nature.CUMULATIVE
        return said and not self.follows_children

    @property
    def gap(self) -> int | None:
        return self._ahead_of(self.due)

    @property
    def gap_by_path(self) -> int | None:
        return self._ahead_of(self.due_by_path)

    @property
    def to_year_end(self) -> int | None:
        ahead = self._ahead_of(self.goal)
        return None if ahead is None else -ahead

    def _ahead_of(self, due: int | None) -> int | None:
        if self.value is None or due is None:
            return None
        return (self.value - due) * natures.sign(self.direction)


@dataclass(frozen=True)
class Ground:
    """What standings are made of, read once for all of them.

    Goals and readings (month → figure, of this year and the last) by the key of a matter; `published`: indicator →
    period → peer → what was stated, of the year's periods and of the district alone for last year's month;
    `peers` the group of each; `district` the name under which the district is one of them.
    """

    month: Period
    district: str
    definitions: Mapping[str, Indicator] = field(default_factory=dict)
    goals: Mapping[int, YearGoal] = field(default_factory=dict)
    readings: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    published: Mapping[str, Mapping[str, Mapping[str, Stated]]] = field(default_factory=dict)
    peers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def like(self) -> frozenset[str]:
        """The peers of the district's group, without itself; all of them while nobody said which is its group."""
        group = self.peers.get(self.district, "")
        return frozenset(name for name, of in self.peers.items() if name != self.district and group in ("", of))

    def stated(self, indicator: str, month: Period, peer: str) -> Stated:
        """What a peer stated for any period that ends with the month."""
        periods = self.published.get(indicator, {})
        found = (periods.get(name, {}).get(peer) for name in ending_with(month))
        return next((stated for stated in found if stated), (None, None, None))


def ending_with(month: Period) -> list[str]:
    """The periods that end with a month: 2026-06, 2026Q2, 2026H1."""
    kinds: tuple[Kind, ...] = ("month", "quarter", "half", "year")
    periods = [Period.of(month.end, kind) for kind in kinds]
    return [str(period) for period in periods if period.end == month.end]


def a_year_before(month: Period) -> Period:
    return Period(month.year - 1, "month", month.number)


def standing(aim: Aim, ground: Ground) -> Standing:
    """The target without its neighbours and without who its gap comes from."""
    if aim.matter.rollup != Rollup.OWN:
        return _of_children(aim, ground)
    months = ground.readings.get(aim.key, {})
    known = max((m for m in months if m.startswith(f"{ground.month.year}-") and m <= str(ground.month)), default="")
    month = Period.parse(known) if known else ground.month
    goal, value = ground.goals.get(aim.key, YearGoal()), months.get(known)
    by_path = progress.elapsed_by_path(goal.path, goal.goal, month.number) if goal.path else None
    elapsed = _elapsed(aim, month, by_path)
    share = progress.completion(value, goal.goal)
    done = _turned(aim, share, elapsed)
    before, growth, source = year_on_year(aim, ground, month, value)
    return Standing(
        aim=aim,
        indicator=ground.definitions.get(aim.indicator),
        label=aim.matter.unit_label,
        month=known,
        value=value,
        goal=goal.goal,
        completion=done,
        elapsed=elapsed,
        deviation=progress.deviation(done, elapsed),
        path_deviation=_ahead(aim, progress.deviation(share, by_path)),
        due=goal.due(month.number, aim.matter.nature),
        due_by_path=goal.due_by_path(month.number),
        last_year=before,
        growth=growth,
        growth_source=source,
    )


def _elapsed(aim: Aim, month: Period, by_path: int | None) -> int:
    """As core's judgement has it: a level or a rate does not grow with the months."""
    if aim.matter.nature == Nature.CUMULATIVE:
        return progress.elapsed_by_months(month)
    return progress.level_due(by_path)


def _turned(aim: Aim, share: int | None, elapsed: int) -> int | None:
    return share if aim.matter.direction == Direction.MORE else progress.within(share, elapsed)


def _ahead(aim: Aim, deviation: int | None) -> int | None:
    return None if deviation is None else deviation * natures.sign(aim.matter.direction)


def _of_children(aim: Aim, ground: Ground) -> Standing:
    matter, elapsed = aim.matter, progress.elapsed_by_months(ground.month)
    # The state holds one mean, that of the month it was judged for; an earlier month's is in an earlier entry.
    stands = matter.year == ground.month.year and matter.completion is not None and (matter.elapsed or 0) <= elapsed
    value, elapsed = (matter.completion, matter.elapsed or 0) if stands else (None, elapsed)
    return Standing(
        aim=aim,
        indicator=ground.definitions.get(aim.indicator),
        label="%",
        month=f"{ground.month.year}-{rounded(elapsed * 12, progress.WHOLE):02d}" if stands else "",
        value=value,
        goal=progress.WHOLE,
        completion=value,
        elapsed=elapsed,
        deviation=progress.deviation(value, elapsed),
        path_deviation=None,
        due=elapsed,
        due_by_path=None,
    )


def year_on_year(aim: Aim, ground: Ground, month: Period, value: int | None) -> tuple[int | None, int | None, Source]:
    """The figure of a year before, the growth since then, and where it is from, as `Standing` has them."""
    before: int | None = ground.readings.get(aim.key, {}).get(str(a_year_before(month)))
    source: Source = "own"
    if before is None:
        before, source = ground.stated(aim.indicator, a_year_before(month), ground.district)[0], "published"
    growth = comparison.growth(value, before, aim.matter.nature)
    if growth is not None:
        return before, growth, source
    growth = ground.stated(aim.indicator, month, ground.district)[1]
    return before, growth, "stated" if growth is not None else ""
