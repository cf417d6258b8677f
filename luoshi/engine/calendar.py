"""Working days in China: published holidays and the weekends worked in their place.

Source: the yearly notices of the State Council's General Office (国务院办公厅关于部分节假日安排的通知), as
the chinesecalendar package carries them. In years for which no notice has been published, Monday to Friday
are working days.
"""

from datetime import date, timedelta

import chinese_calendar

_DAY = timedelta(days=1)


def is_workday(day: date) -> bool:
    """Whether offices work on `day`."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # its way of saying that the year has not been published
        return day.weekday() < 5


def add_workdays(day: date, n: int) -> date:
    """The n-th working day after `day`, before it where n < 0; `day` itself, working or not, where n is 0."""
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_workday(day)
    return day
