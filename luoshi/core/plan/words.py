"""Periods in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luoshi.engine.periods import Period


def spoken_period(period: Period) -> str:
    """2026-07 as the reader's language writes a month; quarters and halves in words."""
    words = {"year": period.year, "number": period.number}
    match period.kind:
        case "month":
            return date_format(period.start, "YEAR_MONTH_FORMAT")
        case "quarter":
            return _("quarter %(number)s of %(year)s") % words
        case "half":
            return _("first half of %(year)s") % words if period.number == 1 else _("second half of %(year)s") % words
    return _("the year %(year)s") % words
