"""Setting goals of an indicator: through the target that holds them, which is registered where there is none."""

from __future__ import annotations

import datetime as dt
from typing import Any

from luoshi.core.ledger import actions
from luoshi.core.matters.models import Goal, Matter
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.models import Workstream
from luoshi.engine.chain import canonical
from luoshi.kinds.target.models import Indicator, Scope


def registered(
    indicator: Indicator, goal: actions.GoalDraft, *, of: Scope, lead_unit: Unit, workstream: Workstream, weight: int,
    by: Person,
) -> Matter:
    """A target of the indicator that runs through the year of its first goal."""
    details = {"indicator": indicator.name, "scope": str(of), "source": indicator.source}
    # On a work list the units' targets stand side by side: each says whose it is.
    title = f"{indicator.name}（{lead_unit.name}）" if of == Scope.UNIT else indicator.name
    draft = actions.Draft(
        kind="target", title=title[:200], lead_unit=lead_unit, workstream=workstream, weight=weight,
        start=dt.date(goal.year, 1, 1), due=dt.date(goal.year, 12, 31), unit_label=indicator.unit_label, goals=[goal],
        details=details,
    )
    return actions.register(draft, by=by)


def set_anew(matter: Matter, goal: actions.GoalDraft, standing: Goal | None, *, by: Person, reason: str) -> bool:
    """The goal of a year, and with it the target's time where the year lies outside; False where it stands so."""
    if standing and (standing.value, standing.path) == (goal.value, canonical(list(goal.path))):
        return False
    if changes := _reaching(matter, goal.year):
        actions.amend(matter, changes, by=by, reason=reason)
    actions.rebaseline(matter, goal, by=by, reason=reason)
    return True


def _reaching(matter: Matter, year: int) -> dict[str, Any]:
    """What of a matter's time must change for a goal of a year to count."""
    days = {"start": dt.date(year, 1, 1)} if matter.start.year > year else {}
    days |= {"due": dt.date(year, 12, 31)} if matter.due.year < year else {}
    return {name: {"value": day.isoformat(), "shown": day.isoformat()} for name, day in days.items()}
