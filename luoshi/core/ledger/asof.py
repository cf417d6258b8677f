"""Which district, which plan and which entry a page speaks of: `?head=12345` shows it as of that entry."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from luoshi.core.ledger.models import Entry
from luoshi.core.ledger.queries import Head, head_of
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
    latest = head_of(region.pk)
    asked = request.GET.get("head", "")
    if not asked:
        return Moment(region, plan, None, latest)
    if not (asked.isascii() and asked.isdigit() and len(asked) < 16 and 0 < int(asked) <= latest.seq):
        raise Http404
    try:
        shown = head_of(region.pk, int(asked))
    except Entry.DoesNotExist as error:
        raise Http404 from error
    return Moment(region, plan, None if shown.seq == latest.seq else shown.seq, shown)
