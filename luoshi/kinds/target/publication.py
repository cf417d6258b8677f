"""When a figure is published next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from luoshi.core.matters.models import Cadence
from luoshi.engine.periods import Period, closing_date


@dataclass(frozen=True)
class Publication:
    """The period whose figure is published next, and the day by which it is there."""

    period: Period
    on: dt.date


def next_publication(cadence: str, due_days: int, today: dt.date) -> Publication:
    """The first that has not passed; on its day it is still the next."""
    period = Period.of(today, Cadence(cadence).value)  # type: ignore[arg-type]
    while closing_date(period.previous(), due_days) >= today:
        period = period.previous()
    return Publication(period, closing_date(period, due_days))
