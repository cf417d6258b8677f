"""The table of indicators (关键目标): where does each stand, and when is it published next?"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.matters.distance import distance, is_level
from luoshi.core.matters.models import Nature, Tracked
from luoshi.core.matters.queries import matters
from luoshi.core.organisation.models import Person
from luoshi.engine.periods import due_period
from luoshi.kinds.target.models import Indicator, Scope
from luoshi.kinds.target.publication import Publication, next_publication
from luoshi.kinds.target.queries import aims, indicators
from luoshi.kinds.target.situation import Standing, situation
from luoshi.kinds.target.views.shown import person_of
from luoshi.web.address import changed

PER_PAGE = 100
LONGEST = 60  # characters of a filter


@dataclass(frozen=True)
class Row:
    """An indicator with the district's target of the year, and the units' own that one may see; each may be missing."""

    indicator: Indicator
    published: Publication
    standing: Standing | None
    own: list[Tracked]

    @property
    def matter(self) -> Tracked | None:
        return self.standing.aim.matter if self.standing else None

    @property
    def by_path(self) -> bool:
        """Whether the deviation shown is the one from its trajectory."""
        found = distance(self.matter) if self.matter else None
        return bool(found and found.by_path)

    @property
    def path_points(self) -> int | None:
        """The deviation of a sum from its trajectory, in basis points of the goal."""
        return self.standing.path_deviation if self.standing and self.matter and not is_level(self.matter) else None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The table as of any entry; filters stand in the address."""
    now, person = moment(request), person_of(request)
    rows = rows_asked(now, person, request.GET)
    everything = indicators(now.plan, now.head)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "any": bool(rows) or everything.exists(),
        "year": due_period(now.day).year,
        "may_assign": now.head is None and person.may("assign", now.region),
        "whole": person.may("see", now.region),
        "tail": now.tail,
        "head": now.head,
        "natures": Nature.choices,
        "streams": now.plan.workstreams.all(),
        "units": everything.order_by("lead_unit__path").values_list("lead_unit__code", "lead_unit__name").distinct(),
        "asked": {name: request.GET.get(name, "") for name in ("q", "nature", "unit", "workstream")},
        "bare_url": changed(request.GET, q=None, nature=None, unit=None, workstream=None),
    }
    return render(request, "target/indicators.html", context)


def rows_asked(now: Moment, person: Person, query: QueryDict) -> list[Row]:
    """The rows that answer the address."""
    rows = _rows(now, person, _asked(now, query))
    if stream := _said(query, "workstream"):
        rows = [row for row in rows if row.matter and row.matter.workstream.code == stream]
    return rows


def chips(now: Moment, query: QueryDict) -> list[dict[str, str]]:
    """The filters of the address by name."""
    natures = {str(value): str(label) for value, label in Nature.choices}
    streams = dict(now.plan.workstreams.values_list("code", "name"))
    units = dict(indicators(now.plan, now.head).values_list("lead_unit__code", "lead_unit__name"))
    said: list[tuple[str, str, dict[str, str]]] = [
        ("q", _("Name of the indicator"), {}),
        ("nature", _("nature"), natures),
        ("workstream", _("workstream"), streams),
        ("unit", _("lead unit"), units),
    ]
    return [
        {"name": label, "text": words.get(value, value)}
        for name, label, words in said
        if (value := _said(query, name))
    ]


def _asked(now: Moment, query: QueryDict) -> QuerySet[Indicator]:
    found = indicators(now.plan, now.head)
    if name := _said(query, "q"):
        found = found.filter(name__icontains=name)
    if (nature := _said(query, "nature")) in Nature.values:
        found = found.filter(nature=nature)
    return found.filter(lead_unit__code=unit) if (unit := _said(query, "unit")) else found


def _said(query: QueryDict, name: str) -> str:
    """What a filter asks for; what no cell holds is asked of no database."""
    text = query.get(name, "").strip()[:LONGEST]
    return text if text.isprintable() else ""


def _rows(now: Moment, person: Person, found: QuerySet[Indicator]) -> list[Row]:
    """At most sixteen queries, whatever the number of indicators, units and months."""
    visible = matters(person, now.head)
    stands = situation(now.plan, due_period(now.day), now.head, visible, shown=0)
    by_name = {one.aim.indicator: one for one in reversed(stands.standings)}
    own: dict[str, list[Tracked]] = {}
    if not person.may("see", now.region):
        for aim in aims(visible.filter(plan=now.plan, closed_on=None), scope=Scope.UNIT):
            own.setdefault(aim.indicator, []).append(aim.matter)
    return [
        Row(
            one, next_publication(one.cadence, one.due_days, now.day), by_name.get(one.name), own.get(one.name, [])
        )
        for one in found
    ]


