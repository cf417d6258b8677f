from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.ranking import moved, rank
from luoshi.engine.scoring import Score

scores = st.lists(
    st.builds(
        Score,
        unit=st.text("abcdef", min_size=1, max_size=3),
        group=st.sampled_from(["departments", "streets"]),
        items=st.just({}),
        total=st.none() | st.integers(0, 10_000),
        error=st.integers(0, 500),
    ),
    unique_by=lambda s: s.unit,
    max_size=12,
)


def made(unit, total, error=0, group="streets"):
    return Score(unit, group, {}, total, error)


def places(lines):
    return [(line.unit, line.rank, line.tied) for line in lines]


def test_the_best_comes_first():
    assert places(rank([made("a", 7000), made("b", 9000), made("c", 8000)])) == [
        ("b", 1, False),
        ("c", 2, False),
        ("a", 3, False),
    ]
    assert places(rank([made("a", 0), made("b", 1)])) == [("b", 1, False), ("a", 2, False)]


def test_a_difference_inside_the_error_is_a_tie():
    assert places(rank([made("a", 9000, 100), made("b", 8900), made("c", 8899)])) == [
        ("a", 1, True),
        ("b", 1, True),
        ("c", 3, False),
    ]
    assert places(rank([made("a", 9000), made("b", 8900, 100)])) == [("a", 1, True), ("b", 1, True)]


def test_ties_are_measured_from_their_leader_and_do_not_creep():
    lines = rank(
        [made(unit, total, 100) for unit, total in [("a", 9000), ("b", 8920), ("c", 8840), ("d", 8760)]]
    )
    assert places(lines) == [("a", 1, True), ("b", 1, True), ("c", 3, True), ("d", 3, True)]


def test_like_is_ranked_with_like():
    lines = rank([made("a", 7000), made("z", 9000, group="departments"), made("b", 6000)])
    assert places(lines) == [("z", 1, False), ("a", 1, False), ("b", 2, False)]


def test_who_had_nothing_due_stands_last_without_a_rank():
    lines = rank([made("a", None, 900), made("b", 0), made("c", None, 900)])
    assert places(lines) == [("b", 1, False), ("a", None, False), ("c", None, False)]


def test_moves_are_places_gained():
    before = rank(
        [
            made("a", 9000),
            made("b", 8000),
            made("c", 7000),
            made("d", 10, group="departments"),
            made("e", None),
        ]
    )
    after = rank(
        [made("c", 9000), made("a", 8000), made("b", 7000), made("d", 10), made("e", 5), made("f", 1)]
    )
    assert moved(before, after) == {"c": 2, "a": -1, "b": -1, "d": None, "e": None, "f": None}
    assert moved(after, after) == dict.fromkeys("cabdef", 0)


@given(scores, st.randoms())
def test_a_standing_does_not_depend_on_the_order_of_the_scores(several, random):
    shuffled = list(several)
    random.shuffle(shuffled)
    assert rank(shuffled) == rank(several)


@given(scores)
def test_a_rank_counts_the_units_that_stand_before_it(several):
    lines = rank(several)
    assert len(lines) == len(several)
    for line in lines:
        peers = [other for other in lines if other.group == line.group and other.rank is not None]
        if line.rank is not None:
            assert line.rank == 1 + sum(other.rank < line.rank for other in peers)
            assert line.tied == (sum(other.rank == line.rank for other in peers) > 1)
            assert all(other.total >= line.total for other in peers if other.rank < line.rank)
