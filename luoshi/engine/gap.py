"""What is missing to a target, who it is missing from, and which missing figure costs most standing.

A gap is positive where a figure stands worse than it should: due − value, or value − due where less is better.
Stored ints throughout; for rates basis points, so percentage points × 100.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from luoshi.engine.natures import adds_up, sign
from luoshi.engine.parts import quotients


class GapError(ValueError):
    """A gap that cannot be told apart; `code` says why, `keys` for whom.

    "no_parts", "duplicate" (units that are given twice), "base_missing" (units without a base above zero), "no_goal"
    (nothing above zero to split by).
    """

    def __init__(self, code: str, keys: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.keys = tuple(keys)


@dataclass(frozen=True)
class Gap:
    """What is missing to the goal of the year and to what should stand by now; None where there is no value."""

    to_goal: int | None
    to_planned: int | None


class Part(NamedTuple):
    """One unit: what was due from it by now, what it reached (None: not reported), its `base` for a weighted mean."""

    key: str
    due: int
    value: int | None
    base: int | None = None


@dataclass(frozen=True)
class Contributions:
    """A district's gap, taken apart: parts + unallotted + unreported + discrepancy == gap, exactly.

    `parts`: each unit's own gap in the district's units, None where it did not report; in the order given.
    `unallotted`: what was due from the district beyond what was due from its units; below zero, they owe more.
    `discrepancy`: what the units' sum (or mean) has beyond the district's own figure; below zero, the district has
    more. Where less is better every sign turns.

    While somebody is silent (`silent`, keys) nobody can tell what the silent units reached from what the figures differ
    by: both stand in `unreported`, and `discrepancy` is None. It is what the silent units' gap would be if the units'
    figures agreed with the district's. Nothing is put in their place.
    """

    gap: int
    parts: Mapping[str, int | None]
    unallotted: int
    unreported: int
    discrepancy: int | None
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Dues:
    """What is due from each part by now, and what is due from nobody; they sum to the district's due exactly."""

    parts: Mapping[str, int]
    unallotted: int


@dataclass(frozen=True)
class Target:
    """One figure of the district among its like-for-like peers.

    `value`, `due` and `peers` are what peers are compared by (a level, a growth, a completion), None where unknown;
    `deviation` is completion − pro-rata progress in basis points.
    """

    key: str
    value: int | None
    due: int | None
    peers: Sequence[int | None]
    weight: int
    deviation: int | None
    direction: str = "more"


@dataclass(frozen=True)
class ShortBoard:
    """What a target costs (短板): `places` lost = rank − rank_due, then `shortfall` = weight × −deviation.

    Both below zero where the figure stands ahead. Ranks count from 1; None where value, due or every peer is unknown,
    and shortfall where the deviation is.
    """

    key: str
    rank: int | None
    rank_due: int | None
    places: int | None
    shortfall: int | None


def gap(goal: int, value: int | None, planned: int, *, direction: str = "more") -> Gap:
    """The gap of one figure to its goal and to `planned` (trajectory.planned)."""
    if value is None:
        return Gap(None, None)
    return Gap((goal - value) * sign(direction), (planned - value) * sign(direction))


def contributions(
    district: tuple[int, int], parts: Sequence[Part], nature: str, *, sums: bool = False, direction: str = "more"
) -> Contributions:
    """Who the gap of `district` (due by now, own value) comes from.

    Where figures do not add up each unit counts by its base, rounded by largest remainder so that the points sum.
    Raises GapError "no_parts", "duplicate", and "base_missing" where such a mean lacks bases; ValueError for a nature
    that is none.
    """
    _check(parts)
    weights = _weights(parts, adds=adds_up(nature, sums=sums))
    whole = 1 if weights is None else sum(weights)
    due, value = (figure * whole * sign(direction) for figure in district)
    dues, values = _weighed(parts, weights or [1] * len(parts), sign(direction))
    owed = [d - v for d, v in zip(dues, values, strict=True) if v is not None]
    rest = due - value - sum(owed) - (due - sum(dues))
    *gaps, unallotted, rest = quotients([*owed, due - sum(dues), rest], whole)
    return _contributions((due - value) // whole, parts, gaps, unallotted, rest)


def dues(due: int, goals: Mapping[str, int], goal: int | None = None) -> Dues:
    """A district's due by now, split by its units' goals so that it sums exactly.

    `goal`: the district's own; what it has beyond its units' goals keeps its share of the due as `unallotted`, below
    zero where they have more. Without it the units owe all. Raises GapError "no_goal" unless a goal is above zero.
    """
    allotted = sum(goals.values())
    whole = allotted if goal is None else goal
    if whole <= 0:
        raise GapError("no_goal")
    *parts, unallotted = quotients([due * each for each in (*goals.values(), whole - allotted)], whole)
    return Dues(dict(zip(goals, parts, strict=True)), unallotted)


def short_boards(targets: Sequence[Target]) -> list[ShortBoard]:
    """The targets by what they cost the district's standing, the costliest first.

    By places lost among peers, then by weighted shortfall; what is unknown counts as nothing lost, and a target without
    a value comes last. Equals keep the order in which they were given.
    """
    boards = [(target, _board(target)) for target in targets]
    boards.sort(key=lambda pair: (pair[0].value is None, -(pair[1].places or 0), -(pair[1].shortfall or 0)))
    return [board for _, board in boards]


def _check(parts: Sequence[Part]) -> None:
    if not parts:
        raise GapError("no_parts")
    twice = [key for key, times in Counter(part.key for part in parts).items() if times > 1]
    if twice:
        raise GapError("duplicate", twice)


def _weights(parts: Sequence[Part], *, adds: bool) -> list[int] | None:
    if adds:
        return None
    missing = [part.key for part in parts if part.base is None or part.base <= 0]
    if missing:
        raise GapError("base_missing", missing)
    return [part.base or 0 for part in parts]


def _weighed(parts: Sequence[Part], weights: Sequence[int], way: int) -> tuple[list[int], list[int | None]]:
    pairs = list(zip(parts, weights, strict=True))
    values = [None if part.value is None else part.value * weight * way for part, weight in pairs]
    return [part.due * weight * way for part, weight in pairs], values


def _contributions(total: int, parts: Sequence[Part], gaps: Sequence[int], unallotted: int, rest: int) -> Contributions:
    reported = iter(gaps)
    by_key = {part.key: None if part.value is None else next(reported) for part in parts}
    silent = tuple(part.key for part in parts if part.value is None)
    return Contributions(total, by_key, unallotted, rest if silent else 0, None if silent else rest, silent)


def _board(target: Target) -> ShortBoard:
    rank, rank_due = _rank(target, target.value), _rank(target, target.due)
    places = None if rank is None or rank_due is None else rank - rank_due
    shortfall = None if target.deviation is None else -target.weight * target.deviation
    return ShortBoard(target.key, rank, rank_due, places, shortfall)


def _rank(target: Target, figure: int | None) -> int | None:
    """Where the district would stand with that figure: one more than the peers that are better."""
    known = [peer for peer in target.peers if peer is not None]
    if figure is None or not known:
        return None
    return 1 + sum((peer - figure) * sign(target.direction) > 0 for peer in known)
