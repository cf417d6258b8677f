"""What time it is for the ledger. The demo district and imports of history set it; everybody else reads the clock."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_set: ContextVar[dt.datetime | None] = ContextVar("luoshi_clock", default=None)


def now() -> dt.datetime:
    return _set.get() or timezone.now()


def today() -> dt.date:
    """The date here, in the installation's time zone."""
    return timezone.localdate(now())


def turn_to(moment: dt.datetime | None) -> None:
    """From here on it is `moment` (aware), in this thread; None returns to the real clock."""
    _set.set(moment)


@contextmanager
def standing_at(moment: dt.datetime) -> Iterator[None]:
    """Within this block it is `moment` (aware)."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
