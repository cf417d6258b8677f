"""A small fictional district with one meeting, and the people who may and may not read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from luoshi.core.ledger import actions as ledger
from luoshi.core.ledger import clock
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.models import Plan, Workstream
from luoshi.loop.meetings import actions
from luoshi.loop.meetings.models import Directive, Meeting

TEXT = """关于重点工作调度的纪要
会议指出，上半年运行总体平稳。
一、关于项目
会议要求，住建局要在8月12日前办结二标段施工许可，8月20日前完成入库纳统；发展改革局要牵头研究迁改办法，8月7日前提出书面意见。
沈岚强调，各有关单位要进一步提高站位、凝心聚力，切实增强责任感和使命感。
各部门各单位要在8月底前完成安全自查(zì)，整改一处、销号一处。
"""
UNITS = [
    ("fgj", "发展改革局", "department", []),
    ("zjj", "住房建设局", "department", ["住建局"]),
    ("lg", "临港园区", "zone", []),
    ("hx", "海馨街道", "street", []),
    ("yt", "银滩街道", "street", []),
]
HELD = dt.datetime(2026, 8, 3, 15, tzinfo=timezone.get_default_timezone())


@dataclass
class World:
    region: Unit
    units: dict[str, Unit]
    people: dict[str, Person]
    plan: Plan
    workstream: Workstream
    meeting: Meeting = field(init=False)

    def directive(self, words: str, meeting: Meeting | None = None) -> Directive:
        """The directive in force whose sentence holds these words."""
        found = Directive.objects.filter(meeting=meeting or self.meeting, superseded=None, text__contains=words)
        return found.select_related("meeting__unit", "meeting__region").get()

    def choice(self, words: str, **other: Any) -> actions.Choice:
        told: dict[str, Any] = {
            "number": self.directive(words).number,
            "title": "办结施工许可",
            "lead_unit": self.units["zjj"],
            "workstream": self.workstream,
            "due": dt.date(2026, 8, 12),
            "details": {"completion_mark": "许可证"},
        }
        return actions.Choice(**(told | other))


def _person(name: str, unit: Unit, role: str) -> Person:
    person = Person.objects.create_user(name, name, "a long password")
    ledger.appoint(person, unit, title="工作人员", role=role, by=None)
    return person


def _district(code: str, name: str) -> tuple[Unit, Plan, Workstream]:
    region = ledger.found_district(code, name)
    plan = Plan.objects.create(
        region=region, name="三年行动", starts=dt.date(2026, 1, 1), ends=dt.date(2028, 12, 31)
    )
    return region, plan, Workstream.objects.create(plan=plan, code="project", name="项目为王")


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.standing_at(HELD + dt.timedelta(hours=2)):
        region, plan, workstream = _district("wh", "望海新区")
        units = {
            code: ledger.establish(region, code=code, name=name, kind=kind, by=None, aliases=aliases)
            for code, name, kind, aliases in UNITS
        }
        elsewhere, _plan, _stream = _district("yl", "云岭区")
        people = {
            "supervisor": _person("supervisor", region, "supervisor"),
            "leader": _person("leader", region, "leader"),
            "reporter": _person("reporter", units["zjj"], "reporter"),
            "neighbour": _person("neighbour", units["hx"], "reporter"),
            "zone": _person("zone", units["lg"], "supervisor"),
            "stranger": _person("stranger", elsewhere, "supervisor"),
        }
        world = World(region, units, people, plan, workstream)
        world.meeting = actions.convene(
            region, by=people["supervisor"], code="2026-11", title="重点工作调度会", held_at=HELD
        )
        yield world


@pytest.fixture
def minuted(world: World) -> World:
    """The same with its minutes taken."""
    actions.take_minutes(world.meeting, by=world.people["supervisor"], text=TEXT)
    return world
