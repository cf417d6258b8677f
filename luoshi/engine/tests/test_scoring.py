from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.scoring import DEFAULT, Item, Performance, pace, score

matters = st.lists(st.tuples(st.integers(1, 100), st.integers(0, 10_000)), max_size=12)
counts = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted)
rubrics = st.tuples(*[st.integers(1, 100)] * 3).map(
    lambda points: tuple(Item(item.code, p) for item, p in zip(DEFAULT, points, strict=True))
)


def performance(parts=(), reports=(0, 0), figures=(0, 0)):
    return Performance(
        unit="u1",
        group="g",
        on_time_reports=reports[0],
        due_reports=reports[1],
        verified_figures=figures[0],
        figures=figures[1],
        weights=sum(w for w, _ in parts),
        weights_squared=sum(w * w for w, _ in parts),
        progress=sum(w * x for w, x in parts),
        progress_squared=sum(w * x * x for w, x in parts),
    )


performances = st.builds(performance, matters, counts, counts)


def test_full_marks_are_a_hundred_points():
    full = score(performance([(2, 10_000), (1, 10_000)], (4, 4), (3, 3)))
    assert full.items == {"on_time": 3000, "progress": 5000, "verified": 2000}
    assert (full.total, full.error) == (10_000, 0)


def test_each_item_brings_its_share():
    result = score(performance([(3, 10_000), (1, 0)], (1, 2), (1, 3)))
    assert result.items == {"on_time": 1500, "progress": 3750, "verified": 667}
    assert result.total == 5917


def test_what_was_not_asked_neither_helps_nor_hurts():
    result = score(performance([(1, 8000)], reports=(0, 0), figures=(1, 2)))
    assert result.items["on_time"] is None
    assert result.items["progress"] == 5714  # 80 % of 100 × 50/70, rounded on the way to 7143
    assert result.items["verified"] == 1429  # half of 2857
    assert result.total == 7143


def test_a_unit_from_which_nothing_was_due_has_no_score():
    result = score(Performance(unit="u1", group="g"))
    assert set(result.items.values()) == {None}
    assert result.total is None


def test_running_ahead_earns_no_more_than_being_on_time():
    assert pace(9000, 5000) == pace(5000, 5000) == 10_000
    assert pace(2500, 5000) == 5000
    assert pace(0, 0) == 10_000
    assert pace(0, 1) == 0
    assert pace(-100, 5000) == 0


def test_an_impossible_sum_is_refused():
    with pytest.raises(ValueError, match="u1"):
        performance(reports=(3, 2))
    with pytest.raises(ValueError, match="u1"):
        performance([(1, 10_001)])
    with pytest.raises(ValueError, match="u1"):
        Performance(unit="u1", group="g", weights=2, weights_squared=2, progress=9000)
    with pytest.raises(ValueError, match="u1"):
        Performance(unit="u1", group="g", weights=2)
    with pytest.raises(ValueError, match="u1"):
        Performance(unit="u1", group="g", weights=2, weights_squared=5)


def test_equal_weights_give_the_textbook_standard_error():
    parts = [(5, x) for x in (10_000, 8000, 4000, 6000)]
    mean = 7000
    textbook = sqrt(sum((x - mean) ** 2 for _, x in parts) / 3 / 4)
    assert score(performance(parts, (1, 1), (1, 1))).error == round(5000 * textbook / 10_000)


def test_a_single_matter_shows_no_spread():
    assert score(performance([(7, 4000)])).error == 0


def test_an_item_brings_at_least_a_point():
    with pytest.raises(ValueError, match="verified"):
        Item("verified", 0)


@given(performances, rubrics)
def test_scores_stay_within_the_rubric_and_add_up(unit, rubric):
    result = score(unit, rubric)
    given_points = [points for points in result.items.values() if points is not None]
    assert all(points >= 0 for points in given_points)
    assert result.total == (sum(given_points) if given_points else None)
    assert (result.total or 0) <= 100 * sum(item.points for item in rubric)
    assert result.error >= 0


@given(matters.filter(bool), rubrics)
def test_perfect_units_get_every_point_whatever_was_due(parts, rubric):
    perfect = [(weight, 10_000) for weight, _ in parts]
    assert score(performance(perfect), rubric).total == 100 * sum(item.points for item in rubric)


@given(matters.filter(lambda parts: len(parts) > 1), st.integers(2, 50))
def test_the_scale_of_weights_does_not_matter(parts, scale):
    scaled = [(weight * scale, x) for weight, x in parts]
    assert score(performance(parts)) == score(performance(scaled))


@given(matters.filter(lambda parts: len(parts) > 1))
def test_the_error_is_the_exact_root_rounded(parts):
    total, squares = sum(w for w, _ in parts), sum(w * w for w, _ in parts)
    mean = Fraction(sum(w * x for w, x in parts), total)
    variance = sum(w * (x - mean) ** 2 for w, x in parts) / total
    exact = variance / (Fraction(total**2, squares) - 1)
    error = score(performance(parts)).error
    assert error == 0 or (Fraction(2 * error - 1, 2)) ** 2 <= exact
    assert exact < (Fraction(2 * error + 1, 2)) ** 2
