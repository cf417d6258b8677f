"""Which district, which plan and which entry a page speaks of: `?head=12345` shows it as of that entry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone

from luoshi.core.ledger import clock
from luoshi.core.ledger.models import Entry
from luoshi.core.ledger.queries import Head, book_of, head_in
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.organisation.queries import region_of
from luoshi.core.plan.models import Plan
from luoshi.core.plan.queries import plan_of


@dataclass(frozen=True)
class Moment:
    """Where and when: `head` is None for the latest state, else the earlier entry asked for; `shown` is what stands."""

    region: Unit
    plan: Plan
    head: int | None
    shown: Head

    @property
    def place(self) -> str:
        return self.region.name

    @property
    def day(self) -> dt.date:
        """The day of the entry shown, on which lights and shares of the year were computed; today for an empty book."""
        return timezone.localdate(self.shown.at) if self.shown.at else clock.today()

    @property
    def tail(self) -> str:
        """What a link needs to stay at this moment."""
        return f"?head={self.head}" if self.head else ""


def moment(request: HttpRequest) -> Moment:
    """The moment a request asks for, read once. 404 for a person without a post or an entry the book does not have."""
    if not hasattr(request, "luoshi_moment"):
        request.luoshi_moment = _read(request)  # type: ignore[attr-defined]
    return request.luoshi_moment  # type: ignore[attr-defined]


def _read(request: HttpRequest) -> Moment:
    person = request.user
    region = region_of(person) if isinstance(person, Person) else None
    plan = plan_of(region.pk) if region else None
    if region is None or plan is None:
        raise Http404
    book = book_of(region.pk)
    latest = head_in(book)
    asked = request.GET.get("head", "")
    if not asked:
        return Moment(region, plan, None, latest)
    if not (asked.isascii() and asked.isdigit() and len(asked) < 16 and 0 < int(asked) <= latest.seq):
        raise Http404
    try:
        shown = head_in(book, int(asked))
    except Entry.DoesNotExist as error:
        raise Http404 from error
    return Moment(region, plan, None if shown.seq == latest.seq else shown.seq, shown)
