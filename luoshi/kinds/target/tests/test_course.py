"""How figures run: levels and rates are not pro-rata, less may be better, some are published late or seldom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from luoshi.core.ledger import actions, replay
from luoshi.core.ledger.actions import reportable_periods
from luoshi.core.ledger.queries import head_of
from luoshi.core.ledger.tests.district import YI, on
from luoshi.core.matters.models import Matter
from luoshi.core.matters.queries import matters
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, Figure, Row, cascade, compare, define
from luoshi.kinds.target.queries import aims, indicator_named, peer_readings, peers, shares


def defined(district, name="增加值增速", **said):
    said = {"unit_label": "%", "nature": "rate", "lead_unit": district.unit} | said
    return define(district.plan, Definition(name=name, **said), by=district.supervisor)


def target(district, name="增加值增速", goal=600, label="%", **given):
    return district.target(name, goal=goal, unit_label=label, details={"indicator": name, "source": ""}, **given)


def now(matter):
    return Matter.objects.get(pk=matter.pk)


def test_a_growth_rate_is_held_against_its_goal_and_not_against_the_months(district):
    with on(2026, 7, 3):
        defined(district)
        matter = target(district)
        district.verified(matter, "2026-06", 580)
    assert (now(matter).elapsed, now(matter).completion, now(matter).deviation) == (10_000, 9667, -333)
    assert now(matter).light == "green"


def test_a_rate_may_fall_below_nothing_and_a_sum_may_not(district):
    with on(2026, 7, 3):
        defined(district)
        rate, total = target(district), district.target("固投")
        district.verified(rate, "2026-06", -120)
        with pytest.raises(ValidationError):
            district.report(total, "2026-06", -YI)
    assert now(rate).value == -120
    assert now(rate).light == "red"


def test_a_level_that_reached_its_goal_can_still_be_missed(district):
    with on(2026, 4, 3):
        defined(district, "在库企业", unit_label="家", nature="point")
        matter = target(district, "在库企业", goal=50_00, label="家")
        district.verified(matter, "2026-03", 52_00)
    assert '"done"' not in now(matter).reasons
    with on(2026, 7, 3):
        district.verified(matter, "2026-06", 30_00)
    assert (now(matter).completion, now(matter).light) == (6000, "red")


@pytest.mark.parametrize(
    ("nature", "value", "completion", "light"),
    [
        ("cumulative", 12_00, 4000, "yellow"),  # 60 % used up by half the year
        ("cumulative", 8_00, 6000, "green"),
        ("point", 24_00, 8000, "yellow"),
        ("point", 10_00, 15_000, "green"),
    ],
)
def test_where_less_is_better_what_is_used_up_counts_against_it(district, nature, value, completion, light):
    with on(2026, 7, 3):
        defined(district, "事故起数", unit_label="起", nature=nature, direction="less")
        matter = target(district, "事故起数", goal=20_00, label="起")
        district.verified(matter, "2026-06", value)
    assert (now(matter).completion, now(matter).light) == (completion, light)
    assert '"done"' not in now(matter).reasons


def test_the_own_trajectory_stands_beside_pro_rata(district):
    with on(2026, 7, 3):
        matter = district.target("固投", goal=120 * YI)
        path = [YI * part for part in (2, 5, 10, 18, 28, 40, 55, 70, 85, 100, 110, 120)]
        goal = actions.GoalDraft(measure="value", year=2026, value=120 * YI, path=path)
        actions.rebaseline(matter, goal, by=district.supervisor, reason="按施工季节排月度计划")
        district.verified(matter, "2026-06", 46 * YI)
    assert now(matter).deviation == 3833 - 5000
    assert now(matter).path_deviation == 500  # 6 of 120 ahead of what its own months ask for


def test_a_trajectory_that_begins_at_nothing_asks_for_nothing_then(district):
    with on(2026, 2, 25):
        defined(district)
        matter = target(district)
        path = [0, 0, 100, 200, 300, 400, 450, 500, 550, 580, 590, 600]
        goal = actions.GoalDraft(measure="value", year=2026, value=600, path=path)
        actions.rebaseline(matter, goal, by=district.supervisor, reason="年初停产检修")
        district.verified(matter, "2026-01", 0)
    assert (now(matter).elapsed, now(matter).deviation, now(matter).light) == (0, 0, "green")


def test_a_quarterly_figure_is_due_after_its_quarter_alone(district):
    with on(2026, 1, 6):
        defined(district, "生产总值", unit_label="亿元", nature="cumulative", cadence="quarter")
        matter = target(district, "生产总值", goal=120 * YI, label="亿元")
    for month, silent in ((2, False), (3, False), (4, True)):
        with on(2026, month, 8):
            actions.relight(district.region)
        assert ('"silent"' in now(matter).reasons) is silent, month
    with on(2026, 5, 3):
        assert [str(period) for period in reportable_periods(matter)] == ["2026-03"]
        with pytest.raises(ValidationError) as caught:
            district.report(matter, "2026-04", YI)
        assert list(caught.value.error_dict) == ["period"]
        district.verified(matter, "2026-03", 30 * YI)
    with on(2026, 6, 9):
        actions.relight(district.region)
    assert now(matter).light == "green"


def test_a_figure_published_late_is_neither_silent_nor_late_before_its_day_and_outlives_the_closing(district):
    with on(2026, 1, 6):
        defined(district, "规上产值", unit_label="亿元", nature="cumulative", due_days=20)
        matter = target(district, "规上产值", goal=120 * YI, label="亿元")
    with on(2026, 2, 8):
        actions.close_period(district.plan, Period.parse("2026-01"), by=district.supervisor)
        actions.relight(district.region)
        assert '"silent"' not in now(matter).reasons
    with on(2026, 2, 19):
        assert "2026-01" in [str(period) for period in reportable_periods(matter)]
        assert not district.report(matter, "2026-01", 10 * YI).late
    with on(2026, 2, 21), pytest.raises(ValidationError):
        district.report(matter, "2026-01", 11 * YI)


def test_a_new_calendar_of_publication_moves_its_targets_at_once_and_not_their_past(district):
    with on(2026, 1, 6):
        defined(district, "生产总值", unit_label="亿元", nature="cumulative")
        matter = target(district, "生产总值", goal=120 * YI, label="亿元")
    with on(2026, 2, 8):
        actions.relight(district.region)
        before = head_of(district.region.pk).seq
        assert '"silent"' in now(matter).reasons
        said = Definition(name="生产总值", unit_label="亿元", lead_unit=district.unit, cadence="quarter")
        with pytest.raises(ValidationError) as caught:
            define(district.plan, said, by=district.supervisor)
        assert list(caught.value.error_dict) == ["reason"]
        define(district.plan, said, by=district.supervisor, reason="改为季度核算")
    assert '"silent"' not in now(matter).reasons
    then = matters(district.supervisor, before).get(code=matter.code)
    assert then.cadence == "month"
    assert '"silent"' in then.reasons
    assert replay.check()


def test_what_targets_count_never_changes(district):
    with on(2026, 1, 6):
        defined(district)
        matter = target(district)
        said = Definition(name="增加值增速", unit_label="亿元", lead_unit=district.unit)
        with pytest.raises(ValidationError) as caught:
            define(district.plan, said, by=district.supervisor, reason="改单位")
        assert set(caught.value.error_dict) == {"unit_label", "nature"}
        with pytest.raises(ValidationError) as caught:
            target(district)
        assert list(caught.value.error_dict) == ["indicator"]
        change = {"details": {"value": {"indicator": "别的", "source": ""}, "shown": "别的"}}
        with pytest.raises(ValidationError):
            actions.amend(matter, change, by=district.supervisor, reason="换指标")


@pytest.mark.parametrize("name", ["reporter", "leader", "stranger", "administrator"])
def test_only_who_assigns_over_the_district_defines_cascades_and_compares(district, name):
    person = district.people[name]
    with on(2026, 1, 6):
        defined(district)
        with pytest.raises(PermissionDenied):
            define(district.plan, Definition(name="别的", unit_label="家", lead_unit=district.unit), by=person)
        rows, figures = [Row(holder="省", name="省", level="province")], [Figure(peer="甲")]
        with pytest.raises(PermissionDenied):
            cascade(district.plan, "增加值增速", 2026, rows, by=person, reason="x")
        with pytest.raises(PermissionDenied):
            compare(district.plan, "增加值增速", Period.parse("2026-01"), figures, by=person, source="x")


def test_a_cascade_is_kept_row_by_row_and_as_it_was(district):
    rows = [
        Row(holder="省", name="省", level="province", own=550),
        Row(holder="市", name="市", level="city", superior="省", assigned=550, own=600, place=1),
        Row(holder="wh", name="望海新区", level="district", superior="市", assigned=700, place=2),
    ]
    with on(2026, 1, 6):
        defined(district)
        cascade(district.plan, "增加值增速", 2026, rows, by=district.supervisor, reason="上级下达")
        first = head_of(district.region.pk).seq
        assert cascade(district.plan, "增加值增速", 2026, rows, by=district.supervisor, reason="上级下达") is None
        assert head_of(district.region.pk).seq == first
        changed = [*rows[:1], Row(holder="市", name="市", level="city", superior="省", assigned=560, place=1)]
        with pytest.raises(ValidationError):  # the district would hang in the air
            cascade(
                district.plan, "增加值增速", 2026, changed[1:], by=district.supervisor, reason="调整", whole=True
            )
        cascade(district.plan, "增加值增速", 2026, changed, by=district.supervisor, reason="调整", whole=True)
    assert [(row.holder, row.assigned, row.own) for row in shares(district.plan, 2026)] == [
        ("省", None, 550),
        ("市", 560, None),
    ]
    then = shares(district.plan, 2026, first)
    assert [(row.holder, row.assigned) for row in then] == [("省", None), ("市", 550), ("wh", 700)]
    assert replay.check()


def test_an_own_figure_is_typed_once(district):
    """Whoever has a target here says it by that target's goal, and by nothing else."""
    rows = [Row(holder="wh", name="望海新区", level="district", own=600)]
    with on(2026, 1, 6):
        defined(district)
        assert cascade(district.plan, "增加值增速", 2026, rows, by=district.supervisor, reason="分解")
        target(district)
        again = [Row(holder="wh", name="望海新区", level="district", own=650)]
        with pytest.raises(ValidationError) as caught:
            cascade(district.plan, "增加值增速", 2026, again, by=district.supervisor, reason="分解")
    assert "望海新区" in str(caught.value)


def test_what_peers_published_is_kept_as_published(district):
    period = Period.parse("2026-06")
    with on(2026, 7, 20):
        defined(district)
        said = [Figure(peer="甲区", group="一类", value=610), Figure(peer="乙区", group="一类", value=99_999)]
        compare(district.plan, "增加值增速", period, said, by=district.supervisor, source="统计局")
        first = head_of(district.region.pk).seq
        again = [Figure(peer="甲区", value=610), Figure(peer="乙区", value=620)]
        compare(district.plan, "增加值增速", period, again, by=district.supervisor, source="统计局更正")
        assert head_of(district.region.pk).seq == first + 1
    assert peers(district.plan) == {"甲区": "一类", "乙区": "一类"}
    for head, figure, source in ((first, 99_999, "统计局"), (None, 620, "统计局更正")):
        found = {row.peer: (row.value, row.source) for row in peer_readings(district.plan, ["2026-06"], head)}
        assert found == {"甲区": (610, "统计局"), "乙区": (figure, source)}
    assert replay.check()


def test_aims_are_the_targets_one_may_see(district):
    with on(2026, 1, 6):
        defined(district)
        whole = target(district)
        part = district.target(
            "街道增速", goal=700, unit_label="%", lead_unit=district.other,
            details={"indicator": "增加值增速", "source": "", "scope": "unit"}, due=dt.date(2026, 12, 31),
        )
    found = aims(matters(district.supervisor))
    assert {(aim.matter.code, aim.indicator, aim.holder) for aim in found} == {
        (whole.code, "增加值增速", ""),
        (part.code, "增加值增速", "jtj"),
    }
    assert [aim.matter.code for aim in aims(matters(district.stranger))] == [part.code]
    assert indicator_named(district.plan, "增加值增速").nature == "rate"
