"""Rows of a cascade as people fill them in: compared with what stands, and written, all or none.

The same for the sheet on the cascade's page and for an uploaded table: a `web.sheets.Line` has the codes of
`heads.NAMES`. Where the district or one of its units sets its own figure, that is the goal of its target matter, which
is registered where it has none; what was assigned and the base are a row of the cascade.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.core.ledger import actions
from luoshi.core.ledger.actions.who import require
from luoshi.core.ledger.book import locked
from luoshi.core.ledger.queries import entries_about
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import Plan
from luoshi.engine.quantity import show
from luoshi.kinds.target.actions import Row, cascade
from luoshi.kinds.target.cascade_lines import FIGURES, NO_TARGET, Ground, Judged, connected, goal_of, judged, once_each
from luoshi.kinds.target.heads import column_name
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.holding import Held
from luoshi.kinds.target.models import Indicator, Level, Scope
from luoshi.kinds.target.setting import registered, set_anew
from luoshi.web.sheets import Change, Line, State


def compare(
    plan: Plan, indicator: Indicator, year: int, lines: Iterable[Line], *, person: Person, whole: bool = False
) -> list[Change]:
    """What the lines would change in the cascade of a year, in their order; writes nothing.

    `whole`: the lines are all of it: an empty cell takes a figure out, and rows that are missing are taken out, told
    at the end with number 0. Else an empty cell leaves a figure as it is. A goal once set is never taken out.
    Needs `assign` over the district.
    """
    require(person, "assign", plan.region)
    ground = Ground.of(plan, indicator, year, whole=whole)
    told = [judged(line, ground, place) for place, line in enumerate(lines)]
    once_each(told)
    connected(told, ground)
    return [*(change(one, ground) for one in told), *_taken_out(told, ground)]


def change(one: Judged, ground: Ground) -> Change:
    """What a line that was judged would change."""
    subject = one.row.name if one.row else one.text
    if one.reasons or one.row is None:
        return Change(number=one.line.number, state="refused", subject=subject, reasons=tuple(one.reasons))
    shown = _shown(one.row, one.before.row if one.before else None, ground)
    state: State = "new" if one.before is None else "changed" if shown else "unchanged"
    payload = {"row": asdict(one.row), "goal": goal_of(one) if one.row.holder in ground.holders.units else None}
    return Change(number=one.line.number, state=state, subject=subject, shown=shown, payload=payload)


def _shown(row: Row, before: Row | None, ground: Ground) -> list[tuple[str, str, str]]:
    found = []
    for name in ("level", "superior", *FIGURES):
        was, will = getattr(before, name) if before else None, getattr(row, name)
        if (was or None) != (will or None) or (was is None) != (will is None and not isinstance(will, str)):
            label = ground.indicator.base_label if name == "base" else ground.indicator.unit_label
            texts = [_text(name, value, label, ground.holders) for value in (was, will)]
            if texts[0] != texts[1]:
                found.append((str(column_name(name)), texts[0], texts[1]))
    return found


def _text(name: str, value: Any, label: str, holders: Holders) -> str:
    if value in (None, ""):
        return ""
    if name == "level":
        return str(Level(value).label)
    return holders.name(value) if name == "superior" else f"{show(value, label)} {label}"


def _taken_out(told: Sequence[Judged], ground: Ground) -> list[Change]:
    if not ground.whole:
        return []
    kept = {one.row.holder for one in told if one.row}
    gone = [one.row for holder, one in ground.standing.items() if holder not in kept and one.share_entry]
    name = str(column_name("holder"))
    return [Change(number=0, state="changed", subject=one.name, shown=[(name, one.name, "")]) for one in gone]


def after(changes: Sequence[Change], standing: Sequence[Held], *, whole: bool = False) -> list[Held]:
    """The rows as they would stand once the changes that are not refused were written."""
    said = {row.holder: row for change in changes if "row" in change.payload for row in [Row(**change.payload["row"])]}
    stays = [one for one in standing if not whole or one.row.holder in said or one.matter]
    kept = [replace(one, row=said.pop(one.row.holder, _bare(one.row) if whole else one.row)) for one in stays]
    return [*kept, *(Held(row=row) for row in said.values())]


def _bare(row: Row) -> Row:
    """What is left of a row that is taken out where its holder has a target."""
    return replace(row, assigned=None, base=None)


@transaction.atomic
def write(
    plan: Plan,
    indicator: Indicator,
    year: int,
    changes: Sequence[Change],
    *,
    by: Person,
    reason: str,
    whole: bool = False,
    seen: int | None = None,
) -> int:
    """Write what `compare` found, in one transaction; gives the number of entries. Needs `assign` over the district.

    `seen`: the head that the writer had before their eyes; what was said of these rows or goals since is not undone.

    Goals come first, so that a unit's target is there before its row. Refused changes are a ValidationError: nothing
    is written. What stands so already is not written again.
    """
    require(by, "assign", plan.region)
    book = locked(plan.region_id)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: it stands in the timeline.")})
    if any(change.state == "refused" for change in changes):
        raise ValidationError(_("Some rows cannot be taken. Mend them first."))
    before, ground = book.head, Ground.of(plan, indicator, year, whole=whole)
    if seen is not None and _overtaken(ground, seen):
        raise ValidationError(_("Somebody changed this cascade while you were writing. Check what it would do now."))
    told = [change.payload for change in changes if "row" in change.payload]
    for payload in sorted(told, key=lambda payload: payload["row"]["holder"] != plan.region.code):
        if payload["goal"] is not None:
            _set_goal(payload["row"]["holder"], payload["goal"], ground, by, reason.strip())
    rows = [Row(**payload["row"]) for payload in told]
    # What a holder here sets itself is its goal, and a target alone needs no row.
    rows = [replace(row, own=None) if row.holder in ground.holders.units else row for row in rows]
    rows = _hung([row for row in rows if not _says_nothing(row, ground)], ground)
    if rows or whole:
        cascade(plan, indicator.name, year, rows, by=by, reason=reason, whole=whole)
    book.refresh_from_db()
    return book.head - before


def _overtaken(ground: Ground, seen: int) -> bool:
    """Whether a row or a goal was set, or a row taken out, after that entry."""
    if any(one.goal_entry > seen for one in ground.standing.values()):
        return True
    told = entries_about(ground.plan.region_id, ground.indicator.name)
    return told.filter(fact="Cascaded", seq__gt=seen).exists()


def _says_nothing(row: Row, ground: Ground) -> bool:
    standing = ground.standing.get(row.holder)
    return (
        standing is not None and not standing.share_entry
        and row.assigned is None and row.base is None and row.superior == standing.row.superior
    )


def _hung(rows: list[Row], ground: Ground) -> list[Row]:
    """With the rows that these derive from, where nothing but a target told of them so far."""
    said, found = {row.holder for row in rows}, list(rows)
    for row in found:  # grows while it is walked: a superior has one too
        above = ground.standing.get(row.superior)
        if above and not above.share_entry and row.superior not in said:
            said.add(row.superior)
            found.append(replace(above.row, own=None))
    return found


def _set_goal(holder: str, goal: int, ground: Ground, by: Person, reason: str) -> None:
    unit, year = ground.holders.units[holder], ground.year
    if holder not in ground.targets:
        if ground.district is None:
            raise ValidationError(NO_TARGET)
        district, goal_draft = ground.district[0].matter, actions.GoalDraft(measure="value", year=year, value=goal)
        registered(
            ground.indicator, goal_draft, of=Scope.UNIT, lead_unit=unit, workstream=district.workstream,
            weight=district.weight, by=by,
        )
        return
    aim, standing = ground.targets[holder]
    if standing is None or standing.value != goal:
        matter = Matter.objects.select_related("plan", "lead_unit").get(pk=aim.key)
        # A trajectory to another goal would miss it: a new goal begins without one.
        set_anew(matter, actions.GoalDraft(measure="value", year=year, value=goal), standing, by=by, reason=reason)
