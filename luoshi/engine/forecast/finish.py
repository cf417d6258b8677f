"""When a piece of work will be finished: P50, P80 and the chance of its due date, learned from own records.

One record is one task or project. Each time it was looked at, earned schedule (domain rule 4: finish = planned
duration ÷ SPI(t), with a straight plan) said how many days were left; what came of that, as a ratio, is
what the forecast is made of. Work that is still open, or was given up, is censored and not dropped: it took at
least as long as it was seen (Kaplan-Meier). Records looked at when they stood alike count most, each as one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import floor

import numpy as np
from numpy.typing import NDArray

from luoshi.engine.forecast.reference import Basis, NotEnough, basis, shares
from luoshi.engine.forecast.samples import Numbers
from luoshi.engine.forecast.survival import Survival

WHOLE = 10_000
# A quarter of the plan done on time is added to both sides of the pace: the first weeks say little.
DAMPING = 0.25
# There is always something left to do: a twentieth of the planned duration.
LEAST = 0.05
# Two views stand alike when time passed and completion differ by less than this, as shares of the plan.
ALIKE = 0.25
LATEST_VIEW = 2.0
# Shares of the planned duration at which a record is looked at for work whose completion is not known.
BLIND = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)


@dataclass(frozen=True)
class History:
    """One task or project. `finished` None: still open, or given up, on the day it was last `seen`.

    `classes`: reference classes, the narrowest first. `marks`: (day, completion in basis points) as verified.
    """

    classes: tuple[str, ...]
    start: date
    due: date
    finished: date | None
    seen: date
    marks: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True)
class Sight:
    """A record as it stood on a `day`, and what came of it.

    `record`: any number that tells records apart. `due`: as it was then, for dates that move. `completion`: basis
    points, None where it was not known. `finished`, `seen`: as in `History`.
    """

    record: int
    classes: tuple[str, ...]
    start: date
    due: date
    day: date
    completion: int | None
    finished: date | None
    seen: date


@dataclass(frozen=True)
class Finish:
    """P50 and P80 of the finish, and basis points that the work is finished by its due date.

    `beyond`: P80, or even P50, lies beyond what the records can say, and stands where they end.
    """

    p50: date
    p80: date
    on_time: int
    basis: Basis
    beyond: bool = False


@dataclass(frozen=True, eq=False)
class _Views:
    """Sights in columns; one kind has completion known, the other not."""

    record: NDArray[np.intp]
    stands: Numbers  # time passed and completion, shares of the plan
    ratio: Numbers  # days it took, or was seen to take at least, ÷ days that were expected
    ended: NDArray[np.bool_]
    members: dict[str, NDArray[np.intp]] = field(repr=False)  # class → its records
    finished: NDArray[np.bool_] = field(repr=False)  # record → whether it is


@dataclass(frozen=True, eq=False)
class Finishes:
    """What the records of a district say about when work is finished; see `learn_finishes`."""

    known: _Views
    blind: _Views

    def of(
        self, classes: Sequence[str], start: date, due: date, today: date, completion: int | None
    ) -> Finish | NotEnough:
        """The forecast of open work, `completion` in basis points as verified or None where it is not known.

        NotEnough below twenty finished records in the widest class. Raises ValueError without classes.
        """
        views = self.blind if completion is None else self.known
        rows = [views.members.get(key, np.empty(0, dtype=np.intp)) for key in classes]
        counts = [int(views.finished[own].sum()) for own in rows]
        found = basis(classes, dict(zip(classes, counts, strict=True)))
        if isinstance(found, NotEnough):
            return found
        weights = np.zeros(len(views.finished))
        for own, share, count in zip(rows, shares(counts), counts, strict=True):
            weights[own] += share / max(count, 1)
        day = max(today, start)
        passed, done, expected = _stand(start, due, day, completion)
        survival = Survival.of(views.ratio, views.ended, _alike(views, passed, done, weights))
        return _finish(survival, day, expected, (due - today).days - (day - today).days, found)


def learn_finishes(histories: Iterable[History]) -> Finishes:
    """What the records say; their order does not matter."""
    return learn_sights(sight for record, history in enumerate(histories) for sight in _sights(record, history))


def learn_sights(sights: Iterable[Sight]) -> Finishes:
    """As `learn_finishes`, from single sights: for records whose due date moved while they were open."""
    lasting = [sight for sight in sights if (sight.finished or sight.seen) > sight.day]
    return Finishes(
        _views([sight for sight in lasting if sight.completion is not None]),
        _views([sight for sight in lasting if sight.completion is None]),
    )


def _sights(record: int, history: History) -> Iterator[Sight]:
    """At the start, at every mark since, and blind at certain shares of the planned duration."""
    for day, completion in ((history.start, 0), *history.marks):
        if day >= history.start:
            yield _sight(record, history, day, completion)
    for passed in BLIND:
        yield _sight(record, history, _later(history.start, passed * _duration(history.start, history.due)), None)


def _sight(record: int, history: History, day: date, completion: int | None) -> Sight:
    return Sight(record, history.classes, history.start, history.due, day, completion, history.finished, history.seen)


def _views(sights: Sequence[Sight]) -> _Views:
    numbers = {record: number for number, record in enumerate(dict.fromkeys(sight.record for sight in sights))}
    stands = [_stand(sight.start, sight.due, sight.day, sight.completion) for sight in sights]
    took = [((sight.finished or sight.seen) - sight.day).days for sight in sights]
    members: dict[str, dict[int, None]] = {}
    finished = np.zeros(len(numbers), dtype=bool)
    for sight in sights:
        finished[numbers[sight.record]] = sight.finished is not None
        for key in sight.classes:
            members.setdefault(key, {})[numbers[sight.record]] = None
    return _Views(
        np.array([numbers[sight.record] for sight in sights], dtype=np.intp),
        np.array([stand[:2] for stand in stands]).reshape(-1, 2),
        np.array([days / stand[2] for days, stand in zip(took, stands, strict=True)]),
        np.array([sight.finished is not None for sight in sights], dtype=bool),
        {key: np.array(list(own), dtype=np.intp) for key, own in members.items()},
        finished,
    )


def _duration(start: date, due: date) -> int:
    return max((due - start).days, 1)


def _stand(start: date, due: date, day: date, completion: int | None) -> tuple[float, float, float]:
    """Time passed and completion as shares of the plan, and the days that earned schedule expects to be left.

    Where completion is not known the work is taken to be where its dates put it.
    """
    planned = _duration(start, due)
    passed = max((day - start).days, 0) / planned
    done = min(passed if completion is None else max(completion, 0) / WHOLE, 1.0)
    pace = 1.0 if completion is None else (done + DAMPING) / (passed + DAMPING)
    return min(passed, LATEST_VIEW), done, planned * max(1 - done, LEAST) / pace


def _alike(views: _Views, passed: float, done: float, weights: Numbers) -> Numbers:
    """A weight for each sight: a record counts as much as its most similar sight, shared among all of them."""
    distance = ((views.stands - (passed, done)) ** 2).sum(axis=1) / (2 * ALIKE**2)
    near = np.exp(-distance)
    total = np.bincount(views.record, near, minlength=len(weights))
    closest = np.zeros(len(weights))
    np.maximum.at(closest, views.record, near)
    return near * (weights * closest / np.maximum(total, 1e-300))[views.record]


def _finish(survival: Survival, day: date, expected: float, left: int, found: Basis) -> Finish:
    (half, far_half), (most, far_most) = survival.quantile(0.5), survival.quantile(0.8)
    early = 0.0 if left < 0 else 1 - survival.after(left / expected)
    on_time = 0 if left < 0 else floor((early * found.records + 0.5) / (found.records + 1) * WHOLE + 0.5)
    return Finish(_later(day, half * expected), _later(day, most * expected), on_time, found, far_half or far_most)


def _later(day: date, days: float) -> date:
    return day + timedelta(days=min(floor(days + 0.5), (date.max - day).days))
