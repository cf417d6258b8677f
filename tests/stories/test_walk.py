"""Whatever is defined, cascaded, compared, forecast and taken stock of, in whatever order: the past stays as it was."""

from __future__ import annotations

import datetime as dt
import random
import re
from contextlib import suppress

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError

from luoshi.core.ledger import actions
from luoshi.core.ledger.models import Entry, Report
from luoshi.core.ledger.queries import head_of
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person, Unit
from luoshi.demo.world import turn_to
from luoshi.engine.periods import Period, due_period
from luoshi.kinds.target.actions import Definition, Figure, Row, cascade, compare, define
from luoshi.kinds.target.situation import situation
from luoshi.loop.outlook import learning
from luoshi.loop.outlook.actions import foresee
from luoshi.loop.stocktakes.actions import conclude, recompute, take_stock, word
from luoshi.loop.stocktakes.models import Stocktake
from luoshi.loop.stocktakes.queries import recomputed, source_of
from tests.stories.desk import Desk
from tests.stories.test_as_of import said

NAMES = re.compile("更名[0-9]+|望海新区|发展改革局|临港产业园|望山街道")
STEPS, LOOKS = 70, 20  # steps of a walk, and after how many of them somebody looks at the pages
INDICATORS = {
    "固投": ("亿元", "cumulative", "more"), "税收": ("万元", "cumulative", "less"), "人口": ("人", "point", "more"),
    "增速": ("%", "rate", "more"), "能耗": ("%", "point", "less"),
}  # fmt: skip
PAGES = [
    "/situation/", "/situation/?period=2026H1&sort=place", "/targets/", "/targets/1/", "/targets/2/", "/targets/4/",
    "/targets/1/cascade/2026/", "/targets/3/cascade/2026/", "/neighbours/", "/neighbours/?indicator=1",
    "/neighbours/?indicator=4", "/outlook/", "/outlook/calibration/", "/situation/M-0001/",
]  # fmt: skip


class Walk:
    """Somebody who does anything that can be done with key targets, and keeps what the pages said."""

    def __init__(self, world, seed: int) -> None:
        self.world, self.chance, self.day = world, random.Random(seed), dt.date(2026, 1, 10)
        self.seen: dict[int, dict[str, str]] = {}
        for name in INDICATORS:
            self.define(name)
            self.register(name, world.region.code)

    def verbs(self):
        return [
            *[self.report] * 8, *[self.verify] * 7, *[self.compare] * 5, *[self.cascade] * 3, self.define,
            self.register, self.rebaseline, self.amend, *[self.rename] * 2, *[self.turn] * 6, *[self.take_stock] * 3,
            *[self.word] * 4, *[self.conclude] * 2,
        ]  # fmt: skip

    def step(self, number: int) -> None:
        self.day += dt.timedelta(days=self.chance.randint(0, 7))
        turn_to(self.day)
        with suppress(ValidationError, PermissionDenied):
            self.chance.choice(self.verbs())()
        if number % LOOKS == 0:
            self.seen[head_of(self.world.region.pk).seq] = looked(self.world)

    def any(self, found):
        return self.chance.choice(rows) if (rows := list(found.order_by("pk"))) else None

    def unit(self) -> Unit:
        return Unit.objects.get(code=self.chance.choice(["fagai", "lingang", "wangshan"]))

    def month(self) -> str:
        return str(due_period(self.day) if self.chance.random() < 0.7 else due_period(self.day).previous())

    def define(self, name: str = "") -> None:
        name = name or self.chance.choice(list(INDICATORS))
        label, nature, direction = INDICATORS[name]
        said_so = Definition(
            name=name, unit_label=label, nature=nature, direction=direction, lead_unit=self.world.units["fagai"],
            due_days=self.chance.choice([5, 20]), sums=self.chance.random() < 0.5, source=str(self.chance.random()),
        )
        define(self.world.plan, said_so, by=self.world.supervisor, reason="口径")

    def register(self, name: str = "", unit: str = "") -> None:
        name, unit = name or self.chance.choice(list(INDICATORS)), unit or self.unit().code
        label, _nature, _direction = INDICATORS[name]
        whole = unit == self.world.region.code
        details = {"indicator": name, "source": "", "scope": "district" if whole else "unit"}
        self.world.register(
            "target", f"{name}{unit}", "fagai" if whole else unit, goal=self.chance.randint(100, 9000) * 10**6,
            unit_label=label, details=details, weight=self.chance.randint(1, 9),
        )

    def report(self) -> None:
        if matter := self.any(Matter.objects.filter(closed_on=None)):
            value = matter.goal * self.chance.randint(-3 if matter.nature == "rate" else 0, 12) // 10
            actions.report(
                matter, by=self.world.reporter_of(matter.lead_unit), period=Period.parse(self.month()), evidence=[],
                values={"value": value}, token=str(self.chance.random()), note="说明",
                confidence=self.chance.choice([None, 0, 60, 100]),
            )

    def verify(self) -> None:
        for report in Report.objects.filter(verified=None, returned=None, superseded=None).order_by("pk")[:3]:
            actions.verify(report, by=self.world.supervisor, grade="B")

    def compare(self) -> None:
        here = Unit.objects.get(pk=self.world.region.pk).name
        month = Period.parse(f"{self.chance.randint(2019, 2025)}-{self.chance.randint(1, 12):02}")
        period = self.chance.choice([month, Period.parse(self.month()), due_period(self.day, "quarter")])
        figures = [
            Figure(
                peer=peer, group=self.chance.choice(["", "甲组", "乙组"]), value=self.chance.randint(1, 9000) * 10**6,
                growth=self.chance.choice([None, self.chance.randint(-900, 900)]),
                goal=self.chance.choice([None, 10**10]),
            )
            for peer in self.chance.sample([here, "邻区甲", "邻区乙", "邻区丙"], 3)
        ]
        name = self.chance.choice(list(INDICATORS))
        compare(self.world.plan, name, period, figures, by=self.world.supervisor, source="市统计局")

    def cascade(self) -> None:
        units = self.chance.sample(["fagai", "lingang", "wangshan"], 2)
        above = [("滨海市", "city", ""), (self.world.region.code, "district", "滨海市")]
        rows = [
            Row(
                holder=holder, name=holder, level=level, superior=superior, place=place, base=self.chance.randint(0, 9),
                assigned=self.chance.choice([None, self.chance.randint(1, 9) * 10**8]),
            )
            for place, (holder, level, superior) in enumerate(
                [*above, *((unit, "unit", self.world.region.code) for unit in units)]
            )
        ]
        name, whole = self.chance.choice(list(INDICATORS)), self.chance.random() < 0.5
        cascade(self.world.plan, name, 2026, rows, by=self.world.supervisor, reason="分解", whole=whole)

    def rebaseline(self) -> None:
        if matter := self.any(Matter.objects.filter(closed_on=None)):
            goal = self.chance.randint(1, 900) * 12 * 10**6
            path = [goal * month // 12 for month in range(1, 13)] if self.chance.random() < 0.5 else []
            draft = actions.GoalDraft(measure="value", year=2026, value=goal, path=path)
            actions.rebaseline(matter, draft, by=self.world.supervisor, reason="调整")

    def amend(self) -> None:
        if matter := self.any(Matter.objects.filter(closed_on=None)):
            unit, title = self.unit(), f"改名{self.chance.randint(1, 99)}"
            changes = [
                {"title": {"value": title, "shown": title}}, {"weight": {"value": 7, "shown": "7"}},
                {"lead_unit": {"value": unit.code, "shown": unit.name}},
            ]  # fmt: skip
            actions.amend(matter, self.chance.choice(changes), by=self.world.supervisor, reason="正名")

    def rename(self) -> None:
        unit = self.chance.choice([self.unit(), Unit.objects.get(pk=self.world.region.pk)])
        actions.rename(unit, name=f"更名{self.chance.randint(1, 999)}", aliases=[], by=self.world.administrator)

    def turn(self) -> None:
        actions.relight(self.world.region)
        actions.close_period(self.world.plan, due_period(self.day), by=self.world.supervisor)
        foresee(self.world.plan, due_period(self.day), by=self.world.supervisor)

    def take_stock(self) -> None:
        period = self.chance.choice([due_period(self.day), due_period(self.day, "quarter")])
        take_stock(self.world.plan, period, by=self.world.supervisor)

    def word(self) -> None:
        if draft := self.any(Stocktake.objects.filter(concluded=None)):
            word(draft, by=self.world.supervisor, place="opening", text=str(self.chance.random()), seen=0)
            recompute(draft, by=self.world.supervisor)

    def conclude(self) -> None:
        if draft := self.any(Stocktake.objects.filter(concluded=None)):
            language = self.chance.choice(["zh-hans", "en"])
            conclude(draft, by=self.world.supervisor, number="", language=language, looked=draft.entry)


def looked(world, head: int | None = None) -> dict[str, str]:
    """What every page says to a leader, computed anew; units by the code that they always bear."""
    cache.clear()
    learning._learn.cache_clear()
    desk = Desk(Person.objects.get(pk=world.leader.pk))
    return {url: NAMES.sub("某", said(desk, url, head)) for url in PAGES}


@pytest.fixture(params=[1, 10, 26])
def walk(world, request):
    walked = Walk(world, request.param)
    for number in range(1, STEPS + 1):
        walked.step(number)
    return walked


def test_after_any_walk_pages_stocktakes_and_sums_are_what_they_were(walk):
    """The stories' own fixture replays every entry afterwards."""
    told = set(Entry.objects.values_list("fact", flat=True))
    assert {"Defined", "Cascaded", "Compared", "Foreseen", "Stocktaken", "Worded", "Concluded", "Renamed"} <= told
    for head, pages in walk.seen.items():
        now = looked(walk.world, head)
        assert {url: (text, pages[url]) for url, text in now.items() if text != pages[url]} == {}, f"as of {head}"
    published = Stocktake.objects.exclude(concluded=None).select_related("plan__region")
    assert published
    assert [one.code for one in published if not recomputed(one, source_of(one)).equal] == []
    found = situation(walk.world.plan, due_period(walk.day), None, Matter.objects.all(), shown=99)
    for told in (part for one in found.standings for part in (one.contributions, one.contributions_by_path) if part):
        parts = sum(piece.gap or 0 for piece in told.pieces)
        assert told.gap == parts + told.unallotted + told.unreported + (told.discrepancy or 0) + (told.hidden or 0)
