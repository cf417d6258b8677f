import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.forecast.calibration import Row, coverage, score

pairs = st.lists(st.tuples(st.integers(0, 10_000), st.booleans()), min_size=1, max_size=50)


def test_who_was_always_right_has_no_loss():
    found = score([(10_000, True), (0, False)])
    assert (found.brier, found.log_loss, found.error) == (0, 0, 0)


def test_who_says_half_is_calibrated_but_not_sharp():
    found = score([(5000, True), (5000, False)])
    assert (found.n, found.brier, found.log_loss, found.error) == (2, 2500, 6931, 0)
    assert found.rows == (Row(5000, 6000, 2, 5000, 5000),)


def test_what_was_called_impossible_costs_much_and_not_all():
    assert score([(0, True)]).log_loss == 99_035


def test_said_and_seen_are_compared_tenth_by_tenth():
    found = score([*[(1000, False)] * 9, (1000, True), *[(9999, False)] * 10])
    assert [(row.predicted, row.observed) for row in found.rows] == [(1000, 1000), (9999, 0)]
    assert found.error == 5000


def test_nothing_to_score_is_none():
    assert score([]) is None
    assert coverage(5000, []) is None


def test_more_than_certain_is_refused():
    with pytest.raises(ValueError, match="10000"):
        score([(10_001, True)])


def test_a_quantile_that_holds_its_share():
    found = coverage(8000, [(10, day) for day in range(1, 11)] + [(10, 20), (10, 30)])
    assert found.observed == 8333
    assert found.pinball == (sum(10 - day for day in range(1, 11)) * 2000 + 30 * 8000) // 12


@given(pairs, st.randoms())
def test_scores_stay_in_bounds_and_their_order_does_not_matter(several, random):
    shuffled = list(several)
    random.shuffle(shuffled)
    found = score(several)
    assert found == score(shuffled)
    assert 0 <= found.brier <= 10_000
    assert 0 <= found.error <= 10_000
    assert sum(row.n for row in found.rows) == found.n == len(several)
