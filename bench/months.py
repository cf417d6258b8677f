"""How the district of the bench lives through its months: who reports, when, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from bench.chronicle import Chronicle, Life
from bench.pour import Spout
from luoshi.core.ledger.figures import Figure
from luoshi.core.ledger.models import Evidence, Reading, Report
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Rollup
from luoshi.core.plan.models import ClosedPeriod
from luoshi.demo.content import NOTES
from luoshi.demo.world import World
from luoshi.engine import progress
from luoshi.engine.periods import Period
from luoshi.engine.quantity import show

PACES = (10_300, 9_900, 10_600, 9_700, 8_900, 10_100, 7_900, 9_800, 6_200, 10_000, 8_400, 4_300)
# Shares: of matters that report every month, of the others that report for the last; of reports that come
# late, stay waiting in the last month, are returned; of complete tasks that are closed at a month's end.
LIVELY, FRESH, LATE, WAITING, RETURNED, CLOSED = 0.2, 0.7, 0.1, 0.1, 0.03, 0.3
DIGEST = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
SUPERVISOR = ("linxiaohe", "林晓禾")


@dataclass(slots=True)
class Sent:
    """A report that waits."""

    pk: int
    life: Life
    period: str
    value: int
    shown: list[dict[str, Any]]
    note: str
    on: dt.date
    late: bool
    made: int


class Months:
    """Every month of the year for every matter."""

    def __init__(self, world: World, chronicle: Chronicle, months: list[Period]) -> None:
        self.world, self.book, self.months = world, chronicle, months
        self.chance = random.Random(20_260_826)
        self.speaking: dict[str, list[Life]] = {str(month): [] for month in months}
        self.names = {unit.pk: (f"u-{unit.code}", unit.name) for unit in world.units.values()}
        self.waiting: list[Sent] = []
        self.sent = 0
        self.reports = Spout(
            Report,
            "id matter_id period note token by by_name reported_on late made verified grade returned reason",
        )
        self.readings = Spout(Reading, "report_id matter_id measure period value made verified superseded")
        self.evidence = Spout(Evidence, "report_id matter_id digest name mime size made")
        self.closed = Spout(ClosedPeriod, "plan_id period made")
        self.spouts = [self.reports, self.readings, self.evidence, self.closed]

    def expect(self, life: Life) -> None:
        """Decide for which months a matter will speak."""
        if life.rollup != Rollup.OWN:
            return
        if self.chance.random() < LIVELY:
            spoken = self.months
        else:
            spoken = [self.months[-1] if self.chance.random() < FRESH else self.chance.choice(self.months)]
        for month in spoken:
            self.speaking[str(month)].append(life)

    def live_through(self, month: Period, lives: list[Life]) -> None:
        """Reports, answers, lights, late reports, closures and the month's end; the last month stays open."""
        last, after = month == self.months[-1], month.next().start
        due = [
            life for life in self.speaking[str(month)] if life.closed_on is None and life.start <= month.end
        ]
        late = {life.pk for life in due if self.chance.random() < LATE}
        self.book.turn_to(after + dt.timedelta(days=2), 9)
        self.report([life for life in due if life.pk not in late], month)
        self.book.turn_to(after + dt.timedelta(days=3), 15)
        self.answer(WAITING if last else 0)
        self.book.turn_to(after + dt.timedelta(days=5), 8)
        self.book.relight(lives)
        self.book.turn_to(after + dt.timedelta(days=7), 9)
        self.report([life for life in due if life.pk in late], month)
        if not last:
            self.answer(0)
            self.close_complete(lives)
            self._close(month)

    def report(self, lives: list[Life], month: Period) -> None:
        for life in lives:
            self.sent += 1
            measure, label = kind_of(life).primary(life).code, life.unit_label  # type: ignore[arg-type]
            value = _value(life, month)
            shown = [{"measure": measure, "value": value, "shown": f"{show(value, label)} {label}"}]
            sent = Sent(
                self.sent,
                life,
                str(month),
                value,
                shown,
                self.chance.choice(NOTES),
                self.book.day,
                late=self.book.day > month.next().start + dt.timedelta(days=4),
                made=0,
            )
            told = {
                "subject": life.code,
                "period": sent.period,
                "values": shown,
                "note": sent.note,
                "evidence": [_proof(sent)],
                "token": f"{life.code}-{month}",
                "late": sent.late,
            }
            sent.made = self.book.write("Reported", told, *self.names[life.lead_unit_id])
            life.figures[sent.period] = Figure(
                made=sent.made, period=sent.period, measure=measure, value=value
            )
            self.evidence.add(sent.pk, life.pk, *_proof(sent).values(), sent.made)
            self.book.settle(life)
            self.waiting.append(sent)

    def answer(self, keep: float) -> None:
        """The supervisor looks at what waits; a share of it is left lying."""
        kept = []
        for sent in self.waiting:
            fate = self.chance.random()
            if fate < keep:
                kept.append(sent)
            elif fate < keep + RETURNED:
                self._return(sent)
            else:
                self._verify(sent)
        self.waiting = kept

    def finish(self) -> None:
        """Reports that still wait."""
        for sent in self.waiting:
            self._pour(sent)

    def close_complete(self, lives: list[Life]) -> None:
        for life in lives:
            complete = (
                life.kind == "task" and life.closed_on is None and (life.completion or 0) >= progress.WHOLE
            )
            if complete and self.chance.random() < CLOSED:
                told = {
                    "subject": life.code,
                    "kind": life.kind,
                    "before": life.stage,
                    "stage": "closed",
                    "on": self.book.day.isoformat(),
                    "closing": True,
                    "reason": "",
                }
                self.book.write("Moved", told, *SUPERVISOR)
                life.stage, life.closed_on = "closed", self.book.day
                self.book.settle(life)

    def _close(self, month: Period) -> None:
        plan = self.world.plan.pk
        made = self.book.write(
            "PeriodClosed", {"subject": str(month), "plan": plan, "period": str(month)}, *SUPERVISOR
        )
        self.closed.add(plan, str(month), made)

    def _verify(self, sent: Sent) -> None:
        grade = "AABABC"[sent.pk % 6]
        told = {
            "subject": sent.life.code,
            "report": sent.made,
            "period": sent.period,
            "values": sent.shown,
            "grade": grade,
        }
        entry = self.book.write("Verified", told, *SUPERVISOR)
        sent.life.figures[sent.period] = sent.life.figures[sent.period]._replace(verified=entry, grade=grade)
        self.book.settle(sent.life)
        self._pour(sent, verified=entry, grade=grade)

    def _return(self, sent: Sent) -> None:
        reason = "附件不是本月的，请换成本月进度单。"
        told = {"subject": sent.life.code, "report": sent.made, "period": sent.period, "reason": reason}
        entry = self.book.write("Returned", told, *SUPERVISOR)
        del sent.life.figures[sent.period]
        self.book.settle(sent.life)
        self._pour(sent, returned=entry, reason=reason)

    def _pour(
        self,
        sent: Sent,
        verified: int | None = None,
        grade: str = "",
        returned: int | None = None,
        reason: str = "",
    ) -> None:
        life, (login, name) = sent.life, self.names[sent.life.lead_unit_id]
        self.reports.add(
            sent.pk,
            life.pk,
            sent.period,
            sent.note,
            f"{life.code}-{sent.period}",
            login,
            name,
            sent.on,
            sent.late,
            sent.made,
            verified,
            grade,
            returned,
            reason,
        )
        measure = sent.shown[0]["measure"]
        self.readings.add(sent.pk, life.pk, measure, sent.period, sent.value, sent.made, verified, returned)


def _proof(sent: Sent) -> dict[str, Any]:
    return {
        "digest": DIGEST,
        "name": f"{sent.life.code}-{sent.period}.pdf",
        "mime": "application/pdf",
        "size": 40_000,
    }


def _value(life: Life, month: Period) -> int:
    """Pro-rata progress at the pace of the matter."""
    pace = PACES[life.pk * 2_654_435_761 % 2**32 % len(PACES)]
    elapsed = (
        progress.elapsed_by_months(month)
        if kind_of(life).by_year  # type: ignore[arg-type]
        else progress.elapsed_by_days(life.start, life.due, min(month.end, life.due))
    )
    step = 100 if life.kind == "task" else 10**6
    return (life.goal or 0) * elapsed * pace // progress.WHOLE**2 // step * step
