from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.cascade import Level, Node, Problem, cascade


def node(key, superior, assigned, own=None, base=None, level="district"):
    return Node(key, superior, assigned, own, base, level)


TOP = node("top", None, None, 10_000, 9_000, "city")
STEP_BY_STEP = [
    TOP,
    node("a", "top", 6_000, 6_600, 5_400),
    node("b", "top", 5_000, None, 3_600),
    node("a1", "a", 6_600, 7_260, level="unit"),
    node("b1", "b", 3_000, level="unit"),
    node("b2", "b", 1_500, level="unit"),
]
RATES = [
    node("top", None, None, 600, level="city"),
    node("a", "top", 700, 800, 300),
    node("b", "top", 500, None, 200),
    node("c", "top", 650, 600, 100),
]


def problems(nodes, nature="cumulative"):
    return list(cascade(nodes, nature).problems)


def test_a_unit_that_takes_on_more_than_it_was_assigned_shows_its_uplift():
    lines = cascade(STEP_BY_STEP, "cumulative").lines
    assert [(line.value, line.uplift, line.uplift_bp) for line in lines.values()] == [
        (10_000, None, None),
        (6_600, 600, 1_000),
        (5_000, 0, 0),
        (7_260, 660, 1_000),
        (3_000, 0, 0),
        (1_500, 0, 0),
    ]


def test_a_superior_sees_whether_what_it_handed_on_sums():
    lines = cascade(STEP_BY_STEP, "cumulative").lines
    downs = {key: line.down for key, line in lines.items() if line.down}
    assert {key: (d.allotted, d.uplift, d.unallotted, d.sums) for key, d in downs.items()} == {
        "top": (11_000, 1_000, 0, False),
        "a": (6_600, 0, 0, True),
        "b": (4_500, -500, 500, False),
    }
    assert lines["b2"].down is None


def test_uplift_compounds_from_the_top_down():
    """110 handed on of 100, then 10 % at each of two levels: 1.1³ = 1.331."""
    lines = cascade(STEP_BY_STEP, "cumulative").lines
    assert {key: line.total_bp for key, line in lines.items()} == {
        "top": 0, "a": 2_100, "b": 1_000, "a1": 3_310, "b1": 1_000, "b2": 1_000,
    }  # fmt: skip
    assert (lines["a1"].total, lines["b1"].total) == (1_805, 273)


def test_what_stays_unallotted_hides_no_uplift():
    """A district that knows its city and none of the city's other districts still sees what was added."""
    lines = cascade([TOP, node("a", "top", 500, 550), node("a1", "a", 100, 110)], "cumulative").lines
    assert lines["top"].down.unallotted == 9_500
    assert (lines["a"].total_bp, lines["a1"].total_bp) == (1_000, 2_100)


def test_each_level_says_what_it_added():
    assert cascade(STEP_BY_STEP, "cumulative").levels == (
        Level("city", 0, None, 1_000),
        Level("district", 2, 600, 0),
        Level("unit", 3, 660, 0),
    )


def test_growth_rates_are_never_summed_but_weighed_by_their_bases():
    """(700 × 300 + 500 × 200 + 650 × 100) ÷ 600 = 625."""
    found = cascade(RATES, "rate")
    down = found.lines["top"].down
    assert (down.implied, down.distance, down.without_base) == (625, 25, ())
    assert down.allotted is down.uplift is down.unallotted is down.sums is None
    assert down.shares == {"a": 5_000, "b": 3_333, "c": 1_667}
    assert [(line.uplift, line.uplift_bp, line.total) for line in found.lines.values()] == [
        (None, None, 0),
        (100, None, 200),
        (0, None, -100),
        (-50, None, 0),
    ]
    assert found.levels[1] == Level("district", 3, 42, None)  # (100 × 300 − 50 × 100) ÷ 600


def test_without_every_base_nothing_is_implied_and_it_is_said_whose_is_missing():
    down = cascade([*RATES, node("d", "top", 700), node("e", "top", 700, base=0)], "rate").lines["top"].down
    assert (down.implied, down.distance, down.shares, down.without_base) == (None, None, {}, ("d", "e"))


def test_a_child_that_was_assigned_nothing_is_named():
    with_one = [*RATES, node("d", "top", None, 700, base=100)]
    rate, total = (cascade(with_one, nature).lines["top"].down for nature in ("rate", "cumulative"))
    assert (rate.unassigned, rate.implied, sum(rate.shares.values())) == (("d",), None, 10_000)
    assert (total.unassigned, total.allotted) == (("d",), 1_850)
    line = cascade(with_one, "cumulative").lines["d"]
    assert (line.value, line.uplift, line.total) == (700, None, None)


def test_levels_at_a_point_in_time_sum_only_where_somebody_says_so():
    compared, summed = (cascade(STEP_BY_STEP, "point", sums=sums).lines["top"] for sums in (False, True))
    assert (compared.down.allotted, compared.down.implied) == (None, 5_600)
    assert (summed.down.allotted, summed.down.implied) == (11_000, None)
    assert cascade(STEP_BY_STEP, "point").lines["a1"].total_bp == -2_740
    with pytest.raises(ValueError, match="never summed"):
        cascade(RATES, "rate", sums=True)


def test_a_target_below_nothing_has_no_ratio():
    lines = cascade([TOP, node("a", "top", -100, 50), node("b", "top", 0, 5)], "cumulative").lines
    assert [(lines[key].uplift, lines[key].uplift_bp, lines[key].total) for key in "ab"] == [
        (150, None, None),
        (5, None, None),
    ]


def test_a_superior_without_a_target_is_compared_with_nothing():
    down = cascade([node("top", None, None), node("a", "top", 100)], "cumulative").lines["top"].down
    assert (down.allotted, down.uplift, down.unallotted, down.sums) == (100, None, None, None)


def test_what_is_entered_wrongly_is_named():
    assert problems([TOP, node("a", "nobody", 5)]) == [Problem("unknown_superior", ("a", "nobody"))]
    assert problems([TOP, node("b", None, None, 5)]) == [Problem("two_roots", ("top", "b"))]
    assert problems([TOP, node("a", "top", 5), node("a", "top", 7)]) == [Problem("duplicate", ("a",))]
    assert problems([replace(TOP, assigned=5)]) == [Problem("assigned_without_superior", ("top",))]
    assert problems(STEP_BY_STEP) == problems([]) == []


def test_a_circle_is_named_once_however_many_hang_on_it():
    ring = [TOP, node("x", "a", 1), node("a", "b", 1), node("b", "c", 1), node("c", "a", 1), node("s", "s", 1)]
    assert problems(ring) == [Problem("cycle", ("a", "b", "c")), Problem("cycle", ("s",))]
    lines = cascade(ring, "cumulative").lines
    assert lines["x"].total is lines["a"].total is lines["s"].total_bp is None


def test_the_first_of_two_with_one_key_counts():
    assert cascade([TOP, node("a", "top", 5), node("a", "top", 7)], "cumulative").lines["top"].down.allotted == 5


figures = st.none() | st.integers(-(10**15), 10**15)
trees = st.lists(st.tuples(st.integers(0, 9), figures, figures, figures), min_size=1, max_size=12).map(
    lambda rows: [
        node(str(n), str(superior % n) if n else None, assigned if n else None, own, base, f"l{superior % 3}")
        for n, (superior, assigned, own, base) in enumerate(rows)
    ]
)


@given(trees, st.sampled_from(["cumulative", "point"]))
def test_whatever_sums_is_summed_exactly(nodes, nature):
    found = cascade(nodes, nature, sums=True)
    assert found.problems == ()
    for line in found.lines.values():
        children = [n for n in nodes if n.superior == line.key]
        assert bool(children) == (line.down is not None)
        if children:
            assert line.down.allotted == sum(n.assigned or 0 for n in children)
        if children and line.value is not None:
            assert line.down.allotted == line.value + line.down.uplift
            assert line.down.unallotted == max(0, line.value - line.down.allotted)
            assert line.down.sums == (line.down.uplift == 0)
    assert sum(level.uplift or 0 for level in found.levels) == sum(line.uplift or 0 for line in found.lines.values())


@given(trees)
def test_an_implied_rate_is_exact_and_lies_between_its_parts(nodes):
    for line in cascade(nodes, "rate").lines.values():
        children = [n for n in nodes if n.superior == line.key]
        if line.down and line.down.implied is not None:
            exact = Fraction(sum(n.base * n.assigned for n in children), sum(n.base for n in children))
            assert abs(line.down.implied - exact) <= Fraction(1, 2)
            assert min(n.assigned for n in children) <= line.down.implied <= max(n.assigned for n in children)
        if line.down and not line.down.without_base:
            assert sum(line.down.shares.values()) == 10_000


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)), max_size=6))
def test_a_chain_compounds_each_step_once(steps):
    """One child each, which never gets more than its superior has: only own ÷ assigned counts."""
    nodes, exact = [node("0", None, None, 10**10)], Fraction(1)
    for n, (assigned, own) in enumerate(steps):
        given_on = min(assigned, nodes[-1].value)
        nodes.append(node(str(n + 1), str(n), given_on, own))
        exact *= Fraction(own, given_on)
    last = cascade(nodes, "cumulative").lines[str(len(steps))]
    assert abs(last.total_bp - (exact - 1) * 10_000) <= Fraction(1, 2)
    assert abs(last.value - last.total - last.value / exact) <= Fraction(1, 2)


rings = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([*"abcdefz", None])), max_size=9)


@given(rings)
def test_however_it_is_entered_it_is_answered_and_named(pairs):
    found = cascade([node(key, superior, 1 if superior else None, 2) for key, superior in pairs], "cumulative")
    assert set(found.lines) == {key for key, _ in pairs}
    if pairs and not any(p.code in ("cycle", "unknown_superior") for p in found.problems):
        assert all(line.total is not None for line in found.lines.values())
