"""What each fact about matters, rules and periods changes. `record` and replay both come through here."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from luoshi.core.ledger import facts
from luoshi.core.ledger.book import day_of
from luoshi.core.ledger.history import Cell, cell, keep_states, shift_tallies
from luoshi.core.ledger.judgement import judge, take_completion, take_figures, take_goal, thresholds
from luoshi.core.ledger.models import Entry, Evidence, Reading, Report, Tally
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Goal, Matter, MatterState, Party
from luoshi.core.organisation.models import Unit
from luoshi.core.plan.models import ClosedPeriod, Plan, RuleVersion
from luoshi.engine.chain import canonical


def settle(matter: Matter, entry: Entry, was: Cell | None) -> None:
    """Judge a changed matter, keep its row, its state and its tally; then its parent, whose number follows."""
    take_completion(matter)
    judge(matter, day_of(entry), thresholds(matter.plan_id))
    matter.entry = entry.seq
    matter.save()
    keep_states([matter], entry.seq)
    _recount([(was, cell(matter))], entry.seq)
    if matter.parent_id:
        parent = Matter.objects.get(pk=matter.parent_id)
        settle(parent, entry, cell(parent))


def _recount(moves: Iterable[tuple[Cell | None, Cell | None]], seq: int) -> None:
    changes: Counter[Cell] = Counter()
    for before, after in moves:
        if before != after:
            changes.update({before: -1} if before else {})
            changes.update({after: 1} if after else {})
    shift_tallies(changes, seq)


def register(fact: facts.Registered, entry: Entry) -> None:
    matter = Matter(
        code=fact.subject, kind=fact.kind, number=fact.number, title=fact.title, responsible=fact.responsible,
        plan_id=fact.plan, workstream_id=int(fact.workstream["id"]), weight=fact.weight,
        lead_unit=Unit.objects.get(code=fact.lead_unit["code"]),
        start=dt.date.fromisoformat(fact.start), due=dt.date.fromisoformat(fact.due), stage=fact.stage,
        parent=Matter.objects.get(code=fact.parent) if fact.parent else None, origin=fact.origin,
        rollup=fact.rollup, unit_label=fact.unit_label, investment=fact.investment, opened=entry.seq, entry=entry.seq,
    )
    matter.save()
    _set_parties(matter, [unit["code"] for unit in fact.supporting])
    kind_of(matter).keep_details(matter, fact.details)
    for goal in fact.goals:
        _set_goal(matter, goal, entry.seq)
    _take(matter, entry)
    settle(matter, entry, None)


def amend(fact: facts.Amended, entry: Entry) -> None:
    matter, was = _matter(fact.subject)
    changes: dict[str, Any] = {name: change["value"] for name, change in fact.changes.items()}
    if "lead_unit" in changes:
        matter.lead_unit = Unit.objects.get(code=changes.pop("lead_unit"))
    supporting = changes.pop("supporting", None)
    kind_of(matter).keep_details(matter, details) if (details := changes.pop("details", None)) else None
    for name in ("start", "due"):
        if name in changes:
            changes[name] = dt.date.fromisoformat(changes[name])
    for name, value in changes.items():
        setattr(matter, name, value)
    if supporting is None:
        supporting = list(matter.parties.filter(leads=False).values_list("unit__code", flat=True))
    _set_parties(matter, supporting)
    settle(matter, entry, was)


def rebaseline(fact: facts.Rebaselined, entry: Entry) -> None:
    matter, was = _matter(fact.subject)
    _set_goal(matter, {"measure": fact.measure, "year": fact.year, "value": fact.value, "path": fact.path}, entry.seq)
    _take(matter, entry)
    settle(matter, entry, was)


def report(fact: facts.Reported, entry: Entry) -> None:
    matter, was = _matter(fact.subject)
    _supersede(matter, fact.period, entry.seq, verified=False)
    row = Report.objects.create(
        matter=matter, period=fact.period, note=fact.note, token=fact.token, late=fact.late, made=entry.seq,
        by=entry.by, by_name=json.loads(entry.text)["by_name"], reported_on=day_of(entry),
    )
    Reading.objects.bulk_create(
        Reading(report=row, matter=matter, period=fact.period, measure=v["measure"], value=v["value"], made=entry.seq)
        for v in fact.values
    )
    if fact.evidence:
        Evidence.objects.bulk_create(Evidence(report=row, matter=matter, made=entry.seq, **file) for file in fact.evidence)
    _take(matter, entry)
    settle(matter, entry, was)


def verify(fact: facts.Verified, entry: Entry) -> None:
    matter, was = _matter(fact.subject)
    _supersede(matter, fact.period, entry.seq, verified=True)
    Report.objects.filter(matter=matter, made=fact.report).update(verified=entry.seq, grade=fact.grade)
    Reading.objects.filter(matter=matter, made=fact.report).update(verified=entry.seq)
    _take(matter, entry)
    settle(matter, entry, was)


def return_report(fact: facts.Returned, entry: Entry) -> None:
    matter, was = _matter(fact.subject)
    Report.objects.filter(matter=matter, made=fact.report).update(returned=entry.seq, reason=fact.reason)
    Reading.objects.filter(matter=matter, made=fact.report).update(superseded=entry.seq)
    _take(matter, entry)
    settle(matter, entry, was)


def move(fact: facts.Moved, entry: Entry) -> None:
    matter, was = _matter(fact.subject)
    matter.stage = fact.stage
    matter.closed_on = dt.date.fromisoformat(fact.on) if fact.closing else None
    settle(matter, entry, was)


def relight(fact: facts.Relit, entry: Entry) -> None:
    """Judge every open matter again for the day."""
    today = dt.date.fromisoformat(fact.today)
    changed: list[Matter] = []
    moves: list[tuple[Cell | None, Cell | None]] = []
    limits = {plan: thresholds(plan) for plan in Plan.objects.filter(region=entry.book.region_id).values_list("pk", flat=True)}
    # A parent is registered before its children: the highest key first meets the children first.
    waiting = Matter.objects.filter(plan__in=limits, closed_on=None).order_by("-pk")
    for matter in waiting.iterator(chunk_size=2000):
        before, was = _judged(matter), cell(matter)
        if fact.year_turned:
            _turn_year(matter, today)
        judge(matter, today, limits[matter.plan_id])
        if _judged(matter) != before:
            changed.append(matter)
            moves.append((was, cell(matter)))
    Matter.objects.bulk_update(changed, JUDGED, 500)
    for start in range(0, len(changed), 2000):
        keep_states(changed[start : start + 2000], entry.seq)
    _recount(moves, entry.seq)


JUDGED = ["elapsed", "deviation", "pace", "light", "reasons"]


def _judged(matter: Matter) -> tuple[object, ...]:
    return (*(getattr(matter, name) for name in JUDGED), matter.goal, matter.completion)


def _turn_year(matter: Matter, today: dt.date) -> None:
    """Once a year: the new year's goal and its figures. Saved at once, since a parent reads its children's rows."""
    take_goal(matter, today)
    take_figures(matter, today)
    take_completion(matter)
    matter.save()


def close_period(fact: facts.PeriodClosed, entry: Entry) -> None:
    ClosedPeriod.objects.create(plan_id=fact.plan, period=fact.period, made=entry.seq)


def adopt(fact: facts.Adopted, entry: Entry) -> None:
    RuleVersion.objects.filter(plan=fact.plan, name=fact.name, superseded=None).update(superseded=entry.seq)
    RuleVersion.objects.create(
        plan_id=fact.plan, name=fact.name, version=fact.version, values=canonical(fact.values), made=entry.seq
    )


def _matter(code: str) -> tuple[Matter, Cell | None]:
    matter = Matter.objects.get(code=code)
    return matter, cell(matter)


def _take(matter: Matter, entry: Entry) -> None:
    take_goal(matter, day_of(entry))
    take_figures(matter, day_of(entry))


def _supersede(matter: Matter, period: str, seq: int, *, verified: bool) -> None:
    """End what earlier said the same of a period: waiting reports, or verified ones."""
    rows = Report.objects.filter(matter=matter, period=period, returned=None, superseded=None, made__lt=seq)
    rows = rows.exclude(verified=None) if verified else rows.filter(verified=None)
    made = list(rows.values_list("made", flat=True))
    if made:
        Reading.objects.filter(matter=matter, made__in=made).update(superseded=seq)
        Report.objects.filter(matter=matter, made__in=made).update(superseded=seq)


def _set_goal(matter: Matter, goal: dict[str, Any], seq: int) -> None:
    where = {"matter": matter, "measure": goal["measure"], "year": goal["year"]}
    Goal.objects.filter(**where, superseded=None).update(superseded=seq)
    Goal.objects.create(**where, value=goal["value"], path=canonical(goal["path"]), made=seq)


def _set_parties(matter: Matter, supporting: list[str]) -> None:
    """Replace the units responsible for a matter: its lead unit and those that support."""
    Party.objects.filter(matter=matter).delete()
    others = Unit.objects.filter(code__in=supporting).exclude(pk=matter.lead_unit_id).order_by("path")
    units = [(matter.lead_unit_id, True), *((unit.pk, False) for unit in others)]
    Party.objects.bulk_create(Party(matter=matter, unit_id=unit, leads=leads) for unit, leads in units)


PROJECTORS = {
    facts.Registered: register,
    facts.Amended: amend,
    facts.Rebaselined: rebaseline,
    facts.Reported: report,
    facts.Verified: verify,
    facts.Returned: return_report,
    facts.Moved: move,
    facts.Relit: relight,
    facts.PeriodClosed: close_period,
    facts.Adopted: adopt,
}
TABLES = [Evidence, Reading, Report, Tally, MatterState, Goal, Party, Matter, ClosedPeriod, RuleVersion]
