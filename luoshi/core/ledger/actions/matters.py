"""Registering a matter and changing what was registered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock, facts
from luoshi.core.ledger.actions.who import named, require
from luoshi.core.ledger.book import locked, record
from luoshi.core.ledger.models import Entry
from luoshi.core.matters.kinds import kind_of, kinds
from luoshi.core.matters.models import Matter, Rollup
from luoshi.core.matters.queries import next_number
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.models import Plan, Workstream
from luoshi.engine.quantity import show


@dataclass(frozen=True, kw_only=True)
class GoalDraft:
    """A goal as typed: `value` stored in the measure's label; `path` twelve cumulative month values or empty."""

    measure: str
    year: int
    value: int
    path: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What one must say to register a matter."""

    kind: str
    title: str
    lead_unit: Unit
    workstream: Workstream
    start: dt.date
    due: dt.date
    supporting: Sequence[Unit] = ()
    responsible: str = ""
    weight: int = 1
    stage: str = ""
    parent: Matter | None = None
    origin: str = ""
    rollup: str = Rollup.OWN
    unit_label: str = "%"
    investment: int = 0
    goals: Sequence[GoalDraft] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def register(draft: Draft, *, by: Person) -> Matter:
    """Put a matter on the work list. Needs `assign` over its lead unit."""
    require(by, "assign", draft.lead_unit)
    kind = kinds()[draft.kind]
    plan = draft.workstream.plan
    _check_draft(draft, plan)
    book = locked(plan.region_id)
    number = next_number(kind.code)
    fact = facts.Registered(
        subject=f"{kind.prefix}-{number:04d}", kind=kind.code, number=number, title=draft.title,
        lead_unit=named(draft.lead_unit), supporting=[named(unit) for unit in draft.supporting],
        responsible=draft.responsible, plan=plan.pk,
        workstream={"id": str(draft.workstream.pk), "name": draft.workstream.name},
        weight=draft.weight, start=draft.start.isoformat(), due=draft.due.isoformat(),
        stage=draft.stage or kind.stages[0].code, parent=draft.parent.code if draft.parent else "",
        origin=draft.origin, rollup=draft.rollup, unit_label=draft.unit_label, investment=draft.investment,
        goals=[_goal(goal, draft.unit_label) for goal in draft.goals], details=dict(draft.details),
    )
    record(fact, book=book, by=by)
    return Matter.objects.get(code=fact.subject)


def _goal(goal: GoalDraft, label: str) -> dict[str, Any]:
    shown = f"{show(goal.value, label)} {label}"
    return {"measure": goal.measure, "year": goal.year, "value": goal.value, "path": list(goal.path), "shown": shown}


def _check_draft(draft: Draft, plan: Plan) -> None:
    problems: dict[str, str] = {}
    if not draft.title.strip():
        problems["title"] = _("Say in one line what is to be done.")
    if draft.due < draft.start:
        problems["due"] = _("The due date lies before the start. Choose a later day.")
    if draft.parent and (draft.parent.plan_id != plan.pk or draft.parent.rollup == Rollup.OWN):
        problems["parent"] = _("This parent reports its own number. Choose one whose number follows from its children.")
    if draft.rollup == Rollup.OWN and not draft.goals:
        problems["goal"] = _("Say what counts as complete: a number and its unit of measure.")
    if any(goal.value <= 0 for goal in draft.goals):
        problems["goal"] = _("The goal must be more than nothing.")
    if problems:
        raise ValidationError(problems)  # type: ignore[arg-type]


@transaction.atomic
def amend(matter: Matter, changes: Mapping[str, Any], *, by: Person, reason: str) -> Entry:
    """Change what was registered: title, lead_unit (code), supporting (codes), responsible, weight, start, due, workstream_id,
    details. `changes` maps each to {"value", "shown"}."""
    require(by, "assign", matter.lead_unit)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: it stands in the timeline.")})
    book = locked(matter.plan.region_id)
    return record(facts.Amended(subject=matter.code, changes=dict(changes), reason=reason), book=book, by=by)


@transaction.atomic
def rebaseline(matter: Matter, goal: GoalDraft, *, by: Person, reason: str) -> Entry:
    """Set a goal anew, never silently. Needs `assign` over the lead unit."""
    require(by, "assign", matter.lead_unit)
    if goal.value <= 0:
        raise ValidationError({"goal": _("The goal must be more than nothing.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: it stands in the timeline.")})
    data = _goal(goal, matter.unit_label)
    book = locked(matter.plan.region_id)
    return record(facts.Rebaselined(subject=matter.code, reason=reason, **data), book=book, by=by)


@transaction.atomic
def move(matter: Matter, stage: str, *, by: Person, reason: str = "", on: dt.date | None = None) -> Entry:
    """Move a matter to another stage; a closing one takes it off the list. Needs `assign` or `report` over its lead unit.

    Closure (销号) needs a verified report; leaving the list without one needs a reason.
    """
    kind = kind_of(matter)
    if not (by.may("assign", matter.lead_unit) or by.may("report", matter.lead_unit)):
        raise PermissionDenied
    book = locked(matter.plan.region_id)
    matter.refresh_from_db()
    _check_move(matter, stage, reason, by)
    fact = facts.Moved(
        subject=matter.code, kind=kind.code, before=matter.stage, stage=stage,
        on=(on or clock.today()).isoformat(), closing=kind.stage(stage).closing, reason=reason.strip(),
    )
    return record(fact, book=book, by=by)


def _check_move(matter: Matter, stage: str, reason: str, by: Person) -> None:
    allowed = {option.code: option for option in kind_of(matter).moves_from(matter.stage)}
    if stage not in allowed:
        names = "、".join(str(option.name) for option in allowed.values()) or _("none")
        raise ValidationError({"stage": _("From here one may move to: %(names)s.") % {"names": names}})
    if not allowed[stage].closing:
        return
    if not by.may("assign", matter.lead_unit):
        raise PermissionDenied
    if stage == "closed" and matter.value is None:
        raise ValidationError({"stage": _("Closure needs evidence: a verified report. Verify one first.")})
    if stage != "closed" and not reason.strip():
        raise ValidationError({"reason": _("Give the reason: it stands in the timeline.")})
