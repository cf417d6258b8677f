"""Who may, and of which time."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock
from luoshi.core.ledger.asof import Moment
from luoshi.core.organisation.models import Person
from luoshi.engine.periods import Period


def sees_district(person: Person, now: Moment, ability: str) -> None:
    """404 unless the person has the ability over the whole district."""
    if not person.may(ability, now.region):
        raise Http404


def over(period: Period) -> None:
    """ValidationError unless the period's last day is past: before that its figures are still coming."""
    if period.end >= clock.today():
        words = {"period": period, "day": period.end.isoformat()}
        raise ValidationError(_("%(period)s runs until %(day)s. Its bulletin can be issued when it is over.") % words)
