from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.forecast.finish import History, learn_finishes
from luoshi.engine.forecast.reference import Basis, NotEnough

BEGIN = date(2024, 1, 1)


def after(days):
    return BEGIN + timedelta(days=days)


def work(took, *, classes=("road", ""), seen=None, open_=False):
    """Work that goes on evenly for `took` days, looked at every ten."""
    until = min(took, seen or took)
    marks = tuple((after(day), day * 10_000 // took) for day in range(10, until, 10))
    end = after(until)
    return History(classes, BEGIN, after(100), None if open_ else end, end, marks)


LATE = [work(took) for took in range(100, 200, 4)]

offsets = st.integers(-50, 400)
days = offsets.map(after)
marked = st.lists(st.tuples(days, st.integers(-100, 20_000)), max_size=4).map(tuple)
histories = st.builds(
    History, st.sampled_from([("a", ""), ("b", ""), ("",)]), days, days, st.none() | days, days, marked
)
completions = st.none() | st.integers(-100, 30_000)


def test_below_twenty_finished_there_is_no_date():
    finishes = learn_finishes([*LATE[:19], *(work(300, seen=150, open_=True) for _ in range(40))])
    assert finishes.of(("road", ""), BEGIN, after(100), after(50), 3000) == NotEnough(records=19, needed=20)
    assert finishes.of(("road", ""), BEGIN, after(100), after(50), None) == NotEnough(records=19)


def test_work_that_runs_as_such_work_ran_ends_as_it_ended():
    finish = learn_finishes(LATE).of(("road", ""), BEGIN, after(100), after(50), 3333)
    assert abs((finish.p50 - after(150)).days) <= 15
    assert finish.p50 <= finish.p80
    assert finish.basis == Basis("road", 25, 0)


def test_who_has_come_farther_ends_earlier_and_more_likely_on_time():
    finishes = learn_finishes(LATE)
    found = [finishes.of(("road", ""), BEGIN, after(100), after(60), done) for done in (2000, 4000, 6000, 9000)]
    assert [finish.p50 for finish in found] == sorted((finish.p50 for finish in found), reverse=True)
    assert [finish.on_time for finish in found] == sorted(finish.on_time for finish in found)


def test_a_due_date_that_has_passed_is_not_met():
    assert learn_finishes(LATE).of(("road", ""), BEGIN, after(100), after(101), 9900).on_time == 0


def test_the_due_date_itself_is_still_on_time():
    on_time = [work(100)] * 30
    assert learn_finishes(on_time).of(("road", ""), BEGIN, after(100), after(50), 5000).on_time > 4000


def test_a_date_beats_no_record_of_completion():
    finish = learn_finishes(LATE).of(("road", ""), BEGIN, after(100), after(50), None)
    assert after(100) < finish.p50 <= finish.p80 <= after(200)


def test_open_work_counts_as_lasting_at_least_as_long_as_it_was_seen():
    closed_only = learn_finishes(LATE)
    with_open = learn_finishes([*LATE, *(work(400, seen=190, open_=True) for _ in range(25))])
    asked = ("road", ""), BEGIN, after(100), after(10), None
    assert with_open.of(*asked).p50 > closed_only.of(*asked).p50


def test_what_lies_beyond_the_records_is_capped_and_said():
    past = [*(work(100) for _ in range(20)), *(work(500, seen=120, open_=True) for _ in range(80))]
    finish = learn_finishes(past).of(("road", ""), BEGIN, after(100), BEGIN, None)
    assert finish.beyond
    assert after(100) <= finish.p80 <= after(150)


def test_a_class_never_met_is_forecast_from_the_wider_one():
    finishes = learn_finishes(LATE)
    asked = BEGIN, after(100), after(50), 4000
    stranger = finishes.of(("school", ""), *asked)
    wider = finishes.of(("",), *asked)
    assert stranger.basis == Basis("", 25, 1)
    assert (stranger.p50, stranger.p80, stranger.on_time) == (wider.p50, wider.p80, wider.on_time)


def test_a_class_with_many_records_is_forecast_from_its_own():
    own = [work(110, classes=("own", ""))] * 1500
    mixed = learn_finishes([*own, *(work(300, classes=("other", "")) for _ in range(1500))])
    asked = ("own", ""), BEGIN, after(100), after(20), None
    assert abs((mixed.of(*asked).p50 - learn_finishes(own).of(*asked).p50).days) <= 2


def test_work_that_has_not_begun_is_counted_from_its_start():
    finishes = learn_finishes(LATE)
    ahead = finishes.of(("road", ""), after(200), after(300), BEGIN, 0)
    begun = finishes.of(("road", ""), after(200), after(300), after(200), 0)
    assert ahead == begun


@given(st.lists(histories, max_size=50), days, days, days, completions)
def test_no_history_is_too_odd(past, start, due, today, completion):
    found = learn_finishes(past).of(("a", ""), start, due, today, completion)
    if isinstance(found, NotEnough):
        return
    assert today <= found.p50 <= found.p80
    assert 0 <= found.on_time <= 10_000


@given(st.lists(histories, min_size=25, max_size=50), days, completions, st.randoms())
def test_the_order_of_the_records_changes_nothing(past, today, completion, random):
    shuffled = list(past)
    random.shuffle(shuffled)
    asked = ("a", ""), BEGIN, after(100), today, completion
    assert learn_finishes(past).of(*asked) == learn_finishes(shuffled).of(*asked)


def test_the_end_of_the_calendar_is_no_accident():
    far = date(9999, 1, 1)
    assert learn_finishes(LATE).of(("road", ""), far, date(9999, 12, 31), far, 0).p80 == date.max
