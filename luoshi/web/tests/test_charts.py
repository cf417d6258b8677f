import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.web.charts import (
    Dots,
    Fan,
    Levels,
    Part,
    Peer,
    Placed,
    Ranks,
    Shares,
    Trend,
    dots,
    levels,
    ranks,
    shares,
    trend,
)
from luoshi.web.charts.paper import LINE_HEIGHT, apart, ticks, wide

MONTHS = [f"m{month}" for month in range(1, 13)]
YEAR = Trend(
    slots=MONTHS,
    actual=[0.9, 1.6, 3.2, 4.6, 5.6, 6.5, 7.4],
    goal=28.8,
    plan=[1, 2, 4, 6, 9, 11, 14, 17, 21, 24, 27, 28.8],
    fan=Fan(low=[8, 9, 10, 11, 12.3], middle=[8, 10, 11, 13, 14.9], high=[9, 11, 13, 15, 17.6]),
    actual_label="actual 7.4",
    goal_label="goal 28.8",
    gap_label="short 9.4",
    target_label="even pace",
    fan_labels=("P10", "P50", "P90"),
)
PEERS = [
    Placed("Ours", [3, 2, 2, 1], own=True),
    Placed("North", [1, 1, 1, 1]),
    Placed("South", [2, None, 3, 3]),
    Placed("West", [4, 4, 4, None]),
]
RANKS = Ranks(slots=MONTHS[:4], peers=PEERS, unknown_label="not out")
SHARES = Shares(
    parts=[Part("Works", -6.2, "−6.2"), Part("Trade", 1.4, "+1.4")], total_name="In all", total_words="−4.8"
)
DOTS = Dots(
    peers=[Peer("North", 7.1, "7.1"), Peer("Ours", 4.9, "4.9", own=True), Peer("West", None, "not out")],
    median_label="median 6.0",
)
LEVELS = Levels(
    slots=MONTHS,
    values=[-1.2, None, 0.4, 1.1],
    target=5.5,
    value_label="1.1%",
    target_label="target",
    unknown_label="?",
)
EVERY = [(trend, YEAR), (levels, LEVELS), (ranks, RANKS), (shares, SHARES), (dots, DOTS)]


def wide_one(svg):
    """The wide drawing of the two."""
    return svg.split("<svg")[1]


def said(svg):
    """Every word that is drawn with its box: (words, left, top, right, bottom)."""
    found = re.findall(r'<text x="([-\d.]+)" y="([-\d.]+)" text-anchor="(\w+)"[^>]*>([^<]*)<', svg)
    for x, y, anchor, words in found:
        width = wide(words)
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        yield words, left, float(y) - 10, left + width, float(y) + 2


def lines(svg, kind):
    return re.findall(rf'<polyline class="{kind}" points="([^"]*)"', wide_one(svg))


def test_words_stand_beside_the_lines_and_the_finding_is_said():
    svg = trend(YEAR, "9.4 below an even pace")
    for words in ("actual 7.4", "goal 28.8", "short 9.4", "m7", 'aria-label="9.4 below an even pace"'):
        assert words in svg


def test_a_year_without_figures_still_draws_its_goal():
    svg = trend(replace(YEAR, actual=[], plan=(), fan=None), "nothing yet")
    assert "goal 28.8" in svg
    assert "actual" not in svg


@pytest.mark.parametrize(("drawing", "chart"), EVERY)
def test_a_chart_is_drawn_wide_and_narrow_and_says_what_it_says(drawing, chart):
    svg = drawing(chart, "what it says")
    assert svg.count('role="img" aria-label="what it says"') == 2
    assert 'class="chart is-wide" viewBox="0 0 680 ' in svg
    assert 'class="chart is-narrow" viewBox="0 0 326 ' in svg
    assert "style=" not in svg


def test_hostile_labels_stay_words():
    hostile = '"><script>'
    for drawing, chart in (
        (trend, replace(YEAR, goal_label="<script>", slots=["<script>"] * 12)),
        (levels, replace(LEVELS, target_label=hostile, value_label=hostile)),
        (ranks, replace(RANKS, peers=[Placed(hostile, [1, 1, 1, 1])])),
        (shares, replace(SHARES, parts=[Part(hostile, 1, hostile)], total_name=hostile)),
        (dots, replace(DOTS, peers=[Peer(hostile, 1, hostile)], median_label=hostile)),
    ):
        assert "<script" not in drawing(chart, hostile)


@given(st.lists(st.floats(-1e12, 1e12), max_size=12), st.floats(-1e12, 1e12))
def test_every_figure_stays_on_the_paper(actual, goal):
    svg = trend(replace(YEAR, actual=actual, goal=goal, plan=(), fan=None), "any")
    spots = re.findall(r"(-?[\d.]+),(-?[\d.]+)", " ".join(re.findall(r'points="([^"]*)"', svg)))
    assert all(0 <= float(x) <= 680 and 0 <= float(y) <= 300 for x, y in spots)


@given(st.floats(-1e9, 1e9), st.floats(0, 1e12))
def test_ticks_are_few_round_and_hold_what_is_drawn(lowest, span):
    marks = ticks(lowest + span, lowest)
    assert 2 <= len(marks) <= 8
    assert marks[0] <= lowest + 1e-6 * max(span, 1)
    assert marks[-1] >= (lowest + span) - 1e-6 * max(span, 1)


def test_a_measure_that_is_counted_starts_at_nothing():
    assert ticks(28.8)[0] == 0
    assert ticks(96, 93)[0] == 93  # a level may be looked at closely


@pytest.mark.parametrize("heights", [[], [10.0], [10.0, 11.0, 12.0], [0.0, 100.0], [0.0, 8.0, 16.0, 60.0]])
def test_end_labels_never_cover_each_other(heights):
    placed = apart(heights, LINE_HEIGHT)
    assert all(b - a >= LINE_HEIGHT - 1e-9 for a, b in pairwise(placed))


def test_a_label_with_room_stays_where_it_is():
    assert apart([0.0, 2.0, 100.0], 15)[2] == 100.0


@pytest.mark.parametrize("known", [0, 1, 3, 6, 11, 12])
@pytest.mark.parametrize("pace", [0.4, 1.0, 1.6, -0.5])
def test_words_of_a_forecast_never_cover_each_other(known, pace):
    """However many months are known, short of the goal, on it, over it or below nothing."""
    path = [2.4 * pace * month for month in range(1, 13)]
    ahead = path[known:]
    fan = Fan(low=[v - 2 for v in ahead], middle=ahead, high=[v + 2 for v in ahead])
    chart = replace(YEAR, actual=path[:known], plan=(), fan=fan)
    for svg in trend(chart, "any").split("<svg")[1:]:
        boxes = list(said(svg))
        over = [
            (a[0], b[0])
            for number, a in enumerate(boxes)
            for b in boxes[number + 1 :]
            if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
        ]
        assert over == []


def test_a_forecast_begins_at_the_last_figure():
    x, y = re.findall(r'<circle class="dot" cx="([\d.]+)" cy="([\d.]+)"', wide_one(trend(YEAR, "any")))[0]
    assert lines(trend(YEAR, "any"), "median")[0].startswith(f"{x},{y} ")


def test_a_forecast_covers_every_month_that_is_ahead():
    with pytest.raises(ValueError, match="5 periods ahead"):
        replace(YEAR, fan=Fan(low=[1], middle=[1], high=[1]))


def test_what_is_ahead_of_the_pace_lacks_nothing_unless_less_is_better():
    ahead = replace(YEAR, actual=[4, 8, 12], fan=None, plan=())
    assert 'class="short"' not in trend(ahead, "any")
    assert 'class="short"' in trend(replace(ahead, less_is_better=True), "any")


def test_the_last_figure_and_the_goal_do_not_cover_each_other_where_both_end_the_line():
    svg = trend(replace(YEAR, actual=[100.0] * 12, goal=100, plan=(), fan=None), "any")
    heights = [float(y) for y in re.findall(r'<text x="570.0" y="([\d.]+)"', svg)]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) >= LINE_HEIGHT


def test_an_unknown_month_breaks_the_line_and_is_said():
    svg = levels(LEVELS, "any")
    assert [len(line.split()) for line in lines(svg, "actual")] == [2]
    assert "?" in [words for words, *_ in said(wide_one(svg))]


def test_a_level_below_nothing_stands_under_the_line_of_nothing():
    svg = wide_one(levels(LEVELS, "any"))
    zero = re.search(r'class="grid is-zero" x1="[\d.]+" y1="([\d.]+)"', svg)
    first = re.search(r'<circle class="dot" cx="[\d.]+" cy="([\d.]+)" r="2"', svg)
    assert float(first[1]) > float(zero[1])


def test_levels_without_any_figure_show_the_target():
    assert "target" in levels(replace(LEVELS, values=[None, None], value_label=""), "nothing yet")


def test_a_missing_place_breaks_the_line_and_a_peer_without_one_now_is_named():
    svg = ranks(RANKS, "any")
    assert sorted(len(line.split()) for line in lines(svg, "rank")) == [2, 3, 4]
    assert "West not out" in svg
    assert "South not out" not in svg


def test_those_who_share_a_place_are_both_named_beside_it():
    boxes = {words: (top, bottom) for words, _, top, _, bottom in said(wide_one(ranks(RANKS, "any")))}
    (a_top, a_bottom), (b_top, b_bottom) = sorted((boxes["Ours"], boxes["North"]))
    assert a_bottom <= b_top
    assert b_bottom - a_top <= 2 * LINE_HEIGHT


def test_the_own_line_lies_over_the_others():
    svg = wide_one(ranks(RANKS, "any"))
    assert svg.index('class="rank is-own"') > svg.rindex('class="rank"')


def bars(svg):
    found = re.findall(r'<rect class="(share[^"]*)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', wide_one(svg))
    return [(kind, float(x), float(x) + float(width)) for kind, x, width in found]


def test_contributions_add_up_to_the_last_bar_on_their_side_of_nothing():
    works, trade, total = bars(shares(SHARES, "any"))
    zero = trade[1]
    assert works[2] == pytest.approx(zero, abs=0.2)
    assert total[0] == "share is-total"
    assert total[2] == pytest.approx(zero, abs=0.2)
    assert total[2] - total[1] == pytest.approx((works[2] - works[1]) - (trade[2] - trade[1]), abs=0.3)
    assert SHARES.total == pytest.approx(-4.8)
    assert [words for words, *_ in said(wide_one(shares(SHARES, "any")))][-2:] == ["In all", "−4.8"]


def test_long_names_stand_over_their_bars():
    long = replace(SHARES, parts=[Part("规模以上高技术制造业增加值现价累计（不含烟草制品）", -6.2, "−6.2")])
    name = next(box for box in said(shares(long, "any").split("<svg")[2]) if box[0].startswith("规模"))
    assert 0 <= name[1] < name[3] <= 326


def test_every_peer_is_named_once_and_one_without_a_figure_has_no_dot():
    svg = wide_one(dots(DOTS, "any"))
    words = [words for words, *_ in said(svg)]
    assert [words.count(peer.name) for peer in DOTS.peers] == [1, 1, 1]
    assert svg.count("<circle") == 2
    assert "median 6.0" in words


def test_the_median_line_stands_between_the_two_in_the_middle():
    svg = wide_one(dots(DOTS, "any"))
    first, second = (float(x) for x in re.findall(r'<circle class="dot is-\w+" cx="([\d.]+)"', svg))
    line = re.search(r'class="target" x1="([\d.]+)"', svg)
    assert float(line[1]) == pytest.approx((first + second) / 2, abs=0.2)


@pytest.mark.parametrize(
    ("drawing", "chart"),
    [(ranks, Ranks(slots=[], peers=[])), (dots, Dots(peers=[])), (levels, Levels(slots=MONTHS, values=[]))],
)
def test_nothing_is_drawn_as_nothing(drawing, chart):
    assert drawing(chart, "nothing yet").count("<svg") == 2
