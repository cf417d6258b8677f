"""Keeping what was forecast, so that it can be held against what came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock, facts
from luoshi.core.ledger.actions.who import require
from luoshi.core.ledger.book import Entry, locked, record
from luoshi.core.ledger.queries import Head, head_of
from luoshi.core.matters.models import MatterState, Rollup
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import Plan
from luoshi.core.plan.queries import is_closed
from luoshi.engine.periods import Period, due_period
from luoshi.loop.outlook.models import What
from luoshi.loop.outlook.outlook import Finishing, Lacking, Outlook, YearEnd
from luoshi.loop.outlook.queries import forecasts, kept
from luoshi.web.words import month

CHUNK = 500  # forecasts in one entry


def foresee(plan: Plan, period: Period, *, by: Person | None) -> list[Entry]:
    """Keep the forecasts of every open matter after the last month was closed. Needs `publish` over the district;
    the calendar (`by` None) may too.

    The entries written; none where they were kept already. They are computed before the book is locked, from its head.
    """
    if by is not None:
        require(by, "publish", plan.region)
    if period != due_period(clock.today()) or not is_closed(plan.pk, str(period)):
        told = _("Forecasts are kept once the last month is closed; %(month)s is not that month or not closed.")
        raise ValidationError({"period": told % {"month": month(str(period))}})
    if is_kept(plan, period):
        return []
    head = head_of(plan.region_id)
    said = [row for found in foreseen(plan, head).values() for row in as_data(found)]
    if not said:
        raise ValidationError({"period": _("No open matter has a goal or a due date: there is nothing to forecast.")})
    return _record(plan, period, head, said, by)


@transaction.atomic
def _record(plan: Plan, period: Period, head: Head, said: list[dict[str, Any]], by: Person | None) -> list[Entry]:
    book = locked(plan.region_id)
    if is_kept(plan, period):  # by somebody else, while these were computed
        return []
    chunks = [said[start : start + CHUNK] for start in range(0, len(said), CHUNK)]
    return [
        record(
            facts.Foreseen(
                subject=str(period), plan=plan.pk, period=str(period), head=head.seq, head_hash=head.hash,
                part=number, parts=len(chunks), forecasts=chunk,
            ),
            book=book,
            by=by,
        )
        for number, chunk in enumerate(chunks, 1)
    ]


def foresee_if_due(plan: Plan) -> list[Entry]:
    """What the calendar does: keep the forecasts of the last month, once it is closed and if nobody has."""
    period = due_period(clock.today())
    if not is_closed(plan.pk, str(period)) or is_kept(plan, period):
        return []
    try:
        return foresee(plan, period, by=None)
    except ValidationError:  # nothing is open that could be forecast
        return []


def is_kept(plan: Plan, period: Period) -> bool:
    return kept(plan).filter(period=str(period)).exists()


def foreseen(plan: Plan, head: Head) -> dict[str, Outlook]:
    """Every open matter of the plan."""
    states = MatterState.objects.at(head.seq).filter(plan=plan, closed_on=None, rollup=Rollup.OWN)
    return forecasts(plan, states.select_related("lead_unit", "workstream").order_by("kind", "matter"), head)


def as_data(found: Outlook) -> Iterator[dict[str, Any]]:
    """As a fact holds it: texts, integers and ISO days; what is not known is left out."""
    for what, said in ((What.YEAR_END, found.year_end), (What.FINISH, found.finish)):
        if said is not None:
            row = {"matter": found.matter, "what": what.value, **_told(said)}
            yield {name: value for name, value in row.items() if value is not None and value is not False}


def _told(said: YearEnd | Finishing | Lacking) -> dict[str, Any]:
    if isinstance(said, Lacking):
        return {"records": said.records}
    grounds = [{"of": g.of, "records": g.records, "share": g.share} for g in said.grounds]
    told = {"chance": said.chance, "records": said.grounds[0].records, "grounds": grounds}
    if isinstance(said, YearEnd):
        low, middle, high = said.ends
        of_year = {"year": said.year, "goal": said.goal, "less": said.less, "naive": said.naive}
        return {**told, **of_year, "p10": low, "p50": middle, "p90": high}
    days = {"due": said.due, "p50_on": said.p50, "p80_on": said.p80, "naive_on": said.naive}
    return {**told, "beyond": said.beyond, **{name: day and day.isoformat() for name, day in days.items()}}
