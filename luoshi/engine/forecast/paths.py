"""The year-end fan of a cumulative figure: where P10, P50 and P90 run in the months to come.

One record is one matter in one year. From every month k a record can tell how the projection by shape missed
each later month: those misses, divided by the goal (without one, by the projected year's end), are what the
fan is made of. A record counts for a fan from month k once its December is known, and with it the month
before k, k itself or the month after.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import floor

import numpy as np
from numpy.typing import NDArray

from luoshi.engine.forecast.reference import Basis, NotEnough, basis, shares
from luoshi.engine.forecast.samples import Numbers, Sample

Rows = NDArray[np.intp]

MONTHS = 12
WHOLE = 10_000
SHARES = np.array([0.1, 0.5, 0.9])
# What a miss says of a fan that starts a month earlier or later, or looks a month nearer or farther.
NEIGHBOUR = 0.5


@dataclass(frozen=True)
class PathRecord:
    """One matter in one year, in stored ints.

    `classes`: its reference classes, the narrowest first. `values`: what had come in by the end of each month
    since January, None where unknown; fewer than twelve are a year that is not over. `goal`: the year's, if any.
    `path`: the twelve planned cumulative values, or empty: as much every month.
    """

    classes: tuple[str, ...]
    values: tuple[int | None, ...]
    goal: int | None
    path: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _check(self.values, self.path)


@dataclass(frozen=True)
class Fan:
    """P10, P50 and P90 for every month after the last known one up to December, in stored ints.

    No line falls, none starts below the last known value, and low ≤ middle ≤ high. Empty after December.
    """

    low: tuple[int, ...]
    middle: tuple[int, ...]
    high: tuple[int, ...]
    basis: Basis


@dataclass(frozen=True, eq=False)
class _Outlook:
    """The year seen from the last known month: its value, the projected months 1 to 12, what a miss is measured in."""

    month: int
    last: int
    projected: Numbers
    scale: float


@dataclass(frozen=True, eq=False)
class Paths:
    """What the records of a district say about how its years go on; made by `learn_paths`."""

    misses: Numbers  # record × month looked from (0 to 11) × month looked at (1 to 12), NaN where unknown
    members: dict[str, Rows]  # class → the rows of its records
    _seen: dict[tuple[tuple[str, ...], int], "tuple[Basis, tuple[Sample, ...]] | NotEnough"] = field(
        default_factory=dict, repr=False
    )

    def fan(
        self, values: Sequence[int | None], goal: int | None, path: Sequence[int], classes: Sequence[str]
    ) -> Fan | NotEnough:
        """The fan of a figure that is known as `values`, with arguments as in `PathRecord`.

        NotEnough below twenty records in the widest class, and where nothing is known: no value, goal or path.
        Raises ValueError without classes, for more than twelve values and for a path of another length.
        """
        outlook = _outlook(values, goal, path)
        spread = self._spread(tuple(classes), outlook.month if outlook else 0)
        if isinstance(spread, NotEnough):
            return spread
        found, samples = spread
        if outlook is None:
            return NotEnough(0)
        lines = np.array([sample.quantiles(SHARES) for sample in samples]).reshape(-1, len(SHARES))
        ahead = outlook.projected[outlook.month :, None] + lines * outlook.scale
        low, middle, high = (_never_falling(line, outlook.last) for line in ahead.T)
        return Fan(low, middle, high, found)

    def probability(
        self, values: Sequence[int | None], goal: int | None, path: Sequence[int], classes: Sequence[str]
    ) -> int | None:
        """Basis points that the goal is reached by the year's end, arguments as in `fan`.

        None without a goal above zero and where there is no fan. Certain only where the goal is reached
        already or the year is over: records that never missed are no proof.
        """
        outlook = _outlook(values, goal, path)
        if outlook is None or goal is None or goal <= 0:
            return None
        spread = self._spread(tuple(classes), outlook.month)
        if isinstance(spread, NotEnough):
            return None
        if outlook.last >= goal or outlook.month == MONTHS:
            return WHOLE if outlook.last >= goal else 0
        found, samples = spread
        short = samples[-1].below((goal - float(outlook.projected[-1])) / outlook.scale)
        return floor(((1 - short) * found.records + 0.5) / (found.records + 1) * WHOLE + 0.5)

    def _spread(self, classes: tuple[str, ...], month: int) -> "tuple[Basis, tuple[Sample, ...]] | NotEnough":
        """The misses of each month after `month`; remembered, because many matters share them."""
        key = classes, month
        if key not in self._seen:
            self._seen[key] = self._look(classes, month)
        return self._seen[key]

    def _look(self, classes: tuple[str, ...], month: int) -> "tuple[Basis, tuple[Sample, ...]] | NotEnough":
        near = self._near(month)
        rows = [self.members.get(key, np.empty(0, dtype=np.intp)) for key in classes]
        rows = [own[near[own].any(axis=1)] for own in rows]
        found = basis(classes, {key: len(own) for key, own in zip(classes, rows, strict=True)})
        if isinstance(found, NotEnough):
            return found
        weights = np.zeros(len(self.misses))
        for own, share in zip(rows, shares([len(own) for own in rows]), strict=True):
            weights[own] += share / max(len(own), 1)
        return found, self._samples(month, weights, _usual(self.misses[self.members[found.reference]]))

    def _samples(self, month: int, weights: Numbers, usual: Numbers) -> tuple[Sample, ...]:
        """One for each month after `month`; where no record knows a month, the next later one stands in."""
        samples: list[Sample] = []
        for ahead in range(MONTHS, month, -1):
            misses, known = self._misses(month, ahead, weights, usual)
            samples.append(Sample.of(misses, known) if len(misses) else samples[-1])
        return tuple(reversed(samples))

    def _near(self, month: int) -> NDArray[np.bool_]:
        """Record × neighbouring month: the record tells how December was missed from there."""
        return ~np.isnan(self.misses[:, _around(min(month, MONTHS - 1), 0, MONTHS - 1), -1])

    def _misses(self, month: int, ahead: int, weights: Numbers, usual: Numbers) -> tuple[Numbers, Numbers]:
        """Misses of month `ahead` seen from `month`, neighbours too; a record's weight is shared among its own."""
        starts, ends = _around(month, 0, MONTHS - 1), _around(ahead, 1, MONTHS)
        # A year has its own shape: what a neighbour usually misses differs from what is usually missed here.
        season = usual[month, ahead - 1] - usual[starts][:, ends - 1]
        misses = self.misses[:, starts][:, :, ends - 1] + season
        kernel = NEIGHBOUR ** (np.abs(starts - month)[:, None] + np.abs(ends - ahead)[None, :])
        known = np.where(np.isnan(misses), 0.0, kernel)
        whole = known.sum(axis=(1, 2))
        known *= (weights / np.where(whole > 0, whole, 1.0))[:, None, None]
        return misses[known > 0], known[known > 0]


def learn_paths(records: Iterable[PathRecord]) -> Paths:
    """What the records say; their order does not matter. Raises ValueError for a record that cannot be."""
    misses, members = [], dict[str, list[int]]()
    for row, record in enumerate(records):
        misses.append(_missed(record))
        for key in set(record.classes):
            members.setdefault(key, []).append(row)
    table = np.array(misses).reshape(-1, MONTHS, MONTHS)
    return Paths(table, {key: np.array(rows, dtype=np.intp) for key, rows in members.items()})


def _usual(table: Numbers) -> Numbers:
    """Month looked from × month looked at: medians of the misses, 0 where nothing is known."""
    usual = np.zeros((MONTHS, MONTHS))
    for cell in np.ndindex(usual.shape):
        known = table[:, *cell][~np.isnan(table[:, *cell])]
        usual[cell] = np.median(known) if len(known) else 0.0
    return usual


def _missed(record: PathRecord) -> Numbers:
    """Month looked from (0 to 11) × month looked at (1 to 12): how far the projection was missed."""
    known = np.array([np.nan if value is None else value for value in record.values], dtype=float)
    actual = np.concatenate([known, np.full(MONTHS - len(known), np.nan)])
    missed = np.full((MONTHS, MONTHS), np.nan)
    for month in range(MONTHS):
        if month and np.isnan(actual[month - 1]):
            continue
        outlook = _outlook(record.values[:month], record.goal, record.path)
        if outlook is not None:
            missed[month, month:] = (actual[month:] - outlook.projected[month:]) / outlook.scale
    return missed


def _outlook(values: Sequence[int | None], goal: int | None, path: Sequence[int]) -> _Outlook | None:
    """None where nothing can be projected: no value, goal or path that is above zero."""
    _check(values, path)
    month = max((number for number, value in enumerate(values, 1) if value is not None), default=0)
    last = (values[month - 1] or 0) if month else 0
    plan = _plan(goal, path)
    projected = _projected(month, last, plan)
    scale = float(goal) if goal is not None and goal > 0 else float((projected if plan is None else plan)[-1])
    return _Outlook(month, last, projected, scale) if scale > 0 else None


def _plan(goal: int | None, path: Sequence[int]) -> Numbers | None:
    """Twelve planned cumulative values: the path, else a twelfth of the goal a month, else None."""
    if len(path) and path[-1] > 0:
        return np.array(path, dtype=float)
    if goal is not None and goal > 0:
        return goal * np.arange(1, MONTHS + 1) / MONTHS
    return None


def _projected(month: int, last: int, plan: Numbers | None) -> Numbers:
    """Twelve months by shape: what is planned from here on, at the pace kept so far.

    One twelfth of the year's plan done on time is added to both sides of the pace: January alone says little.
    Without a plan, as much every month as in the months so far.
    """
    if plan is None:
        return last * np.arange(1, MONTHS + 1) / max(month, 1)
    planned = plan[month - 1] if month else 0.0
    start = plan[-1] / MONTHS
    pace = max(last + start, 0.0) / (max(planned, 0.0) + start)
    return last + (plan - planned) * pace


def _around(middle: int, lowest: int, highest: int) -> Rows:
    return np.arange(max(middle - 1, lowest), min(middle + 1, highest) + 1)


def _never_falling(line: Numbers, last: int) -> tuple[int, ...]:
    return tuple(accumulate((floor(value + 0.5) for value in line), max, initial=last))[1:]


def _check(values: Sequence[int | None], path: Sequence[int]) -> None:
    if len(values) > MONTHS or len(path) not in (0, MONTHS):
        raise ValueError("a year has twelve months, and so has a path unless it is empty")
