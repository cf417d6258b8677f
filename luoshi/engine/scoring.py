"""The first rubric: reports on time, progress against the calendar, figures that were verified.

Points and scores are ints; scores count hundredths of a point. It scores outcomes and evidence, never use of
the software.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Literal

from luoshi.engine.quantity import rounded

Code = Literal["on_time", "progress", "verified"]

_WHOLE = 10_000


@dataclass(frozen=True)
class Item:
    """One line of a rubric: what it measures and how many whole points, at least one, it can bring."""

    code: Code
    points: int

    def __post_init__(self) -> None:
        if self.points < 1:
            raise ValueError(f"{self.code}: an item that brings no points is left out of the rubric")


DEFAULT = (Item("on_time", 30), Item("progress", 50), Item("verified", 20))


@dataclass(frozen=True, kw_only=True)
class Performance:
    """What one unit did in a period, as sums over its matters that one SQL query can make.

    With w the weight of a matter and x its `pace` in basis points: weights Σw, weights_squared Σw², progress
    Σwx, progress_squared Σwx². Only verified figures belong in x. Raises ValueError for sums that cannot
    belong to the same matters.
    """

    unit: str
    group: str
    due_reports: int = 0
    on_time_reports: int = 0
    figures: int = 0
    verified_figures: int = 0
    weights: int = 0
    weights_squared: int = 0
    progress: int = 0
    progress_squared: int = 0

    def __post_init__(self) -> None:
        bounds = (
            (self.on_time_reports, self.due_reports),
            (self.verified_figures, self.figures),
            (self.weights, self.weights_squared),
            (self.weights_squared, self.weights**2),
            (self.progress, self.weights * _WHOLE),
            (self.progress**2, self.weights * self.progress_squared),
        )
        if not all(0 <= part <= whole for part, whole in bounds):
            raise ValueError(f"{self.unit}: sums that cannot belong to the same matters")


@dataclass(frozen=True)
class Score:
    """Points of one unit in hundredths.

    An item with nothing due is None; so is the total where no item had anything. `total` is the sum of the
    items as printed. `error` is one standard error of the total.
    """

    unit: str
    group: str
    items: Mapping[str, int | None]
    total: int | None
    error: int


def pace(completion_bp: int, elapsed_bp: int) -> int:
    """Completion ÷ elapsed, at most 10000 and at least 0: running ahead earns no more than being on time.

    10000 where no time has elapsed yet.
    """
    if elapsed_bp <= 0:
        return _WHOLE
    return min(max(rounded(completion_bp * _WHOLE, elapsed_bp), 0), _WHOLE)


def score(performance: Performance, rubric: Sequence[Item] = DEFAULT) -> Score:
    """Score one unit.

    An item with nothing due is left out, and its points go to the remaining items in proportion to theirs,
    so that a unit neither gains nor loses by what was not asked of it. The error comes from the progress
    item alone.
    """
    shares = {item.code: _share(performance, item.code) for item in rubric}
    available = _available(rubric, {code for code, (_, whole) in shares.items() if whole})
    items: dict[str, int | None] = {
        code: rounded(available[code] * part, whole) if code in available else None
        for code, (part, whole) in shares.items()
    }
    total = sum(points or 0 for points in items.values()) if available else None
    return Score(
        performance.unit, performance.group, items, total, _error(performance, available.get("progress", 0))
    )


def _share(performance: Performance, code: Code) -> tuple[int, int]:
    if code == "on_time":
        return performance.on_time_reports, performance.due_reports
    if code == "verified":
        return performance.verified_figures, performance.figures
    return performance.progress, performance.weights * _WHOLE


def _available(rubric: Sequence[Item], codes: set[Code]) -> dict[Code, int]:
    """Hundredths that each remaining item can bring; the running sum is rounded, so that they add up."""
    whole = 100 * sum(item.points for item in rubric)
    remaining = [item for item in rubric if item.code in codes]
    points = sum(item.points for item in remaining)
    available, running, given = {}, 0, 0
    for item in remaining:
        running += item.points
        available[item.code] = rounded(whole * running, points) - given
        given += available[item.code]
    return available


def _error(performance: Performance, available: int) -> int:
    """One standard error of the weighted mean pace, scaled to the item's hundredths.

    Variance Σwx²/Σw − mean², divided by n − 1 with n = (Σw)²/Σw², the effective number of matters (Kish
    1965). A single matter shows no spread and gives 0.
    """
    weights, squares = performance.weights, performance.weights_squared
    spread = weights * performance.progress_squared - performance.progress**2
    freedom = weights**2 - squares
    if not freedom:
        return 0
    above, below = available**2 * spread * squares, _WHOLE**2 * weights**2 * freedom
    return (isqrt(4 * above // below) + 1) // 2  # the root, rounded half up
