"""My desk: what is asked of this person today, oldest first, each with one way to act."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.core.ledger import actions, clock
from luoshi.core.organisation.models import Person
from luoshi.demo.world import Saying, turn_to
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, define
from luoshi.loop.meetings import actions as meetings

TARGET = {"goal": 1200 * 100, "unit_label": "家", "details": {"indicator": "家数", "source": ""}}
FEBRUARY = Period.parse("2026-02")


@pytest.fixture
def due(world):
    """January closed; on 3 March 临港 and 望山 have one target each to report for February."""
    world.own = world.register("target", "临港企业", "lingang", **TARGET)
    world.other = world.register("target", "望山企业", "wangshan", **TARGET)
    world.tick(lambda matter, month: Saying({"value": 100 * 100}))
    turn_to(dt.date(2026, 3, 3))
    return world


def shown(client, person):
    client.force_login(person)
    response = client.get("/today/")
    assert response.status_code == 200
    return response.content.decode()


def test_what_is_due_is_asked_of_its_unit_alone(client, due):
    page = shown(client, due.reporter)
    assert f'href="{due.own.get_absolute_url()}reports/?period=2026-02"' in page
    assert "该报送的：2026年2月" in page
    assert "2026年3月5日" in page
    assert "望山企业" not in page


def test_what_was_sent_waits_with_the_supervisor(client, due):
    due.report(due.own, FEBRUARY, Saying({"value": 200 * 100}))
    page = shown(client, due.reporter)
    assert f"{due.own.get_absolute_url()}reports/" not in page
    assert "已报送，等待核验" in page
    assert "都报完了" in page
    page = shown(client, due.supervisor)
    assert f'href="{due.own.get_absolute_url()}#verification"' in page


def test_what_came_back_stands_first_with_its_reason(client, due):
    report = due.report(due.own, FEBRUARY, Saying({"value": 200 * 100}))
    actions.return_report(report, by=due.supervisor, reason="含意向企业")
    page = shown(client, due.reporter)
    assert f'href="{due.own.get_absolute_url()}reports/?period=2026-02"' in page
    assert page.count("临港企业") == 1
    assert "含意向企业" in page


def test_a_supervisor_sees_silent_units_and_what_is_due_this_week(client, due):
    task = {"goal": 100, "unit_label": "项", "details": {"completion_mark": "办结"}}
    due.register("task", "本周到期", "fagai", due=dt.date(2026, 3, 6), **task)
    turn_to(dt.date(2026, 3, 3), 11)
    page = shown(client, due.supervisor)
    assert "本周到期" in page
    due.tick(lambda matter, month: None)
    page = shown(client, due.supervisor)
    assert 'href="/worklist/?light=grey&amp;unit=lingang"' in page


def test_near_the_end_of_a_month_its_own_figure_is_asked_for(client, due):
    due.report(due.own, FEBRUARY, Saying({"value": 200 * 100}))
    turn_to(dt.date(2026, 3, 20))
    assert "都报完了" in shown(client, due.reporter)
    turn_to(dt.date(2026, 3, 27))
    page = shown(client, due.reporter)
    assert "该报送的：2026年3月" in page
    assert "临港企业" in page


def test_those_who_look_on_are_told_where_to_look(client, due):
    for person in (due.leader, due.auditor):
        page = shown(client, person)
        assert "今天没有要您办的事" in page
        assert "/cockpit/" in page


def test_a_full_desk_is_cut_and_leads_to_the_list(client, world):
    for number in range(53):
        world.register("target", f"企业{number}", "lingang", **TARGET)
    turn_to(dt.date(2026, 2, 3))
    page = shown(client, world.reporter)
    assert len(re.findall(r"data-open href=\S+/reports/\?period=2026-01", page)) == 50
    assert "全部 53 项" in page
    for match in re.findall(r'class="push" href="([^"]+)"', page):
        assert client.get(match.replace("&amp;", "&")).status_code == 200


def test_the_desk_asks_the_database_no_more_when_there_is_more(client, due):
    counts = []
    for _round in range(2):
        for person in (due.reporter, due.supervisor):
            shown(client, person)
            with CaptureQueriesContext(connection) as asked:
                client.get("/today/")
            counts.append(len(asked))
        for number in range(10):
            more = due.register("target", f"更多{number}", "lingang", **TARGET)
            due.report(more, FEBRUARY, Saying({"value": 100 * 100}))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 16  # every list is counted, however short, so that the number is the same at any size


def test_directives_wait_with_whoever_assigns_them(client, due):
    held = meetings.convene(due.region, by=due.supervisor, code="2026-07", title="调度会", held_at=clock.now())
    text = "会议要求，发展改革局要在9月1日前完成排查。\n会议要求，发展改革局要在9月5日前新增20家企业。"
    meetings.take_minutes(held, by=due.supervisor, text=text)
    assert "待交办" not in shown(client, due.reporter)
    page = shown(client, due.supervisor)
    assert "2026-07 会议还有 2 条待交办" in page
    assert 'href="/meetings/2026-07/#list"' in page
    meetings.drop(held.directives.get(number=1, superseded=None), by=due.supervisor, reason="已办结")
    assert "2026-07 会议还有 1 条待交办" in shown(client, due.supervisor)


def test_home_is_the_cockpit_for_those_who_look_over_the_district(client, due):
    for person, where in ((due.supervisor, "/cockpit/"), (due.leader, "/cockpit/"), (due.reporter, "/today/")):
        client.force_login(person)
        assert client.get("/").url == where


def test_somebody_without_a_post_finds_nothing(client, due):
    client.force_login(Person.objects.create_user("nobody", "路人"))
    assert client.get("/").status_code == 404
    assert client.get("/today/").status_code == 404
    client.logout()
    assert client.get("/today/").status_code == 302


def test_a_figure_that_is_published_late_is_asked_until_its_day(client, world):
    """The month is closed on the sixth; a quarter's figure comes by the twenty-fifth."""
    said = {"unit_label": "亿元", "lead_unit": world.units["fagai"]}
    quarterly = Definition(name="生产总值", cadence="quarter", due_days=25, **said)
    define(world.plan, quarterly, by=world.supervisor)
    define(world.plan, Definition(name="工业产值", due_days=20, **said), by=world.supervisor)
    made = {}
    for name in ("生产总值", "工业产值"):
        details = {"indicator": name, "source": "", "scope": "unit"}
        made[name] = world.register("target", name, "lingang", goal=12 * 10**12, unit_label="亿元", details=details)
    for month in (1, 2, 3):
        told = [made["工业产值"]] if month < 3 else []
        said = Saying({"value": month * 10**12})
        world.tick(lambda matter, _month, told=told, said=said: said if matter in told else None)
    asked = {}
    for day in (7, 20, 21, 25, 26):
        turn_to(dt.date(2026, 4, day))
        page = shown(client, world.reporter)
        asked[day] = {name for name, one in made.items() if f"/matters/{one.code}/reports/?period=2026-03" in page}
    assert asked == {7: set(made), 20: set(made), 21: {"生产总值"}, 25: {"生产总值"}, 26: set()}
    turn_to(dt.date(2026, 4, 25))
    assert "2026年4月25日" in shown(client, world.reporter)
    world.report(made["生产总值"], Period.parse("2026-03"), Saying({"value": 3 * 10**12}, day=25))
    assert f"/matters/{made['生产总值'].code}/reports/" not in shown(client, world.reporter)
