"""The rows that forecasts learn from, as of an entry: every matter of the district with a number of its own."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any, NamedTuple
from zlib import crc32

from django.utils import timezone

from luoshi.core.ledger import clock
from luoshi.core.ledger.queries import Head, entries
from luoshi.core.matters.kinds import kinds
from luoshi.core.matters.models import MatterState, Nature, Rollup
from luoshi.engine.periods import due_period


class Past(NamedTuple):
    """A matter as it stood; `unit` and `workstream` by code, `measure` what its first figure is called."""

    matter: int
    code: str
    kind: str
    unit: str
    workstream: str
    start: dt.date
    due: dt.date
    stage: str
    closed_on: dt.date | None
    nature: str
    measure: str


_COLUMNS = (
    "matter", "code", "kind", "lead_unit__code", "workstream__code", "start", "due", "stage", "closed_on", "nature",
    "unit_label",
)


def rows(region_id: int, head: int, **only: object) -> list[Past]:
    """One query."""
    states = MatterState.objects.at(head).filter(plan__region=region_id, rollup=Rollup.OWN, **only).order_by()
    return [_past(values) for values in states.values_list(*_COLUMNS)]


def _past(values: tuple[Any, ...]) -> Past:
    *columns, label = values
    return Past._make((*columns, _measure(columns[2], columns[9], label)))


@functools.cache
def _measure(kind: str, nature: str, label: str) -> str:
    return kinds()[kind].primary(MatterState(kind=kind, nature=nature, unit_label=label)).code


def is_figure(row: Past) -> bool:
    """Whether it adds up through a year, so that the year's end can be forecast."""
    return kinds()[row.kind].by_year and row.nature == Nature.CUMULATIVE


def is_work(row: Past) -> bool:
    return kinds()[row.kind].ends


def drawn(found: list[Past], most: int) -> list[Past]:
    """All of them, or so many that were drawn by their codes: always the same, and none for what became of it."""
    if len(found) <= most:
        return found
    return sorted(found, key=lambda row: (crc32(row.code.encode()), row.code))[:most]


# By the hash of an entry: what went before it is always the same.
@functools.lru_cache(maxsize=64)
def learned_at(region_id: int, shown: Head) -> Head:
    """The entry whose records forecasts at the entry `shown` rest on: the last time the calendar was turned.

    Once a day, then, whatever is reported during it. Before the first time it is the entry itself.
    """
    turned = entries(region_id).filter(fact="Relit", seq__lte=shown.seq).values_list("seq", "hash", "at").first()
    return Head(*turned) if turned else shown


def day_of(shown: Head) -> dt.date:
    return timezone.localdate(shown.at) if shown.at else clock.today()


def known_by(shown: Head) -> dt.date:
    """The end of the last month whose figures were due: what is verified tells of that day, not of today."""
    return due_period(day_of(shown)).end
