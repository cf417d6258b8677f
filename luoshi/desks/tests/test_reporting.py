"""A report is sent in a minute, whatever is typed; nothing is lost and nothing counts before it is verified."""

import datetime as dt
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.core.ledger import actions
from luoshi.core.ledger.queries import reports_of
from luoshi.core.matters.kinds import kind_of, kinds
from luoshi.demo import files
from luoshi.demo.world import Saying, turn_to
from luoshi.engine.periods import Period

TARGET = {"goal": 1200 * 100, "unit_label": "家", "details": {"indicator": "家数", "source": ""}}
PROJECT = {
    "goal": 12 * 10**10, "unit_label": "亿元", "details": {"site": "", "project_code": "", "total_investment": 0}
}
TASK = {"goal": 10 * 100, "unit_label": "项", "details": {"completion_mark": "办结"}}
DETAILS = {"target": TARGET, "project": PROJECT, "task": TASK}
FEBRUARY = Period.parse("2026-02")


@pytest.fixture
def due(world):
    """临港 leads a target; January is verified at 100, and on 3 March February is due."""
    world.target = world.register("target", "新增企业", "lingang", **TARGET)
    world.tick(lambda matter, month: Saying({"value": 100 * 100}))
    turn_to(dt.date(2026, 3, 3))
    return world


def url(matter):
    return f"{matter.get_absolute_url()}reports/"


def sent(client, person, matter, **said):
    client.force_login(person)
    data = {"period": "2026-02", "value": "200", "note": "", "token": str(uuid.uuid4()), "seen": matter.entry, **said}
    return client.post(url(matter), data)


def told(response):
    return response.content.decode()


def pdf(name="form.pdf", text="P"):
    return SimpleUploadedFile(name, files.form(text), "application/pdf")


@pytest.mark.parametrize("kind", ["task", "target", "project"])
def test_the_form_asks_for_each_measure_of_each_kind(client, world, kind):
    matter = world.register(kind, "事项", "lingang", **DETAILS[kind])
    turn_to(dt.date(2026, 2, 2))
    client.force_login(world.reporter)
    page = told(client.get(url(matter)))
    for measure in kind_of(matter).measures(matter):
        assert f'name="{measure.code}"' in page
        assert str(measure.name)[1:] in page
    assert set(kinds()) == set(DETAILS)


def test_the_last_verified_figure_is_shown_and_filled_in(client, due):
    client.force_login(due.reporter)
    page = told(client.get(url(due.target)))
    assert '<option value="2026-02" selected>' in page
    assert re.search(r'name="value"[^>]*value="100"', page)
    assert "2026年1月末" in page


def test_a_report_reaches_the_matter_and_waits(client, due):
    response = sent(client, due.reporter, due.target, note="新增100家")
    assert response.status_code == 302
    due.target.refresh_from_db()
    assert (due.target.value, due.target.pending, due.target.pending_period) == (100 * 100, 200 * 100, "2026-02")
    assert "2026-02" in told(client.get(response.url))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("-3", "数字不能为负"), ("很多", "这不是数字"), ("1.234", "小数位太多"), ("1,5", "这不是数字"),
        ("", "请填写数字"), ("99999999999999999999", "数字过大"), ("13000", "十倍"), ("9" * 41, "40"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out_and_kept(client, due, typed, why):
    response = sent(client, due.reporter, due.target, value=typed, note="说明")
    page = told(response)
    assert response.status_code == 422
    assert why in page
    assert f'value="{typed}"' in page or not typed
    assert "说明</textarea>" in page
    assert reports_of(due.target.pk).filter(period="2026-02").count() == 0


def test_full_width_digits_and_separators_are_read(client, due):
    assert sent(client, due.reporter, due.target, value=" １，２００．５ ").status_code == 302
    due.target.refresh_from_db()
    assert due.target.pending == 120050


@pytest.mark.parametrize(
    ("period", "why"),
    [
        ("2026-01", "2026-01 已关闭"), ("2025-12", "不在本事项的时间范围内"), ("2026-05", "不在本事项的时间范围内"),
        ("2026Q1", "可以报送的月份"), ("gone", "可以报送的月份"), ("", "可以报送的月份"),
    ],
)
def test_a_month_that_is_closed_or_outside_is_refused(client, due, period, why):
    response = sent(client, due.reporter, due.target, period=period)
    assert response.status_code == 422
    assert why in told(response)
    assert 'value="200"' in told(response)


def test_a_double_click_is_one_report(client, due):
    token = str(uuid.uuid4())
    first = sent(client, due.reporter, due.target, token=token)
    second = sent(client, due.reporter, due.target, token=token)
    assert (first.status_code, second.status_code) == (302, 302)
    assert reports_of(due.target.pk).filter(period="2026-02").count() == 1


def test_two_people_at_once_see_both_figures_and_may_send_again(client, due):
    seen = due.target.entry
    assert sent(client, due.colleague, due.target, value="180").status_code == 302
    refused = sent(client, due.reporter, due.target, value="220", seen=seen)
    page = told(refused)
    assert refused.status_code == 422
    assert "白汀兰" in page
    assert "180 家" in page
    assert 'value="220"' in page
    again = re.search(r'name="seen" value="(\d+)"', page)[1]
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    assert sent(client, due.reporter, due.target, value="220", seen=again, token=token).status_code == 302
    states = [(report.by_name, report.state) for report in reports_of(due.target.pk).filter(period="2026-02")]
    assert states == [("何苗", "waiting"), ("白汀兰", "replaced")]


def test_someone_elses_report_of_another_month_is_no_conflict(client, due):
    seen = due.target.entry
    sent(client, due.colleague, due.target, period="2026-03", value="210")
    assert sent(client, due.reporter, due.target, seen=seen).status_code == 302


def test_files_are_kept_when_something_else_is_wrong(client, due):
    refused = sent(client, due.reporter, due.target, value="x", proof=[pdf("一.pdf", "1"), pdf("二.pdf", "2")])
    kept = re.findall(r'name="kept" value="([^"]+)"', told(refused))
    assert refused.status_code == 422
    assert len(kept) == 2
    assert sent(client, due.reporter, due.target, kept=kept).status_code == 302
    report = reports_of(due.target.pk).first()
    assert sorted(file.name for file in report.evidence.all()) == ["一.pdf", "二.pdf"]


def test_a_kept_file_is_taken_from_nobody_else(client, due):
    other = due.register("target", "另一项", "lingang", **TARGET)
    turn_to(dt.date(2026, 3, 3), 10)
    refused = sent(client, due.reporter, due.target, value="x", proof=[pdf()])
    kept = re.findall(r'name="kept" value="([^"]+)"', told(refused))
    assert sent(client, due.reporter, other, kept=[*kept, kept[0] + "x", "nonsense"]).status_code == 302
    assert reports_of(other.pk).first().evidence.count() == 0


def test_the_same_file_twice_is_one_file(client, due):
    assert sent(client, due.reporter, due.target, proof=[pdf("a.pdf"), pdf("b.pdf")]).status_code == 302
    assert [file.name for file in reports_of(due.target.pk).first().evidence.all()] == ["a.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"", "文件是空的"), ("a.exe", b"MZ" + b"0" * 99, "不能作为佐证材料"),
        ("a.png", files.form("x"), "不符"), ("a.html", b"<html><script>1</script>", "不能作为佐证材料"),
    ],
)
def test_a_file_that_proves_nothing_is_refused_by_name(client, due, name, content, why):
    proof = [SimpleUploadedFile(name, content), pdf("good.pdf")]
    refused = sent(client, due.reporter, due.target, note="留着", proof=proof)
    page = told(refused)
    assert refused.status_code == 422
    assert why in page
    assert f"“{name}”" in page
    assert "good.pdf" in page
    assert "留着" in page


def test_at_most_ten_files(client, due):
    assert sent(client, due.reporter, due.target, proof=[pdf(f"{n}.pdf", str(n)) for n in range(11)]).status_code == 422


def test_what_was_typed_is_shown_and_never_run(client, due):
    page = told(sent(client, due.reporter, due.target, value="<script>", note="</textarea><script>alert(1)</script>"))
    assert "<script>alert" not in page
    assert 'value="<script>"' not in page


def test_the_echo_says_what_the_figure_would_mean(client, due):
    client.force_login(due.reporter)
    answer = client.post(f"{url(due.target)}echo/", {"period": "2026-02", "value": "60"})
    assert answer.status_code == 200
    page = told(answer)
    assert "5.00%" in page
    assert 'data-light="yellow"' in page
    assert "−40" in page
    due.target.refresh_from_db()
    assert due.target.value == 100 * 100


@pytest.mark.parametrize("typed", ["", "x", "-1"])
def test_the_echo_of_nothing_readable_asks_on(client, due, typed):
    client.force_login(due.reporter)
    answer = client.post(f"{url(due.target)}echo/", {"period": "2026-02", "value": typed})
    assert answer.status_code == 200
    assert "data-light" not in told(answer)


def test_a_returned_report_says_why_and_is_mended(client, due):
    sent(client, due.reporter, due.target, value="190", note="初报")
    first = reports_of(due.target.pk).first()
    actions.return_report(first, by=due.supervisor, reason="含意向企业，请剔除")
    client.force_login(due.reporter)
    page = told(client.get(url(due.target)))
    assert "含意向企业，请剔除" in page
    assert re.search(r'name="value"[^>]*value="190"', page)
    due.target.refresh_from_db()
    assert sent(client, due.reporter, due.target, value="170").status_code == 302
    states = [(report.state, report.note) for report in reports_of(due.target.pk).filter(period="2026-02")]
    assert states == [("waiting", ""), ("returned", "初报")]
    assert "含意向企业，请剔除" not in told(client.get(url(due.target)))


def test_who_does_not_report_finds_no_form(client, due):
    for person in (due.stranger, due.supervisor, due.leader, due.auditor, due.administrator):
        client.force_login(person)
        assert client.get(url(due.target)).status_code == 404
        assert client.post(f"{url(due.target)}echo/", {"value": "1"}).status_code == 404
        assert sent(client, person, due.target).status_code == 404
    client.logout()
    assert client.get(url(due.target)).status_code == 302
    assert reports_of(due.target.pk).filter(period="2026-02").count() == 0


def test_a_matter_that_is_closed_takes_no_report(client, due):
    actions.move(due.target, "closed", by=due.supervisor)
    assert sent(client, due.reporter, due.target).status_code == 404


@pytest.fixture
def proof(client, due):
    sent(client, due.reporter, due.target, proof=[pdf(), SimpleUploadedFile("p.png", files.photograph(1, 40, 30))])
    return {file.mime: file for file in reports_of(due.target.pk).first().evidence.all()}


def address(file):
    return f"/evidence/{file.pk}/{file.name}"


def test_evidence_is_handed_over_pictures_are_shown(client, due, proof):
    client.force_login(due.supervisor)
    document, picture = client.get(address(proof["application/pdf"])), client.get(address(proof["image/png"]))
    assert b"".join(document.streaming_content).startswith(b"%PDF")
    assert document["Content-Disposition"].startswith("attachment")
    assert picture["Content-Disposition"].startswith("inline")
    assert picture["X-Content-Type-Options"] == "nosniff"
    b"".join(picture.streaming_content)


def test_a_stranger_does_not_learn_that_evidence_exists(client, due, proof):
    client.force_login(due.stranger)
    assert client.get(address(proof["image/png"])).status_code == 404
    client.force_login(due.reporter)
    assert client.get(f"/evidence/{proof['image/png'].pk}/other.png").status_code == 404
    assert client.get("/evidence/999999/p.png").status_code == 404


def test_the_form_asks_the_database_no_more_when_there_is_more(client, due):
    client.force_login(due.reporter)
    client.get(url(due.target))
    with CaptureQueriesContext(connection) as few:
        client.get(url(due.target))
    for number in range(12):
        due.register("target", f"更多{number}", "lingang", **TARGET)
    for _month in range(3):
        due.tick(lambda matter, month: Saying({"value": 110 * 100 + month.number}))
    with CaptureQueriesContext(connection) as many:
        client.get(url(due.target))
    assert len(many) <= len(few) <= 24


def test_a_late_reporter_is_told_by_how_much(client, due):
    client.force_login(due.reporter)
    assert "已迟" not in told(client.get(url(due.target)))
    turn_to(dt.date(2026, 3, 9))
    assert "已迟 4 天（应在 2026-03-05 前报送）" in told(client.get(url(due.target), {"period": "2026-02"}))
    sent(client, due.reporter, due.target)
    assert "已迟" not in told(client.get(url(due.target), {"period": "2026-02"}))


def test_a_cumulative_figure_that_falls_needs_its_sentence(client, due):
    refused = sent(client, due.reporter, due.target, value="90")
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["note"]
    assert "2026年1月已核验 100 家" in told(refused)
    assert sent(client, due.reporter, due.target, value="100").status_code == 302
    due.target.refresh_from_db()
    assert sent(client, due.reporter, due.target, value="90", note="剔除重复登记").status_code == 302
