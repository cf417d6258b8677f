"""The outlook as Excel: where every figure ends, and when the heaviest work is likely to be finished."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import moment
from luoshi.engine.quantity import exact
from luoshi.loop.outlook import pages
from luoshi.loop.outlook.outlook import YearEnd, foreseen
from luoshi.loop.outlook.pages import Figure, Work
from luoshi.web.excel import Column, excel
from luoshi.web.export import Value
from luoshi.web.templatetags.look import light_word


@require_safe
def year_ends_excel(request: HttpRequest) -> FileResponse:
    """Every figure that the filters leave, the heaviest first."""
    now, wished, person = moment(request), pages.wish(request.GET), _person(request)
    chips = pages.chips(request.GET, wished, pages.choices(now, person)["units"])
    rows = pages.every_figure(now, person, wished)
    return excel(_("Where the year's figures end"), _of_figures(), rows, now=now, chips=chips)


def _person(request: HttpRequest) -> Any:
    return request.user


def _of_figures() -> list[Column]:
    ends = [Column(head, _end(place)) for place, head in enumerate(("P10", "P50", "P90"))]
    return [
        Column(pgettext("matter", "Code"), lambda row: row.matter.code),
        Column(_("Matter"), lambda row: row.matter.title, 48),
        Column(_("Lead unit"), lambda row: row.matter.lead_unit.name, 16),
        Column(_("Goal"), lambda row: exact(row.matter.goal, row.matter.unit_label)),
        *ends,
        Column(_("Likely to be met %"), lambda row: row.said.percent if isinstance(row.said, YearEnd) else None),
        Column(_("Unit of measure"), lambda row: row.matter.unit_label),
        Column(_("Remark"), _remark, 48),
    ]


def _end(place: int) -> Callable[[Figure], Value]:
    def value(row: Figure) -> Value:
        return exact(foreseen(row.said.ends)[place], row.said.label) if isinstance(row.said, YearEnd) else None

    return value


def _remark(row: Figure) -> str:
    if row.said is None:
        return _("Nothing is left to be forecast.")
    return "" if isinstance(row.said, YearEnd) else row.said.words


@require_safe
def finish_dates_excel(request: HttpRequest) -> FileResponse:
    """All work whose chance is asked, the most at stake first."""
    now, wished, person = moment(request), pages.wish(request.GET), _person(request)
    found = pages.works(now, person, wished, shown=pages.MOST)
    chips = pages.chips(request.GET, wished, pages.choices(now, person)["units"])
    if found.all > found.asked:
        said = {"asked": found.asked, "all": found.all}
        chips.append({"name": _("Weight"), "text": _("the %(asked)s heaviest of %(all)s") % said})
    return excel(_("Likely to be late"), _of_works(), found.rows, now=now, chips=chips)


def _of_works() -> list[Column]:
    return [
        Column(pgettext("matter", "Code"), lambda row: row.matter.code),
        Column(_("Light"), lambda row: light_word(row.matter.light)),
        Column(_("Matter"), lambda row: row.matter.title, 48),
        Column(_("Lead unit"), lambda row: row.matter.lead_unit.name, 16),
        Column(_("Weight"), lambda row: row.matter.weight),
        Column(_("Due"), lambda row: row.said.due),
        Column("P50", lambda row: row.said.p50),
        Column("P80", lambda row: row.said.p80),
        Column(_("or later"), _beyond),
        Column(_("Likely on time %"), lambda row: row.said.percent),
    ]


def _beyond(row: Work) -> str:
    """Which of the two days stands only where the records end."""
    return "P50, P80" if row.said.half_beyond else "P80" if row.said.beyond else ""
