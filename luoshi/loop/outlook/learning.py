"""What the district's own records say, as of an entry; learned once for each entry and kept by this process."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from luoshi.core.ledger.queries import Head
from luoshi.core.plan.queries import plan_of
from luoshi.engine.forecast.finish import Finishes, learn_sights
from luoshi.engine.forecast.paths import Paths, learn_paths
from luoshi.engine.forecast.reference import shares
from luoshi.engine.progress import WHOLE
from luoshi.loop.outlook import finishes, years
from luoshi.loop.outlook.ground import drawn, is_figure, is_work, known_by, learned_at, rows
from luoshi.loop.outlook.likeness import Classes, alikes, of_work, scope

# Beyond these nothing is learned that a district could tell from noise, and every forecast would take longer.
MOST_FIGURES, MOST_WORKS = 5_000, 1_000


@dataclass(frozen=True)
class Ground:
    """What a reference class brings to a forecast: `of` its scope, how many records it holds, its share in bp."""

    of: str
    records: int
    share: int


@dataclass(frozen=True, eq=False)
class Learned:
    """`years` and `works` count, by class, the records that are over: whole years, finished work."""

    head: Head
    paths: Paths
    years: Mapping[str, int]
    finishes: Finishes
    works: Mapping[str, int]

    def grounds(self, classes: Classes, counted: Mapping[str, int]) -> tuple[Ground, ...]:
        """The widest class first; narrower ones without records are left out."""
        counts = [counted.get(name, 0) for name in classes]
        found = [
            Ground(scope(name), count, round(share * WHOLE))
            for name, count, share in zip(classes, counts, shares(counts), strict=True)
        ]
        return tuple(ground for ground in reversed(found) if ground.records)


def learned(region_id: int, shown: Head) -> Learned:
    """What forecasts at the entry `shown` rest on."""
    return _learn(region_id, learned_at(region_id, shown))


# By the hash of an entry: the same entry always says the same. A few, for readers who look at earlier days.
@functools.lru_cache(maxsize=4)
def _learn(region_id: int, head: Head) -> Learned:
    found, known, alike = rows(region_id, head.seq), known_by(head), alikes()
    figures = drawn([row for row in found if is_figure(row)], MOST_FIGURES)
    paths = years.records(figures, alike, head.seq, known.year)
    if plan := plan_of(region_id):
        paths += years.earlier(plan, head.seq)
    worked = drawn([row for row in found if is_work(row)], MOST_WORKS)
    works = finishes.works(region_id, worked, head.seq, known)
    return Learned(
        head,
        learn_paths(paths),
        _counts(record.classes for record in paths if years.is_over(record)),
        learn_sights(sight for work in works for sight in work.sights()),
        _counts(
            of_work(work.row.kind, work.row.unit, work.row.workstream)
            for work in works
            if work.finished and work.finished > work.row.start
        ),
    )


def _counts(classes: Iterable[Sequence[str]]) -> Mapping[str, int]:
    return Counter(name for names in classes for name in set(names))
