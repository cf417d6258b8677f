"""What the pages of key targets have in common: who looks, at which indicator, and whether they see the whole."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.organisation.models import Person
from luoshi.kinds.target.models import Indicator
from luoshi.kinds.target.queries import indicators


@dataclass(frozen=True)
class Seen:
    """An indicator as somebody sees it at a moment."""

    person: Person
    now: Moment
    indicator: Indicator

    @property
    def whole(self) -> bool:
        """Whether the figures of every unit are for their eyes."""
        return self.person.may("see", self.now.region)

    @property
    def may_assign(self) -> bool:
        return self.now.head is None and self.person.may("assign", self.now.region)

    def entry_url(self, seq: int) -> str:
        """The entry in the ledger, for those who read the district's."""
        return reverse("entry", args=[seq]) + self.now.tail if seq and self.person.may("audit", self.now.region) else ""


def person_of(request: HttpRequest) -> Person:
    """Whoever is logged in; the middleware lets nobody else come this far."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def seen(request: HttpRequest, number: int) -> Seen:
    """The indicator as it was defined at the moment asked for; definitions are for everybody of the district."""
    now = moment(request)
    return Seen(person_of(request), now, get_object_or_404(indicators(now.plan, now.head), number=number))


def mine(request: HttpRequest, number: int) -> Seen:
    """The indicator as it is defined now, for who may assign over the district; 404 for others."""
    now, person = moment(request), person_of(request)
    if not person.may("assign", now.region):
        raise Http404
    return Seen(person, now, get_object_or_404(indicators(now.plan), number=number))


def year_of(found: Seen, year: int) -> int:
    """A year of the plan; 404 for another."""
    if not found.now.plan.starts.year <= year <= found.now.plan.ends.year:
        raise Http404
    return year


def years(found: Seen) -> range:
    return range(found.now.plan.starts.year, found.now.plan.ends.year + 1)
