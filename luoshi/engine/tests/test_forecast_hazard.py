import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.engine.forecast.hazard import Exposure, learn_hazard
from luoshi.engine.forecast.reference import NotEnough


def spread(share, *, n=400, left=100, horizon=700, classes=()):
    return [Exposure(left, horizon, classes, number < share * n) for number in range(n)]


cases = st.builds(
    Exposure,
    st.integers(-3000, 5000),
    st.integers(-10, 4000),
    st.lists(st.sampled_from("abcdef"), max_size=3).map(tuple),
    st.booleans(),
)


def test_below_twenty_cases_there_is_no_hazard():
    assert learn_hazard(spread(0.5, n=19)) == NotEnough(records=19)


def test_what_was_seen_is_said():
    assert learn_hazard(spread(0.3)).probability(100, 700, ()) == pytest.approx(3000, abs=100)


def test_half_the_horizon_is_less_than_the_whole():
    hazard = learn_hazard([*spread(0.6, left=300), *spread(0.3, left=50), *spread(0.1, left=1000, horizon=200)])
    chances = [hazard.probability(300, horizon, ()) for horizon in (0, 30, 90, 180, 365, 700, 2000)]
    assert chances == sorted(chances)
    assert chances[0] == 0
    assert chances[-1] == chances[-2]  # the date is over: it moves no more


def test_horizons_may_differ_between_learning_and_use():
    long, short = spread(1 - 0.9**4, left=1400, horizon=280), spread(0.1, left=1400, horizon=70)
    assert learn_hazard(long).probability(1400, 70, ()) == pytest.approx(1000, abs=100)
    assert learn_hazard([*long, *short]).probability(1400, 70, ()) == pytest.approx(1000, abs=100)


def test_a_class_never_met_has_no_say():
    hazard = learn_hazard(spread(0.4))
    assert hazard.probability(100, 90, ("new",)) == hazard.probability(100, 90, ())


def test_few_cases_of_a_class_are_shrunk_and_many_are_not():
    rest = spread(0.5, n=2000, classes=("other",))
    few = learn_hazard([*rest, *spread(0, n=2, classes=("own",))]).probability(100, 700, ("own",))
    many = learn_hazard([*rest, *spread(0.02, n=20_000, classes=("own",))]).probability(100, 700, ("own",))
    assert few > 2500
    assert many == pytest.approx(200, abs=30)


@pytest.mark.parametrize("share", [0, 1])
def test_always_and_never_are_not_certain_elsewhere(share):
    hazard = learn_hazard(spread(share, n=30))
    assert 0 <= hazard.probability(2000, 90, ()) <= 10_000


@settings(max_examples=40)
@given(st.lists(cases, min_size=20, max_size=60), cases, st.randoms())
def test_any_cases_give_a_chance_and_their_order_does_not_matter(several, asked, random):
    shuffled = list(several)
    random.shuffle(shuffled)
    chance = learn_hazard(several).probability(asked.left, asked.horizon, asked.classes)
    assert 0 <= chance <= 10_000
    assert chance == learn_hazard(shuffled).probability(asked.left, asked.horizon, asked.classes[::-1])
