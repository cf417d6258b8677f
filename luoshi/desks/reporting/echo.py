"""What a figure would mean, said back before it is sent: completion, pro-rata and the light it would give."""

from __future__ import annotations

import copy
from dataclasses import dataclass

from luoshi.core.ledger import clock
from luoshi.core.ledger.judgement import judge, take_completion, thresholds
from luoshi.core.matters.distance import against, is_level, shares
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import NO_PATH, Matter
from luoshi.core.matters.queries import goal_of
from luoshi.core.matters.reasons import reasons
from luoshi.desks.reporting.past import last_verified
from luoshi.engine.periods import Period
from luoshi.engine.quantity import show


@dataclass(frozen=True)
class Echo:
    """Texts with their unit, shares in basis points. `light` is empty where a later month's figure stands, `against`
    where the shares say it all.
    """

    added: str
    unchanged: bool
    goal: str
    completion: int | None
    elapsed: int | None
    deviation: int | None
    light: str
    reasons: list[str]
    against: str


def echo(matter: Matter, period: Period, value: int) -> Echo:
    """The matter as it would stand once this figure of its first measure is verified. Nothing is written."""
    measure = kind_of(matter).primary(matter)
    would = copy.copy(matter)
    would.goal, would.path = _goal(matter, measure.code, period)
    would.value, would.value_period, would.pending = value, str(period), None
    would.reported_period = max(matter.reported_period, str(period))
    take_completion(would)
    judge(would, clock.today(), thresholds(matter.plan_id))
    last, later = last_verified(matter, measure, period), matter.value_period > str(period)
    return Echo(
        added=_added(value - last.value, measure.label) if last else "",
        unchanged=last is not None and last.value == value,
        goal=_text(would.goal, measure.label) if would.goal else "",
        completion=would.completion, elapsed=would.elapsed, deviation=would.deviation,
        light="" if later else would.light, reasons=[] if later else reasons(would, clock.today()),
        against="" if shares(would) and not is_level(would) else against(would),
    )


def _goal(matter: Matter, measure: str, period: Period) -> tuple[int | None, str]:
    if not kind_of(matter).by_year:
        return matter.goal, matter.path
    goal = goal_of(matter, measure, period.year)
    return (goal.value, goal.path) if goal else (None, NO_PATH)


def _added(change: int, label: str) -> str:
    return f"+{_text(change, label)}" if change > 0 else _text(change, label)


def _text(value: int, label: str) -> str:
    return f"{show(value, label)}{label}" if label == "%" else f"{show(value, label)} {label}"
