"""How far a figure stands from what is due by then, in the words that its nature allows.

A sum since the year's start is held against the share of the year (序时进度), in percentage points of its goal. A level
or a rate does not grow with the months: it is held against the goal itself, or against what its own trajectory asks
for, in its own unit of measure; a rate in percentage points.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoshi.core.matters.models import NO_PATH, Direction, Nature, Tracked
from luoshi.engine.periods import Period
from luoshi.engine.progress import WHOLE
from luoshi.engine.quantity import percent, rounded, show, signed_percent
from luoshi.engine.trajectory import planned


@dataclass(frozen=True)
class Distance:
    """`due`: what should stand by the end of the verified month; `over`: the verified value − that; both stored ints
    of the matter's unit of measure. `by_path`: whether the goal's own trajectory said so.
    """

    due: int
    over: int
    by_path: bool


def shares(matter: Tracked) -> bool:
    """Whether "so many per cent done" says something: not of a rate, and not of what should stay below its goal."""
    return matter.nature != Nature.RATE and matter.direction == Direction.MORE


def in_points(matter: Tracked) -> bool:
    """Whether differences of the figure are percentage points: of a rate, and of a level counted in per cent."""
    return is_level(matter) and matter.unit_label == "%"


def is_level(matter: Tracked) -> bool:
    """Whether the figure is a level or a rate, which no share of the year is asked of."""
    return matter.nature != Nature.CUMULATIVE


def distance(matter: Tracked) -> Distance | None:
    """How far a level or a rate stands from what is due; None for a sum, and without a goal or a verified figure."""
    if not is_level(matter) or matter.goal is None or matter.value is None or not matter.value_period:
        return None
    by_path = matter.path != NO_PATH and bool(matter.year)
    path = json.loads(matter.path) if by_path else []
    due = planned(path, matter.goal, Period.parse(matter.value_period).number, matter.nature)
    return Distance(due, matter.value - due, by_path)


def ahead(matter: Tracked) -> str:
    """The deviation as a table shows it, below zero being worse: "−11.07" points, "−12 家" of a level."""
    if (found := distance(matter)) is None:
        return "" if is_level(matter) or matter.deviation is None else signed_percent(matter.deviation)
    better = _better(matter, found)
    if in_points(matter):
        return signed_percent(better)
    shown = f"{show(better, matter.unit_label)} {matter.unit_label}"
    return f"+{shown}" if better > 0 else shown


def points_ahead(matter: Tracked) -> int | None:
    """The deviation in basis points, below zero being worse; None of a level that is counted in a unit of its own."""
    if (found := distance(matter)) is None:
        return None if is_level(matter) else matter.deviation
    return _better(matter, found) if in_points(matter) else None


def amount_ahead(matter: Tracked) -> int | None:
    """The same of a level counted in a unit of its own, as a stored int; None of all others."""
    found = distance(matter)
    return None if found is None or in_points(matter) else _better(matter, found)


def _better(matter: Tracked, found: Distance) -> int:
    return found.over if matter.direction == Direction.MORE else -found.over


def against(matter: Tracked) -> str:
    """The same as part of a sentence: "11.07 points behind pro-rata", "0.50 points below its goal"; "" if unknown."""
    if found := distance(matter):
        return _of_a_level(matter, found)
    if matter.deviation is None or is_level(matter):
        return ""
    return _of_a_sum(matter.deviation, matter.direction)


def _of_a_sum(deviation: int, direction: str) -> str:
    points = {"points": percent(abs(deviation))}
    if not deviation:
        return _("as planned")
    if direction == Direction.LESS and deviation < 0:
        return _("%(points)s points above what pro-rata allows") % points
    if direction == Direction.LESS:
        return _("%(points)s points below what pro-rata allows") % points
    if deviation < 0:
        return _("%(points)s points behind pro-rata") % points
    return _("%(points)s points ahead of pro-rata") % points


def _of_a_level(matter: Tracked, found: Distance) -> str:
    amount = {"amount": _amount(matter, abs(found.over))}
    if found.by_path:
        words = _("%(amount)s below its trajectory"), _("as its trajectory asks"), _("%(amount)s above its trajectory")
    else:
        words = _("%(amount)s below its goal"), _("exactly at its goal"), _("%(amount)s above its goal")
    return words[(found.over > 0) - (found.over < 0) + 1] % amount


def _amount(matter: Tracked, stored: int) -> str:
    if in_points(matter):
        return _("%(points)s points") % {"points": percent(stored)}
    return f"{show(stored, matter.unit_label)} {matter.unit_label}"


def lacking(matter: Tracked) -> int | None:
    """What the deviation is worth in the figure's own unit of measure, below zero being worse; None if unknown."""
    if found := distance(matter):
        return _better(matter, found)
    if is_level(matter) or matter.deviation is None or not matter.goal:
        return None
    if matter.year and matter.value is not None and matter.value_period:
        over = matter.value - planned([], matter.goal, Period.parse(matter.value_period).number, matter.nature)
        return over if matter.direction == Direction.MORE else -over
    return rounded(matter.goal * matter.deviation, WHOLE)
