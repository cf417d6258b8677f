"""Indicators, cascades and goals brought as one table: defined, registered, set anew, drawn month by month."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from luoshi.core.ledger import replay
from luoshi.core.ledger.asof import Moment
from luoshi.core.ledger.queries import head_of
from luoshi.core.ledger.tests.district import YI, on
from luoshi.core.matters.models import Goal, Matter
from luoshi.core.plan.models import Workstream
from luoshi.kinds.target.models import Target
from luoshi.kinds.target.queries import indicator_named, shares
from luoshi.kinds.target.sheets.targets import Targets
from luoshi.web.sheets import Line, Refused

SHEET = Targets()
DEFINES = {"unit_label": "亿元", "lead_unit": "发改局", "cadence": "quarter", "due_days": "20", "source": "统计局"}


@pytest.fixture
def district(district):
    with on(2026, 1, 20), override("en"):
        yield district


def ground(district):
    return Moment(district.region, district.plan, None, head_of(district.region.pk))


def line(number=2, **said):
    values = {"indicator": "生产总值", "holder": "望海新区", "year": "2026", **said}
    return Line(number, values, dict.fromkeys(values, "A"))


def judged(district, *lines):
    return list(SHEET.compare(iter(lines), person=district.supervisor, ground=ground(district)))


def brought(district, *lines):
    changes = judged(district, *lines)
    payloads = [json.loads(json.dumps(change.payload)) for change in changes if change.state in ("new", "changed")]
    SHEET.apply(payloads, person=district.supervisor, ground=ground(district), reason="年初分解")
    return [change.state for change in changes]


def why(change):
    return [(code, str(reason)) for code, reason in change.reasons]


CASCADE = (
    line(2, holder="市政府", level="city", own="900", **DEFINES),
    line(3, superior="市政府", assigned="120", own="126", base="110", weight="5"),
    line(4, holder="fgj", assigned="60", own="63", base="55"),
    line(5, holder="交通运输局", assigned="60", base="55"),
)


def standing(district, year=2026):
    return {row.holder: (row.superior, row.assigned, row.own, row.base) for row in shares(district.plan, year)}


def goals(year=2026):
    found = Goal.objects.filter(year=year, superseded=None).select_related("matter__lead_unit")
    scopes = dict(Target.objects.values_list("matter", "scope"))
    return {(goal.matter.lead_unit.code, scopes[goal.matter_id]): goal.value for goal in found}


def test_a_table_defines_registers_and_cascades_and_twice_changes_nothing(district):
    assert brought(district, *CASCADE) == ["new"] * 4
    indicator = indicator_named(district.plan, "生产总值")
    told = (indicator.unit_label, indicator.cadence, indicator.due_days, indicator.source)
    assert told == ("亿元", "quarter", 20, "统计局")
    assert standing(district) == {
        "市政府": ("", None, 900 * YI, None),
        "wh": ("市政府", 120 * YI, None, 110 * YI),
        "fgj": ("wh", 60 * YI, None, 55 * YI),
        "jtj": ("wh", 60 * YI, None, 55 * YI),
    }
    assert goals() == {("fgj", "district"): 126 * YI, ("fgj", "unit"): 63 * YI}
    assert {matter.weight for matter in Matter.objects.all()} == {5}
    before = head_of(district.region.pk).seq
    assert brought(district, *CASCADE) == ["unchanged"] * 4
    payloads = [change.payload for change in judged(district, *CASCADE)]
    SHEET.apply(payloads, person=district.supervisor, ground=ground(district), reason="再来一次")
    assert head_of(district.region.pk).seq == before
    assert replay.check()


def test_what_changes_is_shown_and_an_empty_cell_leaves_it(district):
    brought(district, *CASCADE)
    change, other = judged(district, line(3, own="130", weight="6"), line(4, holder="交通运输局", assigned="61"))
    assert [tuple(map(str, shown)) for shown in change.shown] == [
        ("own target", "126.0 亿元", "130.0 亿元"), ("weight", "5", "6"),
    ]
    assert [tuple(map(str, shown)) for shown in other.shown] == [("assigned", "60.0 亿元", "61.0 亿元")]
    assert brought(district, line(3, own="130", weight="6"), line(4, holder="jtj", assigned="61")) == ["changed"] * 2
    assert goals()["fgj", "district"] == 130 * YI
    assert standing(district)["wh"] == ("市政府", 120 * YI, None, 110 * YI)
    assert Matter.objects.get(code="M-0001").weight == 6
    assert replay.check()


def test_a_goal_of_another_year_is_set_on_the_same_target(district):
    brought(district, *CASCADE)
    assert brought(district, line(3, year="2027", own="140")) == ["new"]
    assert goals(2027) == {("fgj", "district"): 140 * YI}
    assert Matter.objects.filter(kind="target").count() == 2


def test_twelve_months_draw_a_trajectory(district):
    months = {f"month{number}": str(number * 10) for number in range(1, 13)}
    brought(district, *CASCADE)
    assert brought(district, line(3, own="120", **months)) == ["changed"]
    goal = Goal.objects.get(matter__code="M-0001", superseded=None)
    assert (goal.value, json.loads(goal.path)) == (120 * YI, [number * 10 * YI for number in range(1, 13)])
    assert brought(district, line(3, own="120", **months)) == ["unchanged"]
    assert brought(district, line(3, own="120", shape="even")) == ["changed"]
    assert Goal.objects.get(matter__code="M-0001", superseded=None).path == "[]"
    for wrong, column in (({"month5": ""}, "month5"), ({"month5": "1"}, "month5"), ({"month12": "119"}, "month12")):
        (change,) = judged(district, line(3, own="120", **months | wrong))
        assert (change.state, why(change)[0][0]) == ("refused", column)


def test_last_years_shape_is_taken_where_last_year_is_complete(district):
    with on(2026, 1, 6):
        brought(district, line(2, own="78", unit_label="亿元", lead_unit="fgj"))
    matter = Matter.objects.get()
    for month in range(1, 13):
        with on(2026 + month // 12, month % 12 + 1, 3):
            district.verified(matter, f"2026-{month:02}", sum(range(month + 1)) * YI)
    with on(2027, 1, 20):
        assert brought(district, line(2, year="2027", own="156", shape="last year's shape")) == ["new"]
        goal = Goal.objects.get(year=2027, superseded=None)
        assert json.loads(goal.path) == [2 * sum(range(month + 1)) * YI for month in range(1, 13)]
        (change,) = judged(district, line(2, year="2029", own="156", shape="last year's shape"))
        assert why(change)[0][0] == "shape"


@pytest.mark.parametrize(
    ("said", "column", "words"),
    [
        ({"indicator": "没有"}, "unit_label", "not defined yet"),
        ({"unit_label": "万元"}, "unit_label", "Targets count this already"),
        ({"holder": "没有的局"}, "holder", "No unit is called so"),
        ({"holder": "没有的局", "level": "unit of the district"}, "holder", "No unit is called so"),
        ({"superior": "省政府"}, "superior", "no row says what this superior holds"),
        ({"year": ""}, "year", "for which year"),
        ({"year": "26"}, "year", "for which year"),
        ({"own": "-1"}, "own", "negative"),
        ({"own": "0"}, "own", "more than nothing"),
        ({"weight": "0"}, "weight", "from 1"),
        ({"workstream": "没有的"}, "workstream", "No workstream"),
        ({"due_days": "400"}, "due_days", "Between 0 and 120"),
        ({"lead_unit": "没有的局"}, "lead_unit", "No unit is called so"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_column_and_reason(district, said, column, words):
    brought(district, *CASCADE)
    (change,) = judged(district, line(9, **said))
    assert (change.number, change.state) == (9, "refused")
    assert (column, True) in [(code, words in reason) for code, reason in why(change)]


def test_a_new_target_says_its_workstream_where_there_are_several(district):
    Workstream.objects.create(plan=district.plan, code="reform", name="改革")
    defined = {"unit_label": "家", "lead_unit": "fgj"}
    (change,) = judged(district, line(own="5", **defined))
    assert why(change)[0][0] == "workstream"
    rows = [line(own="5", workstream="改革", **defined), line(3, holder="jtj", own="2")]
    assert brought(district, *rows) == ["new", "new"]
    assert {matter.workstream.name for matter in Matter.objects.all()} == {"改革"}


def test_units_hold_nothing_of_their_own_before_the_district_and_no_holder_stands_twice(district):
    defined = {"unit_label": "家", "lead_unit": "fgj"}
    first, second, third = judged(
        district, line(2, holder="jtj", own="5", **defined), line(3, own="9"), line(4, holder="望海新区", own="8")
    )
    assert why(first)[0][0] == "own"
    assert (second.state, third.state) == ("new", "refused")


def test_a_row_without_a_holder_only_defines(district):
    assert brought(district, line(holder="", year="", **DEFINES)) == ["new"]
    assert brought(district, line(holder="", **DEFINES | {"due_days": "25"})) == ["changed"]
    assert indicator_named(district.plan, "生产总值").due_days == 25
    assert brought(district, line(holder="", **DEFINES | {"due_days": "25"})) == ["unchanged"]
    other = judged(district, line(2, holder="", due_days="10"), line(3, holder="", due_days="11"))
    assert [change.state for change in other] == ["changed", "refused"]


def test_what_no_longer_fits_is_refused_when_it_is_written(district):
    payload = {**judged(district, *CASCADE)[1].payload, "definition": None}
    with pytest.raises(Refused) as caught:
        SHEET.apply([payload], person=district.supervisor, ground=ground(district), reason="x")
    assert list(caught.value.reasons) == [0]


def test_a_chunk_is_compared_with_as_many_queries_as_a_line(district, django_assert_max_num_queries):
    for count in (1, 120):
        rows = [line(n, indicator=f"指标{n}", own="5", unit_label="家", lead_unit="fgj") for n in range(count)]
        here = ground(district)
        with django_assert_max_num_queries(9):
            found = list(SHEET.compare(iter(rows), person=district.supervisor, ground=here))
        assert [change.state for change in found] == ["new"] * count


def test_what_stands_can_be_downloaded_and_brought_again_unchanged(district):
    brought(district, *CASCADE, line(6, indicator="空的", holder="", unit_label="家", lead_unit="fgj"))
    rows = list(SHEET.rows(person=district.supervisor, ground=ground(district)))
    assert len(rows) == 5
    assert brought(district, *(Line(number, row) for number, row in enumerate(rows, 2))) == ["unchanged"] * 5


def test_only_who_assigns_over_the_whole_district_may(district):
    assert {name for name, person in district.people.items() if SHEET.may(person)} == {"supervisor"}


def test_units_derive_from_a_district_that_only_sets_itself_a_goal(district):
    rows = (line(2, own="120", weight="2", **DEFINES), line(3, holder="fgj", assigned="60", own="63"))
    assert brought(district, *rows) == ["new", "new"]
    assert standing(district) == {"wh": ("", None, None, None), "fgj": ("wh", 60 * YI, None, None)}
    assert goals() == {("fgj", "district"): 120 * YI, ("fgj", "unit"): 63 * YI}
    assert brought(district, *rows) == ["unchanged"] * 2
    assert replay.check()


def test_figures_beneath_a_head_in_other_money_are_converted(district):
    rows = [
        Line(one.number, one.values, one.where, {"assigned": "上级下达（万元）"})
        for one in (line(2, own="120", **DEFINES), line(3, holder="fgj", assigned="600000"))
    ]
    brought(district, *rows)
    assert standing(district)["fgj"][1] == 60 * YI


@pytest.mark.parametrize("weight", ["0", "10001", "9" * 24])
def test_a_weight_that_no_column_holds_is_refused_before_it_is_written(district, weight):
    (change,) = judged(district, line(own="126", weight=weight, **DEFINES))
    assert why(change) == [("weight", "A weight is a whole number from 1 to 10,000.")]
    with pytest.raises(ValidationError, match="10,000"):
        district.target("固投", weight=int(weight))
