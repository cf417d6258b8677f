"""Who reads which entries: an auditor of the district all, one of a unit those on what the unit takes part in."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from luoshi.core.ledger.asof import Moment
from luoshi.core.ledger.queries import entries
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person
from luoshi.core.organisation.queries import units_within

OF_MATTERS = ("Registered", "Amended", "Rebaselined", "Reported", "Verified", "Returned", "Moved")
OF_UNITS = ("Established", "Renamed")
OF_ALL = ("Relit", "PeriodClosed", "Adopted", "Defined", "Compared")


def readable(now: Moment, person: Person) -> QuerySet[Any]:
    """The book up to the entry shown, newest first, as far as this person may read it; none without `audit`."""
    book = entries(now.region.pk).filter(seq__lte=now.shown.seq)
    if person.may("audit", now.region):
        return book
    if not person.may_anywhere("audit"):
        return book.none()
    matters = Matter.objects.visible_to(person).values("code")
    units = units_within(person, "audit").values("code")
    return book.filter(
        Q(fact__in=OF_ALL) | Q(fact__in=OF_MATTERS, subject__in=matters) | Q(fact__in=OF_UNITS, subject__in=units)
    )
