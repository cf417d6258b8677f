from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.gap import Dues, Gap, GapError, Part, ShortBoard, Target, contributions, dues, gap, short_boards

figures = st.integers(-(10**15), 10**15)
directions = st.sampled_from(["more", "less"])


def units(base):
    rows = st.lists(st.tuples(figures, st.none() | figures, base), min_size=1, max_size=8)
    return rows.map(lambda found: [Part(str(n), *row) for n, row in enumerate(found)])


def total(found):
    known = [value for value in found.parts.values() if value is not None]
    return sum(known) + found.unallotted + found.unreported + (found.discrepancy or 0)


def refusal(parts, nature):
    with pytest.raises(GapError) as caught:
        contributions((100, 90), parts, nature)
    return caught.value.code, caught.value.keys


def test_a_gap_is_what_is_missing_and_below_zero_what_is_ahead():
    assert gap(1_000, 400, 500) == Gap(600, 100)
    assert gap(1_000, 600, 500) == Gap(400, -100)
    assert gap(300, 350, 320, direction="less") == Gap(50, 30)
    assert gap(1_000, None, 500) == Gap(None, None)


def test_each_units_gap_is_told_from_what_nobody_owes_and_from_differing_figures():
    found = contributions((100, 80), [Part("a", 50, 40), Part("b", 40, 45)], "cumulative")
    assert found.gap == 20
    assert found.parts == {"a": 10, "b": -5}
    assert (found.unallotted, found.discrepancy, found.unreported, found.silent) == (10, 5, 0, ())


def test_a_silent_unit_is_named_and_nothing_is_put_in_its_place():
    """Of 20 missing a explains 10; what the district has beyond a leaves 10 with c, unless the figures differ."""
    found = contributions((100, 80), [Part("a", 50, 40), Part("c", 50, None)], "cumulative")
    assert found.parts == {"a": 10, "c": None}
    assert (found.unreported, found.discrepancy, found.silent) == (10, None, ("c",))


def test_a_rates_gap_is_weighed_by_bases_and_rounded_so_that_it_sums():
    """Bases 1 : 1 : 1, each 10 short: thirds of a hundredth of a point find a place."""
    found = contributions(
        (600, 590), [Part(key, 600, value, 7) for key, value in zip("abc", (590, 590, 589), strict=True)], "rate"
    )
    assert (found.gap, found.parts) == (10, {"a": 3, "b": 3, "c": 4})
    assert (found.unallotted, found.discrepancy) == (0, 0)
    heavy = contributions((600, 500), [Part("a", 600, 450, 300), Part("b", 600, 650, 100)], "rate")
    assert (heavy.parts, heavy.discrepancy) == ({"a": 113, "b": -13}, 0)
    assert contributions((600, 500), [Part("a", 650, 500, 1)], "rate").unallotted == -50


def test_a_rate_without_bases_is_refused_and_says_whose():
    assert refusal([Part("a", 1, 1, 5), Part("b", 1, 1), Part("c", 1, 1, 0)], "rate") == ("base_missing", ("b", "c"))
    assert refusal([Part("b", 1, 1)], "point") == ("base_missing", ("b",))
    assert refusal([], "cumulative") == ("no_parts", ())
    assert refusal([Part("a", 1, 1), Part("a", 2, 2)], "cumulative") == ("duplicate", ("a",))


def test_less_being_better_turns_every_sign():
    parts = [Part("a", 50, 40), Part("b", 40, 45)]
    more, less = (contributions((100, 80), parts, "cumulative", direction=way) for way in ("more", "less"))
    assert (less.gap, less.unallotted, less.discrepancy) == (-more.gap, -more.unallotted, -more.discrepancy)
    assert less.parts == {key: -value for key, value in more.parts.items()}


@given(figures, figures, units(st.none()), directions, st.booleans())
def test_a_sums_gap_is_taken_apart_to_the_last_cent(due, value, parts, direction, is_point):
    nature = "point" if is_point else "cumulative"
    found = contributions((due, value), parts, nature, sums=is_point, direction=direction)
    assert total(found) == found.gap == (due - value) * (1 if direction == "more" else -1)
    for part in parts:
        expected = None if part.value is None else (part.due - part.value) * (1 if direction == "more" else -1)
        assert found.parts[part.key] == expected


@given(figures, figures, units(st.integers(1, 10**12)), directions)
def test_a_rates_gap_is_taken_apart_to_the_last_hundredth_of_a_point(due, value, parts, direction):
    found = contributions((due, value), parts, "rate", direction=direction)
    way, bases = (1 if direction == "more" else -1), sum(part.base for part in parts)
    assert total(found) == found.gap == (due - value) * way
    assert (found.discrepancy is None) == bool(found.silent)
    for part in parts:
        if part.value is not None:
            assert abs(found.parts[part.key] - way * Fraction((part.due - part.value) * part.base, bases)) < 1


def test_what_is_due_is_split_by_goals_and_what_nobody_has_stays_with_nobody():
    assert dues(100, {"a": 1, "b": 1, "c": 1}) == Dues({"a": 34, "b": 33, "c": 33}, 0)
    assert dues(50, {"a": 40, "b": 40}, goal=100) == Dues({"a": 20, "b": 20}, 10)
    assert dues(50, {"a": 60, "b": 60}, goal=100) == Dues({"a": 30, "b": 30}, -10)
    for goals, goal in [({"a": 0}, None), ({}, None), ({"a": 5}, 0)]:
        with pytest.raises(GapError, match="no_goal"):
            dues(50, goals, goal)


@given(figures, st.dictionaries(st.text(max_size=2), st.integers(0, 10**12)), st.integers(1, 10**12))
def test_dues_sum_exactly(due, goals, goal):
    found = dues(due, goals, goal)
    assert sum(found.parts.values()) + found.unallotted == due
    assert all(abs(found.parts[key] * goal - due * each) < goal for key, each in goals.items())


@given(figures, units(st.none()), st.integers(1, 10**15), st.integers(0, 10**15))
def test_a_gap_by_dues_that_were_split_still_sums(due, parts, goal, value):
    split = dues(due, {part.key: abs(part.due) for part in parts}, goal)
    found = contributions((due, value), [part._replace(due=split.parts[part.key]) for part in parts], "cumulative")
    assert found.unallotted == split.unallotted
    assert total(found) == due - value


def target(key, value, due, peers=(), weight=1, deviation=0, direction="more"):
    return Target(key, value, due, peers, weight, deviation, direction)


def test_the_shortest_board_is_the_one_that_costs_most_places():
    peers = (900, 800, 700, None, 600)
    found = short_boards(
        [
            target("two places", 650, 850, peers, weight=1, deviation=-10),
            target("heavy", 950, 990, peers, weight=10, deviation=-500),
            target("three places", 650, 950, peers),
            target("ahead", 750, 650, peers, deviation=300),
        ]
    )
    assert [(board.key, board.rank, board.rank_due, board.places, board.shortfall) for board in found] == [
        ("three places", 4, 1, 3, 0),
        ("two places", 4, 2, 2, 10),
        ("heavy", 1, 1, 0, 5_000),
        ("ahead", 3, 4, -1, -300),
    ]


def test_where_less_is_better_a_higher_figure_costs_places():
    assert short_boards([target("energy", 30, 10, (5, 20, 25), direction="less")])[0].places == 2


def test_a_target_without_peers_counts_by_its_shortfall_and_one_without_a_value_comes_last():
    found = short_boards(
        [
            target("unknown", None, 10, (5,), deviation=None),
            target("no peers", 5, 10, (None,), weight=3, deviation=-100),
            target("one place", 5, 10, (7,), deviation=-1),
        ]
    )
    assert found == [
        ShortBoard("one place", 2, 1, 1, 1),
        ShortBoard("no peers", None, None, None, 300),
        ShortBoard("unknown", None, 1, None, None),
    ]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(-2, 2)), max_size=9))
def test_equals_keep_their_order(rows):
    targets = [target(str(n), value, due, (1, 2), deviation=dev) for n, (value, due, dev) in enumerate(rows)]
    found = [(-board.places, -board.shortfall, int(board.key)) for board in short_boards(targets)]
    assert found == sorted(found)
