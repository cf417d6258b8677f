from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.calendar import add_workdays, is_workday, workdays_between

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


def test_an_office_can_enter_a_notice_of_its_own():
    table = {date(2090, 10, 2): False, date(2090, 10, 1): True, date(2024, 9, 27): False}
    assert [is_workday(day, table) for day in table] == [False, True, False]
    assert add_workdays(date(2090, 9, 30), 2, table) == date(2090, 10, 3)


def test_deadlines_in_working_days_step_over_the_holiday():
    assert add_workdays(date(2024, 9, 30), 1) == date(2024, 10, 8)
    assert add_workdays(date(2024, 10, 8), -1) == date(2024, 9, 30)
    assert workdays_between(date(2024, 9, 30), date(2024, 10, 8)) == 1
    assert workdays_between(date(2024, 10, 1), date(2024, 10, 7)) == 0


@given(days, st.integers(1, 60))
def test_adding_and_counting_agree(day, n):
    later, earlier = add_workdays(day, n), add_workdays(day, -n)
    assert is_workday(later)
    assert is_workday(earlier)
    assert workdays_between(day, later) == n
    assert workdays_between(earlier - ONE_DAY, day - ONE_DAY) == n
    assert add_workdays(day, 0) == day


@given(days, st.integers(-60, 60))
def test_counting_back_is_counting_forth_with_a_minus(day, n):
    there = day + timedelta(days=n)
    assert workdays_between(day, there) == -workdays_between(there, day)
