"""Standing of units within their groups, with ties where the difference lies inside the error."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from luoshi.engine.scoring import Score


@dataclass(frozen=True)
class Ranked:
    """One line of a standing. Total and error in hundredths of a point.

    `rank` counts from 1 within `group`; None, as its total, where nothing was due from the unit. `tied`:
    shares its rank.
    """

    unit: str
    group: str
    total: int | None
    error: int
    rank: int | None
    tied: bool


def rank(scores: Iterable[Score]) -> list[Ranked]:
    """Rank units within their groups; groups in order of their key.

    A unit ties with the leader of its tie when the difference is at most the larger of their two errors; the
    first who does not tie leads the next. Ranks are those of a competition: 1, 1, 3. Within a group by
    total, then unit key; units without a total come last. The order of `scores` does not matter.
    """
    ordered = sorted(scores, key=lambda s: (s.group, s.total is None, -(s.total or 0), s.unit))
    return [line for _, group in groupby(ordered, key=lambda s: s.group) for line in _standing(list(group))]


def moved(previous: Iterable[Ranked], current: Iterable[Ranked]) -> dict[str, int | None]:
    """Places gained since `previous`, per unit of `current`: 2 = climbed two, -1 = fell one.

    None where there is nothing to compare: no rank then or now, or another group.
    """
    before = {(line.unit, line.group): line.rank for line in previous}
    return {line.unit: _gain(before.get((line.unit, line.group)), line.rank) for line in current}


def _gain(before: int | None, now: int | None) -> int | None:
    return None if before is None or now is None else before - now


def _standing(group: list[Score]) -> list[Ranked]:
    ranks: list[int | None] = []
    leader, place = 0, 1
    for index, score in enumerate(group):
        if not _ties(group[leader], score):
            leader, place = index, index + 1
        ranks.append(None if score.total is None else place)
    return [
        Ranked(s.unit, s.group, s.total, s.error, place, place is not None and ranks.count(place) > 1)
        for s, place in zip(group, ranks, strict=True)
    ]


def _ties(leader: Score, score: Score) -> bool:
    if leader.total is None or score.total is None:
        return False
    return leader.total - score.total <= max(leader.error, score.error)
