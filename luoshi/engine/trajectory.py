"""The monthly trajectory of a goal (月度轨迹): twelve values that should stand at the end of each month.

For a cumulative figure they count from the year's start. Ints of one label, as stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from luoshi.engine.natures import adds_up
from luoshi.engine.progress import at_month
from luoshi.engine.quantity import rounded

MONTHS = 12


class TrajectoryError(ValueError):
    """A last year that gives no shape; `code` says why: "incomplete", "falling" or "zero"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Problem:
    """What is wrong with a trajectory.

    "wrong_length" (`month`: how many values there are), "falls" (a cumulative figure is lower in `month` than before),
    "misses_goal" (`month` 12 is not the goal).
    """

    code: str
    month: int


def equal(goal: int) -> tuple[int, ...]:
    """A twelfth each month (均匀), each rounded from the goal, so that month 12 is the goal."""
    return tuple(rounded(goal * month, MONTHS) for month in range(1, MONTHS + 1))


def shaped(goal: int, last_year: Sequence[int | None]) -> tuple[int, ...]:
    """Last year's cumulative values scaled so that month 12 is exactly the goal (上年形状).

    Raises TrajectoryError: "incomplete" unless twelve values are known, "falling" where one is lower than the one
    before or January's is negative, "zero" where the year ended at nothing.
    """
    known = [value for value in last_year if value is not None]
    if len(last_year) != MONTHS or len(known) != MONTHS:
        raise TrajectoryError("incomplete")
    if any(_falls(known)):
        raise TrajectoryError("falling")
    if not known[-1]:
        raise TrajectoryError("zero")
    return tuple(rounded(goal * value, known[-1]) for value in known)


def checked(path: Sequence[int], goal: int, nature: str) -> list[Problem]:
    """What is wrong with a drawn trajectory, by month; empty where nothing is.

    Only a cumulative figure must not fall; whatever its nature, the year ends at the goal.
    """
    adds_up(nature)
    if len(path) != MONTHS:
        return [Problem("wrong_length", len(path))]
    falls = _falls(path) if nature == "cumulative" else ()
    missed = [Problem("misses_goal", MONTHS)] if path[-1] != goal else []
    return [Problem("falls", month) for month in falls] + missed


def planned(path: Sequence[int] | None, goal: int, month: int, nature: str) -> int:
    """What should stand at the end of `month` (1 to 12): by the path where there is one.

    Without one (None or empty) months ÷ 12 of the goal for a cumulative figure, the goal itself for a point or a rate.
    Raises ValueError for another month, length or nature.
    """
    adds_up(nature)
    if not 1 <= month <= MONTHS:
        raise ValueError("a year has the months 1 to 12")
    if path:
        return at_month(path, month)
    return rounded(goal * month, MONTHS) if nature == "cumulative" else goal


def _falls(values: Sequence[int]) -> Iterator[int]:
    """Months whose value is lower than the one before; a year begins at nothing."""
    return (month for month, (before, now) in enumerate(pairwise([0, *values]), start=1) if now < before)
