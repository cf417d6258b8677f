"""The pages of key targets: definitions are for everybody, figures within one's reach, writing for who assigns."""

from __future__ import annotations

import datetime as dt

import pytest

from luoshi.core.ledger import replay
from luoshi.core.ledger.queries import head_of
from luoshi.core.matters.models import Goal, Matter
from luoshi.demo.world import Saying, turn_to
from luoshi.kinds.target.actions import Definition, Row, cascade, define
from luoshi.kinds.target.cascading import compare, write
from luoshi.kinds.target.heads import lines_of
from luoshi.kinds.target.models import Indicator, Share, Target

YI = 10**10
ROWS = [
    "承担单位\t层级\t上级\t上级下达\t自定目标\t基数",
    "滨海市\t市\t\t\t2000\t1850", "望海新区\t区\t滨海市\t400\t420\t380",
    "临港产业园\t\t\t271.31\t277.77\t250", "望山街道\t\t\t133.55\t133.55\t130",
]


@pytest.fixture
def counted(world):
    """固投 with a district's target, a cascade and a month of figures; a rate that one may not sum."""
    fagai = world.units["fagai"]
    said = Definition(name="固投", unit_label="亿元", lead_unit=fagai, source="统计联网直报")
    world.indicator = define(world.plan, said, by=world.supervisor)
    rate = Definition(name="工业增速", unit_label="%", nature="rate", lead_unit=fagai, due_days=20)
    world.rate = define(world.plan, rate, by=world.supervisor)
    details = {"indicator": "固投", "source": ""}
    world.target = world.register("target", "固投", "fagai", goal=420 * YI, unit_label="亿元", details=details)
    details = {"indicator": "工业增速", "source": ""}
    world.quick = world.register("target", "工业增速", "fagai", goal=8_50, unit_label="%", details=details)
    cascaded(world, ROWS)
    figures = {world.quick.pk: 3_20, world.target.pk: 31_50 * YI // 100}
    world.tick(lambda matter, month: Saying({"value": figures.get(matter.pk, 30 * YI)}))
    return world


def cascaded(world, rows, year=2026):
    changes = compare(world.plan, world.indicator, year, lines_of("\n".join(rows)), person=world.supervisor)
    return write(world.plan, world.indicator, year, changes, by=world.supervisor, reason="年初分解")


def page(client, person, url, status=200):
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def sent(client, person, url, **said):
    client.force_login(person)
    return client.post(url, said)


def test_the_table_teaches_the_first_step_and_leads_to_it(client, world):
    assert "/targets/new/" in page(client, world.supervisor, "/targets/")
    assert "/targets/new/" not in page(client, world.reporter, "/targets/")


def test_the_table_says_where_each_indicator_stands(client, counted):
    found = page(client, counted.supervisor, "/targets/")
    assert "420.0" in found
    assert "低于序时进度 0.83 个百分点" in found
    assert "−5.30" in found  # of the rate: points below its goal, and no share of the year
    assert "低于目标 5.30 个百分点" in found
    assert "37.65" not in found


@pytest.mark.parametrize(
    ("query", "names"),
    [("", {"固投", "工业增速"}), ("?q=增速", {"工业增速"}), ("?nature=rate", {"工业增速"}), ("?unit=wangshan", set()),
     ("?workstream=xiangmu", {"固投", "工业增速"}), ("?workstream=none", set()), ("?nature=x", {"固投", "工业增速"})],
)
def test_filters_stand_in_the_address(client, counted, query, names):
    client.force_login(counted.supervisor)
    rows = client.get(f"/targets/{query}").context["page"].object_list
    assert {row.indicator.name for row in rows} == names


def test_the_number_of_queries_does_not_grow_with_the_indicators(client, counted, django_assert_max_num_queries):
    for number in range(12):
        said = Definition(name=f"指标{number}", unit_label="家", lead_unit=counted.units["fagai"])
        define(counted.plan, said, by=counted.supervisor)
        details = {"indicator": f"指标{number}", "source": ""}
        counted.register("target", f"指标{number}", "fagai", goal=100, unit_label="家", details=details)
    client.force_login(counted.supervisor)
    client.get("/targets/")
    with django_assert_max_num_queries(32):
        client.get("/targets/")


def test_an_indicator_is_defined_and_defined_anew_with_a_reason(client, counted):
    said = {
        "name": "在库企业", "unit_label": "家", "nature": "point", "direction": "more", "sums": "on", "source": "",
        "lead_unit": "fagai", "cadence": "quarter", "due_days": 20,
    }
    made = sent(client, counted.supervisor, "/targets/new/", **said)
    indicator = Indicator.objects.get(name="在库企业", superseded=None)
    assert made.url == f"/targets/{indicator.number}/"
    again = sent(client, counted.supervisor, "/targets/new/", **said)
    assert again.status_code == 422
    url = f"/targets/{indicator.number}/definition/"
    assert sent(client, counted.supervisor, url, **{**said, "due_days": 25}).status_code == 422  # no reason
    assert sent(client, counted.supervisor, url, **{**said, "due_days": 25, "reason": "改月历"}).status_code == 302
    assert Indicator.objects.get(name="在库企业", superseded=None).due_days == 25
    assert replay.check()


def test_a_multiple_of_nothing_is_no_unit_of_measure(client, counted):
    url = "/targets/new/"
    said = {"name": "数字经济", "unit_label": "亿", "nature": "cumulative", "direction": "more", "sums": "on"}
    answer = sent(client, counted.supervisor, url, **said, lead_unit="fagai", cadence="month", due_days=5)
    assert answer.status_code == 422
    assert "请写亿元、万人等" in answer.content.decode()


def test_a_definition_that_stands_so_is_not_written_again(client, counted):
    said = {"lead_unit": "lingang", "cadence": "month", "due_days": "9", "source": "统计局", "reason": "口径"}
    for _click in range(2):
        url = f"/targets/{counted.indicator.number}/definition/"
        assert sent(client, counted.supervisor, url, **said).status_code == 302
    assert Indicator.objects.filter(name="固投").count() == 2  # the first one and this


def test_what_is_fixed_is_shown_as_fixed_and_no_trap(client, counted):
    url = f"/targets/{counted.indicator.number}/definition/"
    found = page(client, counted.supervisor, url)
    assert 'name="unit_label"' not in found
    said = {"source": "联网直报", "lead_unit": "fagai", "cadence": "month", "due_days": 12, "reason": "改月历"}
    assert sent(client, counted.supervisor, url, **said, unit_label="万元", nature="rate").status_code == 302
    now = Indicator.objects.get(name="固投", superseded=None)
    assert (now.unit_label, now.nature, now.due_days) == ("亿元", "cumulative", 12)


def goal(year=2026, **said):
    months = {f"month{month}": "" for month in range(1, 13)}
    return {"goal": "420", "shape": "even", "reason": "调整", **months, **said}


def test_a_goal_is_drawn_by_hand_checked_and_then_kept(client, counted):
    url = f"/targets/{counted.indicator.number}/goals/2026/"
    drawn = {f"month{month}": str(month * 35) for month in range(1, 13)} | {"shape": "drawn"}
    wrong = [("3", "1", "3 月低于上月"), ("12", "419", "12 月不等于目标值"), ("7", "", "只填了 11 个月")]
    for month, value, why in wrong:
        refused = sent(client, counted.supervisor, url, **goal(**{**drawn, f"month{month}": value}))
        assert refused.status_code == 422
        assert why in refused.content.decode()
    checked = sent(client, counted.supervisor, url, **goal(**drawn), check="1")
    assert checked.status_code == 200
    assert "<svg" in checked.content.decode()
    assert Goal.objects.get(matter=counted.target, year=2026, superseded=None).path == "[]"
    assert sent(client, counted.supervisor, url, **goal(**drawn), save="1").status_code == 302
    assert Goal.objects.get(matter=counted.target, year=2026, superseded=None).path.startswith(f"[{35 * YI},")
    assert sent(client, counted.supervisor, url, **goal(**drawn), save="1").status_code == 422  # stands so already
    assert replay.check()


def test_last_year_gives_no_shape_where_it_is_not_complete(client, counted):
    url = f"/targets/{counted.indicator.number}/goals/2026/"
    assert "上年数据不全" in sent(client, counted.supervisor, url, **goal(shape="last_year")).content.decode()


def test_a_goal_without_a_target_registers_one(client, counted):
    said = Definition(name="税收", unit_label="亿元", lead_unit=counted.units["fagai"])
    number = define(counted.plan, said, by=counted.supervisor).number
    url = f"/targets/{number}/goals/2026/"
    stream = counted.workstreams["xiangmu"].pk
    assert sent(client, counted.supervisor, url, **goal(goal="86"), weight="3").status_code == 422
    assert sent(client, counted.supervisor, url, **goal(goal="86"), workstream=stream, weight="3").status_code == 302
    target = Target.objects.get(indicator="税收")
    assert (target.scope, target.matter.goal, target.matter.weight) == ("district", 86 * YI, 3)
    later = f"/targets/{number}/goals/2027/"
    assert sent(client, counted.supervisor, later, **goal(goal="92")).status_code == 302
    assert Matter.objects.get(pk=target.pk).due == dt.date(2027, 12, 31)
    assert replay.check()


def test_the_indicator_shows_years_months_and_every_revision_with_its_reason(client, counted):
    url = f"/targets/{counted.indicator.number}/"
    sent(client, counted.supervisor, f"{url}goals/2026/", **goal(goal="440", reason="上级调整"))
    found = page(client, counted.supervisor, url)
    for words in ("440.0", "上级调整", "年初分解", "统计联网直报", "2026年1月", "31.5", "临港产业园", "<svg"):
        assert words in found, words


def test_as_of_an_earlier_entry_the_earlier_goal_stands_and_nothing_is_offered(client, counted):
    then = head_of(counted.region.pk).seq
    sent(client, counted.supervisor, f"/targets/{counted.indicator.number}/goals/2026/", **goal(goal="440"))
    for url in (f"/targets/{counted.indicator.number}/", "/targets/"):
        found = page(client, counted.supervisor, f"{url}?head={then}")
        assert "420.0" in found
        assert "440.0" not in found
        assert "is-primary" not in found
    cascaded(counted, [ROWS[0], "临港产业园\t\t\t299.99\t\t"])
    tree = f"/targets/{counted.indicator.number}/cascade/2026/"
    assert "299.99" in page(client, counted.supervisor, tree)
    assert "299.99" not in page(client, counted.supervisor, f"{tree}?head={then}")


def test_the_cascade_says_what_each_level_added_and_where_it_does_not_sum(client, counted):
    found = page(client, counted.supervisor, f"/targets/{counted.indicator.number}/cascade/2026/")
    assert "比下达多 20.0 亿元，5.00%" in found
    assert "比下达多 6.46 亿元，2.38%" in found
    assert "未分解 15.14 亿元" in found
    assert "与下达一致" in found
    assert f'/ledger/{Share.objects.first().made}/' in found


def test_one_who_sees_a_unit_alone_sees_the_branch_to_it_and_nobody_elses_figures(client, counted):
    tree = f"/targets/{counted.indicator.number}/cascade/2026/"
    for person, own, others in (
        (counted.stranger, "133.55", ("271.31", "277.77", "临港产业园", "15.14", "自上而下")),
        (counted.reporter, "277.77", ("133.55", "望山街道", "15.14", "自上而下")),
    ):
        found = page(client, person, tree)
        assert own in found
        for other in others:
            assert other not in found
    found = page(client, counted.stranger, f"/targets/{counted.indicator.number}/")
    assert "统计联网直报" in found
    for other in ("420.0", "277.77", "31.5", "临港产业园", "分解2026年"):
        assert other not in found
    found = page(client, counted.stranger, "/targets/")
    assert "固投" in found
    assert "133.55" in found
    for other in ("420.0", "277.77", "−5.30"):
        assert other not in found


def test_only_who_assigns_over_the_district_finds_a_form(client, counted):
    number = counted.indicator.number
    urls = [
        "/targets/new/", f"/targets/{number}/definition/", f"/targets/{number}/goals/2026/",
        f"/targets/{number}/cascade/2026/sheet/",
    ]
    before = head_of(counted.region.pk).seq
    for person in (counted.reporter, counted.stranger, counted.leader, counted.auditor, counted.administrator):
        for url in urls:
            page(client, person, url, 404)
            assert sent(client, person, url, **goal(), rows="\n".join(ROWS), seen=before, save="1").status_code == 404
    assert head_of(counted.region.pk).seq == before


def sheet(world, *rows, **said):
    return {"rows": "\n".join([ROWS[0], *rows]), "reason": "年中调整", "seen": head_of(world.region.pk).seq, **said}


def test_the_sheet_begins_with_what_stands_and_writes_nothing_before_it_is_saved(client, counted):
    url = f"/targets/{counted.indicator.number}/cascade/2026/sheet/"
    found = page(client, counted.supervisor, url)
    assert "临港产业园\t区属单位\t望海新区\t271.31\t277.77\t250" in found
    before = head_of(counted.region.pk).seq
    changed = sheet(counted, "临港产业园\t\t\t280\t290\t250", check="1")
    shown = sent(client, counted.supervisor, url, **changed).content.decode()
    assert "277.77 亿元 → 290.0 亿元" in shown
    assert "未分解 6.45 亿元" in shown  # the sum as it would be
    assert head_of(counted.region.pk).seq == before
    saved = sent(client, counted.supervisor, url, **sheet(counted, "临港产业园\t\t\t280\t290\t250", save="1"))
    assert saved.url == f"/targets/{counted.indicator.number}/cascade/2026/"
    assert head_of(counted.region.pk).seq == before + 2
    assert replay.check()


def test_what_is_refused_is_not_saved_and_nothing_typed_is_lost(client, counted):
    url = f"/targets/{counted.indicator.number}/cascade/2026/sheet/"
    before = head_of(counted.region.pk).seq
    said = sheet(counted, "临港产业园\t\t\t280\t290\t250", "无此街道\t\t\t1\t\t", save="1")
    answer = sent(client, counted.supervisor, url, **said)
    assert answer.status_code == 422
    assert "无此街道\t\t\t1" in answer.content.decode()
    for wrong in ({"reason": " "}, {"rows": "1\t2\n3\t4"}, {"rows": ""}):
        said = {**sheet(counted, "临港产业园\t\t\t280\t\t", save="1"), **wrong}
        assert sent(client, counted.supervisor, url, **said).status_code == 422
    assert head_of(counted.region.pk).seq == before


def test_a_cascade_that_changed_meanwhile_is_checked_again(client, counted):
    said = sheet(counted, "临港产业园\t\t\t280\t290\t250", save="1")
    cascaded(counted, [ROWS[0], "临港产业园\t\t\t275\t\t"])
    answer = sent(client, counted.supervisor, f"/targets/{counted.indicator.number}/cascade/2026/sheet/", **said)
    assert answer.status_code == 422
    assert "有人改过" in answer.content.decode()


@pytest.mark.parametrize("tail", ["99/", "1/cascade/1999/", "1/goals/1999/", "1/cascade/2031/sheet/"])
def test_what_is_not_there_is_not_found(client, counted, tail):
    page(client, counted.supervisor, f"/targets/{tail}", 404)


@pytest.mark.parametrize("year", ["02026", "020269", "02026" + "9" * 5000, "２０２６"])
def test_a_year_that_nobody_offered_shows_the_one_that_runs(client, counted, year):
    client.force_login(counted.leader)
    answer = client.get(f"/targets/{counted.indicator.number}/", {"year": year})
    assert answer.context["year"] == 2026


def test_holders_that_hang_one_beneath_the_other_are_all_shown(client, counted):
    rows = [Row(holder=f"第{n}级", name=f"第{n}级", level="city", superior=f"第{n - 1}级" if n else "", place=n)
            for n in range(1100)]
    cascade(counted.plan, "工业增速", 2027, rows, by=counted.supervisor, reason="层层分解")
    for tail in ("", "sheet/"):
        assert "第1099级" in page(client, counted.supervisor, f"/targets/{counted.rate.number}/cascade/2027/{tail}")


def test_a_target_is_registered_with_the_indicators_unit_of_measure(client, counted):
    tax = Definition(name="税收", unit_label="亿元", lead_unit=counted.units["fagai"])
    define(counted.plan, tax, by=counted.supervisor)
    offered = page(client, counted.supervisor, "/worklist/new/?kind=target")
    assert '<option value="税收">亿元</option>' in offered
    said = {
        "title": "税收", "lead_unit": "fagai", "workstream": counted.workstreams["xiangmu"].pk, "weight": 1,
        "start": "2026-01-01", "due": "2026-12-31", "rollup": "own", "goal": "86", "goal_year": 2026,
        "indicator": "税收",
    }
    url = "/worklist/new/?kind=target"
    assert sent(client, counted.supervisor, url, **said, unit_label="万元").status_code == 422
    assert sent(client, counted.supervisor, url, **said).status_code == 302
    assert Matter.objects.get(title="税收").goal == 86 * YI


def test_the_matters_page_leads_to_indicator_and_cascade(client, counted):
    found = page(client, counted.supervisor, counted.quick.get_absolute_url())
    assert f'href="/targets/{counted.rate.number}/"' in found
    assert f'href="/targets/{counted.rate.number}/cascade/2026/"' in found
    assert "每月，期后 20 天" in found
    assert "序时进度 8.33" not in found
    assert "低于目标 5.30 个百分点" in found


def test_a_rate_below_nothing_is_reported_in_the_form(client, counted):
    turn_to(dt.date(2026, 3, 3))
    person = counted.reporter_of(counted.units["fagai"])
    said = {"period": "2026-02", "value": "-1.2", "note": "", "token": "", "seen": head_of(counted.region.pk).seq}
    answer = sent(client, person, f"{counted.quick.get_absolute_url()}reports/", **said)
    assert answer.status_code == 302  # and nobody asks why it is less than last month
    assert Matter.objects.get(pk=counted.quick.pk).pending == -1_20
    refused = sent(client, person, f"{counted.target.get_absolute_url()}reports/", **said)
    assert refused.status_code == 422


def test_lists_speak_of_a_rate_in_points_of_its_goal(client, counted):
    for url in ("/worklist/?kind=target", "/cockpit/"):
        found = page(client, counted.supervisor, url)
        assert "−5.30" in found, url
    told = page(client, counted.reporter_of(counted.units["fagai"]), f"{counted.quick.get_absolute_url()}reports/")
    assert "序时" not in told
