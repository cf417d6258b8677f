"""The day a page speaks of."""

import datetime as dt

from django.utils import timezone

from luoshi.core.ledger import clock
from luoshi.core.ledger.asof import Moment


def day_of(now: Moment) -> dt.date:
    """The day of the entry shown, on which lights and shares of the year were computed; today for an empty book."""
    return timezone.localdate(now.shown.at) if now.shown.at else clock.today()
