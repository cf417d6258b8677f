import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.trajectory import Problem, TrajectoryError, checked, equal, planned, shaped

goals = st.integers(0, 10**17)
years = (
    st.lists(st.integers(0, 10**9), min_size=12, max_size=12)
    .filter(any)
    .map(lambda steps: [sum(steps[: month + 1]) for month in range(12)])
)


def refusal(last_year):
    with pytest.raises(TrajectoryError) as caught:
        shaped(100, last_year)
    return caught.value.code


def test_an_equal_trajectory_is_a_twelfth_each_month():
    assert equal(1200) == tuple(range(100, 1300, 100))
    assert equal(100)[:3] == (8, 17, 25)


@given(goals)
def test_an_equal_trajectory_is_the_pro_rata_progress_and_ends_at_the_goal(goal):
    path = equal(goal)
    assert checked(path, goal, "cumulative") == []
    assert [planned(None, goal, month, "cumulative") for month in range(1, 13)] == list(path)


@given(goals, years)
def test_last_years_shape_ends_at_the_goal_and_never_falls(goal, last_year):
    path = shaped(goal, last_year)
    assert path[-1] == goal
    assert checked(path, goal, "cumulative") == []
    assert all(abs(2 * (p * last_year[-1] - goal * v)) <= last_year[-1] for p, v in zip(path, last_year, strict=True))


def test_a_year_that_began_slowly_asks_for_little_at_first():
    last_year = [0, 0, 10, 20, 30, 50, 60, 70, 80, 90, 150, 200]
    assert shaped(1000, last_year) == (0, 0, 50, 100, 150, 250, 300, 350, 400, 450, 750, 1000)


def test_a_last_year_without_a_shape_is_refused_with_the_reason():
    full = list(range(1, 13))
    assert refusal(full[:11]) == refusal([]) == refusal([*full[:5], None, *full[6:]]) == "incomplete"
    assert refusal([0] * 12) == "zero"
    assert refusal([*full[:11], 10]) == refusal([-1, *full[1:]]) == refusal([5, *[0] * 11]) == "falling"


def test_a_drawn_trajectory_is_told_what_is_wrong_with_it_month_by_month():
    drawn = [1, 2, 1, 4, 5, 6, 5, 8, 9, 10, 11, 12]
    assert checked(drawn, 13, "cumulative") == [Problem("falls", 3), Problem("falls", 7), Problem("misses_goal", 12)]
    assert checked(drawn, 12, "point") == checked(drawn, 12, "rate") == []
    assert checked(drawn[:11], 12, "rate") == [Problem("wrong_length", 11)]
    assert checked([-1, *drawn[3:4] * 11], 4, "cumulative") == [Problem("falls", 1)]


def test_without_a_path_only_what_accumulates_is_asked_for_in_twelfths():
    assert [planned(None, 1200, 3, nature) for nature in ("cumulative", "point", "rate")] == [300, 1200, 1200]
    assert planned([], -150, 6, "rate") == -150


def test_with_a_path_the_path_is_asked_for():
    path = [650, 640, 630, 620, 610, 600, 600, 600, 600, 600, 600, 600]
    assert planned(path, 600, 2, "rate") == 640


@pytest.mark.parametrize("month", [0, 13])
def test_a_year_has_twelve_months(month):
    with pytest.raises(ValueError, match="months"):
        planned(None, 100, month, "point")


def test_a_figure_of_no_known_nature_is_refused():
    with pytest.raises(ValueError, match="nature"):
        planned(None, 100, 3, "flow")
    with pytest.raises(ValueError, match="nature"):
        checked([0] * 12, 0, "flow")
