"""One indicator in one group and period: who stands where, by which figure, and how that moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from luoshi.engine import comparison
from luoshi.engine.comparison import By, Comparison, Reading
from luoshi.engine.periods import Period
from luoshi.kinds.target.models import Indicator, PeerReading
from luoshi.kinds.target.neighbours.published import Books, Published, a_year_before

ORDER: tuple[By, ...] = ("level", "growth", "completion")
SLOTS = {"month": 12, "quarter": 8, "half": 6, "year": 6}  # periods over which places are drawn


def asked_for(period: Period) -> list[Period]:
    """The periods of which places are drawn up to this one, oldest first."""
    found = [period]
    while len(found) < SLOTS[period.kind] and found[0].start.year > 1901:
        found.insert(0, found[0].previous())
    return found


def needed(period: Period) -> list[Period]:
    """Those, and the same a year before each, against which growth is counted."""
    slots = asked_for(period)
    return [*slots, *map(a_year_before, slots)]


@dataclass(frozen=True)
class Row:
    """One peer: its three figures, its line where it has a place, what was published of it and by which entry.

    `reading` is what it is compared by. Moves are places gained, None where there was no place then.
    """

    name: str
    own: bool
    reading: Reading
    growth: int | None
    completion: int | None
    line: comparison.Line | None
    stated: PeerReading | None
    moved_in_a_year: int | None
    moved_since_last: int | None


@dataclass(frozen=True, kw_only=True)
class Board:
    """The comparison of one group by one figure. `names` are all peers of the group, with the district or without."""

    indicator: Indicator
    period: Period
    by: By
    group: str
    names: Sequence[str]
    district: str
    said: Published
    kept: Books | None

    @cached_property
    def found(self) -> Comparison:
        return self._compared(self.period)

    @cached_property
    def slots(self) -> list[Period]:
        """The periods for which several of the group have a figure: to be the only one is no place."""
        return [period for period in asked_for(self.period) if self._compared(period).counted > 1]

    @cached_property
    def last(self) -> Period | None:
        """The one before this, as far as there was one."""
        earlier = [period for period in self.slots if period < self.period]
        return earlier[-1] if earlier else None

    @cached_property
    def a_year_ago(self) -> Comparison:
        return self._compared(a_year_before(self.period))

    @cached_property
    def before(self) -> Comparison | None:
        return self._compared(self.last) if self.last else None

    @property
    def same_peers(self) -> bool:
        """Whether the same peers had a figure each time it is compared with; where not, a climb may be due to that."""
        earlier = [then for then in (self.a_year_ago, self.before) if then and then.lines]
        return all({line.key for line in then.lines} == {line.key for line in self.found.lines} for then in earlier)

    @cached_property
    def rows(self) -> list[Row]:
        """By place, then those without one."""
        lines = {line.key: line for line in self.found.lines}
        return [self._row(name, lines.get(name)) for name in (*lines, *self.found.missing)]

    @property
    def own(self) -> Row | None:
        return next((row for row in self.rows if row.own), None)

    @cached_property
    def as_published(self) -> comparison.Line | None:
        """The district's line if it were placed by what was published of it; None where that is how it is placed."""
        if self.kept is None or self.kept.value(self.period) is None or self.district not in self.names:
            return None
        readings = [self.said.reading(name, self.period) for name in self.names]
        return self._ranked(readings).line(self.district)

    def next_ahead(self, row: Row) -> str:
        """Who has the next better figure; the first of them where they share it."""
        if row.line is None or row.line.ahead is None:
            return ""
        better = [line for line in self.found.lines if line.rank < row.line.rank]
        return next(line.key for line in better if line.rank == better[-1].rank)

    def places(self, name: str) -> list[int | None]:
        """Its place in each of the slots; None without a figure, and where nobody else had one to be compared with."""
        found = [self._compared(period) for period in self.slots]
        lines = [one.line(name) if one.counted > 1 else None for one in found]
        return [line.rank if line else None for line in lines]

    def _row(self, name: str, line: comparison.Line | None) -> Row:
        reading, nature = self._reading(name, self.period), self.indicator.nature
        grown = reading.growth
        return Row(
            name=name,
            own=name == self.district,
            reading=reading,
            growth=comparison.growth(reading.value, reading.before, nature) if grown is None else grown,
            completion=comparison.completion(reading.value, reading.goal, nature),
            line=line,
            stated=self.said.of(name, self.period),
            moved_in_a_year=_moved(self.a_year_ago, line),
            moved_since_last=_moved(self.before, line),
        )

    def _reading(self, name: str, period: Period) -> Reading:
        return self.said.own(name, period, self.kept) if name == self.district else self.said.reading(name, period)

    def _compared(self, period: Period) -> Comparison:
        compared = self.__dict__.setdefault("_comparisons", {})
        if period not in compared:
            compared[period] = self._ranked([self._reading(name, period) for name in self.names])
        return compared[period]

    def _ranked(self, readings: Sequence[Reading]) -> Comparison:
        indicator = self.indicator
        return comparison.compare(readings, by=self.by, nature=indicator.nature, direction=indicator.direction)


def _moved(earlier: Comparison | None, line: comparison.Line | None) -> int | None:
    then = earlier.line(line.key) if earlier and line else None
    return then.rank - line.rank if then and line else None


def usual(indicator: Indicator, said: Published, period: Period, names: Sequence[str]) -> By:
    """By what such figures are compared where nobody asks otherwise: rates as they are; others by growth where one was
    published, else by completion where a goal was, else as they are."""
    if indicator.nature == "rate":
        return "level"
    readings = [said.reading(name, period) for name in names]
    if any(reading.growth is not None for reading in readings):
        return "growth"
    return "completion" if any(reading.value is not None and reading.goal for reading in readings) else "level"
