"""How the district stands: against time, last year and its neighbours, and who its gap comes from."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from luoshi.core.ledger import actions
from luoshi.core.ledger.queries import head_of
from luoshi.core.ledger.tests.district import YI, on
from luoshi.core.matters.queries import matters
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, Figure, Row, cascade, compare, define
from luoshi.kinds.target.neighbourhood import course
from luoshi.kinds.target.situation import situation

JUNE = Period.parse("2026-06")


def defined(district, name, **said):
    said = {"unit_label": "亿元", "lead_unit": district.unit} | said
    return define(district.plan, Definition(name=name, **said), by=district.supervisor)


def target(district, name, goal, *, scope="district", title="", **given):
    details = {"indicator": name, "source": "", "scope": scope}
    return district.target(title or f"{name} {scope}", goal=goal, details=details, **given)


def of_unit(district, name, unit, goal, **given):
    return target(district, name, goal, scope="unit", lead_unit=unit, title=f"{name} {unit.code}", **given)


def stands(district, period=JUNE, *, person="supervisor", head=None, **asked):
    return situation(district.plan, period, head, matters(district.people[person], head), **asked)


def summed(told):
    parts = sum(piece.gap or 0 for piece in told.pieces)
    return parts + told.unallotted + told.unreported + (told.discrepancy or 0) + (told.hidden or 0)


def verified(district, matter, period, value):
    """A figure of whichever unit leads the matter."""
    by = district.reporter if matter.lead_unit_id == district.unit.pk else district.stranger
    district.verified(matter, period, value, by=by)


@pytest.fixture
def invested(district):
    """120 亿元 in the year, 60 by June and 46 reached; 发改 and 交通 hold 70 and 40 of it."""
    with on(2026, 7, 3):
        defined(district, "固投")
        district.whole = target(
            district, "固投", 120 * YI, weight=40, responsible="陈立言", supporting=[district.other]
        )
        district.first = of_unit(district, "固投", district.unit, 70 * YI)
        district.second = of_unit(district, "固投", district.other, 40 * YI)
        verified(district, district.whole, "2026-06", 46 * YI)
        verified(district, district.first, "2026-06", 20 * YI)
        verified(district, district.second, "2026-06", 25 * YI)
    return district


def test_a_sum_is_held_against_the_months_and_the_year(invested):
    (found,) = stands(invested).standings
    assert (found.month, found.value, found.goal, found.due) == ("2026-06", 46 * YI, 120 * YI, 60 * YI)
    assert (found.completion, found.elapsed, found.deviation) == (3833, 5000, -1167)
    assert (found.gap, found.to_year_end) == (-14 * YI, 74 * YI)
    assert (found.due_by_path, found.gap_by_path, found.path_deviation, found.contributions_by_path) == (None,) * 4


def test_a_gap_is_taken_apart_to_the_last_cent_and_what_nobody_owes_has_a_name(invested):
    (board,) = stands(invested).short_boards
    told = board.contributions
    assert (told.of, told.gap, summed(told)) == ("units", -14 * YI, -14 * YI)
    assert [(piece.unit, piece.due, piece.value, piece.gap) for piece in told.pieces] == [
        ("fgj", 35 * YI, 20 * YI, -15 * YI),
        ("jtj", 20 * YI, 25 * YI, 5 * YI),
    ]
    assert (told.unallotted, told.unreported, told.discrepancy) == (-5 * YI, 0, 1 * YI)
    assert (board.cost, board.places) == (40 * 1167, None)
    assert (board.owner.name, board.owner.responsible) == ("发展改革局", "陈立言")
    with translation.override("en"):
        assert board.reasons(dt.date(2026, 7, 3)) == ["11.67 points behind pro-rata; the limit is 10.00"]


def test_who_is_silent_is_named_and_nothing_is_put_in_their_place(invested):
    with on(2026, 8, 3):
        verified(invested, invested.whole, "2026-07", 50 * YI)
        verified(invested, invested.second, "2026-07", 26 * YI)
    told = stands(invested, JUNE.next()).short_boards[0].contributions
    assert told.silent == ("发展改革局",)
    assert (told.discrepancy, summed(told)) == (None, told.gap)
    assert [piece.gap is None for piece in told.pieces] == [False, True]


def test_a_share_without_a_target_is_owed_by_somebody_and_not_unallotted(invested):
    with on(2026, 7, 4):
        rows = [
            Row(holder="wh", name="望海新区", level="district"),
            Row(holder="fgj", name="发展改革局", level="unit", superior="wh", assigned=70 * YI),
            Row(holder="xk", name="汐口镇", level="unit", superior="wh", assigned=10 * YI, place=1),
        ]
        cascade(invested.plan, "固投", 2026, rows, by=invested.supervisor, reason="分解")
    told = stands(invested).short_boards[0].contributions
    assert (told.unallotted, told.unreported, told.untold, told.silent) == (0, -4 * YI, 1, ())
    assert (summed(told), [piece.unit for piece in told.pieces]) == (-14 * YI, ["fgj", "jtj"])


def test_a_unit_sees_its_own_part_and_the_rest_as_one(invested):
    with on(2026, 7, 3):
        defined(invested, "别的")
        verified(invested, target(invested, "别的", 120 * YI), "2026-06", 1 * YI)
    found = stands(invested, person="stranger")
    assert [one.aim.indicator for one in found.standings] == ["固投"]
    told = found.short_boards[0].contributions
    assert [(piece.unit, piece.gap) for piece in told.pieces] == [("jtj", 5 * YI)]
    assert (told.hidden, told.silent, summed(told)) == (-19 * YI, (), -14 * YI)


def test_by_its_own_trajectory_the_gap_is_another_and_sums_too(invested):
    path = [YI * part for part in (2, 5, 10, 18, 28, 40, 55, 70, 85, 100, 110, 120)]
    with on(2026, 7, 3):
        goal = actions.GoalDraft(measure="value", year=2026, value=120 * YI, path=path)
        actions.rebaseline(invested.whole, goal, by=invested.supervisor, reason="按施工季节")
    (found,) = stands(invested, of=invested.whole.code).standings
    assert (found.due_by_path, found.gap_by_path, found.path_deviation) == (40 * YI, 6 * YI, 500)
    told = found.contributions_by_path
    assert (told.by, told.gap, summed(told)) == ("path", 6 * YI, 6 * YI)
    assert sum(piece.due for piece in told.pieces) - told.unallotted == 40 * YI


def test_rates_are_weighed_by_their_bases_and_never_summed(district):
    with on(2026, 7, 3):
        defined(district, "增速", unit_label="%", nature="rate")
        whole = target(district, "增速", 600, unit_label="%")
        units = [of_unit(district, "增速", unit, 700, unit_label="%") for unit in (district.unit, district.other)]
        for matter, value in ((whole, 500), (units[0], 400), (units[1], 800)):
            verified(district, matter, "2026-06", value)
        told = stands(district).short_boards[0].contributions
        assert (told.of, told.problem, told.problem_with) == ("lead", "base_missing", ("发展改革局", "交通运输局"))
        assert summed(told) == told.gap == -100
        rows = [
            Row(holder="wh", name="望海新区", level="district"),
            Row(holder="fgj", name="发展改革局", level="unit", superior="wh", assigned=700, base=300 * YI),
            Row(holder="jtj", name="交通运输局", level="unit", superior="wh", assigned=700, base=100 * YI),
        ]
        cascade(district.plan, "增速", 2026, rows, by=district.supervisor, reason="分解")
    told = stands(district).short_boards[0].contributions
    # three quarters of −3.00 and one of +1.00 points; the units owe 1.00 more than the district, and have no 5.00
    assert [piece.gap for piece in told.pieces] == [-225, 25]
    assert (told.unallotted, told.discrepancy, summed(told)) == (100, 0, -100)


def test_a_level_that_may_be_added_is_added_and_one_that_may_not_is_weighed(district):
    with on(2026, 7, 3):
        for name, sums in (("企业", True), ("良好天数比", False)):
            defined(district, name, unit_label="家", nature="point", sums=sums)
            whole = target(district, name, 50_00, unit_label="家")
            unit = of_unit(district, name, district.unit, 30_00, unit_label="家")
            verified(district, whole, "2026-06", 40_00)
            verified(district, unit, "2026-06", 25_00)
    told = {board.standing.aim.indicator: board.contributions for board in stands(district).short_boards}
    assert (told["企业"].of, told["企业"].unallotted, summed(told["企业"])) == ("units", -20_00, -10_00)
    assert (told["良好天数比"].of, told["良好天数比"].problem) == ("lead", "base_missing")


def test_where_less_is_better_what_is_over_is_short(district):
    with on(2026, 7, 3):
        defined(district, "事故", unit_label="起", direction="less")
        whole = target(district, "事故", 20_00, unit_label="起")
        unit = of_unit(district, "事故", district.other, 20_00, unit_label="起")
        verified(district, whole, "2026-06", 12_00)
        verified(district, unit, "2026-06", 11_00)
    (board,) = stands(district).short_boards
    assert (board.standing.gap, board.standing.to_year_end, board.standing.completion) == (-2_00, -8_00, 4000)
    assert [piece.gap for piece in board.contributions.pieces] == [-1_00]
    assert (board.contributions.discrepancy, summed(board.contributions)) == (-1_00, -2_00)


def test_a_number_that_follows_from_children_is_taken_apart_by_their_lead_units(district):
    with on(2026, 7, 3):
        total = district.target("重点项目", goal=None, rollup="weight", unit_label="%")
        parts = [
            district.project("甲", parent=total, weight=3),
            district.project("乙", parent=total, weight=1, lead_unit=district.other),
            district.project("丙", parent=total, weight=2),
        ]
        for matter, value in zip(parts, (6 * YI, 3 * YI, 0), strict=True):
            if value:
                verified(district, matter, "2026-06", value)
    (board,) = stands(district).short_boards
    one, told = board.standing, board.contributions
    assert (one.label, one.value, one.due, one.gap) == ("%", 2917, 5000, -2083)
    assert (told.of, summed(told)) == ("children", -2083)
    assert {piece.unit: (piece.gap, len(piece.codes)) for piece in told.pieces} == {"fgj": (0, 2), "jtj": (-417, 1)}
    assert told.unreported == -1666  # 丙 said nothing: a third of the weight, half of the year
    assert stands(district, Period.parse("2026-03")).standings[0].value is None


def test_year_on_year_is_from_own_figures_then_from_what_was_published_then_as_stated(district):
    two_years = {"due": dt.date(2027, 12, 31), "year": 2027}
    with on(2026, 7, 3):
        for name in ("自有", "去年公布", "公布增速", "无"):
            defined(district, name)
            target(district, name, 120 * YI, **two_years)
        defined(district, "增速", unit_label="%", nature="rate")
        target(district, "增速", 600, unit_label="%", **two_years)
        held = {one.aim.indicator: one.aim.matter for one in stands(district).standings}
        verified(district, held["自有"], "2026-06", 40 * YI)
        verified(district, held["增速"], "2026-06", 620)
        said = {"by": district.supervisor, "source": "统计局"}
        for name in ("自有", "去年公布"):
            compare(district.plan, name, JUNE, [Figure(peer="望海新区", value=50 * YI)], **said)
    with on(2027, 7, 3):
        compare(district.plan, "公布增速", Period.parse("2027H1"), [Figure(peer="望海新区", growth=730)], **said)
        for name, matter in held.items():
            verified(district, matter, "2027-06", 470 if name == "增速" else 55 * YI)
    found = stands(district, Period.parse("2027H1")).standings
    assert {one.aim.indicator: (one.last_year, one.growth, one.growth_source) for one in found} == {
        "自有": (40 * YI, 3750, "own"),
        "去年公布": (50 * YI, 1000, "published"),
        "公布增速": (None, 730, "stated"),
        "无": (None, None, ""),
        "增速": (620, -150, "own"),  # points, not per cent of per cent
    }


def test_a_place_is_among_those_alike_and_says_what_the_gap_costs(invested):
    with on(2026, 7, 20):
        figures = [
            Figure(peer="望海新区", group="一类", growth=-300),
            *(Figure(peer=f"{n}区", group="一类", growth=n * 100) for n in range(1, 8)),
            Figure(peer="外区", group="二类", growth=5000),
        ]
        said = {"by": invested.supervisor, "source": "统计局"}
        compare(invested.plan, "固投", JUNE, figures, **said)
        compare(invested.plan, "固投", Period.parse("2025-06"), [Figure(peer="望海新区", value=57 * YI)], **said)
    (board,) = stands(invested).short_boards
    place = board.standing.place
    assert (place.rank, place.of, place.by, place.group, place.figure) == (8, 8, "growth", "一类", -300)
    assert (place.rank_due, place.gained, board.places) == (3, 5, 5)  # 60 of 57 would have been +5.26 %
    later = stands(invested, Period.parse("2026-08"))
    assert later.standings[0].place.period == "2026-06"
    year = stands(invested, Period.parse("2026-08"), of=invested.whole.code)
    found = course(year.standings[0], year.ground)
    assert found.periods == ["2026-06"]
    assert (found.places["望海新区"], found.places["7区"], "外区" in found.places) == ([8], [1], False)


def test_as_of_an_earlier_entry_it_is_what_it_was(invested):
    with on(2026, 7, 20):
        said = {"by": invested.supervisor, "source": "统计局"}
        figures = [Figure(peer="望海新区", group="一类", growth=100), Figure(peer="甲区", group="一类", growth=900)]
        compare(invested.plan, "固投", JUNE, figures, **said)
    head = head_of(invested.region.pk).seq
    first = stands(invested, head=head)
    assert first == stands(invested, head=head)
    with on(2026, 8, 6):
        compare(invested.plan, "固投", JUNE, [Figure(peer="甲区", group="二类", growth=50)], **said)
        for matter, value in ((invested.whole, 240 * YI), (invested.first, 10 * YI)):
            goal = actions.GoalDraft(measure="value", year=2026, value=value)
            actions.rebaseline(matter, goal, by=invested.supervisor, reason="调整")
        verified(invested, invested.whole, "2026-07", 50 * YI)
        verified(invested, invested.second, "2026-07", 30 * YI)
    assert stands(invested, head=head).standings == first.standings
    assert stands(invested, head=head).short_boards == first.short_boards
    assert stands(invested).standings != first.standings


def test_the_number_of_queries_does_not_grow(district):
    def cost():
        with CaptureQueriesContext(connection) as found:
            assert stands(district).short_boards
        return len(found)

    with on(2026, 7, 3):
        for number in range(30):
            name = f"指标 {number}"
            defined(district, name)
            whole = target(district, name, 120 * YI)
            unit = of_unit(district, name, district.other, 60 * YI)
            verified(district, whole, "2026-06", 10 * YI)
            verified(district, unit, "2026-06", 5 * YI)
            if number == 2:
                few = cost()
    assert cost() == few <= 10
