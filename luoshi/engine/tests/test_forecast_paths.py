import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.forecast.paths import PathRecord, learn_paths
from luoshi.engine.forecast.reference import Basis, NotEnough, basis, shares

CLASSES = ("target/a", "target", "")


def year(pace, *, classes=CLASSES, goal=12_000, months=12):
    return PathRecord(classes, tuple(pace * month for month in range(1, months + 1)), goal)


UNEVEN = [year(pace) for pace in range(700, 1300, 20)]

figures = st.lists(st.none() | st.integers(-(10**6), 10**12), max_size=12).map(tuple)
goals = st.none() | st.integers(-5, 10**12)
plans = st.just(()) | st.lists(st.integers(-5, 10**12), min_size=12, max_size=12).map(tuple)
classes = st.sampled_from([("a", ""), ("b", ""), ("",)])
records = st.lists(st.builds(PathRecord, classes, figures, goals, plans), max_size=30)
full_years = st.lists(st.integers(0, 10**9), min_size=12, max_size=12).map(lambda values: tuple(sorted(values)))
lived = st.lists(st.builds(PathRecord, classes, full_years, goals, plans), min_size=20, max_size=40)


def test_below_twenty_years_on_record_there_is_no_fan():
    paths = learn_paths(UNEVEN[:19])
    assert paths.fan((1000,), 12_000, (), CLASSES) == NotEnough(records=19, needed=20)
    assert paths.probability((1000,), 12_000, (), CLASSES) is None


def test_a_year_that_is_not_over_is_no_record():
    paths = learn_paths([*UNEVEN[:19], *(year(1000, months=11) for _ in range(30))])
    assert paths.fan((1000,), 12_000, (), CLASSES) == NotEnough(records=19)


def test_years_that_ran_to_plan_say_that_this_one_will():
    fan = learn_paths([year(1000)] * 25).fan((1000, 2000, 3000), 12_000, (), CLASSES)
    assert fan.low == fan.middle == fan.high == tuple(range(4000, 13_000, 1000))
    assert fan.basis == Basis("target/a", 25, 0)


def test_a_shape_that_repeats_every_year_is_expected_again():
    shape = (0, 100, 500, 900, 1500, 4000, 4200, 4400, 5000, 6000, 8000, 12_000)
    paths = learn_paths([PathRecord(CLASSES, shape, 12_000)] * 25)
    for month in range(1, 12):
        assert paths.fan(shape[:month], 12_000, (), CLASSES).middle == shape[month:]


def test_the_plan_of_the_year_gives_the_shape():
    path = (0, 0, 0, 0, 0, 6000, 6000, 6000, 6000, 6000, 6000, 12_000)
    paths = learn_paths([PathRecord(CLASSES, path, 12_000, path)] * 25)
    assert paths.fan((0, 0, 0, 0), 12_000, path, CLASSES).middle == path[4:]
    late = paths.fan((0, 0, 0, 0, 0, 3000), 12_000, path, CLASSES)
    assert late.middle[:5] == (3000,) * 5
    assert 6000 < late.middle[-1] < 9000


def test_an_uneven_past_gives_a_fan_that_narrows_towards_december():
    paths = learn_paths(UNEVEN)
    widths = []
    for month in range(1, 12):
        fan = paths.fan(tuple(1000 * m for m in range(1, month + 1)), 12_000, (), CLASSES)
        widths.append(fan.high[-1] - fan.low[-1])
    assert widths[0] > widths[5] > widths[-1] >= 0


def test_nothing_known_yet_is_forecast_from_the_goal_and_nothing_at_all_is_not():
    paths = learn_paths(UNEVEN)
    assert len(paths.fan((), 12_000, (), CLASSES).middle) == 12
    assert paths.fan((None, None), None, (), CLASSES) == NotEnough(0)
    assert paths.probability((1000,), None, (), CLASSES) is None


def test_a_figure_without_a_goal_goes_on_as_it_went():
    paths = learn_paths([year(1000, goal=None)] * 25)
    assert paths.fan((500, 1000), None, (), CLASSES).middle == tuple(range(1500, 6500, 500))


def test_after_december_the_fan_is_empty_and_the_goal_is_reached_or_not():
    paths = learn_paths(UNEVEN)
    assert paths.fan((1000,) * 12, 12_000, (), CLASSES).middle == ()
    assert paths.probability((1000,) * 12, 12_000, (), CLASSES) == 0
    assert paths.probability((1000,) * 11 + (12_000,), 12_000, (), CLASSES) == 10_000


def test_a_goal_that_is_reached_stays_reached():
    assert learn_paths(UNEVEN).probability((12_000,), 12_000, (), CLASSES) == 10_000


def test_the_better_the_year_the_likelier_the_goal():
    paths = learn_paths(UNEVEN)
    chances = [paths.probability((pace, 2 * pace, 3 * pace), 12_000, (), CLASSES) for pace in range(600, 1500, 100)]
    assert chances == sorted(chances)
    assert 0 < chances[0] < 1000
    assert 9000 < chances[-1] < 10_000


def test_a_class_without_records_is_forecast_from_the_wider_one():
    paths = learn_paths([*UNEVEN, *(year(1100, classes=("target/b", "target", "")) for _ in range(3))])
    stranger = paths.fan((1000, 2000), 12_000, (), ("target/new", "target", ""))
    assert stranger.basis == Basis("target", 33, 1)
    wider = paths.fan((1000, 2000), 12_000, (), ("target", ""))
    assert (stranger.low, stranger.middle, stranger.high) == (wider.low, wider.middle, wider.high)


def test_a_class_with_many_records_is_forecast_from_its_own():
    own = [year(1200, classes=("own", ""))] * 4000
    paths = learn_paths([*own, *(year(600, classes=("other", "")) for _ in range(4000))])
    alone = learn_paths(own)
    assert paths.fan((1200,), 12_000, (), ("own", "")).middle == pytest.approx(
        alone.fan((1200,), 12_000, (), ("own", "")).middle, rel=0.001
    )


def test_the_share_of_a_class_grows_from_nothing_to_all():
    assert shares([0, 50]) == (0.0, 1.0)
    assert shares([20, 50]) == (0.5, 0.5)
    assert shares([20, 20, 1]) == (0.5, 0.25, 0.25)
    assert shares([10**9, 10**9])[0] == pytest.approx(1)
    with pytest.raises(ValueError, match="class"):
        shares([])
    with pytest.raises(ValueError, match="class"):
        basis([], {})


def test_a_year_has_twelve_months():
    with pytest.raises(ValueError, match="twelve"):
        PathRecord(CLASSES, (1,) * 13, None)
    with pytest.raises(ValueError, match="twelve"):
        learn_paths([]).fan((), 1, (1, 2), CLASSES)


@given(lived, figures, goals, plans, classes)
def test_a_fan_is_in_order_and_never_falls(past, values, goal, path, asked):
    fan = learn_paths(past).fan(values, goal, path, asked)
    if isinstance(fan, NotEnough):
        return
    last = next((value for value in reversed(values) if value is not None), 0)
    for line in (fan.low, fan.middle, fan.high):
        assert all(isinstance(value, int) for value in line)
        assert list(line) == sorted(line)
        assert not line or line[0] >= last
    assert all(low <= middle <= high for low, middle, high in zip(fan.low, fan.middle, fan.high, strict=True))


@given(records, figures, goals, plans, classes)
def test_no_history_is_too_odd(past, values, goal, path, asked):
    paths = learn_paths(past)
    chance = paths.probability(values, goal, path, asked)
    assert chance is None or 0 <= chance <= 10_000
    assert isinstance(paths.fan(values, goal, path, asked), NotEnough) or len(past) >= 20


@given(lived, figures, goals, st.randoms())
def test_the_order_of_the_records_changes_nothing(past, values, goal, random):
    shuffled = list(past)
    random.shuffle(shuffled)
    one, other = learn_paths(past), learn_paths(shuffled)
    assert one.fan(values, goal, (), ("a", "")) == other.fan(values, goal, (), ("a", ""))
    assert one.probability(values, goal, (), ("a", "")) == other.probability(values, goal, (), ("a", ""))
