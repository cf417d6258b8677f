"""One page of the work list, with everything around the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from luoshi.core.matters.models import Party, Tracked
from luoshi.core.matters.queries import matters
from luoshi.desks.models import SavedView
from luoshi.desks.worklist.asked import Asked
from luoshi.desks.worklist.columns import Column, Row
from luoshi.desks.worklist.counts import PAGES, ROWS, Size, counted, few, tallied
from luoshi.desks.worklist.filters import FILTERS
from luoshi.desks.worklist.ground import Ground
from luoshi.web.address import bare, changed


class Pages(Paginator):
    """Pages of a list whose size is known beforehand; only the first PAGES can be turned to."""

    def __init__(self, rows: QuerySet[Any], size: Size) -> None:
        super().__init__(rows, ROWS)
        self.size = size

    @cached_property
    def count(self) -> int:
        return self.size.total

    @cached_property
    def num_pages(self) -> int:
        return min(PAGES, max(1, -(-self.count // ROWS)))

    @property
    def cut(self) -> bool:
        """Whether some rows lie beyond the last page."""
        return not self.size.exact or self.count > ROWS * PAGES


def rows_asked(asked: Asked) -> QuerySet[Tracked]:
    """The matters this reader may see that answer the question, in its order."""
    ground = asked.ground
    found = matters(ground.person, ground.now.head).filter(asked.condition, plan=ground.now.plan)
    return found.order_by(*asked.ordering())


def size_of(asked: Asked) -> Size:
    where = asked.tallied
    return tallied(asked.ground, where) if where is not None else counted(rows_asked(asked))


def supporting(rows: Iterable[Tracked]) -> dict[str, list[str]]:
    """Matter code → names of the units that support it: one query."""
    found: dict[str, list[str]] = {}
    parties = Party.objects.filter(matter__code__in=[row.code for row in rows], leads=False)
    for code, name in parties.order_by("pk").values_list("matter__code", "unit__name"):
        found.setdefault(code, []).append(name)
    return found


def dressed(asked: Asked, matters: Sequence[Tracked]) -> list[Row]:
    """The matters as rows."""
    now = asked.ground.now
    helped = supporting(matters) if any(column.code == "supporting" for column in asked.columns) else {}
    tail = f"?head={now.head}" if now.head else ""
    return [Row(matter, helped.get(matter.code, ()), tail, asked.ground.day.year, asked.columns) for matter in matters]


@dataclass(frozen=True)
class Head:
    """The head of a column: `url` sorts by it, `sort` is ascending, descending or empty."""

    column: Column
    url: str
    sort: str


def heads(asked: Asked, query: QueryDict) -> list[Head]:
    found = []
    for column in asked.columns:
        up = asked.order == column.order
        down = asked.order == f"-{column.order}"
        url = changed(query, sort=f"-{column.order}" if up else column.order) if column.order else ""
        found.append(Head(column, url, "ascending" if up else "descending" if down else ""))
    return found


def chips(asked: Asked, query: QueryDict) -> list[dict[str, str]]:
    """A chip a filter, with the address that takes it away."""
    return [
        {
            "name": str(one.label),
            "text": one.text(values, asked.ground),
            "remove_url": changed(query, **{one.name: None}),
        }
        for one, values in asked.chosen
    ]


@dataclass(frozen=True)
class View:
    """A tab over the list."""

    name: str
    url: str
    count: str
    current: bool
    saved: SavedView | None = None


def views(asked: Asked, query: QueryDict) -> list[View]:
    """The views that everybody has, then the reader's own."""
    ground = asked.ground
    here = _without(query, "page", "sort", "col", "head")
    found = [
        View(name, bare(**where, head=ground.now.head), count, here == _sorted(QueryDict(bare(**where)[1:])))
        for name, where, count in _everybodys(ground)
    ]
    for saved in SavedView.objects.filter(person=ground.person):
        own = QueryDict(saved.query)
        url = changed(own, head=ground.now.head)
        found.append(View(saved.name, url, "", _without(query, "page", "head") == _sorted(own), saved))
    return found


def _everybodys(ground: Ground) -> list[tuple[str, dict[str, str], str]]:
    base = matters(ground.person, ground.now.head).filter(plan=ground.now.plan, closed_on=None)
    size = tallied(ground, {}) if ground.whole else counted(base)
    light = {name: str(size.lights.get(name, 0)) if size.exact else "" for name in ("red", "grey")}
    return [
        (_("all"), {}, size.shown),
        (_("off track"), {"light": "red"}, light["red"]),
        (_("no report"), {"light": "grey"}, light["grey"]),
        (_("due this week"), {"due": "week"}, few(base.filter(_asks("due", "week", ground)))),
        (_("of my unit"), {"mine": "yes"}, few(base.filter(_asks("mine", "yes", ground)))),
    ]


def _asks(name: str, value: str, ground: Ground) -> Q:
    return next(one for one in FILTERS if one.name == name).condition([value], ground)


def _without(query: QueryDict, *names: str) -> list[tuple[str, list[str]]]:
    return [pair for pair in _sorted(query) if pair[0] not in names]


def _sorted(query: QueryDict) -> list[tuple[str, list[str]]]:
    return sorted((name, sorted(filter(None, values))) for name, values in query.lists() if any(values))
