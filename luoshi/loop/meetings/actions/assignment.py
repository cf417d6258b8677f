"""From directives to the work list, in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.core.ledger import facts
from luoshi.core.ledger.actions import Draft, GoalDraft, register
from luoshi.core.ledger.actions.who import require
from luoshi.core.ledger.book import locked, record
from luoshi.core.ledger.judgement import WHOLE_LIFE
from luoshi.core.matters.kinds import kinds
from luoshi.core.matters.models import Matter, Rollup
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.models import Workstream
from luoshi.loop.meetings.models import Directive, Meeting

WHOLE = 100 * 100  # 100 %, as figures are stored
FIELDS = {
    "number": gettext_lazy("state"),
    "kind": gettext_lazy("kind"),
    "title": gettext_lazy("what is to be done"),
    "lead_unit": gettext_lazy("lead unit"),
    "workstream": gettext_lazy("workstream"),
    "due": gettext_lazy("due"),
    "goal": gettext_lazy("goal"),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What becomes of one directive. `goal` is stored in `unit_label`; `details` is what the kind adds,
    cleaned.

    `separately`: every chosen unit gets a matter of its own, beneath one whose number follows equally from
    theirs. `seen` is the entry that made the directive as it was looked at.
    """

    number: int
    kind: str = "task"
    title: str = ""
    lead_unit: Unit | None = None
    supporting: Sequence[Unit] = ()
    workstream: Workstream | None = None
    due: dt.date | None = None
    responsible: str = ""
    unit_label: str = "%"
    goal: int | None = WHOLE
    details: Mapping[str, Any] = field(default_factory=dict)
    separately: bool = False
    seen: int | None = None

    @property
    def units(self) -> list[Unit]:
        """Every chosen unit, once."""
        return list(dict.fromkeys([*([self.lead_unit] if self.lead_unit else []), *self.supporting]))


@transaction.atomic
def assign(meeting: Meeting, choices: Sequence[Choice], *, by: Person) -> list[Matter]:
    """Turn directives into matters, all or none. Needs `assign` over the meeting's unit and over every
    lead unit.

    Errors are keyed `d<number>-<field>`, and each message names the directive, the field and the reason.
    """
    require(by, "assign", meeting.unit)
    locked(meeting.region_id)
    if not choices:
        raise ValidationError(_("Choose at least one directive."))
    problems = _problems(meeting, choices, by)
    made: list[Matter] = []
    for choice in choices if not problems else ():
        try:
            made += _assign(meeting, choice, by)
        except ValidationError as error:
            problems |= _of_row(choice.number, error)
    if problems:
        raise ValidationError(problems)
    return made


def _assign(meeting: Meeting, choice: Choice, by: Person) -> list[Matter]:
    matters = (
        list(_separately(meeting, choice, by))
        if choice.separately
        else [register(_draft(meeting, choice), by=by)]
    )
    units = [unit.name for unit in choice.units]
    fact = facts.Assigned(
        subject=meeting.code, number=choice.number, matters=[m.code for m in matters], units=units
    )
    # Registering advanced the head, so the book is read again.
    record(fact, book=locked(meeting.region_id), by=by)
    return matters


def _separately(meeting: Meeting, choice: Choice, by: Person) -> Iterator[Matter]:
    """The matter that gathers, then one for each unit."""
    lead = choice.lead_unit or meeting.unit
    parent = register(
        _draft(meeting, choice, lead_unit=lead, supporting=(), rollup=Rollup.EQUAL, goals=()), by=by
    )
    yield parent
    for unit in choice.units:
        yield register(_draft(meeting, choice, lead_unit=unit, supporting=(), parent=parent), by=by)


def _draft(meeting: Meeting, choice: Choice, **other: Any) -> Draft:
    start = timezone.localdate(meeting.held_at)
    told: dict[str, Any] = {
        "lead_unit": choice.lead_unit,
        "supporting": choice.supporting,
        "goals": [_goal(choice, start)],
        **other,
    }
    return Draft(
        kind=choice.kind,
        title=choice.title.strip(),
        workstream=choice.workstream,  # type: ignore[arg-type]
        start=start,
        due=choice.due,  # type: ignore[arg-type]
        responsible=choice.responsible.strip(),
        origin=f"{meeting.code}#{choice.number}",
        unit_label=choice.unit_label,
        details=choice.details,
        **told,
    )


def _goal(choice: Choice, start: dt.date) -> GoalDraft:
    kind = kinds()[choice.kind]
    measure = kind.primary(Matter(kind=choice.kind, unit_label=choice.unit_label)).code
    return GoalDraft(measure=measure, year=start.year if kind.by_year else WHOLE_LIFE, value=choice.goal or 0)


def _problems(meeting: Meeting, choices: Sequence[Choice], by: Person) -> dict[str, ValidationError]:
    """What can be seen before anything is registered."""
    numbers = [choice.number for choice in choices]
    standing = {
        d.number: d for d in Directive.objects.filter(meeting=meeting, number__in=numbers, superseded=None)
    }
    given = set(meeting.assignments.filter(number__in=numbers).values_list("number", flat=True))
    found: dict[str, ValidationError] = {}
    for choice in choices:
        reasons = _reasons_against(standing.get(choice.number), choice, choice.number in given)
        if not reasons:
            reasons = _missing(meeting, choice, by)
        found |= {
            f"d{choice.number}-{name}": _problem(choice.number, name, why) for name, why in reasons.items()
        }
        given.add(choice.number)  # the same directive twice in one go
    return found


def _reasons_against(directive: Directive | None, choice: Choice, is_assigned: bool) -> dict[str, str]:
    if is_assigned:
        return {"number": _("It is assigned already.")}
    if directive is None or (choice.seen is not None and choice.seen != directive.made):
        return {"number": _("Somebody changed it meanwhile. Look at it again.")}
    if directive.dropped:
        return {"number": _("It was left out. Put it back first.")}
    return {}


def _missing(meeting: Meeting, choice: Choice, by: Person) -> dict[str, str]:
    found: dict[str, str] = {}
    region = meeting.region.path
    if not choice.units or (choice.lead_unit is None and not choice.separately):
        found["lead_unit"] = _("Say which unit leads.")
    elif any(not unit.path.startswith(region) for unit in choice.units):
        found["lead_unit"] = _("Choose units of this district.")
    elif any(
        not by.may("assign", unit)
        for unit in (choice.units if choice.separately else [choice.lead_unit])
        if unit
    ):
        found["lead_unit"] = _("This unit is not within your scope. Choose another one.")
    if choice.workstream is None or choice.workstream.plan.region_id != meeting.region_id:
        found["workstream"] = _("Choose a workstream.")
    if choice.due is None:
        found["due"] = _("Say by which day.")
    elif reason := too_early(choice.due, timezone.localdate(meeting.held_at)):
        found["due"] = reason
    if choice.kind not in kinds():
        found["kind"] = _("Choose a kind.")
    else:
        found |= _missing_details(choice)
    if choice.goal is None:
        found["goal"] = _("Say what counts as complete: a number and its unit of measure.")
    return found


def too_early(due: dt.date | None, held_on: dt.date) -> str:
    """What is wrong with a day before the meeting that set it; empty where nothing is."""
    if due is None or due >= held_on:
        return ""
    words = _("%(due)s lies before the meeting of %(held_on)s. Choose that day or a later one.")
    return words % {"due": due.isoformat(), "held_on": held_on.isoformat()}


def _missing_details(choice: Choice) -> dict[str, str]:
    form = kinds()[choice.kind].details_form
    fields = form.base_fields if form else {}
    return {
        name: _("Fill in: %(label)s.") % {"label": field.label}
        for name, field in fields.items()
        if field.required and not choice.details.get(name)
    }


def _of_row(number: int, error: ValidationError) -> dict[str, ValidationError]:
    """The errors of one registration, under the names of that row."""
    reasons = error.message_dict if hasattr(error, "error_dict") else {"number": error.messages}
    return {f"d{number}-{name}": _problem(number, name, " ".join(why)) for name, why in reasons.items()}


def _problem(number: int, name: str, reason: str) -> ValidationError:
    params = {"number": number, "field": FIELDS.get(name) or _label(name), "reason": reason}
    return ValidationError(_("Directive %(number)s, %(field)s: %(reason)s"), params=params)


def _label(name: str) -> str:
    """What a kind calls one of its own fields."""
    forms = [kind.details_form for kind in kinds().values() if kind.details_form]
    return next((str(form.base_fields[name].label) for form in forms if name in form.base_fields), name)
