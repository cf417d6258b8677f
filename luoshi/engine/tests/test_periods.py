from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.periods import Period, closing_date, due_period, is_late, last_closed

days = st.dates(date(1950, 1, 1), date(2500, 1, 1))
kinds = st.sampled_from(["month", "quarter", "half", "year"])
periods = st.builds(Period.of, days, kinds)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "elapsed"),
    [
        ("2026-08", "month", date(2026, 8, 1), date(2026, 8, 31), 8),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29), 2),
        ("2026-12", "month", date(2026, 12, 1), date(2026, 12, 31), 12),
        ("2026Q3", "quarter", date(2026, 7, 1), date(2026, 9, 30), 9),
        ("2026H1", "half", date(2026, 1, 1), date(2026, 6, 30), 6),
        ("2026", "year", date(2026, 1, 1), date(2026, 12, 31), 12),
    ],
)
def test_a_period_is_read_from_its_text(text, kind, start, end, elapsed):
    period = Period.parse(text)
    assert (period.kind, period.start, period.end, period.elapsed_months) == (kind, start, end, elapsed)
    assert str(period) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-13",
        "2026-00",
        "2026Q0",
        "2026Q5",
        "2026H3",
        "2026-8",
        "26",
        "2026-08-01",
        "2026q1",
        "0000",
        "２０２６",
        "2026\n",
    ],
)
def test_other_texts_are_no_periods(text):
    with pytest.raises(ValueError, match="period"):
        Period.parse(text)


def test_years_have_bounds():
    assert [str(Period(year)) for year in (1900, 2999)] == ["1900", "2999"]
    for text in ("1899", "3000"):
        with pytest.raises(ValueError, match=text):
            Period.parse(text)


@given(periods)
def test_text_and_period_stand_for_each_other(period):
    assert Period.parse(str(period)) == period


@given(periods)
def test_periods_of_one_kind_follow_each_other_without_gap(period):
    assert period.next().start == period.end + timedelta(days=1)
    assert period.next().previous() == period == period.previous().next()
    assert period.previous() < period < period.next()
    assert not period < period


@given(periods)
def test_the_months_of_a_period_fill_it(period):
    assert period.months[0].start == period.start
    assert period.months[-1].end == period.end
    assert all(month.kind == "month" for month in period.months)
    assert list(period.months) == sorted(period.months)


@given(days, kinds)
def test_a_day_falls_in_its_own_period_alone(day, kind):
    period = Period.of(day, kind)
    assert period.contains(day)
    assert not period.next().contains(day)
    assert not period.previous().contains(day)


@given(st.lists(periods, max_size=6))
def test_periods_sort_by_their_end(several):
    assert [period.end for period in sorted(several)] == sorted(period.end for period in several)


def test_a_month_stands_before_the_longer_periods_that_end_with_it():
    texts = ["2026-11", "2026-12", "2026Q4", "2026H2", "2026", "2027-01"]
    assert [str(period) for period in sorted(map(Period.parse, reversed(texts)))] == texts


def test_reports_close_on_the_fifth_day_after_the_period():
    august = Period.parse("2026-08")
    assert closing_date(august) == date(2026, 9, 5)
    assert closing_date(august, days=10) == date(2026, 9, 10)
    assert not is_late(august, date(2026, 9, 5))
    assert is_late(august, date(2026, 9, 6))


def test_the_due_period_is_the_last_completed_one():
    assert str(due_period(date(2026, 9, 1))) == str(due_period(date(2026, 9, 30))) == "2026-08"
    assert str(due_period(date(2026, 1, 1))) == "2025-12"
    assert str(due_period(date(2026, 1, 1), "quarter")) == "2025Q4"


def test_a_period_has_closed_once_its_closing_date_has_passed():
    assert str(last_closed(date(2026, 9, 5))) == "2026-07"
    assert str(last_closed(date(2026, 9, 6))) == "2026-08"
    assert str(last_closed(date(2026, 10, 20), days=40)) == "2026-08"


@given(days, kinds, st.integers(0, 400))
def test_the_last_closed_period_is_the_latest_that_is_late(today, kind, grace):
    period = last_closed(today, kind, grace)
    assert is_late(period, today, grace)
    assert not is_late(period.next(), today, grace)
