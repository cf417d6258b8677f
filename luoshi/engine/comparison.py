"""A district among its peers (县区对比): one figure of one like-for-like group (同类组), ranked as it was stated.

No figure is corrected, dropped or put in where one is missing. An unusual figure is kept, counted and asked about: a
flag is a question. Stored ints; growth and completion in basis points, those of rates in points × 100.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from luoshi.engine import progress
from luoshi.engine.natures import adds_up, sign
from luoshi.engine.quantity import rounded

By = Literal["level", "growth", "completion"]

UNUSUAL = 5  # times the median absolute deviation


@dataclass(frozen=True)
class Reading:
    """What one peer stated: its value, that of a year before, its goal, its growth. None where it is not known.

    A `growth` that was published stands, whatever `value` and `before` say: statistics compare at constant prices and
    revise the year before, so that theirs is not the quotient of two published levels.
    """

    key: str
    value: int | None
    before: int | None = None
    goal: int | None = None
    growth: int | None = None


@dataclass(frozen=True)
class Line:
    """One peer with a figure. `rank` counts from 1, equals share it: 1, 2, 2, 4.

    `ahead`: the distance to the next better figure, None at the top; never negative. `climbed`: places gained since the
    earlier comparison, None where there was no rank then. `unusual`: further from the median than five times the median
    absolute deviation; never where more than half of the figures are the same, which leaves nothing to measure by.
    """

    key: str
    figure: int
    rank: int
    tied: bool
    ahead: int | None
    climbed: int | None
    unusual: bool


@dataclass(frozen=True)
class Comparison:
    """Lines by rank, equals in the order given; `missing` the peers without a figure, which have no rank.

    A place is one of `counted`, the peers that have a figure. `median` rounded half away from zero, None of none.
    `same_peers`: whether the same peers had a figure in the earlier comparison; where not, a climb may be due to that
    (None without an earlier one).
    """

    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    median: int | None
    same_peers: bool | None

    @property
    def counted(self) -> int:
        """How many have a figure and so a place."""
        return len(self.lines)

    def line(self, key: str) -> Line | None:
        """That peer's line; None where it has no figure."""
        return next((line for line in self.lines if line.key == key), None)


def growth(now: int | None, before: int | None, nature: str = "cumulative") -> int | None:
    """Year on year (同比): basis points of `before`, for a rate the difference in points × 100.

    None where either is unknown, and for what is not a rate where `before` is zero or less.
    """
    adds_up(nature)
    if nature == "rate":
        return progress.deviation(now, before)
    return None if now is None else progress.completion(now - (before or 0), before)


def completion(value: int | None, goal: int | None, nature: str = "cumulative") -> int | None:
    """Basis points of the goal as in `progress.completion`, for a rate value − goal in points × 100."""
    adds_up(nature)
    return progress.deviation(value, goal) if nature == "rate" else progress.completion(value, goal)


def compare(
    readings: Sequence[Reading],
    *,
    by: By = "level",
    nature: str = "cumulative",
    direction: str = "more",
    earlier: Comparison | None = None,
) -> Comparison:
    """Rank the peers of one group by level, growth or completion, the best first.

    Equal figures tie as they are shown, growth and completion in basis points. Raises ValueError for a key that stands
    twice and for an unknown nature or direction.
    """
    adds_up(nature)
    if len({reading.key for reading in readings}) < len(readings):
        raise ValueError("a peer stands in a comparison once")
    figures = {reading.key: _figure(reading, by, nature) for reading in readings}
    known = {key: figure for key, figure in figures.items() if figure is not None}
    missing = tuple(key for key, figure in figures.items() if figure is None)
    before = None if earlier is None else {line.key: line.rank for line in earlier.lines}
    return Comparison(
        lines=_lines(known, sign(direction), before or {}),
        missing=missing,
        median=rounded(_twice_the_median(list(known.values())), 2) if known else None,
        same_peers=None if before is None else set(before) == set(known),
    )


def _figure(reading: Reading, by: By, nature: str) -> int | None:
    if by == "growth":
        return growth(reading.value, reading.before, nature) if reading.growth is None else reading.growth
    return completion(reading.value, reading.goal, nature) if by == "completion" else reading.value


def _lines(known: dict[str, int], way: int, before: dict[str, int]) -> tuple[Line, ...]:
    ordered = sorted(known, key=lambda key: -known[key] * way)
    stated = [known[key] for key in ordered]
    unusual, alike = _unusual(stated), Counter(stated)
    places = {figure: place for place, figure in reversed([*enumerate(stated)])}
    lines = []
    for key in ordered:
        first = places[known[key]]
        lines.append(
            Line(
                key=key,
                figure=known[key],
                rank=first + 1,
                tied=alike[known[key]] > 1,
                ahead=abs(stated[first - 1] - known[key]) if first else None,
                climbed=before[key] - first - 1 if key in before else None,
                unusual=known[key] in unusual,
            )
        )
    return tuple(lines)


def _unusual(stated: Sequence[int]) -> set[int]:
    """Twice the median and twice the distances keep halves whole."""
    if not stated:
        return set()
    middle = _twice_the_median(stated)
    distances = {figure: abs(2 * figure - middle) for figure in stated}
    spread = _twice_the_median([distances[figure] for figure in stated])
    return {figure for figure, distance in distances.items() if spread and 2 * distance > UNUSUAL * spread}


def _twice_the_median(figures: Sequence[int]) -> int:
    ordered = sorted(figures)
    return ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]
