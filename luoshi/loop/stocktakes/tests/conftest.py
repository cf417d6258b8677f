"""A district half a year old: a target that lags, whose units share the gap, one that does not, and neighbours."""

from __future__ import annotations

import pytest

from luoshi.demo.meeting import hold_half_year_meeting
from luoshi.demo.world import Saying, World
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, Figure, compare, define
from luoshi.loop.stocktakes.actions import take_stock

HALF = Period.parse("2026H1")
TARGET = {"goal": 1200 * 100, "unit_label": "家"}


def target(world: World, title: str, unit: str, scope: str = "district", **more):
    details = {"indicator": "家数" if "落后" in title else title, "source": "", "scope": scope}
    return world.register("target", title, unit, details=details, **{**TARGET, **more})


@pytest.fixture
def lived(world):
    """Six months and a meeting in July; no stock taken yet."""
    said = {"name": "家数", "unit_label": "家", "lead_unit": world.units["fagai"]}
    define(world.plan, Definition(**said), by=world.supervisor)
    world.red = target(world, "落后的目标", "fagai", weight=10)
    world.part = target(world, "落后的目标（临港）", "lingang", "unit", goal=600 * 100)
    world.rest = target(world, "落后的目标（望山）", "wangshan", "unit", goal=600 * 100)
    world.green = target(world, "按期的目标", "lingang")
    paces = {world.red.pk: 5000, world.part.pk: 2000, world.rest.pk: 3000, world.green.pk: 10000}
    for month in range(1, 7):
        world.tick(lambda matter, _month, n=month: Saying({"value": paces[matter.pk] * n}))
    figures = [Figure(peer="邻区甲", group="甲组", value=70000, growth=900, goal=120000)]
    figures += [Figure(peer=world.region.name, group="甲组", value=30000, growth=-500, goal=120000)]
    compare(world.plan, "家数", Period.parse("2026-06"), figures, by=world.supervisor, source="市统计局")
    world.meeting = hold_half_year_meeting(world)
    return world


@pytest.fixture
def draft(lived):
    lived.draft = take_stock(lived.plan, HALF, by=lived.supervisor)
    return lived
