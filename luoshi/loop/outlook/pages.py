"""What the page of the outlook lists: where figures end, and which work is likely to be late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from luoshi.core.ledger.asof import Moment
from luoshi.core.matters.kinds import kinds
from luoshi.core.matters.models import Nature, Rollup, Tracked
from luoshi.core.matters.queries import matters
from luoshi.core.organisation.models import Person
from luoshi.core.organisation.queries import units_within
from luoshi.engine.progress import WHOLE
from luoshi.engine.quantity import show
from luoshi.loop.outlook.outlook import Finishing, Lacking, YearEnd
from luoshi.loop.outlook.queries import forecasts
from luoshi.web.address import changed

ROWS, SHOWN = 25, 20
AT_ONCE = 1000  # figures whose forecasts are held at a time
MOST = 150  # works whose chance is asked: the heaviest


@dataclass(frozen=True)
class Figure:
    """A figure of a year and where it ends."""

    matter: Tracked
    url: str
    said: YearEnd | Lacking | None

    @property
    def goal(self) -> str:
        return "" if self.matter.goal is None else show(self.matter.goal, self.matter.unit_label)

    @property
    def drawn(self) -> bool:
        """Whether there is a goal to draw it against."""
        return isinstance(self.said, YearEnd) and (self.matter.goal or 0) > 0


@dataclass(frozen=True)
class Work:
    """Work with an end, and when that is."""

    matter: Tracked
    url: str
    said: Finishing

    @property
    def at_stake(self) -> int:
        """Its weight times the chance that it is late."""
        return self.matter.weight * (WHOLE - self.said.chance)


@dataclass(frozen=True)
class Works:
    """The most at stake first, of the `asked` heaviest of `all`; `lacking` says why some have no forecast."""

    rows: Sequence[Work]
    asked: int
    all: int
    lacking: Sequence[Lacking]


@dataclass(frozen=True)
class Wish:
    """What the address asks for: a kind and a unit, each by its code; nobody has one that is unknown."""

    kind: str
    unit: str


def wish(query: QueryDict) -> Wish:
    kind, unit = (value if value.isprintable() else "" for value in (query.get("kind", ""), query.get("unit", "")))
    return Wish(kind, unit)


def _open(now: Moment, person: Person, wished: Wish) -> QuerySet[Tracked]:
    found = matters(person, now.head).filter(plan=now.plan, closed_on=None, rollup=Rollup.OWN)
    found = found.filter(kind=wished.kind) if wished.kind else found
    return found.filter(lead_unit__code=wished.unit) if wished.unit else found


def figures(now: Moment, person: Person, wished: Wish, page: str | None) -> tuple[Page[Tracked], list[Figure]]:
    """The heaviest first, a page of them, with their forecasts."""
    rows = Paginator(_yearly(now, person, wished), ROWS).get_page(page)
    return rows, _foreseen(now, list(rows))


def every_figure(now: Moment, person: Person, wished: Wish) -> Iterator[Figure]:
    """All of them, AT_ONCE at a time."""
    rows = _yearly(now, person, wished).iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(rows, AT_ONCE)):
        yield from _foreseen(now, chunk)


def _yearly(now: Moment, person: Person, wished: Wish) -> QuerySet[Tracked]:
    yearly = [kind.code for kind in kinds().values() if kind.by_year]
    return _open(now, person, wished).filter(kind__in=yearly, nature=Nature.CUMULATIVE).order_by("-weight", "code")


def _foreseen(now: Moment, rows: Sequence[Tracked]) -> list[Figure]:
    said = forecasts(now.plan, rows, now.shown)
    return [
        Figure(row, row.get_absolute_url() + now.tail, said[row.code].year_end if row.code in said else None)
        for row in rows
    ]


def works(now: Moment, person: Person, wished: Wish, shown: int = SHOWN) -> Works:
    """Those that are most likely to be late, by weight; only the heaviest are asked where there are many."""
    ending = [kind.code for kind in kinds().values() if kind.ends]
    found = _open(now, person, wished).filter(kind__in=ending)
    asked = list(found.order_by("-weight", "due", "code")[:MOST])
    said = {code: one.finish for code, one in forecasts(now.plan, asked, now.shown).items()}
    rows = [
        Work(row, row.get_absolute_url() + now.tail, one)
        for row in asked
        if isinstance(one := said.get(row.code), Finishing)
    ]
    rows.sort(key=lambda row: (-row.at_stake, row.matter.due, row.matter.code))
    lacking = dict.fromkeys(one for one in said.values() if isinstance(one, Lacking))
    return Works(rows[:shown], len(asked), len(asked) if len(asked) < MOST else found.count(), list(lacking))


def choices(now: Moment, person: Person) -> dict[str, list[tuple[str, str]]]:
    """What one may filter by: kinds that are forecast, units in the district within the person's reach."""
    told = [(kind.code, str(kind.name_plural)) for kind in kinds().values() if kind.by_year or kind.ends]
    units = units_within(person, "see").filter(path__startswith=now.region.path).order_by("path")
    return {"kinds": told, "units": list(units.values_list("code", "name"))}


def chips(query: QueryDict, wished: Wish, units: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """A chip a filter, with the address that takes it away; of `units` by name, others by what was asked."""
    kind = kinds().get(wished.kind)
    named = [
        ("kind", wished.kind, str(kind.name_plural) if kind else ""),
        ("unit", wished.unit, dict(units).get(wished.unit, "")),
    ]
    return [
        {"name": name, "text": text or value, "remove_url": changed(query, **{name: None})}
        for name, value, text in named
        if value
    ]
