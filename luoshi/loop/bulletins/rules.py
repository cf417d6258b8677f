"""Who may."""

from django.http import Http404

from luoshi.core.ledger.asof import Moment
from luoshi.core.organisation.models import Person


def sees_district(person: Person, now: Moment, ability: str) -> None:
    """404 unless the person has the ability over the whole district."""
    if not person.may(ability, now.region):
        raise Http404
