"""The district as a chart: units with their names, and who holds which post there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from luoshi.core.ledger.asof import Moment
from luoshi.core.organisation.models import Person, Post, Unit
from luoshi.core.organisation.queries import units_under

HELD = Prefetch(
    "posts", Post.objects.filter(until=None).select_related("person").order_by("since", "pk"), to_attr="held"
)


@dataclass(frozen=True)
class Line:
    """A unit, how deep it stands, and whether the reader may appoint there."""

    unit: Unit
    depth: int
    mine: bool

    @property
    def indent(self) -> str:
        return "— " * self.depth

    @property
    def posts(self) -> Sequence[Post]:
        return self.unit.held


def units(now: Moment) -> QuerySet[Unit]:
    """The units of the district, each beneath its parent, with aliases and posts held: three queries."""
    return units_under([now.region.path]).order_by("path").prefetch_related("aliases", HELD)


def chart(now: Moment, person: Person) -> list[Line]:
    return [Line(unit, unit.depth - now.region.depth, person.may("appoint", unit)) for unit in units(now)]


def people(now: Moment) -> QuerySet[Person]:
    """Everybody who holds or held a post in the district."""
    return (
        Person.objects.filter(posts__unit__path__startswith=now.region.path, is_active=True).distinct().order_by("name")
    )
