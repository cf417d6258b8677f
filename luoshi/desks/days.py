"""The day a page speaks of."""

import datetime as dt

from django.utils import timezone

from luoshi.core.ledger import clock
from luoshi.core.ledger.asof import Moment


def day_of(now: Moment) -> dt.date:
    """Today; on a page as of an earlier entry, the day of that entry."""
    return timezone.localdate(now.shown.at) if now.head and now.shown.at else clock.today()
