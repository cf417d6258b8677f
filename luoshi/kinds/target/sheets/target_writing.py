"""What was accepted of the targets' table is written: definitions, then goals from the district down, then rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from luoshi.core.ledger import actions
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import Plan, Workstream
from luoshi.engine.chain import canonical
from luoshi.kinds.target import cascading
from luoshi.kinds.target.actions import Definition, define
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.holding import Target, targets
from luoshi.kinds.target.models import Indicator, Scope
from luoshi.kinds.target.queries import indicator_named
from luoshi.kinds.target.setting import registered, set_anew
from luoshi.web.sheets import Change

Payload = Mapping[str, Any]


def groups(payloads: Sequence[Payload]) -> list[list[int]]:
    """The places of what is written together: one indicator in one year."""
    found: dict[tuple[str, int], list[int]] = {}
    for place, payload in enumerate(payloads):
        found.setdefault((payload["indicator"], payload["year"]), []).append(place)
    return [*found.values()]


def write(payloads: Sequence[Payload], *, person: Person, plan: Plan, reason: str) -> None:
    """All payloads of one indicator and year. Raises ValidationError. Needs `assign` over the district."""
    holders = Holders(plan.region)
    for payload in payloads:
        if payload["definition"]:
            _define(payload["definition"], holders, person, plan, reason)
    name, year = payloads[0]["indicator"], payloads[0]["year"]
    indicator = indicator_named(plan, name)
    if indicator is None:
        raise ValidationError(_("There is no indicator of this name. Define it first."))
    held = [payload for payload in payloads if "row" in payload]
    setter = Setter(plan, indicator, year, holders, person, reason)
    for payload in sorted(held, key=lambda payload: payload["row"]["holder"] != plan.region.code):
        if payload["row"]["holder"] in holders.units:
            setter.set(payload)
    rows = [{"row": payload["row"], "goal": None} for payload in held]
    changes = [Change(number=number, state="changed", payload=row) for number, row in enumerate(rows)]
    if changes:
        cascading.write(plan, indicator, year, changes, by=person, reason=reason)


def _define(said: Payload, holders: Holders, person: Person, plan: Plan, reason: str) -> None:
    definition = Definition(**{**said, "lead_unit": holders.units[said["lead_unit"]]})
    standing = indicator_named(plan, definition.name)
    parts = Definition.__dataclass_fields__
    if standing is None or any(getattr(standing, part) != getattr(definition, part) for part in parts):
        define(plan, definition, by=person, reason=reason)


class Setter:
    """Sets the goals of one indicator's year through the targets of its holders."""

    def __init__(
        self, plan: Plan, indicator: Indicator, year: int, holders: Holders, person: Person, reason: str
    ) -> None:
        self.plan, self.indicator, self.year, self.holders = plan, indicator, year, holders
        self.person, self.reason = person, reason
        self.targets = targets(plan, indicator.name, year)

    def set(self, payload: Payload) -> None:
        holder, own, path = payload["row"]["holder"], payload["row"]["own"], payload["path"]
        target, terms = self.targets.get(holder), payload["terms"]
        if target is None:
            if own is not None:
                self._register(holder, own, path or [], terms)
            return
        matter = Matter.objects.select_related("plan", "lead_unit", "workstream").get(pk=target[0].key)
        self._amend(matter, terms)
        if own is not None and (payload["goal"] is not None or path is not None) and _differs(target, own, path):
            draft = actions.GoalDraft(measure="value", year=self.year, value=own, path=path or [])
            set_anew(matter, draft, target[1], by=self.person, reason=self.reason)

    def _register(self, holder: str, own: int, path: list[int], terms: Payload) -> None:
        whole, above = holder == self.plan.region.code, self.targets.get(self.plan.region.code)
        stream = self.plan.workstreams.filter(pk=terms["workstream"]).first() if "workstream" in terms else None
        stream = stream or (above[0].matter.workstream if above else None)
        if stream is None:
            raise ValidationError(_("Say to which workstream the new target belongs."))
        registered(
            self.indicator,
            actions.GoalDraft(measure="value", year=self.year, value=own, path=path),
            of=Scope.DISTRICT if whole else Scope.UNIT,
            lead_unit=self.indicator.lead_unit if whole else self.holders.units[holder],
            workstream=stream,
            weight=terms.get("weight") or (above[0].matter.weight if above else 1),
            by=self.person,
        )
        self.targets = targets(self.plan, self.indicator.name, self.year)

    def _amend(self, matter: Matter, terms: Payload) -> None:
        changes: dict[str, Any] = {}
        if terms.get("weight", matter.weight) != matter.weight:
            changes["weight"] = {"value": terms["weight"], "shown": str(terms["weight"])}
        if terms.get("workstream", matter.workstream_id) != matter.workstream_id:
            stream = Workstream.objects.get(pk=terms["workstream"], plan=self.plan)
            changes["workstream_id"] = {"value": stream.pk, "shown": stream.name}
        if changes:
            actions.amend(matter, changes, by=self.person, reason=self.reason)


def _differs(target: Target, own: int, path: list[int] | None) -> bool:
    goal = target[1]
    return goal is None or goal.value != own or (path is not None and goal.path != canonical(path))
