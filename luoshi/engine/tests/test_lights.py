from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.lights import WORST_FIRST, Case, Reason, Thresholds, light, worst

TODAY = date(2026, 9, 10)
STEADY = Case(
    today=TODAY,
    due=date(2026, 12, 31),
    done=False,
    completion=6667,
    elapsed=6667,
    silent=False,
    awaiting=False,
)
DEFAULT = Thresholds()

bp = st.integers(0, 15_000)
cases = st.builds(
    Case,
    today=st.just(TODAY),
    due=st.none() | st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days)),
    done=st.booleans(),
    completion=st.none() | bp,
    elapsed=st.none() | st.integers(0, 10_000),
    silent=st.booleans(),
    awaiting=st.booleans(),
)


def judged(thresholds=DEFAULT, **changes):
    judgement = light(replace(STEADY, **changes), thresholds)
    return judgement.light, [reason.code for reason in judgement.reasons]


@pytest.mark.parametrize(
    ("completion", "expected"),
    [(6001, "green"), (6000, "yellow"), (4000, "yellow"), (3999, "red"), (0, "red"), (12_000, "green")],
)
def test_ten_points_behind_is_yellow_and_more_than_thirty_is_red(completion, expected):
    assert judged(completion=completion, elapsed=7000)[0] == expected


def test_a_light_explains_itself_in_numbers():
    assert light(replace(STEADY, completion=3999, elapsed=7000), DEFAULT).reasons == (
        Reason("lag", lag_bp=3001, completion_bp=3999, elapsed_bp=7000, limit_bp=3000),
    )
    assert light(replace(STEADY, due=TODAY - timedelta(days=3)), DEFAULT).reasons[0] == Reason(
        "overdue", days=3
    )
    assert light(STEADY, DEFAULT).reasons == (
        Reason("on_track", lag_bp=0, completion_bp=6667, elapsed_bp=6667),
    )
    assert Reason("overdue", days=3).as_dict() == {"code": "overdue", "days": 3}


def test_overdue_is_red_from_the_day_after():
    assert judged(due=TODAY, completion=9000) == ("green", ["on_track"])
    assert judged(due=TODAY - timedelta(days=1), completion=9999) == ("red", ["overdue"])


def test_what_is_done_is_green_even_when_it_came_late():
    assert judged(done=True, due=date(2026, 1, 1), completion=0, silent=True) == ("green", ["done"])


@pytest.mark.parametrize(
    ("days", "completion", "expected"), [(7, 7999, "yellow"), (8, 7999, "green"), (7, 8000, "green")]
)
def test_a_week_before_the_end_four_fifths_should_be_done(days, completion, expected):
    assert judged(due=TODAY + timedelta(days=days), completion=completion, elapsed=8500)[0] == expected


def test_silence_is_grey_and_its_reason_comes_first():
    assert judged(silent=True) == ("grey", ["silent"])
    assert judged(silent=True, completion=5000) == ("grey", ["silent", "lag"])
    assert judged(silent=True, completion=None, elapsed=None) == ("grey", ["silent"])


def test_silence_hides_no_red():
    assert judged(silent=True, completion=1000) == ("red", ["lag", "silent"])
    assert judged(silent=True, due=date(2026, 9, 1)) == ("red", ["overdue", "silent"])


def test_a_report_that_waits_for_verification_is_not_silence():
    assert judged(silent=True, awaiting=True) == ("green", ["on_track"])
    assert judged(silent=True, awaiting=True, completion=None) == ("green", ["no_figure"])


def test_an_office_can_let_silence_pass():
    assert judged(Thresholds(silence=False), silent=True) == ("green", ["on_track"])


def test_without_a_figure_nothing_is_held_against_a_matter_until_a_report_is_missing():
    assert judged(completion=None) == ("green", ["no_figure"])
    assert judged(completion=None, elapsed=0) == ("green", ["on_track"])
    assert judged(completion=None, elapsed=None) == ("green", ["on_track"])
    assert judged(completion=None, due=TODAY) == ("yellow", ["due_soon", "no_figure"])


def test_thresholds_are_the_office_s_own():
    strict = Thresholds(yellow_lag=100, red_lag=200, due_soon_days=0)
    assert judged(strict, completion=6567) == ("yellow", ["lag"])
    assert judged(strict, completion=6466) == ("red", ["lag"])
    assert judged(strict, due=TODAY + timedelta(days=1)) == ("green", ["on_track"])


def test_the_worst_light_speaks_for_several():
    assert worst(["green", "grey", "yellow", "red"]) == "red"
    assert worst(["green", "grey", "yellow"]) == "yellow"
    assert worst(["green", "grey"]) == "grey"
    assert worst(["green"]) == "green"
    assert worst([]) == "grey"


@given(cases)
def test_there_is_always_a_light_and_a_reason_in_ints(case):
    judgement = light(case, DEFAULT)
    assert judgement.light in WORST_FIRST
    assert judgement.reasons
    assert all(type(n) is int for reason in judgement.reasons for n in reason.numbers.values())


@given(cases, bp)
def test_more_work_never_darkens_a_light(case, more):
    if case.completion is not None:
        better = replace(case, completion=case.completion + more)
        before, after = (WORST_FIRST.index(light(c, DEFAULT).light) for c in (case, better))
        assert after >= before


@given(cases)
def test_saying_nothing_never_brightens_a_light(case):
    spoken, unspoken = (light(replace(case, silent=silent), DEFAULT).light for silent in (False, True))
    assert (unspoken == "green") <= (spoken == "green")
    assert (spoken == "red") == (unspoken == "red")
