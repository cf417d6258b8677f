"""The demo district: a plan year of monthly data, told by habits rather than by chance, so that it is the same each time."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from luoshi.core.ledger import actions, clock
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Matter
from luoshi.demo import content, standing
from luoshi.demo.meeting import hold_half_year_meeting, take_half_year_stock
from luoshi.demo.world import Saying, World, steady, turn_to
from luoshi.engine.periods import Period, due_period, ends_with
from luoshi.loop.assessment.actions import freeze
from luoshi.loop.bulletins.actions import issue
from luoshi.loop.outlook.actions import foresee

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Habit:
    """How one matter goes: basis points of pro-rata, the months (1–12) without a report, and how it is proved."""

    pace: int
    silent: frozenset[int]
    grade: str
    refused: int
    late: bool


def habit_of(matter: Matter) -> Habit:
    """Drawn from the code alone: some run ahead, a few lag badly, one in twelve falls silent."""
    draw = hashlib.sha256(f"{matter.code}{matter.title}".encode()).digest()
    pace = (10_300, 9_900, 10_600, 9_700, 8_900, 10_100, 7_900, 9_800, 6_200, 10_000, 8_400, 4_300)[
        draw[0] % 12
    ]
    silent = frozenset({draw[1] % 12 + 1}) if draw[2] % 4 == 0 else frozenset()
    if draw[3] % 14 == 0:
        silent = frozenset(range(9, 13))
    return Habit(
        pace, silent, "AABABC"[draw[4] % 6], draw[5] % 12 + 1 if draw[6] % 9 == 0 else 0, draw[7] % 11 == 0
    )


def start_year(today: dt.date) -> int:
    """The plan's first year: this one, or the last while this one has closed fewer than six months."""
    due = due_period(today)
    return due.year if due.elapsed_months >= 6 else due.year - 1


@transaction.atomic
def load(*, today: dt.date, password: Callable[[], str | None], told: Progress) -> World:
    """Found the district and let it live from its first January to `today`. All or nothing."""
    try:
        world = World.founded(start_year(today), password=password)
        told("units and people")
        register_all(world)
        told("matters")
        while due_period(today) >= (month := Period.of(clock.today())):
            live_through(world, month, last=month == due_period(today))
            told(str(month))
        if today.day > standing.LATE + 1:
            late_figures(world, due_period(today))
        turn_to(today, 0)
        actions.relight(world.region)
        return world
    finally:
        clock.turn_to(None)


def year_end(world: World) -> dt.date:
    """The last day of the demo's years: annual matters run until then."""
    return dt.date(max(world.plan.starts.year, due_period(timezone.localdate()).year), 12, 31)


def register_all(world: World) -> None:
    """Every indicator, target, project and task of the content, and the parents whose numbers follow from theirs."""
    standing.define_all(world)
    for place, (title, unit, workstream, goal, label, indicator, source) in enumerate(content.TARGETS):
        world.register(
            "target",
            title,
            unit,
            goal=goal,
            unit_label=label,
            workstream=workstream,
            weight=10 if place < 4 else 3,
            due=year_end(world),
            details={"indicator": indicator, "source": source, "scope": "unit" if place >= content.WHOLE else "district"},
        )
    _register_projects(world)
    _register_tasks(world)
    standing.register_levels(world, year_end(world))
    standing.cascade_all(world)
    standing.take_in_earlier_years(world)


def _register_projects(world: World) -> None:
    parent = world.register(
        "target",
        "重大项目年度投资完成率",
        "fagai",
        rollup="investment",
        weight=5,
        due=year_end(world),
        details={"indicator": "重大项目年度投资完成率", "scope": "district", "source": "本账本"},
    )
    for title, unit, annual, total, stage in content.PROJECTS:
        world.register(
            "project",
            title,
            unit,
            goal=annual * content.YI // 10,
            unit_label="亿元",
            stage=stage,
            parent=parent,
            weight=2,
            due=year_end(world),
            supporting=("fagai",) if unit != "fagai" else (),
            details={
                "site": world.units[unit].name,
                "project_code": "",
                "total_investment": total * content.YI // 10,
            },
        )


def _register_tasks(world: World) -> None:
    year = world.plan.starts.year
    for title, unit, supporting, workstream, mark, goal, label, begins, due in content.TASKS:
        world.register(
            "task",
            title,
            unit,
            goal=goal * 100,
            unit_label=label,
            workstream=workstream,
            supporting=supporting,
            start=dt.date(year, begins, 8),
            due=dt.date(year, *due),
            details={"completion_mark": mark},
        )


def live_through(world: World, month: Period, *, last: bool) -> None:
    """One month: meeting in July, reports, returns and corrections, verification, lights, closing, ranking, bulletin."""
    if month == Period(world.plan.starts.year, "month", 7):
        hold_half_year_meeting(world)
    if month.start > world.plan.starts:
        late_figures(world, month.previous())
    said = _say_everything(world, month)
    turn_to(month.next().start + dt.timedelta(days=3), 15)
    world.verify_waiting(refuse=lambda r: _refusal(r, month), grade=lambda r: habit_of(r.matter).grade)
    for matter, saying in said:
        if habit_of(matter).refused == month.elapsed_months:
            world.report(matter, month, Saying(saying.values, "已按要求更正。", day=5))
    turn_to(month.next().start + dt.timedelta(days=5), 8)
    actions.relight(world.region)
    if last:
        return  # this month's corrections and late reports still wait: there is something to do on every desk
    turn_to(month.next().start + dt.timedelta(days=7), 16)
    world.verify_waiting(grade=lambda r: habit_of(r.matter).grade)
    _close_overdue(world)
    actions.close_period(world.plan, month, by=world.supervisor)
    freeze(world.plan, month, by=world.supervisor)
    foresee(world.plan, month, by=None)
    if month.number == 6:
        take_half_year_stock(world)
    if month.number % 3 == 0:
        issue(world.plan, month, by=world.supervisor, mark="望督", language="zh-hans")


def late_figures(world: World, month: Period) -> None:
    """In the middle of the month after, the statistics come out: what they say of the district, and of its peers."""
    _say_everything(world, month, late=True)
    standing.take_in_peers(world, month)
    world.verify_waiting(grade=lambda r: habit_of(r.matter).grade)


def _say_everything(world: World, month: Period, *, late: bool = False) -> list[tuple[Matter, Saying]]:
    own = Matter.objects.filter(plan=world.plan, closed_on=None, rollup="own", start__lte=month.end)
    due = [m for m in own.select_related("plan", "lead_unit").order_by("pk") if ends_with(month, m.cadence)]
    said = [(m, _say(m, month)) for m in due if standing.published_late(m) is late]
    found = sorted(((m, s) for m, s in said if s), key=lambda pair: pair[1].day)
    for matter, saying in found:
        world.report(matter, month, saying)
    return found


def _say(matter: Matter, month: Period) -> Saying | None:
    habit = habit_of(matter)
    if month.elapsed_months in habit.silent:
        return None
    base = steady(matter, month, habit.pace + _wobble(matter, month))
    values = dict(base.values)
    if month.end >= matter.due and habit.pace >= 8_900:  # nearly there: the last piece is pushed through
        values = dict.fromkeys(values, matter.goal or 0)
    if matter.kind == "project":
        values["physical"] = min(values["invested"] * 100 * 100 // max(matter.goal or 1, 1), 100 * 100)
    note = content.NOTES[(matter.pk + month.elapsed_months) % len(content.NOTES)]
    pictured = "physical" in values and month.number % 3 == 1
    day = standing.LATE if standing.published_late(matter) else 4 if habit.late else 2 + matter.pk % 2
    return Saying(values, note, photograph=pictured, day=day, confidence=_sure(matter, habit))


def _sure(matter: Matter, habit: Habit) -> int | None:
    """Two in three say how sure they are: mostly as it goes, some more hopeful than that."""
    if matter.number % 3 == 0:
        return None
    hopeful = 400 if matter.number % 4 == 1 else 0
    return next((share for floor, share in _SURE if habit.pace + hopeful >= floor), 10)


_SURE = ((10_200, 90), (9_800, 70), (8_800, 50), (7_000, 30))


def _wobble(matter: Matter, month: Period) -> int:
    """No month goes exactly by the calendar: up to two percent less or more of the pace."""
    return hashlib.sha256(f"{matter.title}{month}".encode()).digest()[0] * 400 // 255 - 200


def _refusal(report: Any, month: Period) -> str:
    refused = habit_of(report.matter).refused == month.elapsed_months
    return content.REFUSALS[report.pk % len(content.REFUSALS)] if refused else ""


def _close_overdue(world: World) -> None:
    """Tasks whose goal was reached are closed; the evidence stands in their reports."""
    whole = Matter.objects.filter(
        plan=world.plan, kind="task", closed_on=None, completion__gte=10_000
    ).select_related("plan", "lead_unit")
    for matter in whole:
        closing = next(stage for stage in kind_of(matter).moves_from(matter.stage) if stage.closing)
        actions.move(matter, closing.code, by=world.supervisor)
