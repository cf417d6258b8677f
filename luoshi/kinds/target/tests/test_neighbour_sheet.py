"""What peers published, as people bring it: long and wide, counted in other units, twice, partly wrong."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from luoshi.core.ledger import replay
from luoshi.core.ledger.asof import Moment
from luoshi.core.ledger.queries import head_of
from luoshi.core.ledger.tests.district import YI, on
from luoshi.kinds.target.actions import Definition, define
from luoshi.kinds.target.queries import peer_readings, peers
from luoshi.kinds.target.sheets.neighbours import Neighbours
from luoshi.web.sheets import Cell, Line

SHEET = Neighbours()


INDICATORS = (("生产总值", "亿元", "cumulative"), ("增加值增速", "%", "rate"), ("人口", "万人", "point"))


@pytest.fixture
def compared(district):
    with on(2026, 7, 20), override("en"):
        for name, label, nature in INDICATORS:
            said = Definition(name=name, unit_label=label, nature=nature, lead_unit=district.unit)
            define(district.plan, said, by=district.supervisor)
        yield district


def ground(district):
    return Moment(district.region, district.plan, None, head_of(district.region.pk))


def line(number=2, **said):
    values = {"peer": "甲区", "indicator": "生产总值", "period": "2026-06", "source": "统计局", "level": "", **said}
    return Line(number, values, {code: code[0].upper() for code in values})


def judged(district, *lines):
    return list(SHEET.compare(iter(lines), person=district.supervisor, ground=ground(district)))


def brought(district, *lines):
    changes = judged(district, *lines)
    payloads = [change.payload for change in changes if change.state in ("new", "changed")]
    SHEET.apply(payloads, person=district.supervisor, ground=ground(district), reason="上半年公布数")
    return [change.state for change in changes]


def figures(district, period="2026-06"):
    found = peer_readings(district.plan, [period])
    return {(row.peer, row.indicator): (row.value, row.growth, row.goal) for row in found}


def why(change):
    return [(code, str(reason)) for code, reason in change.reasons]


def test_a_line_is_taken_as_it_was_published_and_twice_changes_nothing(compared):
    rows = [
        line(2, group="一类", level="610.5", growth="6.2", goal="1280"),
        line(3, peer="乙区", group="一类", level="590", growth="-0.4"),
        line(4, peer="丙区", group="一类"),
        line(5, indicator="增加值增速", level="-1.25"),
    ]
    assert brought(compared, *rows) == ["new"] * 4
    assert figures(compared) == {
        ("甲区", "生产总值"): (610 * YI + YI // 2, 620, 1280 * YI),
        ("乙区", "生产总值"): (590 * YI, -40, None),
        ("丙区", "生产总值"): (None, None, None),
        ("甲区", "增加值增速"): (-125, None, None),
    }
    assert peers(compared.plan) == {"甲区": "一类", "乙区": "一类", "丙区": "一类"}
    before = head_of(compared.region.pk).seq
    assert brought(compared, *rows) == ["unchanged"] * 4
    payload = {"indicator": "生产总值", "period": "2026-06", "peer": "乙区", "figures": {"growth": -40}}
    again = [{**payload, "group": "", "source": "x"}]
    SHEET.apply(again, person=compared.supervisor, ground=ground(compared), reason="再来一次")
    assert head_of(compared.region.pk).seq == before
    assert replay.check()


@pytest.mark.parametrize(
    ("head", "text", "unit", "stored"),
    [
        ("生产总值", "610.5", "", (6105 * YI // 10, None, None)),
        ("生产总值（亿元）", "610.5", "", (6105 * YI // 10, None, None)),
        ("生产总值(万元)", "6105000", "", (6105 * YI // 10, None, None)),
        ("生产总值_元", "61050000000", "", (6105 * YI // 10, None, None)),
        ("生产总值", "6105000", "万元", (6105 * YI // 10, None, None)),
        ("生产总值 / 单位：万元", "6105000", "", (6105 * YI // 10, None, None)),
        ("生产总值 / 增速(%)", "6.2", "", (None, 620, None)),
        ("生产总值同比增长_百分比", "-0.3", "", (None, -30, None)),
        ("生产总值 / 年度目标(亿元)", "1280", "", (None, None, 1280 * YI)),
    ],
)
def test_a_head_names_the_figure_and_its_unit_is_converted(compared, head, text, unit, stored):
    assert brought(compared, line(indicator=head, level=text, unit=unit)) == ["new"]
    assert figures(compared) == {("甲区", "生产总值"): stored}


@pytest.mark.parametrize(
    ("said", "column", "words"),
    [
        ({"indicator": "没有的指标", "level": "1"}, "indicator", "Define it first"),
        ({"indicator": "生产总值(美元)", "level": "1"}, "indicator", "counted in 美元, the indicator in 亿元"),
        ({"indicator": "人口", "level": "1", "unit": "人"}, "unit", "counted in 人, the indicator in 万人"),
        ({"level": "-1"}, "level", "negative"),
        ({"level": "1.00000000001"}, "level", "decimals"),
        ({"indicator": "人口", "level": "0.123"}, "level", "at most 2"),
        ({"level": "1", "growth": "1.234"}, "growth", "decimals"),
        ({"level": "1", "period": ""}, "period", "for which period"),
        ({"level": "1", "period": "2026-08"}, "period", "has not begun"),
        ({"level": "1", "peer": "甲" * 81}, "peer", "At most 80"),
        ({"level": "1", "group": "甲" * 41}, "group", "At most 40"),
        ({"level": "1", "source": "甲" * 121}, "source", "At most 120"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_column_and_reason(compared, said, column, words):
    (change,) = judged(compared, line(7, **said))
    assert (change.number, change.state) == (7, "refused")
    ((code, reason),) = why(change)
    assert code == column
    assert words in reason


def test_the_same_figure_twice_and_two_groups_for_one_peer_are_refused(compared):
    rows = [line(2, level="1", group="一类"), line(3, level="2"), line(4, growth="3")]
    rows.append(line(5, level="1", period="2026-05", group="二类"))
    found = judged(compared, *rows)
    assert [change.state for change in found] == ["new", "refused", "new", "refused"]
    assert "row 2 already" in why(found[1])[0][1]
    assert why(found[3])[0][0] == "group"


def test_what_a_table_does_not_say_stays_as_it_was(compared):
    brought(compared, line(level="610", group="一类"))
    assert brought(compared, line(growth="6.2", source="快报")) == ["changed"]
    assert figures(compared) == {("甲区", "生产总值"): (610 * YI, 620, None)}
    assert [row.source for row in peer_readings(compared.plan, ["2026-06"])] == ["统计局；快报"]
    assert peers(compared.plan) == {"甲区": "一类"}
    assert replay.check()


def test_a_wide_table_is_unfolded_by_what_its_heads_name(compared):
    row = Line(5, {"peer": "甲区", "source": "年鉴"}, {"peer": "A"})
    heads = ["2024年 / 生产总值(万元)", "2024年 / 生产总值增速", "2025 / 生产总值(万元)", "人口(万人)"]
    lines = list(SHEET.unfold(row, [Cell("BCDE"[n], head, str(n + 1)) for n, head in enumerate(heads)]))
    assert [(one["period"], one["indicator"], one["level"], one.where["level"]) for one in lines] == [
        ("2024", "生产总值(万元)", "1", "B"), ("2024", "生产总值增速", "2", "C"),
        ("2025", "生产总值(万元)", "3", "D"), ("", "人口(万人)", "4", "E"),
    ]
    assert [change.state for change in judged(compared, *lines)] == ["new", "new", "new", "refused"]
    periods = list(SHEET.unfold(Line(2, {"peer": "甲区", "indicator": "生产总值"}), [Cell("B", "2026年6月", "9")]))
    assert [(one["period"], one["indicator"], one["level"]) for one in periods] == [("2026-06", "生产总值", "9")]


def test_a_growth_of_its_own_column_is_of_the_indicator_before_it(compared):
    row = Line(5, {"peer": "甲区", "period": "2026-06", "growth": "5.1"}, {"peer": "A", "growth": "D"})
    cells = [Cell("B", "生产总值", "300"), Cell("C", "增加值增速", "6.4"), Cell("E", "人口", "9")]
    assert [(one["indicator"], one["growth"]) for one in SHEET.unfold(row, cells)] == [
        ("生产总值", ""), ("增加值增速", "5.1"), ("人口", ""),
    ]
    empty = [cells[0], Cell("C", "增加值增速", "-"), cells[2]]
    assert [(one["indicator"], one["growth"]) for one in SHEET.unfold(row, empty)] == [("生产总值", ""), ("人口", "")]
    assert [one["growth"] for one in SHEET.unfold(row, cells[:1])] == ["5.1"]


def test_a_column_whose_head_counts_in_other_money_is_converted(compared):
    rows = [
        Line(2, {**line(level="6105000", growth="6.2", goal="12800000").values}, {}, {
            "level": "数值（万元）", "growth": "同比（%）", "goal": "目标(万元)",
        }),
        Line(3, line(peer="乙区", level="6.1").values, {}, {"level": "数值（累计）"}),
    ]
    assert brought(compared, *rows) == ["new", "new"]
    assert figures(compared)["甲区", "生产总值"] == (6105 * YI // 10, 620, 1280 * YI)
    assert figures(compared)["乙区", "生产总值"][0] == 61 * YI // 10
    (change,) = judged(compared, Line(4, line(indicator="人口", level="6").values, {}, {"level": "数值（万元）"}))
    assert why(change) == [
        ("level", "This is counted in 万元, the indicator in 万人. Bring figures in that one."),
    ]


def test_a_row_of_totals_is_no_peer(compared):
    (change,) = judged(compared, line(peer="合 计", level="1288"))
    assert why(change) == [("peer", "This row sums up others. It is no peer.")]


def test_a_chunk_is_compared_with_as_many_queries_as_a_line(compared, django_assert_num_queries):
    brought(compared, line(level="1"))
    for count in (1, 400):
        rows = [line(number, peer=f"{number}区", level="1") for number in range(count)]
        here = ground(compared)
        with django_assert_num_queries(3):
            assert len(list(SHEET.compare(iter(rows), person=compared.supervisor, ground=here))) == count


def test_what_stands_can_be_downloaded_and_brought_again_unchanged(compared):
    rate = line(3, indicator="增加值增速", level="-2")
    brought(compared, line(level="610.5", growth="-0.3", goal="1280", group="一类"), rate)
    rows = list(SHEET.rows(person=compared.supervisor, ground=ground(compared)))
    assert brought(compared, *(Line(n, row) for n, row in enumerate(rows, 2))) == ["unchanged"] * 2


def test_only_who_assigns_over_the_whole_district_may(district):
    may = {name for name, person in district.people.items() if SHEET.may(person)}
    assert may == {"supervisor"}
