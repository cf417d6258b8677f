"""Registering a matter and changing what was registered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock, facts
from luoshi.core.ledger.actions.lengths import too_long
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
        course=asdict(kind.course(draft.details, plan.pk)),
    )
    record(fact, book=book, by=by)
    return Matter.objects.get(code=fact.subject)


def _goal(goal: GoalDraft, label: str) -> dict[str, Any]:
    shown = f"{show(goal.value, label)} {label}"
    return {"measure": goal.measure, "year": goal.year, "value": goal.value, "path": list(goal.path), "shown": shown}


def _check_draft(draft: Draft, plan: Plan) -> None:
    problems = too_long(
        Matter, title=draft.title, responsible=draft.responsible, origin=draft.origin, unit_label=draft.unit_label
    )
    if not draft.title.strip():
        problems["title"] = _("Say in one line what is to be done.")
    if not 1 <= draft.weight <= HEAVIEST:
        problems["weight"] = _("A weight is a whole number from 1 to 10,000.")
    if draft.due < draft.start:
        problems["due"] = _("The due date lies before the start. Choose a later day.")
    if draft.parent and (draft.parent.plan_id != plan.pk or draft.parent.rollup == Rollup.OWN):
        problems["parent"] = _("This parent reports its own number. Choose one whose number follows from its children.")
    if draft.rollup == Rollup.OWN and not draft.goals:
        problems["goal"] = _("Say what counts as complete: a number and its unit of measure.")
    if any(goal.value <= 0 for goal in draft.goals):
        problems["goal"] = _("The goal must be more than nothing.")
    label = kinds()[draft.kind].label(draft.details, plan.pk)
    if label and label != draft.unit_label and draft.rollup == Rollup.OWN:
        told = _("This is counted in %(label)s. Write goal and unit of measure in it.")
        problems["unit_label"] = told % {"label": label}
    problems |= kinds()[draft.kind].problems(draft.details, draft.lead_unit, plan.pk)
    if problems:
        raise ValidationError(problems)


HEAVIEST = 10_000
AMENDABLE = {"title", "lead_unit", "supporting", "responsible", "weight", "start", "due", "workstream_id", "details"}


@transaction.atomic
def amend(matter: Matter, changes: Mapping[str, Any], *, by: Person, reason: str) -> Entry:
    """Change what was registered; `changes` maps each of AMENDABLE to {"value", "shown"}.

    `lead_unit` is a code, `supporting` codes, dates ISO text. Needs `assign` over the lead unit, also over the new one.
    """
    book = locked(matter.plan.region_id)
    matter = Matter.objects.select_related("plan", "lead_unit").get(pk=matter.pk)
    require(by, "assign", matter.lead_unit)
    if unknown := set(changes) - AMENDABLE:
        raise ValidationError(_("These cannot be amended: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    _check_amendment(matter, {name: change["value"] for name, change in changes.items()}, by, reason)
    return record(facts.Amended(subject=matter.code, changes=dict(changes), reason=reason.strip()), book=book, by=by)


def _check_amendment(matter: Matter, values: Mapping[str, Any], by: Person, reason: str) -> None:
    texts = {name: values[name] for name in ("title", "responsible") if name in values}
    problems = too_long(Matter, **texts)
    if not reason.strip():
        problems["reason"] = _("Give the reason: it stands in the timeline.")
    if not values.get("title", matter.title).strip():
        problems["title"] = _("Say in one line what is to be done.")
    if not 1 <= values.get("weight", 1) <= HEAVIEST:
        problems["weight"] = _("A weight is a whole number from 1 to 10,000.")
    if _day(values.get("due", matter.due)) < _day(values.get("start", matter.start)):
        problems["due"] = _("The due date lies before the start. Choose a later day.")
    if "workstream_id" in values and not matter.plan.workstreams.filter(pk=values["workstream_id"]).exists():
        problems["workstream_id"] = _("Choose a workstream of this plan.")
    if "lead_unit" in values:
        unit = Unit.objects.filter(code=values["lead_unit"], path__startswith=matter.lead_unit.region_path).first()
        if unit is None:
            problems["lead_unit"] = _("Choose a unit of this district.")
        else:
            require(by, "assign", unit)
    if "details" in values:
        problems |= kind_of(matter).problems(values["details"], matter.lead_unit, matter.plan_id, matter.code)
    if problems:
        raise ValidationError(problems)


def _day(value: str | dt.date) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


@transaction.atomic
def rebaseline(matter: Matter, goal: GoalDraft, *, by: Person, reason: str) -> Entry:
    """Set a goal anew, never silently. Needs `assign` over the lead unit."""
    require(by, "assign", matter.lead_unit)
    if goal.measure not in {measure.code for measure in kind_of(matter).measures(matter)}:
        raise ValidationError(_("This matter has no figure called %(code)s.") % {"code": goal.measure})
    if goal.value <= 0:
        raise ValidationError({"goal": _("The goal must be more than nothing.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: it stands in the timeline.")})
    data = _goal(goal, matter.unit_label)
    book = locked(matter.plan.region_id)
    return record(facts.Rebaselined(subject=matter.code, reason=reason, **data), book=book, by=by)


@transaction.atomic
def move(matter: Matter, stage: str, *, by: Person, reason: str = "", on: dt.date | None = None) -> Entry:
    """Move a matter to another stage; a closing one takes it off the list. Needs `assign` or `report` over its unit.

    Closure (销号) needs a verified report; leaving the list without one needs a reason.
    """
    kind = kind_of(matter)
    if not (by.may("assign", matter.lead_unit) or by.may("report", matter.lead_unit)):
        raise PermissionDenied
    book = locked(matter.plan.region_id)
    matter = Matter.objects.select_related("lead_unit").get(pk=matter.pk)
    _check_move(matter, stage, reason, by)
    if on and on > clock.today():
        raise ValidationError({"on": _("This day has not come yet. Choose today or an earlier day.")})
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
    if allowed[stage].abandons and not reason.strip():
        raise ValidationError({"reason": _("Give the reason: it stands in the timeline.")})
    if not allowed[stage].abandons and matter.rollup == Rollup.OWN and matter.value is None:
        raise ValidationError({"stage": _("Closure needs evidence: a verified report. Verify one first.")})
