"""What each fact about matters, rules and periods changes. `record` and replay both come through here."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from luoshi.core.ledger import facts
from luoshi.core.ledger.book import day_of
from luoshi.core.ledger.dossier import Dossier, dossier
from luoshi.core.ledger.fact import Fact
from luoshi.core.ledger.figures import Figure, goals_of
from luoshi.core.ledger.judgement import thresholds
from luoshi.core.ledger.models import Entry, Evidence, Reading, Report, Tally
from luoshi.core.ledger.prepared import insert
from luoshi.core.ledger.settling import relight_all, settle
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Goal, Matter, MatterState, Party
from luoshi.core.organisation.models import Unit
from luoshi.core.plan.models import ClosedPeriod, Plan, RuleVersion
from luoshi.engine.chain import canonical


def register(fact: facts.Registered, entry: Entry) -> None:
    matter = Matter(
        code=fact.subject, kind=fact.kind, number=fact.number, title=fact.title, responsible=fact.responsible,
        plan_id=fact.plan, workstream_id=int(fact.workstream["id"]), weight=fact.weight,
        lead_unit=Unit.objects.get(code=fact.lead_unit["code"]),
        start=dt.date.fromisoformat(fact.start), due=dt.date.fromisoformat(fact.due), stage=fact.stage,
        parent=Matter.objects.get(code=fact.parent) if fact.parent else None, origin=fact.origin,
        rollup=fact.rollup, unit_label=fact.unit_label, investment=fact.investment, opened=entry.seq, entry=entry.seq,
        **fact.course,
    )
    matter.save()
    _set_parties(matter, [unit["code"] for unit in fact.supporting])
    kind_of(matter).keep_details(matter, fact.details)
    for goal in fact.goals:
        _set_goal(matter, goal, entry.seq)
    settle(Dossier.new(matter, thresholds(fact.plan)), entry)


def amend(fact: facts.Amended, entry: Entry) -> None:
    found = _dossier(fact, entry)
    matter = found.matter
    changes: dict[str, Any] = {name: change["value"] for name, change in fact.changes.items()}
    if "lead_unit" in changes:
        matter.lead_unit = Unit.objects.get(code=changes.pop("lead_unit"))
    supporting = changes.pop("supporting", None)
    if details := changes.pop("details", None):
        kind_of(matter).keep_details(matter, details)
    for name in ("start", "due"):
        if name in changes:
            changes[name] = dt.date.fromisoformat(changes[name])
    for name, value in changes.items():
        setattr(matter, name, value)
    if supporting is None:
        supporting = list(matter.parties.filter(leads=False).values_list("unit__code", flat=True))
    _set_parties(matter, supporting)
    settle(found, entry)


def rebaseline(fact: facts.Rebaselined, entry: Entry) -> None:
    found = _dossier(fact, entry)
    matter = found.matter
    _set_goal(matter, {"measure": fact.measure, "year": fact.year, "value": fact.value, "path": fact.path}, entry.seq)
    settle(found, entry, goals=goals_of([matter.pk])[matter.pk])


def report(fact: facts.Reported, entry: Entry) -> None:
    found = _dossier(fact, entry)
    matter = found.matter
    figures = _end(found, fact.period, entry.seq, verified=False)
    row = Report(
        matter=matter, period=fact.period, note=fact.note, token=fact.token, late=fact.late, made=entry.seq,
        confidence=fact.confidence,
        by=entry.by, by_name=json.loads(entry.text)["by_name"], reported_on=day_of(entry),
    )
    insert(row)
    for said in fact.values:
        value = {"measure": said["measure"], "value": said["value"]}
        insert(Reading(report=row, matter=matter, period=fact.period, made=entry.seq, **value))
    for file in fact.evidence:
        Evidence.objects.create(report=row, matter=matter, made=entry.seq, **file)
    new = [
        Figure(entry.seq, fact.period, said["measure"], said["value"], confidence=fact.confidence)
        for said in fact.values
    ]
    settle(found, entry, figures=[*figures, *new])


def verify(fact: facts.Verified, entry: Entry) -> None:
    found = _dossier(fact, entry)
    matter = found.matter
    figures = _end(found, fact.period, entry.seq, verified=True)
    Report.objects.filter(matter=matter, made=fact.report).update(verified=entry.seq, grade=fact.grade)
    Reading.objects.filter(matter=matter, made=fact.report).update(verified=entry.seq)
    settle(found, entry, figures=[_true(f, fact, entry) for f in figures])


def _true(figure: Figure, fact: facts.Verified, entry: Entry) -> Figure:
    return figure._replace(verified=entry.seq, grade=fact.grade) if figure.made == fact.report else figure


def return_report(fact: facts.Returned, entry: Entry) -> None:
    found = _dossier(fact, entry)
    matter = found.matter
    Report.objects.filter(matter=matter, made=fact.report).update(returned=entry.seq, reason=fact.reason)
    Reading.objects.filter(matter=matter, made=fact.report).update(superseded=entry.seq)
    settle(found, entry, figures=[figure for figure in found.standing if figure.made != fact.report])


def move(fact: facts.Moved, entry: Entry) -> None:
    found = _dossier(fact, entry)
    matter = found.matter
    matter.stage = fact.stage
    matter.closed_on = dt.date.fromisoformat(fact.on) if fact.closing else None
    settle(found, entry)


def relight(fact: facts.Relit, entry: Entry) -> None:
    """Judge every open matter again for the day."""
    plans = Plan.objects.filter(region=entry.book.region_id).values_list("pk", flat=True)
    limits = {plan: thresholds(plan) for plan in plans}
    relight_all(limits, entry, dt.date.fromisoformat(fact.today), year_turned=fact.year_turned)


def close_period(fact: facts.PeriodClosed, entry: Entry) -> None:
    ClosedPeriod.objects.create(plan_id=fact.plan, period=fact.period, made=entry.seq)


def adopt(fact: facts.Adopted, entry: Entry) -> None:
    RuleVersion.objects.filter(plan=fact.plan, name=fact.name, superseded=None).update(superseded=entry.seq)
    RuleVersion.objects.create(
        plan_id=fact.plan, name=fact.name, version=fact.version, values=canonical(fact.values), made=entry.seq
    )


def _dossier(fact: Fact, entry: Entry) -> Dossier:
    """As the action read it under the lock; a replay reads it here."""
    return entry.dossier or dossier(fact.subject)


def _end(found: Dossier, period: str, seq: int, *, verified: bool) -> list[Figure]:
    """End what said the same of a period before: waiting reports, or verified ones. The figures that still stand."""
    ended = {f.made for f in found.standing if f.period == period and bool(f.verified) is verified}
    if ended:
        Reading.objects.filter(matter=found.matter, made__in=ended).update(superseded=seq)
        Report.objects.filter(matter=found.matter, made__in=ended).update(superseded=seq)
    return [figure for figure in found.standing if figure.made not in ended]


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
