"""The smallest district in which everything can happen: what the tests of core, the stories and the benches stand on.

Everybody works on 5 January 2026 unless a test says otherwise; `on(…)` sets the day.
"""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from luoshi.core.ledger import actions, clock
from luoshi.core.ledger.models import Report
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.models import Plan, Workstream
from luoshi.engine.periods import Period

YI = 10**10  # one 亿元 as stored
FILE = {"digest": "a" * 64, "name": "proof.pdf", "mime": "application/pdf", "size": 3}


def on(year: int, month: int, day: int, hour: int = 9) -> AbstractContextManager[None]:
    """Within this block it is that day, here."""
    return clock.standing_at(dt.datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone()))


@dataclass
class District:
    region: Unit
    unit: Unit
    other: Unit
    plan: Plan
    workstream: Workstream
    people: dict[str, Person]

    def __getattr__(self, name: str) -> Person:
        if name.startswith("_") or name not in self.people:
            raise AttributeError(name)
        return self.people[name]

    def target(self, title: str = "固投", *, goal: int | None = 120 * YI, year: int = 2026, **given: Any) -> Matter:
        """Register a target of the first unit; `goal` None for one whose number follows from its children."""
        goals = [actions.GoalDraft(measure="value", year=year, value=goal)] if goal else []
        said = {
            "lead_unit": self.unit, "workstream": self.workstream, "start": dt.date(2026, 1, 1),
            "due": dt.date(2026, 12, 31), "unit_label": "亿元", "details": {"indicator": title, "source": ""},
        } | given
        return actions.register(actions.Draft(kind="target", title=title, goals=goals, **said), by=self.supervisor)

    def project(self, title: str = "光伏", *, invested: int = 12 * YI, **given: Any) -> Matter:
        goals = [actions.GoalDraft(measure="invested", year=2026, value=invested)]
        said = {
            "lead_unit": self.unit, "workstream": self.workstream, "start": dt.date(2026, 1, 1),
            "due": dt.date(2026, 12, 31), "unit_label": "亿元", "investment": invested, "stage": "started",
            "details": {"site": "", "project_code": "", "total_investment": 0},
        } | given
        return actions.register(actions.Draft(kind="project", title=title, goals=goals, **said), by=self.supervisor)

    def task(self, title: str = "调度", **given: Any) -> Matter:
        said = {
            "lead_unit": self.unit, "workstream": self.workstream, "start": dt.date(2026, 1, 1),
            "due": dt.date(2026, 12, 31), "details": {"completion_mark": "报告印发"},
            "goals": [actions.GoalDraft(measure="done", year=0, value=10_000)],
        } | given
        return actions.register(actions.Draft(kind="task", title=title, **said), by=self.supervisor)

    def report(self, matter: Matter, period: str, value: int, *, by: Person | None = None, **given: Any) -> Report:
        """Report the first figure of a matter for a month, with a file unless told otherwise."""
        measure = {"target": "value", "project": "invested", "task": "done"}[matter.kind]
        said: dict[str, Any] = {"token": str(uuid.uuid4()), "evidence": [FILE], **given}
        return actions.report(
            matter, by=by or self.reporter, period=Period.parse(period), values={measure: value}, **said
        )

    def verified(self, matter: Matter, period: str, value: int, grade: str = "A", **given: Any) -> Report:
        found = self.report(matter, period, value, **given)
        actions.verify(found, by=self.supervisor, grade=grade)
        found.refresh_from_db()
        return found


def found() -> District:
    """A region with two units; a reporter, a colleague, a supervisor, an administrator and a stranger."""
    with on(2026, 1, 5):
        region = actions.found_district("wh", "望海新区")
        unit = actions.establish(region, code="fgj", name="发展改革局", kind="department", by=None, aliases=["发改局"])
        other = actions.establish(region, code="jtj", name="交通运输局", kind="department", by=None)
        people = {name: Person.objects.create_user(name, f"某{name}") for name in _POSTS}
        units = {"region": region, "unit": unit, "other": other}
        for name, (where, role) in _POSTS.items():
            actions.appoint(people[name], units[where], title=role, role=role, by=None)
        plan = Plan.objects.create(
            region=region, name="三年行动", starts=dt.date(2026, 1, 1), ends=dt.date(2028, 12, 31)
        )
        workstream = Workstream.objects.create(plan=plan, code="projects", name="项目为王")
    return District(region, unit, other, plan, workstream, people)


_POSTS = {
    "reporter": ("unit", "reporter"),
    "colleague": ("unit", "reporter"),
    "supervisor": ("region", "supervisor"),
    "leader": ("region", "leader"),
    "administrator": ("region", "administrator"),
    "stranger": ("other", "reporter"),
}
