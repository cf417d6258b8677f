from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.parts import Sum, quotients, rounding, split, sums

figures = st.integers(-(10**17), 10**17)
weights = st.lists(st.integers(0, 10**17), min_size=1, max_size=9).filter(any)


@given(figures, weights)
def test_what_is_split_adds_up_and_nobody_is_off_by_one(whole, shares):
    parts = split(whole, shares)
    assert sum(parts) == whole
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - Fraction(whole * share, sum(shares))) < 1
        assert share or part == 0


@given(st.lists(figures, max_size=9), st.integers(1, 10**9))
def test_quotients_add_up_to_the_quotient_of_the_sum(numerators, denominator):
    parts = quotients(numerators, denominator)
    assert abs(2 * (sum(parts) * denominator - sum(numerators))) <= denominator
    assert all(abs(p * denominator - n) < denominator for p, n in zip(parts, numerators, strict=True))


def test_the_largest_remainder_is_rounded_up_first_and_the_first_of_equals():
    assert split(10, [1, 1, 1]) == [4, 3, 3]
    assert split(100, [50, 33, 16]) == [51, 33, 16]
    assert quotients([1, -1, 5], 5) == [0, 0, 1]


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1], [3, -1]])
def test_there_is_no_split_by_nothing_or_less(shares):
    with pytest.raises(ValueError, match=r"negative|positive"):
        split(10, shares)


def test_a_sum_tells_a_rounding_difference_from_an_error():
    tolerance = rounding([1, 1, 1, 1])  # three parts and their total, each to the last stored digit
    assert sums([333, 333, 333], 1000, tolerance=tolerance) == Sum(1000, 999, -1, within_rounding=True)
    assert sums([333, 333, 331], 1000, tolerance=tolerance) == Sum(1000, 997, -3, within_rounding=False)
    assert sums([1, 2], 3) == Sum(3, 3, 0, within_rounding=True)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=9), st.sampled_from([1, 10, 100]))
def test_figures_that_were_only_rounded_are_never_called_wrong(exact, step):
    def printed(figure):
        return (figure + step // 2) // step * step

    stated = sums([printed(n) for n in exact], printed(sum(exact)), tolerance=rounding([step] * (len(exact) + 1)))
    assert stated.within_rounding
