"""What the calendar and the rules bring: lights of the day, closed months, adopted rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock, facts
from luoshi.core.ledger.actions.who import require
from luoshi.core.ledger.book import fact_of, locked, record
from luoshi.core.ledger.models import Entry
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.models import Plan
from luoshi.core.plan.queries import is_closed
from luoshi.engine.periods import Period, due_period


@transaction.atomic
def relight(region: Unit) -> Entry | None:
    """Compute every open matter's light for today; None when that was done today already. The calendar's own act."""
    book = locked(region.pk)
    last = Entry.objects.filter(book=book, fact="Relit").order_by("-seq").first()
    before = dt.date.fromisoformat(fact_of(last).today) if last else None  # type: ignore[attr-defined]
    today = clock.today()
    if before and before >= today:
        return None
    turned = before is not None and due_period(before).year != due_period(today).year
    fact = facts.Relit(subject=region.code, today=today.isoformat(), year_turned=turned)
    return record(fact, book=book, by=None)


@transaction.atomic
def close_period(plan: Plan, period: Period, *, by: Person) -> Entry:
    """Take no more reports for a month. Needs `publish` over the district."""
    require(by, "publish", plan.region)
    book = locked(plan.region_id)
    if is_closed(plan.pk, str(period)):
        raise ValidationError({"period": _("%(period)s is closed already.") % {"period": period}})
    if period.kind != "month" or period.end >= clock.today():
        raise ValidationError({"period": _("Only a month that is over can be closed.")})
    fact = facts.PeriodClosed(subject=str(period), plan=plan.pk, period=str(period))
    return record(fact, book=book, by=by)


@transaction.atomic
def adopt(plan: Plan, name: str, version: str, values: dict[str, Any], *, by: Person) -> Entry:
    """Put a new version of a set of rules in force from now on. Needs `appoint` or `publish` over the district."""
    if not by.may("appoint", plan.region):
        require(by, "publish", plan.region)
    book = locked(plan.region_id)
    fact = facts.Adopted(subject=name, plan=plan.pk, name=name, version=version, values=values)
    return record(fact, book=book, by=by)
