"""Publishing a ranking."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock, facts
from luoshi.core.ledger.actions.who import require
from luoshi.core.ledger.book import Entry, locked, record
from luoshi.core.ledger.queries import Head
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import Plan
from luoshi.engine.periods import Period
from luoshi.loop.assessment.queries import as_data, standing


@transaction.atomic
def freeze(plan: Plan, period: Period, *, by: Person) -> Entry:
    """Publish the ranking of a period as it stands, with the head it was computed from. Needs `publish`
    over the district.
    """
    require(by, "publish", plan.region)
    if period.end >= clock.today():
        raise ValidationError({"period": _("%(period)s is not over yet. Publish it when it is.") % {"period": period}})
    book = locked(plan.region_id)
    found = standing(plan, str(period), Head(book.head, book.head_hash, book.head_at))
    if not found.rows:
        raise ValidationError(
            {"period": _("Nothing was due in %(period)s: there is nothing to rank.") % {"period": period}}
        )
    fact = facts.Frozen(
        subject=str(period),
        plan=plan.pk,
        period=str(period),
        head=book.head,
        head_hash=book.head_hash,
        rubric=found.rubric,
        standing=as_data(found),
    )
    return record(fact, book=book, by=by)
