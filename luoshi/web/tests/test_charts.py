import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.web.charts import LINE_HEIGHT, Fan, Trend, apart, ticks, trend

YEAR = Trend(
    slots=[f"m{month}" for month in range(1, 13)],
    actual=[0.9, 1.6, 3.2, 4.6, 5.6, 6.5, 7.4],
    goal=28.8,
    plan=[1, 2, 4, 6, 9, 11, 14, 17, 21, 24, 27, 28.8],
    fan=Fan(low=[8, 9, 10, 11, 12.3], middle=[8, 10, 11, 13, 14.9], high=[9, 11, 13, 15, 17.6]),
    actual_label="actual 7.4",
    goal_label="goal 28.8",
    gap_label="short 9.4",
)


def test_words_stand_beside_the_lines_and_the_finding_is_said():
    svg = trend(YEAR, "9.4 below an even pace")
    for words in ("actual 7.4", "goal 28.8", "short 9.4", "m7", 'aria-label="9.4 below an even pace"'):
        assert words in svg


def test_a_year_without_figures_still_draws_its_goal():
    svg = trend(replace(YEAR, actual=[], plan=(), fan=None), "nothing yet")
    assert "goal 28.8" in svg
    assert "actual" not in svg


def test_hostile_labels_stay_words():
    svg = trend(replace(YEAR, goal_label="<script>", slots=["<b>"] * 12), '"><script>')
    assert "<script" not in svg
    assert "<b>" not in svg


@given(st.lists(st.floats(0, 1e12), max_size=12), st.floats(0, 1e12))
def test_every_figure_stays_on_the_paper(actual, goal):
    svg = trend(replace(YEAR, actual=actual, goal=goal, plan=(), fan=None), "any")
    spots = re.findall(r"(-?[\d.]+),(-?[\d.]+)", " ".join(re.findall(r'points="([^"]*)"', svg)))
    assert all(0 <= float(x) <= 680 and 0 <= float(y) <= 300 for x, y in spots)


@given(st.floats(1e-6, 1e15))
def test_ticks_are_few_and_reach_the_highest(highest):
    marks = ticks(highest)
    assert marks[0] == 0
    assert 2 <= len(marks) <= 6
    assert marks[-1] >= highest * (1 - 1e-9)


@pytest.mark.parametrize("heights", [[], [10.0], [10.0, 11.0, 12.0], [0.0, 100.0]])
def test_end_labels_never_cover_each_other(heights):
    placed = apart(heights, LINE_HEIGHT)
    assert all(b - a >= LINE_HEIGHT - 1e-9 for a, b in pairwise(placed))


def test_the_last_figure_and_the_goal_do_not_cover_each_other_where_both_end_the_line():
    svg = trend(replace(YEAR, actual=[100.0] * 12, goal=100, plan=(), fan=None), "any")
    heights = [float(y) for y in re.findall(r'<text x="570.0" y="([\d.]+)"', svg)]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) >= LINE_HEIGHT
