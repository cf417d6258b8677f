"""A cascade is filled in as a table: compared row by row, written all or none, and never against what stands."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from luoshi.core.ledger import actions, replay
from luoshi.core.ledger.queries import book_of
from luoshi.core.ledger.tests.district import YI, on
from luoshi.core.matters.models import Goal, Matter
from luoshi.kinds.target.actions import Definition, define
from luoshi.kinds.target.cascading import compare, write
from luoshi.kinds.target.heads import lines_of
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.holding import held, tree
from luoshi.kinds.target.models import Share, Target

HEAD = "承担单位\t层级\t上级\t上级下达\t自定目标\t基数"


@pytest.fixture
def counted(district):
    """An indicator that the district has a target of: 420 亿元 for 2026."""
    with on(2026, 1, 10):
        district.indicator = define(
            district.plan, Definition(name="固投", unit_label="亿元", lead_unit=district.unit), by=district.supervisor
        )
        district.whole = district.target("固投", goal=420 * YI)
    return district


def table(district, *rows):
    names = {"UNIT": district.unit.name, "OTHER": district.other.name, "REGION": district.region.name}
    text = "\n".join([HEAD, *rows])
    for key, name in names.items():
        text = text.replace(key, name)
    return lines_of(text)


def compared(district, *rows, whole=False, year=2026):
    with on(2026, 1, 11):
        lines = table(district, *rows)
        return compare(district.plan, district.indicator, year, lines, person=district.supervisor, whole=whole)


def written(district, *rows, whole=False, year=2026):
    changes = compared(district, *rows, whole=whole, year=year)
    with on(2026, 1, 12):
        said = {"by": district.supervisor, "reason": "年初分解", "whole": whole}
        return write(district.plan, district.indicator, year, changes, **said)


ROWS = [
    "滨海市\t市\t\t\t2000\t1850", "REGION\t区\t滨海市\t400\t420\t380", "UNIT\t\tREGION\t280\t300\t250",
    "OTHER\t\t\t140\t\t130",
]


def test_a_pasted_cascade_becomes_rows_and_goals(counted):
    assert [change.state for change in compared(counted, *ROWS)] == ["new", "changed", "new", "new"]
    assert not Share.objects.exists()
    written(counted, *ROWS)
    city, district, unit, other = Share.objects.filter(superseded=None).order_by("place")
    assert (city.holder, city.own, city.base, city.level) == ("滨海市", 2000 * YI, 1850 * YI, "city")
    assert (district.assigned, district.own, district.superior) == (400 * YI, None, "滨海市")
    assert (unit.assigned, unit.own, unit.superior) == (280 * YI, None, counted.region.code)
    assert other.superior == counted.region.code
    matter = Matter.objects.get(pk__in=Target.objects.filter(scope="unit").values("matter"))
    assert (matter.lead_unit, matter.goal, matter.unit_label) == (counted.unit, 300 * YI, "亿元")
    assert (matter.workstream, matter.weight) == (counted.whole.workstream, counted.whole.weight)
    assert replay.check()


def test_the_same_table_again_writes_nothing(counted):
    written(counted, *ROWS)
    assert {change.state for change in compared(counted, *ROWS)} == {"unchanged"}
    assert written(counted, *ROWS) == 0
    assert written(counted, *ROWS, whole=True) == 0


def test_a_changed_goal_is_set_anew_with_the_reason(counted):
    written(counted, *ROWS)
    [change] = compared(counted, "UNIT\t\t\t280\t310\t250")
    assert (change.state, change.shown[0][1:]) == ("changed", ("300.0 亿元", "310.0 亿元"))
    assert written(counted, "UNIT\t\t\t280\t310\t250") == 1
    assert Matter.objects.get(lead_unit=counted.unit, goal=310 * YI)
    assert replay.check()


def test_an_empty_cell_says_nothing_unless_the_table_is_all_of_it(counted):
    written(counted, *ROWS)
    assert [change.state for change in compared(counted, "OTHER\t\t\t\t\t")] == ["unchanged"]
    [change, *gone] = compared(counted, "OTHER\t\t\t\t\t130", whole=True)
    assert change.state == "refused"  # it hangs on the district, whose row is missing now
    assert {one.subject for one in gone} == {"滨海市", counted.region.name, counted.unit.name}
    written(counted, *ROWS[:2], "UNIT\t\t\t280\t300\t250", whole=True)
    assert not Share.objects.filter(superseded=None, holder=counted.other.code).exists()


def test_later_years_belong_to_the_same_target(counted):
    written(counted, *ROWS)
    written(counted, "REGION\t\t\t\t460\t420", "UNIT\t\t\t300\t330\t300", year=2027)
    matter = Matter.objects.get(pk__in=Target.objects.filter(scope="unit").values("matter"))
    assert (matter.due.year, matter.goal) == (2027, 300 * YI)
    goals = Goal.objects.filter(matter=matter, superseded=None).order_by("year").values_list("year", "value")
    assert list(goals) == [(2026, 300 * YI), (2027, 330 * YI)]
    assert replay.check()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("UNIT\t\t\t十二\t\t", "assigned"), ("UNIT\t\t\t-3\t\t", "assigned"), ("UNIT\t\t\t\t0\t", "own"),
        ("UNIT\t星球\t\t1\t\t", "level"), ("UNIT\t市\t\t1\t\t", "level"), ("无此单位\t\t\t1\t\t", "holder"),
        ("无此单位\t区属单位\t\t1\t\t", "holder"), ("UNIT\t\t无此上级\t1\t\t", "superior"), ("\t\t\t1\t\t", "holder"),
        ("UNIT\t\tUNIT\t1\t\t", "superior"), ("UNIT\t\t\t1.123456789123\t\t", "assigned"),
    ],
)
def test_what_cannot_be_is_refused_by_row_and_column(counted, row, column):
    good, bad = compared(counted, "REGION\t\t\t400\t\t", row)
    assert (good.state, bad.state) == ("changed", "refused")
    assert [code for code, _why in bad.reasons] == [column]
    with pytest.raises(ValidationError):
        write(counted.plan, counted.indicator, 2026, [good, bad], by=counted.supervisor, reason="年初分解")
    assert not Share.objects.exists()


def test_a_holder_stands_once(counted):
    rows = compared(counted, "UNIT\t\t\t1\t\t", "OTHER\t\t\t1\t\t", "UNIT\t\t\t2\t\t")
    assert [row.state for row in rows] == ["new", "new", "refused"]
    assert "2" in rows[2].reasons[0][1]


def test_without_a_target_of_the_district_no_unit_sets_its_own(district):
    with on(2026, 1, 10):
        district.indicator = define(
            district.plan, Definition(name="税收", unit_label="亿元", lead_unit=district.unit), by=district.supervisor
        )
    [change] = compared(district, "UNIT\t\t\t\t3\t")
    assert change.reasons[0][0] == "own"


def test_only_who_assigns_over_the_district_compares_or_writes(counted):
    for person in (counted.reporter, counted.stranger):
        with pytest.raises(PermissionDenied):
            compare(counted.plan, counted.indicator, 2026, [], person=person)
        with pytest.raises(PermissionDenied):
            write(counted.plan, counted.indicator, 2026, [], by=person, reason="试")


def test_what_does_not_sum_is_shown_and_may_stand(counted):
    written(counted, *ROWS)
    rows = held(counted.plan, counted.indicator, 2026, Holders(counted.region))
    found = {place.held.row.holder: place for place in tree(rows, counted.indicator).places}
    assert (found["滨海市"].depth, found[counted.unit.code].depth) == (0, 2)
    district = found[counted.region.code]
    assert (district.line.uplift, district.down.unallotted, district.down.sums) == (20 * YI, 0, True)
    assert found[counted.unit.code].line.uplift == 20 * YI


def test_a_table_with_an_english_head_and_one_without(counted):
    with override("en"):
        [line] = lines_of(f"base\tHolder\tassigned\n\n250\t{counted.unit.name}\t280")
    assert (line["holder"], line["assigned"], line["base"], line.number) == (counted.unit.name, "280", "250", 3)
    with pytest.raises(ValidationError):
        lines_of("1\t2\t3\n4\t5\t6")


def test_rates_may_be_negative_and_are_not_summed(district):
    with on(2026, 1, 10):
        said = Definition(name="增速", unit_label="%", nature="rate", lead_unit=district.unit)
        district.indicator = define(district.plan, said, by=district.supervisor)
        district.target("增速", goal=600, unit_label="%", details={"indicator": "增速", "source": ""})
    written(district, "REGION\t区\t\t6\t6\t100", "UNIT\t\t\t-1.5\t2\t40")
    share = Share.objects.get(superseded=None, holder=district.unit.code)
    assert share.assigned == -150
    assert replay.check()


@pytest.mark.parametrize("since", ["row", "goal", "taken out"])
def test_what_somebody_said_meanwhile_is_not_undone(counted, since):
    """Also where both looked before either wrote: it is asked again once the book is theirs alone."""
    written(counted, *ROWS)
    seen = book_of(counted.region.pk).head
    changes = compared(counted, ROWS[1].replace("滨海市", ""), "UNIT\t\tREGION\t280\t300\t250", whole=True)
    match since:
        case "row":
            written(counted, "OTHER\t\tREGION\t150\t\t130")
        case "goal":
            unit = Matter.objects.exclude(pk=counted.whole.pk).get()
            goal = actions.GoalDraft(measure="value", year=2026, value=310 * YI)
            actions.rebaseline(unit, goal, by=counted.supervisor, reason="调整")
        case "taken out":
            written(counted, *ROWS[:3], whole=True)
    said = {"by": counted.supervisor, "reason": "分解", "whole": True, "seen": seen}
    with pytest.raises(ValidationError, match=r"while you were writing|有人改过"):
        write(counted.plan, counted.indicator, 2026, changes, **said)
