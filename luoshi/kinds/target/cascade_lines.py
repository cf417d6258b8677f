"""A line of a cascade read against what stands: who holds, on which level, of whom, what; and why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.core.matters.models import Nature
from luoshi.core.matters.typed import quantity
from luoshi.core.organisation.models import Unit
from luoshi.core.plan.models import Plan
from luoshi.kinds.target.actions import ARITHMETIC, Row, cascaded
from luoshi.kinds.target.counted import beneath
from luoshi.kinds.target.heads import levels
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.holding import Held, Target, held, targets
from luoshi.kinds.target.models import Indicator, Level
from luoshi.web.cells import loose
from luoshi.web.sheets import Line
from luoshi.web.words import listed

FIGURES = ("assigned", "own", "base")
NO_TARGET = gettext_lazy("The district has no target of this indicator yet. Register it on the indicator's page first.")
SEVERAL = gettext_lazy("Several units are called so: %(names)s.")


@dataclass
class Ground:
    """What lines are compared with: the rows that stand, and the targets that holders have in this house."""

    plan: Plan
    indicator: Indicator
    year: int
    whole: bool
    holders: Holders
    standing: Mapping[str, Held]
    targets: Mapping[str, Target]

    @classmethod
    def of(cls, plan: Plan, indicator: Indicator, year: int, *, whole: bool = False) -> Ground:
        holders = Holders(plan.region)
        rows = {one.row.holder: one for one in held(plan, indicator, year, holders)}
        return cls(plan, indicator, year, whole, holders, rows, targets(plan, indicator.name, year))

    def place(self, before: Held | None, number: int) -> int:
        """Where a line's row stands: as in the table that is all of it, else where it stood or after all others."""
        if self.whole:
            return number
        if before and before.share_entry:
            return before.row.place
        return number + max((one.row.place + 1 for one in self.standing.values() if one.share_entry), default=0)

    @property
    def district(self) -> Target | None:
        return self.targets.get(self.plan.region.code)


@dataclass
class Judged:
    """A line while it is read: what it would make of its row, and the reasons against it by column."""

    line: Line
    text: str
    row: Row | None = None
    before: Held | None = None
    reasons: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, column: str, why: Any) -> None:
        self.reasons.append((column, str(why)))


def judged(line: Line, ground: Ground, place: int) -> Judged:
    """What the line would make of its holder's row."""
    text = line["holder"].strip()
    one = Judged(line, text)
    found = ground.holders.called(text)
    if not text or len(text) > 80:
        one.refuse("holder", _("Say who holds it, in at most 80 characters."))
        return one
    if len(found) > 1:
        one.refuse("holder", SEVERAL % {"names": listed(u.name for u in found)})
        return one
    unit = found[0] if found else None
    holder = unit.code if unit else text
    one.before = ground.standing.get(holder)
    level = _level(one, unit, ground)
    figures = {name: _figure(one, name, ground) for name in FIGURES}
    one.row = Row(
        holder=holder, name=unit.name if unit else text, level=level, superior=_superior(one, unit, ground),
        place=ground.place(one.before, place), **figures,
    )
    if unit and figures["own"] is not None and goal_of(one) is not None:
        _may_hold(one, unit, ground)
    return one


def _level(one: Judged, unit: Unit | None, ground: Ground) -> str:
    """As the organisation has it for units of the district; for superiors as typed, or as it stood."""
    said = levels().get(loose(one.line["level"]), "") if one.line["level"].strip() else ""
    if one.line["level"].strip() and not said:
        one.refuse("level", _("The level is one of: %(levels)s.") % {"levels": listed(Level.labels)})
    if unit is not None:
        wanted = ground.holders.level(unit)
        if said and said != wanted:
            words = _("%(name)s is on the level: %(level)s.")
            one.refuse("level", words % {"name": unit.name, "level": Level(wanted).label})
        return wanted
    said = said or (one.before.row.level if one.before else "")
    if said in (Level.DISTRICT, Level.UNIT):
        one.refuse("holder", _("No unit is called so. Use its name or another name as it stands in the organisation."))
    elif not said and not one.reasons:
        one.refuse("holder", _("No unit is called so. If it is a superior, give its level: province or city."))
    return said


def _superior(one: Judged, unit: Unit | None, ground: Ground) -> str:
    text = one.line["superior"].strip()
    if not text:
        if one.before and ("superior" not in one.line.values or not ground.whole):
            return one.before.row.superior
        return ground.plan.region.code if unit and ground.holders.level(unit) == Level.UNIT else ""
    found = ground.holders.called(text)
    if len(found) > 1:
        one.refuse("superior", SEVERAL % {"names": listed(u.name for u in found)})
    return found[0].code if len(found) == 1 else text[:80]


def _figure(one: Judged, name: str, ground: Ground) -> int | None:
    text, before = one.line[name].strip(), getattr(one.before.row, name) if one.before else None
    if not text:
        cleared = ground.whole and name in one.line.values and not (name == "own" and one.before and one.before.matter)
        return None if cleared else before
    try:
        label = ground.indicator.base_label if name == "base" else ground.indicator.unit_label
        label = beneath(one.line, name, label)
        return quantity(text, label, signed=name != "base" and ground.indicator.nature == Nature.RATE)
    except ValidationError as error:
        one.refuse(name, " ".join(error.messages))
    return before


def goal_of(one: Judged) -> int | None:
    """The goal that would be set; None where it stands so already or nothing is said of it."""
    own = one.row.own if one.row else None
    return None if own is None or (one.before and one.before.row.own == own) else own


def _may_hold(one: Judged, unit: Unit, ground: Ground) -> None:
    if one.row and one.row.own is not None and one.row.own <= 0:
        one.refuse("own", _("The goal must be more than nothing."))
    if ground.district is None:
        one.refuse("own", NO_TARGET)


def once_each(told: Sequence[Judged]) -> None:
    """Refuse a holder that stands twice."""
    first: dict[str, int] = {}
    for one in told:
        if one.row and first.setdefault(one.row.holder, one.line.number) != one.line.number:
            words = _("%(name)s stands in row %(number)s already. Keep one of the two.")
            one.refuse("holder", words % {"name": one.row.name, "number": first[one.row.holder]})


def connected(told: Sequence[Judged], ground: Ground) -> None:
    """Refuse a row that hangs on no row, or on itself."""
    said = {one.row.holder: one for one in reversed(told) if one.row}
    kept = {} if ground.whole else {holder: one.row for holder, one in ground.standing.items()}
    after = {**kept, **{holder: one.row for holder, one in said.items() if one.row}}
    for problem in cascaded(after.values(), Nature.CUMULATIVE).problems:
        if problem.code not in ("unknown_superior", "cycle"):
            continue
        names = listed(ground.holders.name(key) for key in problem.keys)
        if problem.code == "unknown_superior":
            names = ground.holders.name(problem.keys[1])
        for holder in problem.keys[:1] if problem.code == "unknown_superior" else problem.keys:
            if holder in said:
                said[holder].refuse("superior", ARITHMETIC[problem.code] % {"names": names})
