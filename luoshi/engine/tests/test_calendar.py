from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.calendar import add_workdays, is_workday

ONE_DAY = timedelta(days=1)

days = st.dates(date(2020, 1, 1), date(2032, 1, 1))


def test_published_holidays_and_worked_weekends_are_known():
    assert not is_workday(date(2024, 10, 1))  # Tuesday, national day
    assert is_workday(date(2024, 9, 29))  # Sunday, worked for the holiday
    assert not is_workday(date(2024, 9, 28))
    assert is_workday(date(2024, 9, 27))


def test_years_without_a_notice_fall_back_to_the_week():
    assert is_workday(date(2090, 10, 2))  # Monday
    assert not is_workday(date(2090, 9, 30))  # Saturday
    assert not is_workday(date(2090, 10, 1))  # Sunday


def test_deadlines_in_working_days_step_over_the_holiday():
    assert add_workdays(date(2024, 9, 30), 1) == date(2024, 10, 8)
    assert add_workdays(date(2024, 10, 8), -1) == date(2024, 9, 30)


@given(days, st.integers(1, 60))
def test_so_many_working_days_lie_between(day, n):
    later, earlier = add_workdays(day, n), add_workdays(day, -n)
    assert sum(is_workday(day + ONE_DAY * i) for i in range(1, (later - day).days + 1)) == n
    assert sum(is_workday(day - ONE_DAY * i) for i in range(1, (day - earlier).days + 1)) == n
    assert add_workdays(day, 0) == day
