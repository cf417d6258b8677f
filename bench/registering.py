"""What the district of the bench is told to do: matters of every kind, some beneath others."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from typing import Any

from bench.chronicle import Chronicle, Life
from bench.pour import Spout
from luoshi.core.matters.kinds import kind_of, kinds
from luoshi.core.matters.models import Goal, Party, Rollup
from luoshi.core.organisation.models import Unit
from luoshi.demo import content
from luoshi.demo.world import World
from luoshi.engine.quantity import show

YI = content.YI
# Of twenty matters one gathers the six projects after it, one is a target of its own, twelve are tasks.
BLOCK = ("gathering", "target", *("project",) * 6, *("task",) * 12)
TITLES = {
    "gathering": [row[0] for row in content.TARGETS],
    "target": [row[0] for row in content.TARGETS],
    "project": [row[0] for row in content.PROJECTS],
    "task": [row[0] for row in content.TASKS],
}
DETAILS: dict[str, dict[str, Any]] = {
    "task": {"completion_mark": "全部完成并销号"},
    "target": {"indicator": "固定资产投资完成额", "source": "统计联网直报"},
    "project": {"site": "临港产业园", "project_code": "", "total_investment": 30 * YI},
}
SUPPORTED = 0.3
BY = ("linxiaohe", "林晓禾")
REPORTERS_OWN = (2, 9)  # of sixty matters, the reporter's unit leads these at least: a project and a task


class Register:
    """Registers matter after matter; the same number draws the same matter."""

    def __init__(self, world: World, chronicle: Chronicle, origins: list[str]) -> None:
        self.world, self.book, self.origins = world, chronicle, origins
        self.chance = random.Random(20_260_826)
        self.units = [unit for code, unit in sorted(world.units.items()) if code != world.region.code]
        self.workstreams = list(world.workstreams.values())
        self.numbers = dict.fromkeys(kinds(), 0)
        self.lives: list[Life] = []
        self.parties = Spout(Party, "matter_id unit_id leads")
        self.goals = Spout(Goal, "matter_id measure year value made superseded")
        self.details = {
            code: Spout(kind.details, " ".join(("matter_id", *DETAILS[code])))
            for code, kind in kinds().items()
            if kind.details
        }

    @property
    def spouts(self) -> list[Spout]:
        return [self.parties, self.goals, *self.details.values()]

    def register(self) -> Life:
        place = len(self.lives)
        lead = self.world.units["lingang"] if place % 60 in REPORTERS_OWN else self.chance.choice(self.units)
        others = [self.chance.choice(self.units)] if self.chance.random() < SUPPORTED else []
        life = self._drawn(place, lead)
        told = self._told(life, lead, [unit for unit in others if unit.pk != lead.pk])
        life.opened = self.book.write("Registered", told, *BY)
        if life.parent:
            life.parent.children.append(life)
        self._keep(life, told)
        self.book.settle(life)
        self.lives.append(life)
        return life

    def _drawn(self, place: int, lead: Unit) -> Life:
        role, chance, year = BLOCK[place % len(BLOCK)], self.chance, self.world.plan.starts.year
        kind = kinds()["target" if role == "gathering" else role]
        self.numbers[kind.code] = number = self.numbers[kind.code] + 1
        task, project, gathering = role == "task", role == "project", role == "gathering"
        goal = None if gathering else chance.randint(4, 400) * 100 if task else chance.randint(2, 90) * YI
        return Life(
            place + 1,
            code=f"{kind.prefix}-{number:04d}",
            number=number,
            kind=kind.code,
            lead_unit_id=lead.pk,
            title=f"{chance.choice(TITLES[role])}（{place + 1}）",
            plan_id=self.world.plan.pk,
            workstream_id=chance.choice(self.workstreams).pk,
            weight=chance.randint(1, 12),
            start=dt.date(year, chance.choice((1, 1, 1, 2, 3, 4)) if task else 1, 1),
            due=_due(chance, year) if task else self.world.plan.ends,
            stage=kind.stages[0].code,
            origin=self.origins.pop() if task and self.origins else "",
            goal=goal,
            unit_label="项" if task else "亿元",
            rollup=Rollup.INVESTMENT.value if gathering else Rollup.OWN.value,
            investment=goal if project else 0,
            parent=self.lives[place // len(BLOCK) * len(BLOCK)] if project else None,
        )

    def _told(self, life: Life, lead: Unit, supporting: list[Unit]) -> dict[str, Any]:
        """The data of the fact `Registered`."""
        workstream = next(one for one in self.workstreams if one.pk == life.workstream_id)
        return {
            "subject": life.code,
            "kind": life.kind,
            "number": life.number,
            "title": life.title,
            "lead_unit": _named(lead),
            "supporting": [_named(unit) for unit in supporting],
            "responsible": "",
            "plan": life.plan_id,
            "workstream": {"id": str(workstream.pk), "name": workstream.name},
            "weight": life.weight,
            "start": life.start.isoformat(),
            "due": life.due.isoformat(),
            "stage": life.stage,
            "parent": life.parent.code if life.parent else "",
            "origin": life.origin,
            "rollup": life.rollup,
            "unit_label": life.unit_label,
            "investment": life.investment,
            "goals": _goals(life),
            "details": DETAILS[life.kind],
        }

    def _keep(self, life: Life, told: dict[str, Any]) -> None:
        for unit in (told["lead_unit"], *told["supporting"]):
            pk = self.world.units[unit["code"]].pk
            self.parties.add(life.pk, pk, pk == life.lead_unit_id)
        for goal in told["goals"]:
            life.goals[goal["measure"], goal["year"]] = goal["value"], "[]"
            self.goals.add(life.pk, goal["measure"], goal["year"], goal["value"], life.opened, None)
        self.details[life.kind].add(life.pk, *DETAILS[life.kind].values())


def _goals(life: Life) -> list[dict[str, Any]]:
    if life.goal is None:
        return []
    kind, label = kind_of(life), life.unit_label  # type: ignore[arg-type]
    years = range(life.start.year, life.due.year + 1) if kind.by_year else (0,)
    measure, shown = kind.primary(life).code, f"{show(life.goal, label)} {label}"  # type: ignore[arg-type]
    return [
        {"measure": measure, "year": year, "value": life.goal, "path": [], "shown": shown} for year in years
    ]


def _named(unit: Unit) -> dict[str, str]:
    return {"code": unit.code, "name": unit.name}


def _due(chance: random.Random, year: int) -> dt.date:
    month = chance.choice((6, 8, 9, 10, 11, 12, 12, 12))
    return dt.date(year, month, calendar.monthrange(year, month)[1])
