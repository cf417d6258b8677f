"""A district with a past: figures of whole years, tasks that were finished."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from luoshi.core.ledger import actions
from luoshi.core.ledger.queries import head_of
from luoshi.core.matters.models import Matter, MatterState
from luoshi.demo.world import Saying, turn_to
from luoshi.engine.periods import Period
from luoshi.loop.outlook.queries import forecasts

GOAL = 1200 * 100
MONTHS = (3, 12)


class Past:
    """What the tests ask of a world."""

    def __init__(self, world) -> None:
        self.world = world

    def target(self, number: int = 0, unit: str = "lingang", indicator: str = "", **more) -> Matter:
        details = {"indicator": indicator or f"指标{number}", "source": "", "scope": "unit"}
        more = {"goal": GOAL, "unit_label": "家", "due": dt.date(2027, 12, 31), **more}
        return self.world.register("target", f"目标{number}", unit, details=details, **more)

    def task(self, number: int, start: dt.date, due: dt.date, unit: str = "lingang", **more) -> Matter:
        details = {"completion_mark": "验收"}
        return self.world.register(
            "task", f"任务{number}", unit, goal=100 * 100, unit_label="%", start=start, due=due, details=details, **more
        )

    def say(self, matter: Matter, month: str, value: int, *, confidence: int | None = None) -> None:
        """Report and verify one figure."""
        measure = "value" if matter.kind == "target" else "done"
        saying = Saying({measure: value}, "如实填报", proof=False, confidence=confidence)
        self.world.report(matter, Period.parse(month), saying)
        self.world.verify_waiting()

    def live_a_year(self, matters: list[Matter], year: int, pace: Callable[[int], int], months=MONTHS) -> None:
        """Figures of `year`: the goal × month ÷ 12 × `pace(number)` per cent."""
        for month in months:
            for number, matter in enumerate(matters):
                value = GOAL * month * pace(number) // 1200
                saying = Saying({"value": value}, "如实填报", proof=False)
                self.world.report(matter, Period(year, "month", month), saying)
            turn_to(Period(year, "month", month).next().start + dt.timedelta(days=4), 15)
            self.world.verify_waiting()

    def finish(self, matters: list[Matter], month: str, done: int = 10_000) -> None:
        for matter in matters:
            self.world.report(matter, Period.parse(month), Saying({"done": done}, proof=False))
        turn_to(Period.parse(month).next().start + dt.timedelta(days=4), 15)
        self.world.verify_waiting()

    def relight(self, day: dt.date) -> None:
        turn_to(day, 8)
        actions.relight(self.world.region)

    def turn_the_year(self) -> None:
        """January's report is due in February: from then on the new year's goal counts."""
        self.relight(dt.date(2027, 1, 6))
        self.relight(dt.date(2027, 2, 2))

    def close(self, month: str) -> None:
        actions.close_period(self.world.plan, Period.parse(month), by=self.world.supervisor)

    @property
    def head(self):
        return head_of(self.world.region.pk)

    def outlook(self, matter: Matter, head: int | None = None):
        shown = head_of(self.world.region.pk, head)
        states = MatterState.objects.at(shown.seq).filter(matter=matter)
        return forecasts(self.world.plan, states.select_related("lead_unit", "workstream"), shown).get(matter.code)


@pytest.fixture
def past(world) -> Past:
    return Past(world)


@pytest.fixture
def years(past) -> SimpleNamespace:
    """Twenty-one targets with a whole year each, 70 to 130 % of the goal; it is 2 February 2027."""
    matters = [past.target(number, ("lingang", "fagai", "wangshan")[number % 3]) for number in range(21)]
    past.live_a_year(matters, 2026, lambda number: 70 + 3 * number)
    past.turn_the_year()
    return SimpleNamespace(past=past, world=past.world, matters=matters, own=matters[0])


@pytest.fixture
def works(past) -> SimpleNamespace:
    """Twenty-one tasks due in June: twelve finished in June, nine in July; and an open one of 2026, due in December."""
    tasks = [past.task(number, dt.date(2026, 1, 10), dt.date(2026, 6, 30)) for number in range(21)]
    past.finish(tasks, "2026-03", 4_000)
    past.finish(tasks[:12], "2026-06")
    past.finish(tasks[12:], "2026-07")
    turn_to(dt.date(2026, 8, 5), 9)
    own = past.task(21, dt.date(2026, 8, 1), dt.date(2026, 12, 31))
    past.finish([own], "2026-09", 4_500)
    past.relight(dt.date(2026, 10, 6))
    return SimpleNamespace(past=past, world=past.world, tasks=tasks, own=own)
