"""Working days in China: published holidays and the weekends worked in their place.

Source: the yearly notices of the State Council's General Office (国务院办公厅关于部分节假日安排的通知), as
the chinesecalendar package carries them. A `table` {date: is it a working day} stands above that and serves
years for which no notice has been published; without either, Monday to Friday are working days.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import chinese_calendar

Table = Mapping[date, bool]

_DAY = timedelta(days=1)


def is_workday(day: date, table: Table | None = None) -> bool:
    """Whether offices work on `day`."""
    if table and day in table:
        return table[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # its way of saying that the year has not been published
        return day.weekday() < 5


def add_workdays(day: date, n: int, table: Table | None = None) -> date:
    """The n-th working day after `day`, before it where n < 0; `day` itself, working or not, where n is 0."""
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_workday(day, table)
    return day


def workdays_between(a: date, b: date, table: Table | None = None) -> int:
    """Working days after `a` up to and including `b`. Where b < a, minus those after `b` up to `a`."""
    if b < a:
        return -workdays_between(b, a, table)
    return sum(is_workday(a + _DAY * i, table) for i in range(1, (b - a).days + 1))
