import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.comparison import Reading, compare, completion, growth

figures = st.integers(-(10**15), 10**15)
groups = st.lists(st.none() | st.integers(-20, 20) | figures, max_size=12).map(
    lambda values: [Reading(str(n), value) for n, value in enumerate(values)]
)


def of(**values):
    return [Reading(key, value) for key, value in values.items()]


def places(found):
    return [(line.key, line.rank, line.tied) for line in found.lines]


def test_equals_share_a_rank_and_the_next_one_is_counted_on():
    found = compare(of(a=10, b=30, c=20, d=20))
    assert places(found) == [("b", 1, False), ("c", 2, True), ("d", 2, True), ("a", 4, False)]
    assert [line.ahead for line in found.lines] == [None, 10, 10, 10]


def test_where_less_is_better_the_lowest_comes_first():
    found = compare(of(a=10, b=30, c=20), direction="less")
    assert [(line.key, line.ahead) for line in found.lines] == [("a", None), ("c", 10), ("b", 10)]


def test_a_peer_without_a_figure_has_no_rank_and_is_named():
    found = compare(of(own=10, b=None, c=20, d=None))
    assert (found.line("own").rank, found.counted, found.missing) == (2, 2, ("b", "d"))
    assert found.line("b") is None


def test_peers_are_ranked_by_growth_or_by_completion_where_that_is_asked():
    peers = [Reading("a", 120, 100, 200), Reading("b", 330, 300, 330), Reading("c", 50, 0, 60), Reading("d", 50, 40)]
    assert [(line.key, line.figure) for line in compare(peers, by="level").lines] == [
        ("b", 330), ("a", 120), ("c", 50), ("d", 50),
    ]  # fmt: skip
    by_growth, by_goal = compare(peers, by="growth"), compare(peers, by="completion")
    assert [(line.key, line.figure) for line in by_growth.lines] == [("d", 2_500), ("a", 2_000), ("b", 1_000)]
    assert [(line.key, line.figure) for line in by_goal.lines] == [("b", 10_000), ("c", 8_333), ("a", 6_000)]
    assert (by_growth.missing, by_goal.missing) == (("c",), ("d",))


def test_rates_are_compared_in_points():
    peers = [Reading("a", 650, 700, 600), Reading("b", -100, -300, 0)]
    assert [(line.key, line.figure) for line in compare(peers, by="growth", nature="rate").lines] == [
        ("b", 200),
        ("a", -50),
    ]
    assert [line.figure for line in compare(peers, by="completion", nature="rate").lines] == [50, -100]


def test_a_growth_that_was_published_stands_before_the_one_that_levels_give():
    said = [Reading("甲", 110, before=100, growth=620), Reading("乙", 105, before=100), Reading("丙", None, growth=700)]
    found = compare(said, by="growth")
    assert [line.key for line in found.lines] == ["丙", "甲", "乙"]
    assert [line.figure for line in found.lines] == [700, 620, 500]
    assert found.lines[0].ahead is None
    assert compare(said, by="level").missing == ("丙",)


def test_growth_needs_something_to_grow_from():
    assert growth(106, 100) == 600
    assert growth(94, 100) == -600
    assert growth(5, 0) is growth(5, -5) is growth(None, 5) is growth(5, None) is None
    assert growth(-120, -300, "rate") == 180
    assert completion(5, None) is completion(5, 0) is completion(None, 0, "rate") is None
    with pytest.raises(ValueError, match="nature"):
        growth(1, 1, "flow")


def test_an_absurd_figure_is_kept_counted_and_only_asked_about():
    found = compare(of(a=100, b=102, c=98, d=10**17, e=101))
    assert (found.lines[0].key, found.lines[0].figure, found.lines[0].rank) == ("d", 10**17, 1)
    assert [line.key for line in found.lines if line.unusual] == ["d"]
    assert (found.counted, found.median, found.line("b").ahead) == (5, 101, 10**17 - 102)


def test_five_times_the_usual_distance_is_not_yet_unusual():
    assert not any(line.unusual for line in compare(of(a=98, b=99, c=100, d=101, e=105)).lines)
    assert compare(of(a=98, b=99, c=100, d=101, e=106)).line("e").unusual
    assert not any(line.unusual for line in compare(of(a=0, b=0, c=0, d=7)).lines)


def test_the_median_of_an_even_number_lies_between_the_two():
    assert [compare(of(**found)).median for found in ({}, {"a": 3}, {"a": 3, "b": 4}, {"a": -3, "b": -4})] == [
        None, 3, 4, -4,
    ]  # fmt: skip


def test_a_climb_is_told_with_whether_the_peers_are_the_same():
    earlier = compare(of(a=30, b=20, c=10, d=None))
    now = compare(of(a=10, b=20, c=30, d=None), earlier=earlier)
    assert {line.key: line.climbed for line in now.lines} == {"c": 2, "b": 0, "a": -2}
    with_another = compare(of(a=10, b=20, c=30, d=40), earlier=earlier)
    assert (with_another.line("d").climbed, with_another.line("c").climbed) == (None, 1)
    assert (now.same_peers, with_another.same_peers, earlier.same_peers) == (True, False, None)


def test_a_peer_stands_once():
    with pytest.raises(ValueError, match="once"):
        compare([Reading("a", 1), Reading("a", 2)])


@given(groups, st.sampled_from(["more", "less"]))
def test_a_rank_is_one_more_than_those_who_are_better(readings, direction):
    found = compare(readings, direction=direction)
    way = 1 if direction == "more" else -1
    stated = [reading.value for reading in readings if reading.value is not None]
    assert [line.rank for line in found.lines] == sorted(line.rank for line in found.lines)
    assert {line.key: line.figure for line in found.lines} == {r.key: r.value for r in readings if r.value is not None}
    for line in found.lines:
        better = [value for value in stated if (value - line.figure) * way > 0]
        assert line.rank == 1 + len(better)
        assert line.ahead == (min(abs(value - line.figure) for value in better) if better else None)
        assert line.tied == (stated.count(line.figure) > 1)


@given(groups)
def test_the_order_of_the_readings_changes_no_figure(readings):
    one, other = compare(readings), compare(readings[::-1])
    assert {line.key: line for line in one.lines} == {line.key: line for line in other.lines}
    assert (one.median, set(one.missing)) == (other.median, set(other.missing))


@given(groups)
def test_median_and_question_are_those_of_the_textbook(readings):
    found = compare(readings)
    stated = [Fraction(line.figure) for line in found.lines]
    if stated:
        middle = statistics.median(stated)
        spread = statistics.median([abs(figure - middle) for figure in stated])
        assert abs(found.median - middle) <= Fraction(1, 2)
        for line in found.lines:
            assert line.unusual == (spread > 0 and abs(line.figure - middle) > 5 * spread)
