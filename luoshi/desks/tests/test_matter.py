"""One matter's page: only verified figures count, every number leads down, an earlier entry shows what was then."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.core.ledger import actions
from luoshi.core.ledger.models import Evidence
from luoshi.core.ledger.queries import head_of, reports_of
from luoshi.demo.world import Saying, proof_of, turn_to
from luoshi.engine.periods import Period

TARGET = {"goal": 1200 * 100, "unit_label": "家", "details": {"indicator": "家数", "source": "台账"}}
PROJECT = {
    "goal": 12 * 10**10, "unit_label": "亿元",
    "details": {"site": "海湾路", "project_code": "", "total_investment": 86 * 10**10},
}
FEBRUARY = Period.parse("2026-02")


@pytest.fixture
def lived(world):
    """临港's target, supported by 发改: January verified at 100, February reported at 200 and waiting."""
    world.target = world.register("target", "新增企业", "lingang", supporting=["fagai"], **TARGET)
    world.tick(lambda matter, month: Saying({"value": 100 * 100}))
    turn_to(dt.date(2026, 3, 3))
    world.waiting = world.report(world.target, FEBRUARY, Saying({"value": 200 * 100}, note="正在核对"))
    world.target.refresh_from_db()
    return world


def shown(client, person, matter, query=""):
    client.force_login(person)
    response = client.get(matter.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def judge(client, person, report, verb="verification", **said):
    client.force_login(person)
    return client.post(f"{report.matter.get_absolute_url()}reports/{report.made}/{verb}/", said)


def test_only_the_verified_figure_counts_the_other_says_so(client, lived):
    page = shown(client, lived.reporter, lived.target)
    assert '8.33<span class="unit">%</span>' in page
    assert re.search(r'class="figure is-unverified"[^>]*><small>未核</small> <span>200</span>', page)


def test_every_big_number_leads_to_what_it_is_made_of(client, lived):
    page = shown(client, lived.supervisor, lived.target)
    anchors = set(re.findall(r' id="([^"]+)"', page))
    numbers = re.findall(r'<a class="figure[^"]*" href="([^"]+)"', page)
    assert numbers
    for href in numbers:
        assert href[1:] in anchors if href.startswith("#") else client.get(href).status_code == 200


def test_the_light_is_explained_and_leads_to_its_rules(client, lived):
    page = shown(client, lived.reporter, lived.target)
    assert "完成 8.33%，序时进度 8.33%" in page
    assert "/rules/lights/" in page


def test_a_path_of_its_own_stands_beside_the_even_pace(client, lived):
    path = [60 * 100, *(1200 * 100 // 11 * month for month in range(1, 11)), 1200 * 100]
    goal = actions.GoalDraft(measure="value", year=2026, value=1200 * 100, path=path)
    actions.rebaseline(lived.target, goal, by=lived.supervisor, reason="按上年月度形态")
    page = shown(client, lived.supervisor, lived.target)
    assert "自身计划曲线 5.00%" in page
    assert ">+3.33</a>" in page


def test_verifying_makes_the_figure_count(client, lived):
    answer = judge(client, lived.supervisor, lived.waiting, grade="A")
    assert answer.status_code == 302
    lived.target.refresh_from_db()
    assert (lived.target.value, lived.target.grade, lived.target.pending) == (200 * 100, "A", None)
    assert "16.67" in shown(client, lived.reporter, lived.target)


@pytest.mark.parametrize("grade", ["", "E", "AA"])
def test_a_grade_must_be_chosen(client, lived, grade):
    answer = judge(client, lived.supervisor, lived.waiting, grade=grade)
    assert answer.status_code == 422
    assert "请选择证据等级" in answer.content.decode()
    lived.target.refresh_from_db()
    assert lived.target.value == 100 * 100


def test_without_a_file_a_figure_is_a_claim(client, lived):
    bare = lived.report(lived.target, FEBRUARY, Saying({"value": 220 * 100}, proof=False, day=4))
    answer = judge(client, lived.supervisor, bare, grade="A")
    assert answer.status_code == 422
    assert "D 级" in answer.content.decode()
    assert judge(client, lived.supervisor, bare, grade="D").status_code == 302


def test_a_report_that_was_replaced_meanwhile_is_not_verified(client, lived):
    lived.report(lived.target, FEBRUARY, Saying({"value": 220 * 100}, day=4))
    answer = judge(client, lived.supervisor, lived.waiting, grade="A")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请看经过" in page
    assert "没有办成" in page
    assert "没有填好" not in page


def test_returning_needs_a_reason_and_keeps_the_report(client, lived):
    assert judge(client, lived.supervisor, lived.waiting, "return", reason=" ").status_code == 422
    assert judge(client, lived.supervisor, lived.waiting, "return", reason="含意向企业").status_code == 302
    page = shown(client, lived.reporter, lived.target)
    assert page.count("含意向企业") == 2  # beside the report, and in the course of events
    assert "正在核对" in page
    lived.target.refresh_from_db()
    assert (lived.target.value, lived.target.pending) == (100 * 100, None)


def test_nobody_verifies_their_own_report(client, lived):
    actions.appoint(lived.colleague, lived.region, title="兼", role="supervisor", by=None)
    own = actions.report(
        lived.target, by=lived.colleague, period=FEBRUARY, values={"value": 210 * 100}, token=str(uuid.uuid4())
    )
    assert "请同事办理" in shown(client, lived.colleague, lived.target)
    assert judge(client, lived.colleague, own, grade="D").status_code == 422


def test_who_may_not_verify_is_told_nothing(client, lived):
    for person in (lived.reporter, lived.stranger, lived.leader, lived.auditor, lived.administrator):
        assert judge(client, person, lived.waiting, grade="A").status_code == 404
        assert judge(client, person, lived.waiting, "return", reason="x").status_code == 404
    assert judge(client, lived.supervisor, lived.waiting, grade="A").status_code == 302


def test_a_report_of_another_matter_is_not_found_here(client, lived):
    other = lived.register("target", "另一项", "lingang", **TARGET)
    client.force_login(lived.supervisor)
    answer = client.post(f"{other.get_absolute_url()}reports/{lived.waiting.made}/verification/", {"grade": "A"})
    assert answer.status_code == 404


# Person → what their page offers
OFFERS = {
    "reporter": {"reports", "stage"},
    "colleague": {"reports", "stage"},
    "supervisor": {"verification", "return", "stage", "amendment", "goal"},
    "leader": set(),
    "auditor": set(),
    "administrator": set(),
}


@pytest.mark.parametrize("who", OFFERS)
def test_a_page_offers_what_its_reader_may_do(client, lived, who):
    page = shown(client, getattr(lived, who), lived.target)
    base = re.escape(lived.target.get_absolute_url())
    offered = set(re.findall(rf'(?:href|action)="{base}(?:reports/\d+/)?(\w+)/"', page))
    assert offered == OFFERS[who]
    assert page.count("is-primary") == (1 if OFFERS[who] else 0)


def test_a_supporting_unit_looks_on_a_stranger_sees_nothing(client, lived):
    page = shown(client, lived.people["fagai"], lived.target)
    assert "is-primary" not in page
    client.force_login(lived.stranger)
    assert client.get(lived.target.get_absolute_url()).status_code == 404
    assert client.get(f"{lived.target.get_absolute_url()}?head=1").status_code == 404


def test_an_earlier_entry_shows_what_was_then_and_offers_nothing(client, lived):
    then = head_of(lived.region.pk).seq
    judge(client, lived.supervisor, lived.waiting, grade="A")
    amended = {"title": {"value": "更名", "shown": "更名"}}
    details = {"details": {"value": {"indicator": "家数", "scope": "district", "source": "统计局"}, "shown": "统计局"}}
    units = {"supporting": {"value": [], "shown": "无"}}
    actions.amend(lived.target, {**amended, **details, **units}, by=lived.supervisor, reason="口径")
    before = shown(client, lived.supervisor, lived.target, f"?head={then}")
    after = shown(client, lived.supervisor, lived.target)
    assert "新增企业" in before
    assert "更名" not in before
    assert "统计局" not in before
    assert "统计局" in after
    assert "发展改革局" in before
    assert '8.33<span class="unit">%</span>' in before
    assert '16.67<span class="unit">%</span>' in after
    assert "is-primary" not in before
    assert "/verification/" not in before


def test_before_it_was_registered_there_is_no_page(client, lived):
    client.force_login(lived.supervisor)
    assert client.get(f"{lived.target.get_absolute_url()}?head={lived.target.opened - 1}").status_code == 404
    assert client.get(f"{lived.target.get_absolute_url()}?head={lived.target.opened}").status_code == 200
    for wrong in ("0", "-1", "x", "999999"):
        assert client.get(f"{lived.target.get_absolute_url()}?head={wrong}").status_code == 404


def test_the_course_of_events_finds_an_entry(client, lived):
    for number in range(25):
        amended = {"responsible": {"value": f"某{number}", "shown": f"某{number}"}}
        actions.amend(lived.target, amended, by=lived.supervisor, reason="换人")
    page = shown(client, lived.reporter, lived.target, f"?entry={lived.target.opened}")
    assert f'id="e{lived.target.opened}"' in page
    assert shown(client, lived.reporter, lived.target, "?entry=x&page=zz")


def parent_of(world, rollup="weight", **more):
    more |= {"rollup": rollup, "unit_label": "%", "details": {"indicator": "合成", "source": ""}}
    return world.register("target", "合成指标", "fagai", **more)


def test_a_parents_number_is_the_sum_that_is_shown(client, world):
    parent = parent_of(world)
    for weight, unit in ((1, "lingang"), (3, "fagai")):
        world.register("target", f"分项{weight}", unit, parent=parent, weight=weight, **TARGET)
    world.tick(lambda matter, month: Saying({"value": matter.weight * 120 * 100}) if matter.rollup == "own" else None)
    page = shown(client, world.supervisor, parent)
    rows = re.findall(r'<td class="num">([\d.]+)</td><td class="num">([\d.]+)</td><td class="num">([\d.]+)</td>', page)
    assert rows == [("1", "10.00", "2.50"), ("3", "30.00", "22.50")]
    assert "<b>25.00</b>" in page


def test_a_parent_names_only_the_children_one_may_see(client, world):
    parent = parent_of(world)
    world.register("target", "自己的", "fagai", parent=parent, **TARGET)
    other = world.register("target", "别人的", "lingang", parent=parent, **TARGET)
    page = shown(client, world.people["fagai"], parent)
    assert "自己的" in page
    assert "别人的" not in page
    assert "其余 1 项" in page
    assert parent.title not in shown(client, world.reporter, other)


def test_a_projects_panel_and_stages(client, world):
    project = world.register("project", "海湾二期", "lingang", **PROJECT)
    page = shown(client, world.reporter, project)
    assert "86.0 亿元" in page
    assert "海湾路" in page
    assert re.search(r'<li class="is-now" aria-current="step"><b>谋划</b>', page)
    actions.move(project, "reserved", by=world.supervisor)
    actions.move(project, "stopped", by=world.supervisor, reason="不再建")
    page = shown(client, world.reporter, project)
    assert re.findall(r"<b>([^<]+)</b><a", page)[:2] == ["储备", "停止"]
    assert "竣工" not in page


def test_reports_beyond_the_recent_ones_are_one_link_away(client, world):
    target = world.register("target", "新增企业", "lingang", **TARGET)
    for _month in range(8):
        world.tick(lambda matter, month: Saying({"value": 100 * 100 * month.number}))
    page = shown(client, world.reporter, target)
    assert "更早的 2 次报送" in page
    assert len(re.findall(r'<li id="r\d+"', shown(client, world.reporter, target, "?reports=all"))) == 8
    assert "高于序时进度 0 家" not in page
    assert "恰好与序时进度持平" in page


def test_the_page_asks_the_database_no_more_when_there_is_more(client, world):
    parent = parent_of(world)
    target = world.register("target", "新增企业", "lingang", parent=parent, **TARGET)
    world.tick(lambda matter, month: Saying({"value": 100 * 100}))
    client.force_login(world.supervisor)
    few = [_queries(client, matter) for matter in (target, parent)]
    for number in range(8):
        world.register("target", f"更多{number}", "lingang", parent=parent, **TARGET)
    for _month in range(7):
        world.tick(lambda matter, month: Saying({"value": 110 * 100 + month.number}))
    many = [_queries(client, matter) for matter in (target, parent)]
    assert max(*few, *many) <= 25
    assert many[0] <= few[0] + 1  # one more counts the reports that are not shown
    assert many[1] <= few[1]


def _queries(client, matter):
    client.get(matter.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        assert client.get(matter.get_absolute_url()).status_code == 200
    return len(asked)


def test_reports_of_a_stranger_stay_unknown_in_every_address(client, lived):
    client.force_login(lived.stranger)
    base = lived.target.get_absolute_url()
    for tail in ("", "reports/", "stage/", "amendment/", "goal/", f"reports/{lived.waiting.made}/"):
        assert client.get(base + tail).status_code == 404
    made = reports_of(lived.target.pk).first().made
    judging = (f"reports/{made}/verification/", f"reports/{made}/return/")
    for tail in ("reports/", "reports/echo/", "stage/", "amendment/", "goal/", *judging):
        assert client.post(base + tail, {"reason": "x", "grade": "A"}).status_code == 404
    assert client.get("/matters/M-9999/").status_code == 404


def test_a_number_that_follows_from_others_has_no_goal_to_set(client, world):
    parent = parent_of(world)
    page = shown(client, world.supervisor, parent)
    assert f"{parent.get_absolute_url()}amendment/" in page
    assert f"{parent.get_absolute_url()}goal/" not in page
    assert client.get(f"{parent.get_absolute_url()}goal/").status_code == 404


def test_a_page_that_does_not_exist_keeps_the_frame_of_whoever_signed_in(client, lived):
    assert 'id="rail"' not in client.get("/nowhere/").content.decode()
    client.force_login(lived.supervisor)
    answer = client.get("/matters/T-9999/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "没有这个页面" in page or "页面不存在" in page
    assert 'id="rail"' in page
    assert 'id="search"' in page


def opened(client, url):
    response = client.get(url)
    response.getvalue()
    return response.status_code


def test_a_table_that_proves_several_matters_is_for_those_who_may_see_all_of_them(client, lived):
    said = {**TARGET, "details": {"indicator": "另数", "source": ""}}
    other = lived.register("target", "保密指标", "lingang", **said)
    table = proof_of(lived.target, FEBRUARY)
    for matter in (lived.target, other):
        actions.report(
            matter, by=lived.reporter, period=FEBRUARY, values={"value": 210 * 100}, token=str(uuid.uuid4()),
            evidence=[table], note="同表报送",
        )
    file = Evidence.objects.filter(matter=lived.target).latest("made")
    url = f"/evidence/{file.pk}/{file.name}"
    supporter = lived.people["fagai"]
    page = shown(client, supporter, lived.target, "?reports=all")
    assert opened(client, url) == 404
    assert file.name in page
    assert url not in page
    assert "还用于证明" in page
    assert {opened(client, link) for link in re.findall('"(/evidence/[^"]+)"', page)} == {200}
    for person in (lived.reporter, lived.leader):
        assert url in shown(client, person, lived.target)
        assert opened(client, url) == 200
