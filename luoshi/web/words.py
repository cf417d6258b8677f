"""Months and lists as the reader's language writes them within a sentence."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import pgettext


def month(period: Any) -> str:
    """ "2026-10" → October 2026, 2026年10月; whatever is no month stays as it is."""
    try:
        return date_format(dt.date.fromisoformat(f"{period}-01"), "YEAR_MONTH_FORMAT")
    except ValueError:
        return str(period)


def listed(parts: Iterable[Any]) -> str:
    """Names or figures side by side: a, b, c in English, a、b、c in Chinese."""
    return pgettext("between the parts of a list", ", ").join(str(part) for part in parts)
