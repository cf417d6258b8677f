"""Key targets and cascades as Excel: the rows of their pages, all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import moment
from luoshi.core.matters.distance import amount_ahead, points_ahead, shares
from luoshi.core.matters.models import Nature, Tracked
from luoshi.engine.periods import due_period
from luoshi.engine.quantity import exact, points
from luoshi.kinds.target.cascade_page import Shown
from luoshi.kinds.target.models import Indicator
from luoshi.kinds.target.standing import Standing
from luoshi.kinds.target.views.cascade import told
from luoshi.kinds.target.views.indicators import Row, chips, rows_asked
from luoshi.kinds.target.views.shown import person_of, seen, year_of
from luoshi.web.excel import Column, excel
from luoshi.web.export import Value
from luoshi.web.templatetags.look import light_word


@dataclass(frozen=True)
class Line:
    """An indicator with the district's target, with one of the units' own (which has no standing), or with none.

    `goal` and `value` are stored ints of `label`.
    """

    row: Row
    matter: Tracked | None = None
    standing: Standing | None = None
    goal: int | None = None
    value: int | None = None
    label: str = ""

    @property
    def completion(self) -> Value:
        return points(self.standing.completion) if self.standing and shares(self.standing.aim.matter) else None

    def off(self, *, by_path: bool) -> Value:
        """The deviation in points where the page shows it in this column."""
        if self.standing and self.row.by_path == by_path:
            return points(points_ahead(self.standing.aim.matter))
        return points(self.row.path_points) if self.standing and by_path else None

    def off_amount(self, *, by_path: bool) -> Value:
        """The same of a level in its own unit of measure."""
        if self.standing and self.row.by_path == by_path:
            return exact(amount_ahead(self.standing.aim.matter), self.label)
        return None

    def growth(self, *, rate: bool) -> Value:
        one = self.standing
        return points(one.growth) if one and (one.nature == Nature.RATE) == rate else None


@require_safe
def targets_excel(request: HttpRequest) -> FileResponse:
    """The table of indicators under the same filters."""
    now, person = moment(request), person_of(request)
    columns = _columns(due_period(now.day).year)
    lines = _lines(rows_asked(now, person, request.GET))
    return excel(_("Key targets"), columns, lines, now=now, chips=chips(now, request.GET))


def _lines(rows: Iterable[Row]) -> Iterator[Line]:
    for row in rows:
        if one := row.standing:
            yield Line(row, row.matter, one, one.goal, one.value, one.label)
        elif row.own:
            yield from (Line(row, own, None, own.goal, own.value, own.unit_label) for own in row.own)
        else:
            yield Line(row)


def _columns(year: int) -> list[Column]:
    return [
        Column(_("indicator").capitalize(), lambda line: line.row.indicator.name, 32),
        Column(pgettext("matter", "Code"), lambda line: line.matter and line.matter.code),
        Column(_("Unit"), lambda line: line.matter and line.matter.lead_unit.name, 16),
        Column(_("Light"), lambda line: line.matter and light_word(line.matter.light)),
        Column(_("Goal of %(year)s") % {"year": year}, lambda line: exact(line.goal, line.label)),
        Column(pgettext("figure", "Verified"), lambda line: exact(line.value, line.label)),
        Column(_("Month"), lambda line: line.standing and line.standing.month),
        Column(_("Measure"), lambda line: line.label),
        Column(_("Completion %"), lambda line: line.completion),
        Column(_("Deviation pp"), lambda line: line.off(by_path=False)),
        Column(_("Deviation in its measure"), lambda line: line.off_amount(by_path=False)),
        Column(_("From trajectory pp"), lambda line: line.off(by_path=True)),
        Column(_("From trajectory in its measure"), lambda line: line.off_amount(by_path=True)),
        Column(_("Year on year %"), lambda line: line.growth(rate=False)),
        Column(_("Year on year pp"), lambda line: line.growth(rate=True)),
        Column(_("Lead unit"), lambda line: line.row.indicator.lead_unit.name, 16),
        Column(_("Next published"), lambda line: line.row.published.on),
        Column(_("for the period"), lambda line: str(line.row.published.period)),
    ]


@require_safe
def cascade_excel(request: HttpRequest, number: int, year: int) -> FileResponse:
    """The tree of a year, or the branch that one sees of it."""
    found = seen(request, number)
    page, _visible = told(found, year_of(found, year))
    name = _("Cascade of %(year)s: %(name)s") % {"year": year, "name": found.indicator.name}
    return excel(name, _of_cascade(found.indicator), page.lines, now=found.now)


def _of_cascade(indicator: Indicator) -> list[Column]:
    label, base = indicator.unit_label, indicator.base_label

    def handed_on(line: Shown) -> str:
        return line.handed_on if line.tells else ""

    return [
        Column(_("holder").capitalize(), lambda line: line.held.row.name, 24),
        Column(_("level").capitalize(), lambda line: line.level),
        Column(_("superior").capitalize(), lambda line: line.superior, 20),
        Column(_("Assigned, %(label)s") % {"label": label}, lambda line: exact(line.held.row.assigned, label)),
        Column(_("Own target, %(label)s") % {"label": label}, lambda line: exact(line.held.row.own, label)),
        Column(_("Uplift, %(label)s") % {"label": label}, lambda line: exact(line.place.line.uplift, label)),
        Column(_("Uplift %"), lambda line: points(line.place.line.uplift_bp)),
        Column(_("On the way from the top"), lambda line: line.total, 28),
        Column(_("Base, %(label)s") % {"label": base}, lambda line: exact(line.held.row.base, base)),
        Column(_("Handed on"), handed_on, 28),
    ]
