"""Whatever is sent, the answer is a page: it says what is wrong, keeps what was typed, and nothing was written."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.demo import files
from luoshi.web.tests import office_files
from tests.stories.desk import on, report
from tests.stories.secret import written

TEXT = "周怀瑾强调，临港产业园要在10月底前完成线路迁改。"
XXE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
MEGABYTES_10 = 10 * 1024 * 1024

MINUTES = {
    "empty": ("纪要.txt", b""),
    "blank": ("纪要.txt", b" \n\t "),
    "ten megabytes": ("纪要.txt", b"a" * MEGABYTES_10),
    "a picture": ("纪要.txt", files.photograph(1, 20, 20)),
    "a picture called Word": ("纪要.docx", files.photograph(1, 20, 20)),
    "a PDF": ("纪要.pdf", files.form("x")),
    "half an encoding": ("纪要.txt", b"\xff\xfe\xd8"),
    "a zip bomb": ("纪要.docx", office_files.bomb()),
    "an entity": ("纪要.docx", office_files.word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", XXE)),
    "a member outside": ("纪要.docx", office_files.word(**{"../../luoshi.txt": "x"})),
    "a spoilt zip": ("纪要.docx", office_files.word()[:90]),
}

READABLE = {
    "utf-8": ("纪要.txt", TEXT.encode()),
    "gb18030": ("纪要.txt", TEXT.encode("gb18030")),
    "utf-16": ("纪要.txt", TEXT.encode("utf-16")),
    "word": ("纪要.docx", office_files.written(TEXT)),
    "a path for a name": ("../../../etc/纪要.txt", TEXT.encode()),
}


@pytest.fixture
def meeting(desks):
    """The address of a meeting whose minutes are not taken yet."""
    on(2026, 7, 8, 17)
    typed = {"title": "推进会议", "code": "2026-07", "held_at": "2026-07-08T09:00"}
    return desks["supervisor"].send(desks["supervisor"].see("/meetings/new/"), **typed).url


def test_minutes_that_cannot_be_read_are_refused(world, desks, meeting):
    before = written(world)
    for case, (name, content) in MINUTES.items():
        page = desks["supervisor"].see(meeting)
        answer = desks["supervisor"].send(page, file=SimpleUploadedFile(name, content))
        assert (answer.status, len(answer.problems)) == (422, 1), case
        assert "root:" not in answer.text, case
    assert written(world) == before


@pytest.mark.parametrize(("name", "content"), READABLE.values(), ids=READABLE.keys())
def test_minutes_in_any_usual_form_are_read(desks, meeting, name, content):
    page = desks["supervisor"].send(desks["supervisor"].see(meeting), file=SimpleUploadedFile(name, content))
    assert page.url == "/meetings/2026-07/"
    assert TEXT in page.one("article[contains(@class,'minutes')]").text_content().replace("1临", "临")


PASTED = {"nothing": "", "blank": " \n ", "nul": "\x00\x00", "far too long": "啊" * 250_000}


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED.keys())
def test_pasted_text_that_cannot_be_read_stays_in_the_form(world, desks, meeting, text):
    before = written(world)
    answer = desks["supervisor"].send(desks["supervisor"].see(meeting), text=text)
    assert (answer.status, len(answer.problems)) == (422, 1)
    assert answer.one("textarea[@name='text']").text_content().strip("\ufffd \n") == text.strip("\x00 \n")
    assert written(world) == before


def test_more_than_any_form_takes_is_answered_with_a_page(world, desks, meeting):
    before = written(world)
    answer = desks["supervisor"].post(meeting, text="a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert answer.status in (400, 413)
    assert len(answer.text) > 20
    assert written(world) == before


WRONG_FIGURES = [
    "", " ", "-5", "－5", "abc", "三十", "1e3", "NaN", "inf", "1,2,3.4.5", "30%", "0.000000000001", "9" * 39, "1201",
    "<b>30</b>", "30;DROP TABLE", "3\u200b.\u200b.0",
]  # fmt: skip


def test_figures_that_are_none_are_refused_and_kept(world, target, desks):
    reporter, before = desks["reporter"], written(world)
    page = reporter.see(f"/matters/{target.code}/reports/", period="2026-03")
    for figure in WRONG_FIGURES:
        answer = reporter.send(page, "/reports/", value=figure, note="桩基完成")
        assert answer.status == 422, figure
        assert answer.problems != [], figure
        assert answer.one("input[@name='value']").get("value", "").strip() == figure.strip()
        assert answer.one("textarea[@name='note']").text_content().strip() == "桩基完成", figure
    assert written(world) == before


def test_a_report_for_no_month_or_anothers_matter_is_refused(world, target, desks):
    other = world.register("task", "发改局的任务", "fagai")
    reporter, before = desks["reporter"], written(world)
    page = reporter.see(f"/matters/{target.code}/reports/", period="2026-03")
    for period in ("2026-02", "2026-05", "2025-12", "2026Q1", "2026", "x", "", "2026-13", "\x00", "9" * 400):
        answer = reporter.send(page, "/reports/", value="30", period=period)
        assert (answer.status, answer.problems != []) == (422, True), period
    for hidden in ({"token": "x"}, {"seen": "x"}, {"seen": "-1"}, {"seen": "9" * 30}):
        assert reporter.send(page, "/reports/", value="", **hidden).status == 422, hidden
    assert reporter.post(f"/matters/{other.code}/reports/", done="30", period="2026-03").status == 404
    assert reporter.post("/matters/M-9999/reports/", value="30", period="2026-03").status == 404
    assert written(world) == before


EVIDENCE = {
    "empty": ("形象进度.pdf", b""),
    "a program called PDF": ("形象进度.pdf", b"MZ\x90\x00" + b"\x00" * 200),
    "a page called picture": ("现场.jpg", b"<!doctype html><script>alert(1)</script>"),
    "a picture called PDF": ("形象进度.pdf", files.photograph(2, 20, 20)),
    "a drawing with a script": ("现场.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a picture with a page in it": ("现场.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"),
    "a bomb": ("清单.docx", office_files.bomb()),
    "macros": ("清单.xlsx", office_files.sheet(**{"xl/vbaProject.bin": b"x"})),
    "no name to speak of": (".pdf", files.form("x")),
    "too large": ("现场.pdf", files.form("x") + b"0" * (20 * 1024 * 1024)),
}


def test_a_file_that_is_not_what_it_says_is_refused_and_the_figure_kept(world, target, desks):
    reporter, before = desks["reporter"], written(world)
    page = reporter.see(f"/matters/{target.code}/reports/", period="2026-03")
    for case, (name, content) in EVIDENCE.items():
        answer = reporter.send(page, "/reports/", SimpleUploadedFile(name, content), value="30.25")
        assert (answer.status, len(answer.problems)) == (422, 1), case
        assert answer.one("input[@name='value']").get("value") == "30.25", case
        assert answer.root.xpath("//input[@name='kept']") == [], case
    assert written(world) == before


def test_a_good_file_survives_a_wrong_figure(world, target, desks):
    reporter = desks["reporter"]
    refused = report(reporter, target.code, "abc", period="2026-03")
    assert refused.status == 422
    assert len(refused.root.xpath("//input[@name='kept']")) == 1
    page = reporter.send(refused, "/reports/", value="30")
    assert page.status == 200
    assert f"{target.code}.pdf" in page.text


def test_a_name_is_only_a_name(target, desks):
    """A path, or what a page might run, is shown as text or cut off."""
    page = desks["reporter"].see(f"/matters/{target.code}/reports/", period="2026-03")
    name = "../../..\\<img src=x onerror=alert(1)>.pdf"
    page = desks["reporter"].send(page, "/reports/", SimpleUploadedFile(name, files.form("x")), value="30")
    assert page.status == 200
    assert page.root.xpath("//img[@onerror]") == []
    assert [link for link in page.links() if ".." in link] == []
