"""What the facts of this room change."""

import datetime as dt

from luoshi.core.ledger import facts
from luoshi.core.ledger.book import Entry
from luoshi.core.matters.models import Matter
from luoshi.engine.chain import canonical
from luoshi.loop.outlook.models import Forecast

DAYS = ("due", "p50_on", "p80_on", "naive_on")


def foresee(fact: facts.Foreseen, entry: Entry) -> None:
    codes = {said["matter"] for said in fact.forecasts}
    keys = dict(Matter.objects.filter(code__in=codes).values_list("code", "pk"))
    rows = []
    for said in fact.forecasts:
        row = dict(said)
        matter, grounds = keys[row.pop("matter")], canonical(row.pop("grounds", []))
        row |= {name: dt.date.fromisoformat(row[name]) for name in DAYS if row.get(name)}
        rows.append(
            Forecast(
                plan_id=fact.plan, matter_id=matter, period=fact.period, grounds=grounds, head=fact.head,
                made=entry.seq, **row,
            )
        )
    Forecast.objects.bulk_create(rows)


PROJECTORS = {facts.Foreseen: foresee}
TABLES = [Forecast]
