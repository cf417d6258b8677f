"""The work list answers what its address asks, shows nobody more than their own, and costs the same at any size."""

import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from luoshi.core.ledger import actions
from luoshi.core.ledger.queries import head_of
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person
from luoshi.demo.world import Saying, turn_to
from luoshi.desks.models import SavedView
from luoshi.engine.periods import Period

TARGET = {"goal": 1200 * 100, "unit_label": "家", "details": {"indicator": "家数", "source": ""}}
FEBRUARY = Period.parse("2026-02")
TASK = {"goal": 10 * 100, "unit_label": "项", "details": {"completion_mark": "办结"}}


def codes(response) -> list[str]:
    return re.findall(r'name="code" value="([^"]+)" data-row', response.content.decode())


def asked(client, person, query=""):
    client.force_login(person)
    response = client.get(f"/worklist/{query}")
    assert response.status_code == 200
    return response


def rows_of(client, person, query=""):
    client.force_login(person)
    response = client.get(f"/worklist.xlsx{query}")
    assert response.status_code == 200
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return list(book.active.iter_rows(values_only=True)), book.active


@pytest.fixture
def listed(world):
    """Four matters: 临港 leads a target (望山 supports it) and a task, 发改 a target that lags, 望山 a secret task."""
    world.lag = world.register("target", "新增企业", "fagai", workstream="zhaoshang", **TARGET)
    world.good = world.register(
        "target", "高新企业", "lingang", supporting=["wangshan"], origin="dh-2026-01#3", **TARGET
    )
    world.task = world.register("task", "望临线迁改", "lingang", due=dt.date(2026, 2, 8), **TASK)
    world.secret = world.register("task", "保密线索核查", "wangshan", due=dt.date(2026, 6, 30), **TASK)
    done = {world.lag.pk: {"value": 0}, world.good.pk: {"value": 100 * 100}, world.task.pk: {"done": 500}}
    world.tick(lambda matter, month: Saying(done[matter.pk]) if matter.pk in done else None)
    return world


def test_open_matters_stand_in_the_order_of_their_dates(client, listed):
    assert codes(asked(client, listed.supervisor)) == ["T-0001", "T-0002", "M-0001", "M-0002"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=target", ["M-0001", "M-0002"]),
        ("?kind=target&kind=task", ["T-0001", "T-0002", "M-0001", "M-0002"]),
        ("?unit=lingang", ["T-0001", "M-0002"]),
        ("?workstream=zhaoshang", ["M-0001"]),
        ("?q=迁改", ["T-0001"]),
        ("?q=m-0002", ["M-0002"]),
        ("?q=临港", ["T-0001", "M-0002"]),
        ("?q=企业 临港", ["M-0002"]),
        ("?q=100%25", []),
        ("?due=week", ["T-0001"]),
        ("?due_to=2026-06-30", ["T-0001", "T-0002"]),
        ("?due_from=2026-03-01&due_to=2026-06-30", ["T-0002"]),
        ("?origin=dh-2026-01", ["M-0002"]),
        ("?report=missing", ["T-0002"]),
        ("?code=M-0002&code=T-0002", ["T-0002", "M-0002"]),
        ("?stage=underway&kind=task", ["T-0001", "T-0002"]),
        ("?sort=-due", ["M-0002", "M-0001", "T-0002", "T-0001"]),
        ("?sort=code", ["M-0001", "M-0002", "T-0001", "T-0002"]),
        ("?light=grey", ["T-0002"]),
        ("?state=closed", []),
    ],
)
def test_filters_and_orders(client, listed, query, found):
    assert codes(asked(client, listed.supervisor, query)) == found


def test_order_by_deviation_puts_the_worst_first_and_those_without_a_figure_last(client, listed):
    worst_first = codes(asked(client, listed.supervisor, "?sort=deviation"))
    best_first = codes(asked(client, listed.supervisor, "?sort=-deviation"))
    assert worst_first[-1] == best_first[-1] == "T-0002"
    assert worst_first[:3] == best_first[:3][::-1]


def test_returned_reports_are_found_until_they_are_sent_again(client, listed):
    february = Saying({"value": 90 * 100})
    report = listed.report(listed.lag, FEBRUARY, february)
    actions.return_report(report, by=listed.supervisor, reason="缺章")
    assert codes(asked(client, listed.supervisor, "?report=returned")) == ["M-0001"]
    listed.report(listed.lag, FEBRUARY, Saying({"value": 95 * 100}, day=4))
    assert codes(asked(client, listed.supervisor, "?report=returned")) == []
    assert codes(asked(client, listed.supervisor, "?report=waiting")) == ["M-0001"]


def test_closed_matters_are_shown_when_asked_for(client, listed):
    actions.move(listed.task, "closed", by=listed.supervisor, reason="办结")
    assert "T-0001" not in codes(asked(client, listed.supervisor))
    assert codes(asked(client, listed.supervisor, "?state=closed")) == ["T-0001"]
    assert "T-0001" in codes(asked(client, listed.supervisor, "?state=all"))


HOSTILE = [
    "?light=purple", "?kind=%27%3B--", "?unit=%00", "?q=%00", "?q=" + "x" * 81, "?due_from=2026-13-40",
    "?due_to=tomorrow", "?sort=password", "?sort=lead_unit__posts__person__password", "?sort=--due",
    "?page=0", "?page=-1", "?page=abc", "?page=999999999999999999999", "?page=²",
    "?col=passwords", "?workstream=no", "?stage=no",
    "?report=no", "?state=no",
    "?mine=no", "?origin=%25", "?parent=%00", "?code=%27", "?lights=red", "?due=never", "?due_from=0000-00-00",
    "?light=red&light=purple", "?%3Cscript%3E=1",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_what_cannot_be_read_is_left_out_and_named(client, listed, query):
    page = asked(client, listed.supervisor, query).content.decode()
    name = query[1:].split("=")[0].replace("%3C", "&lt;").replace("%3E", "&gt;")
    assert 'data-level="warning"' in page
    assert f"{name}=" in page.split('data-level="warning"')[1].split("</p>")[0]
    assert "<script>=" not in page


def test_a_search_in_good_order_is_no_warning(client, listed):
    assert (
        'data-level="warning"'
        not in asked(client, listed.supervisor, "?q=&due_from=&light=red&page=1").content.decode()
    )


def test_each_filter_has_a_chip_that_takes_it_away(client, listed):
    page = asked(client, listed.supervisor, "?light=red&kind=target&sort=-due").content.decode()
    assert 'href="?kind=target&amp;sort=-due"' in page
    assert 'href="?light=red&amp;sort=-due"' in page


def test_tally_line_counts_by_light(client, listed):
    lights = asked(client, listed.supervisor).context["size"]
    by_hand = {light: Matter.objects.filter(light=light).count() for light in ("red", "yellow", "grey", "green")}
    assert {light: n for light, n in by_hand.items() if n} == dict(lights.lights)
    assert lights.total == 4


# Leaks: 望山 has a secret of its own; 何苗 of 临港 must learn nothing of it, not even that it exists.


@pytest.mark.parametrize(
    "query", ["", "?light=grey", "?q=保密", "?unit=wangshan", "?code=T-0002", "?sort=code", "?state=all"]
)
def test_a_reporter_sees_nothing_of_other_units(client, listed, query):
    response = asked(client, listed.reporter, query)
    assert "T-0002" not in codes(response)
    assert "保密线索核查" not in response.content.decode()
    assert listed.secret.code not in str(rows_of(client, listed.reporter, query)[0][4:])


def test_counts_tell_nobody_of_what_they_may_not_see(client, listed):
    response = asked(client, listed.reporter)
    assert response.context["size"].total == 2
    assert [view.count for view in response.context["views"]] == ["2", "0", "0", "1", "2"]
    assert asked(client, listed.reporter, "?unit=wangshan").context["size"].total == 0
    assert asked(client, listed.reporter, "?light=grey").context["size"].total == 0


def test_supporting_a_matter_shows_it(client, listed):
    assert codes(asked(client, listed.stranger)) == ["T-0002", "M-0002"]
    assert codes(asked(client, listed.stranger, "?mine=yes")) == ["T-0002"]


def test_a_person_without_a_post_finds_nothing(client, listed):
    client.force_login(Person.objects.create_user("nobody", "无名"))
    assert client.get("/worklist/").status_code == 404
    assert client.get("/worklist.xlsx").status_code == 404


def test_without_login_there_is_no_list(client, listed):
    assert client.get("/worklist/").status_code == 302
    assert client.get("/worklist.xlsx").status_code == 302


# Earlier entries


def test_as_of_an_earlier_entry_the_list_stands_as_it_stood(client, listed):
    then = head_of(listed.region.pk).seq
    before = asked(client, listed.supervisor, f"?head={then}").content.decode()
    figures = re.findall(r"<tbody data-rows>.*?</tbody>", before, re.DOTALL)
    turn_to(dt.date(2026, 2, 20))
    listed.register("task", "后来的事", "fagai", **TASK)
    actions.move(listed.secret, "dropped", by=listed.supervisor, reason="撤")
    again = asked(client, listed.supervisor, f"?head={then}").content.decode()
    assert codes(asked(client, listed.supervisor, f"?head={then}")) == ["T-0001", "T-0002", "M-0001", "M-0002"]
    plain = lambda text: re.sub(r"\?head=\d+", "", re.sub(r'<td class="note">[^<]*(<span.*?</span>)?</td>', "", text))  # noqa: E731
    assert [plain(part) for part in re.findall(r"<tbody data-rows>.*?</tbody>", again, re.DOTALL)] == [
        plain(p) for p in figures
    ]
    assert "后来的事" not in again
    assert f"/matters/M-0001/?head={then}" in again
    assert asked(client, listed.supervisor, f"?head={then}&report=missing").status_code == 200
    assert asked(client, listed.supervisor, f"?head={then}&report=returned&sort=code&parent=M-0001").status_code == 200


def test_an_entry_that_is_not_there_is_not_found(client, listed):
    client.force_login(listed.supervisor)
    assert client.get("/worklist/?head=999999").status_code == 404


# Excel


def test_excel_holds_what_the_list_shows(client, listed):
    rows, sheet = rows_of(
        client, listed.supervisor, "?kind=target&sort=-due&col=lead&col=done&col=goal&col=measure&col=deviation"
    )
    assert rows[0][0] == "望海新区 工作清单"
    assert str(head_of(listed.region.pk).seq) in rows[1][0]
    assert head_of(listed.region.pk).hash in rows[1][0]
    assert "类型" in rows[2][0]
    assert rows[3] == ("编号", "事项", "牵头单位", "完成，已核验", "已报，未核验", "目标", "计量单位", "偏差 百分点")
    assert [row[0] for row in rows[4:]] == ["M-0002", "M-0001"]
    assert rows[4][3:7] == (100, None, 1200, "家")
    assert sheet.freeze_panes == "B5"


def test_excel_holds_every_page(client, world):
    for number in range(60):
        world.register("task", f"第 {number} 件", "lingang", **TASK)
    assert len(codes(asked(client, world.supervisor))) == 50
    assert len(codes(asked(client, world.supervisor, "?page=2"))) == 10
    assert len(rows_of(client, world.supervisor)[0]) == 4 + 60


@pytest.mark.parametrize(
    "title", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "甲\x0b乙"]
)
def test_text_that_looks_like_a_formula_is_text(client, world, title):
    world.register("task", title, "lingang", **TASK)
    _rows, sheet = rows_of(client, world.supervisor, "?col=title")
    cell = sheet.cell(row=5, column=2)
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == title.replace("\x0b", "")


def test_the_download_is_named_for_what_it_is(client, listed):
    client.force_login(listed.supervisor)
    response = client.get("/worklist.xlsx")
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    assert "filename*=utf-8''" in response["Content-Disposition"]
    response.close()


# Columns and views


def test_columns_follow_the_address(client, listed):
    page = asked(client, listed.supervisor, "?col=stage&col=responsible").content.decode()
    head = re.search(r"<thead>.*?</thead>", page, re.DOTALL)[0]
    assert "阶段" in head
    assert "时限" not in head


def test_a_kept_view_is_ones_own(client, listed):
    client.force_login(listed.supervisor)
    response = client.post("/worklist/views/", {"name": "周一调度", "query": "light=red&page=3&head=2&sort=deviation"})
    assert response["Location"] == "/worklist/?light=red&sort=deviation"
    assert "周一调度" in asked(client, listed.supervisor).content.decode()
    assert "周一调度" not in asked(client, listed.reporter).content.decode()
    view = SavedView.objects.get()
    client.force_login(listed.reporter)
    assert client.post(f"/worklist/views/{view.pk}/removal/").status_code == 404
    client.force_login(listed.supervisor)
    assert client.post("/worklist/views/", {"name": "周一调度", "query": ""}).status_code == 422
    assert client.post(f"/worklist/views/{view.pk}/removal/").status_code == 302
    assert not SavedView.objects.exists()


# Cost


def queries(client, person, url) -> int:
    client.force_login(person)
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)


@pytest.mark.parametrize("query", ["", "?q=件", "?sort=deviation", "?report=returned"])
def test_the_number_of_queries_does_not_grow(client, world, query):
    people = (world.supervisor, world.reporter)
    for number in range(5):
        world.register("task", f"第 {number} 件", "lingang", supporting=["fagai"], **TASK)
    few = [queries(client, person, f"/worklist/{query}") for person in people]
    for number in range(5, 60):
        world.register("task", f"第 {number} 件", "lingang", supporting=["fagai", "wangshan"], **TASK)
    assert [queries(client, person, f"/worklist/{query}") for person in people] == few
    assert max(few) <= 24
