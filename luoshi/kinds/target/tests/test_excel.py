"""Key targets and cascades as Excel: the rows that their pages show, to whoever sees them."""

from __future__ import annotations

import datetime as dt
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.core.ledger import actions
from luoshi.core.ledger.queries import head_of
from luoshi.core.matters.models import Matter
from luoshi.demo.world import Saying, turn_to
from luoshi.kinds.target.actions import Definition, define
from luoshi.kinds.target.tests.test_pages import ROWS, YI, cascaded, page
from luoshi.web.tests.excel_files import told

TARGETS = "/targets.xlsx"
CASCADE = "/targets/1/cascade/2026.xlsx"


@pytest.fixture
def counted(world):
    """固投 with the district's target and a cascade, a rate, and a level in a unit of its own; January is verified."""
    fagai = world.units["fagai"]
    for name, label, nature in (("固投", "亿元", "cumulative"), ("工业增速", "%", "rate"), ("在库企业", "家", "point")):
        said = Definition(name=name, unit_label=label, nature=nature, lead_unit=fagai, due_days=12)
        indicator = define(world.plan, said, by=world.supervisor)
        world.indicator = world.__dict__.get("indicator", indicator)
    goals = {"固投": (420 * YI, "亿元"), "工业增速": (8_50, "%"), "在库企业": (300 * 100, "家")}
    figures = {}
    for (name, (goal, label)), value in zip(goals.items(), (31_5 * YI // 10, 3_20, 280 * 100), strict=True):
        details = {"indicator": name, "source": ""}
        figures[world.register("target", name, "fagai", goal=goal, unit_label=label, details=details).pk] = value
    cascaded(world, ROWS)
    world.tick(lambda matter, month: Saying({"value": figures.get(matter.pk, 30 * YI)}))
    return world


def test_the_sheet_says_what_the_table_says(client, counted):
    above, rows = told(client, counted.supervisor, TARGETS)
    shown = page(client, counted.supervisor, "/targets/")
    head = head_of(counted.region.pk)
    assert above[0] == "望海新区 关键目标"
    assert str(head.seq) in above[1]
    assert head.hash in above[1]
    assert above[2] == "筛选：无"
    first, rate, level = rows
    assert [first[name] for name in ("指标", "亮灯", "2026年目标", "已核验", "计量")] == [
        "固投", "正常", 420, 31.5, "亿元",
    ]  # fmt: skip
    assert (first["完成 %"], first["偏差 百分点"]) == (7.5, -0.83)
    assert (rate["偏差 百分点"], rate["偏差（按计量单位）"], rate["完成 %"]) == (-5.3, None, None)
    assert (level["偏差 百分点"], level["偏差（按计量单位）"]) == (None, -20)
    for text in ("420.0", "31.5", "7.50", "−0.83", "−5.30", "−20 家"):
        assert text in shown
    assert first["下次发布"].date() == dt.date(2026, 2, 12)
    assert first["牵头单位"] == "发展改革局"


def test_filters_hold_for_the_sheet_and_stand_above_it(client, counted):
    above, rows = told(client, counted.supervisor, TARGETS, nature="rate", unit="fagai")
    assert [row["指标"] for row in rows] == ["工业增速"]
    assert above[2] == "筛选：数据性质 增速；牵头单位 发展改革局"


def test_the_page_leads_to_the_sheet_of_what_it_shows(client, counted):
    head = head_of(counted.region.pk).seq - 1
    assert f'href="/targets.xlsx?nature=rate&amp;head={head}"' in page(
        client, counted.supervisor, f"/targets/?nature=rate&head={head}"
    )
    assert f'href="{CASCADE}"' in page(client, counted.supervisor, "/targets/1/cascade/2026/")


def test_a_reporter_has_the_lines_of_the_own_unit(client, counted):
    _above, rows = told(client, counted.reporter, TARGETS)
    assert [(row["指标"], row["单位"], row["2026年目标"]) for row in rows] == [
        ("固投", "临港产业园", 277.77), ("工业增速", None, None), ("在库企业", None, None),
    ]  # fmt: skip
    assert "420" not in str(rows)


def test_as_of_an_earlier_entry_both_stand_as_they_stood(client, counted):
    then = head_of(counted.region.pk).seq
    urls = (TARGETS, CASCADE)
    before = [told(client, counted.supervisor, url, head=then) for url in urls]
    turn_to(dt.date(2026, 2, 20))
    draft = actions.GoalDraft(measure="value", year=2026, value=500 * YI)
    actions.rebaseline(Matter.objects.get(title="固投"), draft, by=counted.supervisor, reason="上级调整")
    cascaded(counted, [*ROWS[:2], ROWS[2].replace("130", "131")])
    assert [told(client, counted.supervisor, url, head=then) for url in urls] == before
    assert [told(client, counted.supervisor, url) for url in urls] != before


def test_a_cascade_holds_its_figures_as_numbers(client, counted):
    above, rows = told(client, counted.supervisor, CASCADE)
    assert above[0] == "望海新区 2026年目标分解：固投"
    by_name = {row["承担单位"]: row for row in rows}
    district, unit = by_name["望海新区"], by_name["临港产业园"]
    assert (district["上级下达（亿元）"], district["自定目标（亿元）"], district["基数（亿元）"]) == (400, 420, 380)
    assert (district["加码（亿元）"], district["加码 %"], unit["上级"]) == (20, 5, "望海新区")
    shown = page(client, counted.supervisor, "/targets/1/cascade/2026/")
    assert [name for name in by_name if f">{name}<" not in shown] == []
    assert district["向下分解"] in shown


def test_of_a_cascade_one_sees_the_branch_to_the_own_unit(client, counted):
    rows = told(client, counted.stranger, CASCADE)[1]
    assert [row["承担单位"] for row in rows] == ["滨海市", "望海新区", "望山街道"]
    assert {row["向下分解"] for row in rows} == {None}
    assert "277.77" not in str(rows)


def test_the_name_of_the_file_says_what_where_and_when(client, counted):
    client.force_login(counted.supervisor)
    answer = client.get(CASCADE)
    seq = head_of(counted.region.pk).seq
    name = f"2026年目标分解：固投 望海新区 {dt.date(2026, 2, 6)} 第{seq}条.xlsx"
    assert name in unquote(answer["Content-Disposition"])
    assert answer.getvalue()


def test_hostile_names_are_text(client, counted):
    said = Definition(name='=HYPERLINK("http://x")', unit_label="家", lead_unit=counted.units["fagai"])
    define(counted.plan, said, by=counted.supervisor)
    assert told(client, counted.supervisor, TARGETS)[1][-1]["指标"] == said.name


@pytest.mark.parametrize("url", [TARGETS, CASCADE])
@pytest.mark.parametrize("who", ["supervisor", "reporter"])
def test_the_number_of_queries_does_not_grow(client, counted, url, who):
    def cost():
        client.force_login(getattr(counted, who))
        client.get(url).getvalue()
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).getvalue()
        return len(found)

    few = cost()
    for number in range(110):
        said = Definition(name=f"指标{number}", unit_label="家", lead_unit=counted.units["fagai"])
        define(counted.plan, said, by=counted.supervisor)
    more = [f"第{number}市\t市\t滨海市\t{number}\t\t" for number in range(1, 61)]
    cascaded(counted, [*ROWS, *more])
    assert cost() == few
    if url == TARGETS and who == "supervisor":
        assert len(told(client, counted.supervisor, TARGETS)[1]) == 113
