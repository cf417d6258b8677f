"""How far a matter has come, and how far it should have come. All shares are basis points: 10000 = 100 %.

Source of the rule: 序时进度 as published progress statements compute it: completion = cumulative ÷ annual
plan, deviation = completion − elapsed months ÷ 12. Ints throughout, rounded half up once at the end.
"""

from collections.abc import Sequence
from datetime import date

from luoshi.engine.periods import Period
from luoshi.engine.quantity import rounded

WHOLE = 10_000


def completion(value: int | None, goal: int | None) -> int | None:
    """`value` ÷ `goal`, both stored ints of one label. Not capped: 120 % is 12000.

    None without a value, and where a goal is missing, zero or negative: there is nothing to measure against.
    """
    if value is None or goal is None or goal <= 0:
        return None
    return rounded(value * WHOLE, goal)


def elapsed_by_months(period: Period) -> int:
    """Months of the year elapsed at the end of `period` ÷ 12: 2026-10 -> 8333."""
    return rounded(period.elapsed_months * WHOLE, 12)


def elapsed_by_days(start: date, due: date, today: date) -> int:
    """Days from `start` to the evening of `today` ÷ all days up to `due`, first and last counted.

    Before `start` 0, on `due` and after 10000.
    """
    if today >= due:
        return WHOLE
    if today < start:
        return 0
    return rounded(((today - start).days + 1) * WHOLE, (due - start).days + 1)


def elapsed_by_path(path12: Sequence[int], goal: int | None, month: int) -> int | None:
    """What a matter's own curve asks for by the end of `month` ÷ `goal`; None as in `completion`."""
    return completion(at_month(path12, month), goal)


def at_month(path12: Sequence[int], month: int) -> int:
    """The planned value by the end of `month` (0 = before the year, 1 to 12).

    `path12`: twelve stored ints, *cumulative* from the start of the year, the last one usually the goal.
    Raises ValueError for another length or month.
    """
    if len(path12) != 12 or not 0 <= month <= 12:
        raise ValueError("a path has twelve months, 0 stands before the first")
    return path12[month - 1] if month else 0


def level_due(by_path: int | None) -> int:
    """What is due of a level or a rate, which does not grow with the months: all of it, or what its own path asks."""
    return WHOLE if by_path is None else by_path


def within(share: int | None, elapsed_bp: int) -> int | None:
    """Completion where less is better: what is used up of a limit (`share`) ahead of time is what is lacking."""
    return None if share is None else 2 * elapsed_bp - share


def deviation(completion_bp: int | None, elapsed_bp: int | None) -> int | None:
    """Completion − elapsed: above zero is ahead. 100 = one percentage point. None where either is unknown."""
    return None if completion_bp is None or elapsed_bp is None else completion_bp - elapsed_bp


def weighted(parts: Sequence[tuple[int, int]]) -> int | None:
    """Mean of (weight, completion_bp) parts by weight; None where nothing has weight.

    A part without a figure counts as 0 or is left out: the caller chooses, and says so.
    Raises ValueError for a negative weight.
    """
    if any(weight < 0 for weight, _ in parts):
        raise ValueError("weights must not be negative")
    total = sum(weight for weight, _ in parts)
    return rounded(sum(weight * share for weight, share in parts), total) if total else None
