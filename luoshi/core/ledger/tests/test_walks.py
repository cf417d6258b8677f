"""Whatever people do in whatever order: counts are right, the past stays what it was, replay gives the same tables."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from luoshi.core.ledger import actions, replay
from luoshi.core.ledger.history import TRACKED, cell
from luoshi.core.ledger.models import Book, Entry, Report, Tally
from luoshi.core.ledger.queries import head_of, lights
from luoshi.core.ledger.tests.district import YI, District, on
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Matter, MatterState
from luoshi.core.plan.queries import at
from luoshi.engine.periods import Period

STEPS = 60


class Walk:
    """Somebody who does anything that can be done, and remembers what the tables said after each step."""

    def __init__(self, district: District, seed: int) -> None:
        self.district, self.chance, self.day = district, random.Random(seed), dt.date(2026, 1, 10)
        self.seen: dict[int, tuple[object, ...]] = {}

    def step(self) -> None:
        self.day += dt.timedelta(days=self.chance.randint(0, 12))
        verbs = [self.report] * 6 + [self.verify] * 4 + [
            self.register, self.register, self.give_back, self.move, self.amend, self.rebaseline, self.relight,
            self.close, self.adopt,
        ]
        with on(self.day.year, self.day.month, self.day.day), suppress(ValidationError, PermissionDenied):
            self.chance.choice(verbs)()
        self.seen[head_of(self.district.region.pk).seq] = now(self.district)

    def any(self, rows):
        return self.chance.choice(found) if (found := list(rows.order_by("pk"))) else None

    def register(self) -> None:
        make = self.chance.choice([self.district.target, self.district.project, self.district.task])
        parent = self.any(Matter.objects.exclude(rollup="own"))
        span = {"due": dt.date(self.chance.choice([2026, 2027]), self.chance.randint(2, 12), 28)}
        if make == self.district.target and self.chance.random() < 0.5:
            make(goal=None, rollup=self.chance.choice(["equal", "weight", "investment"]), parent=parent)
        else:
            make(parent=parent, weight=self.chance.randint(1, 5), **span)

    def report(self) -> None:
        if matter := self.any(Matter.objects.filter(rollup="own", closed_on=None)):
            back = Period.of(self.day).previous() if self.chance.random() < 0.7 else Period.of(self.day)
            who = self.chance.choice([self.district.reporter, self.district.colleague])
            value = self.chance.randint(0, 12) * (YI if matter.kind != "task" else 1000)
            self.district.report(matter, str(back), value, by=who, token=str(self.chance.random()))

    def verify(self) -> None:
        if report := self.any(Report.objects.filter(verified=None, returned=None, superseded=None)):
            actions.verify(report, by=self.district.supervisor, grade=self.chance.choice("ABCD"))

    def give_back(self) -> None:
        if report := self.any(Report.objects.filter(verified=None, returned=None, superseded=None)):
            actions.return_report(report, by=self.district.supervisor, reason="附件不清")

    def move(self) -> None:
        if matter := self.any(Matter.objects.filter(closed_on=None)):
            stage = self.chance.choice(kind_of(matter).moves_from(matter.stage)).code
            actions.move(matter, stage, by=self.district.supervisor, reason="按期")

    def amend(self) -> None:
        if matter := self.any(Matter.objects.filter(closed_on=None)):
            unit = self.chance.choice([self.district.unit, self.district.other])
            due = dt.date(self.chance.choice([2026, 2027]), 11, 30).isoformat()
            changes = self.chance.choice([
                {"lead_unit": {"value": unit.code, "shown": unit.name}}, {"weight": {"value": 3, "shown": "3"}},
                {"due": {"value": due, "shown": due}}, {"supporting": {"value": ["jtj"], "shown": "交通运输局"}},
            ])
            actions.amend(matter, changes, by=self.district.supervisor, reason="调整")

    def rebaseline(self) -> None:
        if matter := self.any(Matter.objects.filter(rollup="own")):
            measure, year = kind_of(matter).primary(matter).code, self.chance.choice([0, 2026, 2027])
            goal = actions.GoalDraft(measure=measure, year=year, value=self.chance.randint(1, 200) * YI)
            actions.rebaseline(matter, goal, by=self.district.supervisor, reason="年中调整")

    def relight(self) -> None:
        actions.relight(self.district.region)

    def close(self) -> None:
        actions.close_period(self.district.plan, Period.of(self.day).previous().previous(), by=self.district.supervisor)

    def adopt(self) -> None:
        values = {"yellow_lag": self.chance.choice([500, 1000, 1500])}
        actions.adopt(self.district.plan, "lights", str(self.day), values, by=self.district.supervisor)


def now(district: District) -> tuple[object, ...]:
    """What a page would show: every matter's row, the lights."""
    return rows(Matter.objects.all()), lights(district.plan.pk)


def rows(found) -> list[tuple[object, ...]]:
    return sorted(found.values_list(*TRACKED))


@pytest.fixture(params=[1, 2, 3, 4])
def walk(district: District, request: pytest.FixtureRequest) -> Walk:
    walked = Walk(district, request.param)
    for _ in range(STEPS):
        walked.step()
    return walked


def test_after_any_walk_everything_agrees(walk):
    """One walk is walked for all the promises: walking is what takes time."""
    assert Entry.objects.values("fact").distinct().count() > 8  # a walk in which something happened
    tallies = Tally.objects.filter(superseded=None).exclude(count=0)
    counted = {(t.plan_id, t.unit_id, t.workstream_id, t.kind, t.light): t.count for t in tallies}
    assert counted == Counter(found for matter in Matter.objects.all() if (found := cell(matter)))
    assert rows(MatterState.objects.filter(superseded=None)) == rows(Matter.objects.all())
    for head, shown in walk.seen.items():
        then = rows(MatterState.objects.at(head)), lights(walk.district.plan.pk, head=head)
        assert then == shown, f"as of {head}"
    for head in range(1, Book.objects.get().head + 1):
        assert not Tally.objects.filter(at(head), count__lt=0).exists()
    assert replay.check() == Book.objects.get().head


def test_rebuilding_really_rebuilds(walk):
    before = replay.snapshot()
    victim = Matter.objects.filter(kind="task").first() or Matter.objects.first()
    Matter.objects.filter(pk=victim.pk).update(title="改过的", value=1)
    Tally.objects.update(count=7)
    Report.objects.filter(verified__isnull=False).update(grade="A", reason="改过的")
    with pytest.raises(replay.Differs):
        replay.check()
    assert Matter.objects.filter(title="改过的").exists()  # the check changed nothing
    replay.rebuild()
    assert replay.snapshot() == before
    kind = kind_of(again := Matter.objects.get(code=victim.code))
    assert kind.details_of(again) is not None
