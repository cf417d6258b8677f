"""Moving, amending, setting a goal anew and registering: checked, explained, on record, and for those who may."""

import datetime as dt

import pytest

from luoshi.core.ledger import actions
from luoshi.core.ledger.queries import entries_about, lines
from luoshi.core.matters.models import Goal, Matter
from luoshi.demo.world import Saying, turn_to

TARGET = {"goal": 1200 * 100, "unit_label": "家", "details": {"indicator": "家数", "source": ""}}
PROJECT = {
    "goal": 12 * 10**10, "unit_label": "亿元",
    "details": {"site": "海湾路", "project_code": "", "total_investment": 86 * 10**10},
}


@pytest.fixture
def steady(world):
    world.target = world.register("target", "新增企业", "lingang", supporting=["fagai"], **TARGET)
    world.project = world.register("project", "海湾二期", "lingang", **PROJECT)
    turn_to(dt.date(2026, 2, 2))
    return world


def post(client, person, matter, noun, **said):
    client.force_login(person)
    return client.post(f"{matter.get_absolute_url()}{noun}/", said)


def last_line(world, matter):
    return lines(entries_about(world.region.pk, matter.code)[:1])[0].sentence


def test_a_reporter_moves_a_project_on(client, steady):
    client.force_login(steady.reporter)
    page = client.get(f"{steady.project.get_absolute_url()}stage/").content.decode()
    assert "储备" in page
    assert "停止" not in page  # giving up is for those who assign
    answer = post(client, steady.reporter, steady.project, "stage", stage="reserved", on="2026-01-20", reason="")
    assert answer.status_code == 302
    steady.project.refresh_from_db()
    assert steady.project.stage == "reserved"
    assert "2026-01-20" in last_line(steady, steady.project)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"stage": "delivering", "on": "2026-01-20"}, ""),
        ({"stage": "reserved", "on": "2026-02-03"}, "还没到"),
        ({"stage": "reserved", "on": "yesterday"}, ""),
        ({"on": "2026-01-20"}, ""),
        ({"stage": "stopped", "on": "2026-01-20", "reason": " "}, "请写明理由"),
    ],
)
def test_a_move_that_cannot_be_is_refused(client, steady, said, why):
    answer = post(client, steady.supervisor, steady.project, "stage", **said)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    steady.project.refresh_from_db()
    assert steady.project.stage == "conceived"


def test_closure_needs_a_verified_report(client, steady):
    refused = post(client, steady.supervisor, steady.target, "stage", stage="closed", on="2026-02-02")
    assert refused.status_code == 422
    assert "销号须有证据" in refused.content.decode()
    steady.tick(lambda matter, month: Saying({"value": 100 * 100}) if matter.kind == "target" else None)
    assert post(client, steady.supervisor, steady.target, "stage", stage="closed", on="2026-02-02").status_code == 302
    client.force_login(steady.supervisor)
    assert client.get(f"{steady.target.get_absolute_url()}stage/").status_code == 404  # nowhere to go from here


def described(matter, **changed):
    said = {
        "title": matter.title, "lead_unit": matter.lead_unit.code, "supporting": ["fagai"], "responsible": "",
        "workstream": matter.workstream_id, "weight": 1, "start": "2026-01-01", "due": "2026-12-31",
        "indicator": "家数", "source": "", "reason": "口径调整", "seen": matter.entry,
    }
    return {**said, **changed}


def test_an_amendment_writes_what_changed_and_nothing_else(client, steady):
    changed = {"title": "新增规上企业", "due": "2026-11-30", "supporting": ["wangshan"], "source": "统计局"}
    said = described(steady.target, **changed)
    assert post(client, steady.supervisor, steady.target, "amendment", **said).status_code == 302
    steady.target.refresh_from_db()
    assert (steady.target.title, steady.target.due) == ("新增规上企业", dt.date(2026, 11, 30))
    assert list(steady.target.parties.filter(leads=False).values_list("unit__code", flat=True)) == ["wangshan"]
    assert last_line(steady, steady.target) == "变更：统计局、2026-11-30、望山街道、新增规上企业。理由：口径调整"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, "没有变化"), ({"title": ""}, ""), ({"title": "新", "reason": " "}, "请写明理由"),
        ({"due": "2025-12-31"}, "早于开始"), ({"weight": "0"}, ""), ({"lead_unit": "nobody"}, ""),
        ({"title": "字" * 201}, ""), ({"workstream": "999"}, ""), ({"supporting": ["wanghai"]}, ""),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(client, steady, changed, why):
    before = steady.target.entry
    answer = post(client, steady.supervisor, steady.target, "amendment", **described(steady.target, **changed))
    assert answer.status_code == 422
    assert why in answer.content.decode()
    steady.target.refresh_from_db()
    assert steady.target.entry == before


def test_two_amend_at_once_the_second_looks_first(client, steady):
    stale = described(steady.target, responsible="甲")
    post(client, steady.supervisor, steady.target, "amendment", **described(steady.target, title="先改"))
    refused = post(client, steady.people["songheng"], steady.target, "amendment", **stale)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "有人变更了本事项" in page
    assert 'value="甲"' in page
    steady.target.refresh_from_db()
    assert f'name="seen" value="{steady.target.entry}"' in page


def test_a_projects_own_words_are_amended_as_they_are_typed(client, steady):
    client.force_login(steady.supervisor)
    page = client.get(f"{steady.project.get_absolute_url()}amendment/").content.decode()
    assert 'name="total_investment" value="86"' in page
    own = {"site": "海湾路", "project_code": "", "total_investment": "90.5", "supporting": []}
    said = described(steady.project, **own)
    assert post(client, steady.supervisor, steady.project, "amendment", **said).status_code == 302
    assert "90.5 亿元" in client.get(steady.project.get_absolute_url()).content.decode()
    assert last_line(steady, steady.project) == "变更：90.5。理由：口径调整"


def test_a_goal_set_anew_keeps_the_earlier_one(client, steady):
    path = " ".join(str(100 * month) for month in range(1, 12)) + " 1500"
    answer = post(client, steady.supervisor, steady.target, "goal", year="2026", goal="1,500", path=path, reason="上调")
    assert answer.status_code == 302
    steady.target.refresh_from_db()
    assert steady.target.goal == 1500 * 100
    goals = Goal.objects.filter(matter=steady.target).order_by("made")
    assert list(goals.values_list("value", flat=True)) == [120000, 150000]
    client.force_login(steady.supervisor)
    assert path in client.get(f"{steady.target.get_absolute_url()}goal/").content.decode()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"goal": "0"}, "必须大于零"), ({"goal": "-5"}, "不能为负"), ({"goal": "many"}, "这不是数字"),
        ({"reason": ""}, "请写明理由"), ({"year": "2030"}, ""), ({"path": "1 2 3"}, "12 个数"),
        ({"path": "5 " * 11 + "1"}, "12 个数"), ({"path": "x " * 12}, "这不是数字"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(client, steady, changed, why):
    said = {"year": "2026", "goal": "1500", "path": "", "reason": "上调", **changed}
    answer = post(client, steady.supervisor, steady.target, "goal", **said)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    steady.target.refresh_from_db()
    assert steady.target.goal == 1200 * 100


def test_only_those_who_assign_amend_and_set_goals(client, steady):
    for person in (steady.reporter, steady.stranger, steady.leader, steady.auditor, steady.administrator):
        client.force_login(person)
        for noun in ("amendment", "goal"):
            assert client.get(f"{steady.target.get_absolute_url()}{noun}/").status_code == 404
        assert client.get("/worklist/new/").status_code == 404
        assert client.post("/worklist/new/", {}).status_code == 404


NEW = {
    "task": {"completion_mark": "验收通过", "unit_label": "项", "goal": "12"},
    "target": {"indicator": "家数", "source": "", "unit_label": "家", "goal": "1,200", "goal_year": "2026"},
    "project": {
        "site": "", "project_code": "2026-210000-04-01-123456", "total_investment": "8.6",
        "unit_label": "亿元", "goal": "2.5", "goal_year": "2026",
    },
}


def new(world, kind, **changed):
    said = {
        "title": "新的一项", "lead_unit": "lingang", "supporting": ["fagai", "wangshan"],
        "workstream": world.workstreams["gaige"].pk, "weight": "2",
        "start": "2026-01-01", "due": "2026-12-31", "rollup": "own", "parent": "",
    }
    return {**said, **NEW[kind], **changed}


@pytest.mark.parametrize("kind", NEW)
def test_a_matter_of_each_kind_is_registered(client, world, kind):
    client.force_login(world.supervisor)
    assert client.get(f"/worklist/new/?kind={kind}").status_code == 200
    answer = client.post(f"/worklist/new/?kind={kind}", new(world, kind))
    assert answer.status_code == 302
    made = Matter.objects.get(kind=kind)
    assert answer.url == made.get_absolute_url()
    assert (made.title, made.weight, made.parties.count()) == ("新的一项", 2, 3)
    assert made.goal == {"task": 1200, "target": 120000, "project": 25 * 10**9}[kind]
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("kind", "changed", "why"),
    [
        ("task", {"title": " "}, ""), ("task", {"goal": ""}, "写明完成标志"), ("task", {"goal": "x"}, "这不是数字"),
        ("task", {"goal": "0"}, "必须大于零"), ("task", {"due": "2025-12-31"}, "早于开始"),
        ("task", {"parent": "T-9999"}, "没有这个编号"), ("task", {"lead_unit": ""}, ""),
        ("task", {"completion_mark": ""}, ""), ("target", {"goal_year": "2031"}, "不在开始日期"),
        ("project", {"project_code": "123"}, "格式如"), ("project", {"total_investment": "x"}, "亿元"),
        ("task", {"rollup": "sum"}, ""),
    ],
)
def test_a_registration_that_cannot_be_keeps_what_was_typed(client, world, kind, changed, why):
    client.force_login(world.supervisor)
    answer = client.post(f"/worklist/new/?kind={kind}", new(world, kind, responsible="何苗", **changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert 'value="何苗"' in page
    assert not Matter.objects.exists()


def test_a_parent_must_follow_from_its_children(client, world):
    own = world.register("target", "自报", "lingang", **TARGET)
    client.force_login(world.supervisor)
    refused = client.post("/worklist/new/?kind=target", new(world, "target", parent=own.code))
    assert refused.status_code == 422
    assert "自行报数" in refused.content.decode()
    sum_of = {"rollup": "equal", "unit_label": "%", "details": {"indicator": "合成", "source": ""}}
    parent = world.register("target", "合成", "fagai", **sum_of)
    answer = client.post("/worklist/new/?kind=target", new(world, "target", parent=parent.code.lower()))
    assert answer.status_code == 302
    assert parent.children.count() == 1


def test_a_sum_needs_no_goal_of_its_own(client, world):
    client.force_login(world.supervisor)
    assert client.post("/worklist/new/?kind=target", new(world, "target", rollup="weight", goal="")).status_code == 302


def test_an_unknown_kind_shows_the_first(client, world):
    client.force_login(world.supervisor)
    assert client.get("/worklist/new/?kind=dream").status_code == 200


def test_a_supervisor_of_one_unit_assigns_there_only(client, world):
    actions.appoint(world.stranger, world.units["wangshan"], title="督查", role="supervisor", by=None)
    client.force_login(world.stranger)
    assert client.post("/worklist/new/?kind=task", new(world, "task")).status_code == 422
    assert client.post("/worklist/new/?kind=task", new(world, "task", lead_unit="wangshan")).status_code == 302
