from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.periods import Period
from luoshi.engine.progress import (
    at_month,
    completion,
    deviation,
    elapsed_by_days,
    elapsed_by_months,
    elapsed_by_path,
    weighted,
)
from luoshi.engine.quantity import parse, percent, signed_percent

amounts = st.integers(0, 10**17)
weights = st.integers(0, 1000)
shares = st.integers(0, 20_000)


def test_a_share_and_its_lead_over_the_calendar_are_printed_as_in_a_progress_statement():
    """482.6 of 500.0 by October is 96.52 %, 13.19 percentage points ahead of ten twelfths."""
    reached = completion(parse("482.6", "亿元"), parse("500.0", "亿元"))
    assert percent(reached) == "96.52"
    assert signed_percent(deviation(reached, elapsed_by_months(Period.parse("2026-10")))) == "+13.19"


def test_completion_is_not_capped_and_needs_something_to_measure_against():
    assert completion(12, 10) == 12_000
    assert completion(0, 10) == 0
    assert completion(5, 0) is completion(5, -1) is completion(5, None) is completion(None, 10) is None


@given(amounts, st.integers(1, 10**17))
def test_completion_is_exact_to_half_a_basis_point(value, goal):
    assert abs(2 * (completion(value, goal) * goal - value * 10_000)) <= goal


def test_months_elapse_in_twelfths():
    assert [
        elapsed_by_months(Period.parse(p)) for p in ("2026-01", "2026Q1", "2026H1", "2026-10", "2026")
    ] == [
        833,
        2500,
        5000,
        8333,
        10_000,
    ]


def test_days_elapse_with_the_first_and_the_last_counted():
    start, due = date(2026, 1, 1), date(2026, 1, 10)
    on = [elapsed_by_days(start, due, date(2026, 1, day)) for day in (1, 5, 10, 20)]
    assert on == [1000, 5000, 10_000, 10_000]
    assert elapsed_by_days(start, due, date(2025, 12, 31)) == 0
    assert elapsed_by_days(start, start, start) == 10_000


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 3000), st.integers(-50, 3100))
def test_elapsed_days_stay_within_bounds_and_never_run_back(start, length, offset):
    due, today = start + timedelta(days=length), start + timedelta(days=offset)
    now, tomorrow = (elapsed_by_days(start, due, day) for day in (today, today + timedelta(days=1)))
    assert 0 <= now <= tomorrow <= 10_000


def test_a_path_is_cumulative():
    path = [0, 0, 5, 10, 20, 40, 60, 80, 90, 95, 98, 100]
    assert [at_month(path, month) for month in (0, 1, 3, 12)] == [0, 0, 5, 100]
    assert [elapsed_by_path(path, 100, month) for month in (0, 6, 12)] == [0, 4000, 10_000]
    assert elapsed_by_path(path, 0, 6) is None


@pytest.mark.parametrize(("length", "month"), [(11, 3), (13, 3), (12, 13), (12, -1)])
def test_a_path_has_twelve_months(length, month):
    with pytest.raises(ValueError, match="twelve"):
        at_month([1] * length, month)


def test_deviation_is_unknown_where_either_side_is():
    assert deviation(7500, 8333) == -833
    assert deviation(None, 8333) is deviation(7500, None) is None


def test_a_heavy_part_counts_for_more():
    assert weighted([(3, 10_000), (1, 0)]) == 7500
    assert weighted([]) is weighted([(0, 5000)]) is None


@given(
    st.lists(st.tuples(weights, shares), min_size=1, max_size=8).filter(
        lambda parts: any(w for w, _ in parts)
    )
)
def test_a_weighted_mean_lies_between_its_parts(parts):
    heavy = [share for weight, share in parts if weight]
    assert min(heavy) <= weighted(parts) <= max(heavy)
    assert weighted(parts) == weighted([(weight * 7, share) for weight, share in reversed(parts)])


def test_weights_are_not_negative():
    with pytest.raises(ValueError, match="negative"):
        weighted([(-1, 5000), (2, 5000)])
