"""A small district that can be lived in: it serves the demo, the tests and the screenshots.

Four people everywhere: `reporter` and `colleague` of one unit, `supervisor` of the district, `stranger` of another unit.
`tick()` closes a month: units report, the supervisor verifies, lights are computed, the month is closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from luoshi.core.ledger import actions, clock
from luoshi.core.ledger.queries import waiting
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Direction, Matter, Nature, Rollup
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.models import Plan, Workstream
from luoshi.demo import files, people
from luoshi.engine import progress
from luoshi.engine.periods import Period
from luoshi.engine.quantity import rounded
from luoshi.web.filecheck import check, store


@dataclass(frozen=True)
class Saying:
    """What a unit says of a matter in a month: stored values by measure, how sure it is, and the files it shows."""

    values: dict[str, int]
    note: str = ""
    proof: bool = True
    photograph: bool = False
    day: int = 3
    confidence: int | None = None


Says = Callable[[Matter, Period], Saying | None]


class World:
    """A district at a moment of its own. `founded` makes one; the moment moves by `turn_to` and `tick`."""

    def __init__(self, region: Unit, plan: Plan, people_by_login: dict[str, Person]) -> None:
        self.region, self.plan, self.people = region, plan, people_by_login
        self.workstreams = {workstream.code: workstream for workstream in plan.workstreams.all()}
        self.units = {unit.code: unit for unit in Unit.objects.filter(path__startswith=region.path)}

    @property
    def reporter(self) -> Person:
        return self.people["hemiao"]

    @property
    def colleague(self) -> Person:
        return self.people["baitinglan"]

    @property
    def supervisor(self) -> Person:
        return self.people["linxiaohe"]

    @property
    def leader(self) -> Person:
        return self.people["zhouhuaijin"]

    @property
    def auditor(self) -> Person:
        return self.people["guankeji"]

    @property
    def administrator(self) -> Person:
        return self.people["xitong"]

    @property
    def stranger(self) -> Person:
        return self.people["wangshan"]

    @classmethod
    def founded(
        cls, year: int, *, units: Sequence[str] = (), password: Callable[[], str | None] = lambda: None
    ) -> World:
        """Found the district on the first working morning of `year`, with all units or those of the given codes."""
        turn_to(dt.date(year, 1, 4))
        region = actions.found_district(*people.DISTRICT)
        lines = [line for line in people.UNITS if not units or line.code in units]
        found = {
            line.code: actions.establish(
                region, code=line.code, name=line.name, kind=line.kind, aliases=line.aliases, by=None
            )
            for line in lines
        }
        plan = Plan.objects.create(
            region=region, name=people.PLAN, starts=dt.date(year, 1, 1), ends=dt.date(year + 2, 12, 31)
        )
        for order, (code, name) in enumerate(people.WORKSTREAMS):
            Workstream.objects.create(plan=plan, code=code, name=name, order=order)
        named = (*people.NAMED, people.ADMINISTRATOR, people.COLLEAGUE, people.SECOND_SUPERVISOR)
        by_login = {}
        for login, name, unit, title, role in (
            *named,
            *((x.code, x.reporter, x.code, "统计员", "reporter") for x in lines),
        ):
            if login != "lingang":  # its reporter is 何苗
                by_login[login] = Person.objects.create_user(login, name, password())
                actions.appoint(by_login[login], found.get(unit, region), title=title, role=role, by=None)
        return cls(region, plan, by_login)

    def reporter_of(self, unit: Unit) -> Person:
        return self.reporter if unit.code == "lingang" else self.people[unit.code]

    def register(self, kind: str, title: str, unit: str, *, goal: int | None = None, **more: Any) -> Matter:
        """Register a matter for the plan's first year (or `start`, `due`); `goal` is a stored integer of `unit_label`."""
        year = self.plan.starts.year
        more.setdefault("start", dt.date(year, 1, 1))
        more.setdefault("due", dt.date(year, 12, 31))
        more.setdefault("workstream", "xiangmu")
        more["workstream"] = self.workstreams[more["workstream"]]
        supporting = [self.units[code] for code in more.pop("supporting", ())]
        draft = actions.Draft(
            kind=kind,
            title=title,
            lead_unit=self.units[unit],
            supporting=supporting,
            goals=goals_for(kind, goal, more),
            **more,
        )
        return actions.register(draft, by=self.supervisor)

    def report(self, matter: Matter, month: Period, saying: Saying) -> Any:
        """Let the lead unit report on `saying.day` of the next month."""
        turn_to(month.next().start + dt.timedelta(days=saying.day - 1), 10)
        return actions.report(
            matter,
            by=self.reporter_of(matter.lead_unit),
            period=month,
            values=saying.values,
            note=saying.note,
            confidence=saying.confidence,
            token=f"{matter.code}-{month}-{saying.day}",
            evidence=_shown(matter, month, saying),
        )

    def verify_waiting(
        self,
        refuse: Callable[[Any], str] = lambda report: "",
        grade: Callable[[Any], str] = lambda report: "A",
    ) -> None:
        """The supervisor verifies what waits; `refuse` gives the reason for which a report goes back, `grade` its grade."""
        for report in waiting(self.supervisor):
            if reason := refuse(report):
                actions.return_report(report, by=self.supervisor, reason=reason)
            else:
                actions.verify(
                    report, by=self.supervisor, grade=grade(report) if report.evidence.exists() else "D"
                )

    def tick(self, says: Says | None = None) -> Period:
        """Close the month that runs: report, verify, compute the lights, close it. Returns the month."""
        month = Period.of(clock.today())
        says = says or steady
        own = Matter.objects.filter(plan=self.plan, closed_on=None, rollup=Rollup.OWN, start__lte=month.end)
        sayings = [
            (matter, says(matter, month)) for matter in own.select_related("plan", "lead_unit").order_by("pk")
        ]
        for matter, saying in sorted(sayings, key=lambda pair: pair[1].day if pair[1] else 0):
            if saying:
                self.report(matter, month, saying)
        turn_to(month.next().start + dt.timedelta(days=4), 15)
        self.verify_waiting()
        turn_to(month.next().start + dt.timedelta(days=5), 8)
        actions.relight(self.region)
        actions.close_period(self.plan, month, by=self.supervisor)
        return month


def turn_to(day: dt.date, hour: int = 9) -> None:
    """From here on it is `hour` o'clock of `day` in this thread."""
    clock.turn_to(dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_default_timezone()))


def goals_for(kind: str, goal: int | None, more: dict[str, Any]) -> list[actions.GoalDraft]:
    if more.get("rollup", Rollup.OWN) != Rollup.OWN:
        return []
    measures = {"task": ("done", False), "target": ("value", True), "project": ("invested", True)}
    measure, by_year = measures[kind]
    value = goal if goal is not None else 100 * 100
    years = range(more["start"].year, more["due"].year + 1) if by_year else [0]
    return [actions.GoalDraft(measure=measure, year=year, value=value) for year in years]


def _shown(matter: Matter, month: Period, saying: Saying) -> list[dict[str, Any]]:
    proofs = [proof_of(matter, month)] if saying.proof else []
    return [*proofs, proof_of(matter, month, drawn=True)] if saying.photograph else proofs


def proof_of(matter: Matter, month: Period, drawn: bool = False) -> dict[str, Any]:
    """A file as evidence, kept in its place: the ledger's row of it."""
    data = (
        files.photograph(matter.pk + month.elapsed_months) if drawn else files.form(f"{matter.code} {month}")
    )
    checked = check(data, f"{matter.code}-{month}.{'png' if drawn else 'pdf'}")
    store(checked, data, settings.EVIDENCE_ROOT)
    return {"digest": checked.digest_sha256, "name": checked.name, "mime": checked.mime, "size": checked.size}


def steady(matter: Matter, month: Period, pace: int = progress.WHOLE) -> Saying:
    """Report exactly pro-rata, or `pace` basis points of it; a level or a rate stands at its goal, or at `pace` of it."""
    kind = kind_of(matter)
    if matter.direction == Direction.LESS:
        pace = 2 * progress.WHOLE - pace
    if matter.nature != Nature.CUMULATIVE:
        return Saying({kind.primary(matter).code: rounded((matter.goal or 0) * pace, progress.WHOLE)})
    elapsed = (
        progress.elapsed_by_months(month)
        if kind.by_year
        else progress.elapsed_by_days(matter.start, matter.due, min(month.end, matter.due))
    )
    step = 100 if matter.unit_label not in ("亿元", "万元") else 10**6
    value = (matter.goal or 0) * elapsed * pace // progress.WHOLE**2 // step * step
    return Saying({kind.primary(matter).code: min(value, 3 * (matter.goal or 0))})
