"""The situation and who a gap comes from as Excel: the rows of their tables, all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import moment
from luoshi.core.matters.models import Nature
from luoshi.core.matters.queries import matters
from luoshi.core.plan.words import spoken_period
from luoshi.desks.situation import asked
from luoshi.desks.situation.amounts import PER_CENT, level, unit_of_difference
from luoshi.desks.situation.parts import residuals
from luoshi.desks.situation.rows import Seen
from luoshi.engine.quantity import exact, points
from luoshi.kinds.target.owing import Contributions
from luoshi.kinds.target.situation import situation
from luoshi.kinds.target.standing import Standing
from luoshi.web.excel import Column, excel
from luoshi.web.export import Value
from luoshi.web.templatetags.look import light_word


@require_safe
def situation_excel(request: HttpRequest) -> FileResponse:
    """Every target of the period in the order asked for."""
    now, order = moment(request), asked.Order.of(request)
    period = asked.period_of(request, now)
    found = situation(now.plan, period, now.head, matters(request.user, now.head), shown=0)  # type: ignore[arg-type]
    rows = (Seen(one, now, period) for one in order.sorted(found.standings))
    name = _("Situation, %(period)s") % {"period": spoken_period(period)}
    return excel(name, _columns(), rows, now=now)


def _columns() -> list[Column]:
    return [
        Column(_("Target"), lambda seen: seen.matter.title, 32),
        Column(pgettext("matter", "Code"), lambda seen: seen.matter.code),
        Column(_("Light"), lambda seen: light_word(seen.matter.light)),
        Column(_("Value"), lambda seen: exact(seen.one.value, seen.label)),
        Column(_("Month"), lambda seen: seen.one.month),
        Column(_("Goal"), lambda seen: exact(seen.one.goal, seen.label)),
        Column(_("Measure"), lambda seen: seen.label),
        Column(_("Completion %"), lambda seen: points(seen.done)),
        Column(_("Off pro-rata pp"), lambda seen: _points(seen.one, seen.one.deviation, seen.one.gap)),
        Column(_("Off what is due, in its measure"), lambda seen: _amount(seen.one, seen.one.gap)),
        Column(_("From trajectory pp"), lambda seen: _points(seen.one, seen.one.path_deviation, seen.one.gap_by_path)),
        Column(_("From trajectory in its measure"), lambda seen: _amount(seen.one, seen.one.gap_by_path)),
        Column(_("To the goal"), lambda seen: _left(seen.one)),
        Column(_("Year on year %"), lambda seen: points(seen.one.growth) if not _rate(seen) else None),
        Column(_("Year on year pp"), lambda seen: points(seen.one.growth) if _rate(seen) else None),
        Column(_("growth from"), lambda seen: seen.growth_source),
        Column(_("Place"), lambda seen: seen.one.place and seen.one.place.rank),
        Column(_("of"), lambda seen: seen.one.place and seen.one.place.of),
        Column(_("compared by"), lambda seen: seen.place_of, 24),
        Column(_("Weight"), lambda seen: seen.matter.weight),
    ]


def _rate(seen: Seen) -> bool:
    return seen.one.nature == Nature.RATE


def _points(one: Standing, share: int | None, gap: int | None) -> Value:
    """What is off in percentage points; of a level in a unit of its own, nothing."""
    if level(one):
        return points(gap) if one.label == PER_CENT else None
    return points(share)


def _amount(one: Standing, gap: int | None) -> Value:
    return exact(gap, one.label) if level(one) and one.label != PER_CENT else None


def _left(one: Standing) -> Value:
    return None if one.goal is None or one.value is None else exact(one.goal - one.value, one.label)


@dataclass(frozen=True)
class Line:
    """A part of a gap: a unit's, one that comes from no unit, or the district's whole. Stored ints."""

    told: Contributions
    name: str
    gap: int | None
    due: int | None = None
    value: int | None = None


@require_safe
def gap_excel(request: HttpRequest, code: str) -> FileResponse:
    """Who the gap comes from, by pro-rata and by trajectory, unit by unit."""
    found, now = asked.one_target(request, code)
    one, period = found.standings[0], found.period
    said = {"title": f"{one.aim.matter.code} {one.aim.matter.title}", "period": spoken_period(period)}
    return excel(_("Gap of %(title)s, %(period)s") % said, _of_gap(one), _lines(one), now=now)


def _lines(one: Standing) -> Iterator[Line]:
    for told in (one.contributions, one.contributions_by_path):
        if told is None:
            continue
        yield from (Line(told, piece.name, piece.gap, piece.due, piece.value) for piece in told.pieces)
        yield from (Line(told, name, gap) for name, gap in residuals(told))
        yield Line(told, _("The district"), told.gap, one.due_by_path if told.by == "path" else one.due, one.value)


def _of_gap(one: Standing) -> list[Column]:
    label = one.label

    def gap(line: Line) -> Value:
        return _("not reported") if line.gap is None else exact(line.gap, label)

    return [
        Column(_("Unit"), lambda line: line.name, 28),
        Column(_("Against"), lambda line: _("trajectory") if line.told.by == "path" else _("pro-rata")),
        Column(f"{_('Part of the gap')} ({unit_of_difference(one)})", gap, 16),
        Column(f"{_('Due by now')} ({label})", lambda line: exact(line.due, label), 16),
        Column(f"{_('Reached')} ({label})", lambda line: exact(line.value, label), 16),
    ]
