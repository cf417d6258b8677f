"""Questions about matters."""

from django.db.models import Max, Q, QuerySet

from luoshi.core.matters.kinds import kinds
from luoshi.core.matters.models import Cadence, Goal, Matter, MatterState, Tracked
from luoshi.core.organisation.models import Person
from luoshi.engine.periods import Period, ends_with


def matters(person: Person, head: int | None = None) -> QuerySet[Tracked]:
    """What the person may see, now or as of entry `head`: the same columns either way."""
    if head is None:
        return Matter.objects.visible_to(person).select_related("lead_unit", "workstream")
    return MatterState.objects.at(head).visible_to(person).select_related("lead_unit", "workstream")


def headline(found: QuerySet[Tracked], limit: int) -> QuerySet[Tracked]:
    """The weightiest open matters of the headline kinds that have no parent; takes what `matters` gives."""
    codes = [kind.code for kind in kinds().values() if kind.headline]
    top = Q(parent=None) if found.model is Matter else Q(parent_code="")
    return found.filter(top, kind__in=codes, closed_on=None).order_by("-weight", "code")[:limit]


def next_number(kind: str) -> int:
    """The next running number of a kind; call it under the book's lock."""
    return (Matter.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0) + 1


def goal_of(matter: Matter, measure: str, year: int) -> Goal | None:
    """The goal in force of one measure in one year."""
    return Goal.objects.filter(matter=matter, measure=measure, year=year, superseded=None).first()


def expected_for(month: Period) -> Q:
    """Matters whose figure is published for a period that ends with this month."""
    return Q(cadence__in=[cadence for cadence in Cadence.values if ends_with(month, cadence)])


def open_at(day: object) -> Q:
    """Matters that had started and were not closed on `day`."""
    return Q(start__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))
