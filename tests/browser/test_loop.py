"""The whole loop as people walk it: minutes, list, report, verification, light, score, bulletin, and back."""

import datetime as dt
import re

import docx
import pytest
from django.utils import timezone

from luoshi.demo import content, files
from luoshi.engine.periods import last_closed
from tests.architecture.house import ROOT

REPORT = ROOT.parent / "shared" / "data" / "meetings" / "dev" / "jinpu-2023-08-05.txt"
UNIT = "临港产业园"


def held_on() -> dt.date:
    """A day of the last month whose reports were due: what was asked then is expected to be reported by now."""
    return last_closed(timezone.localdate()).start + dt.timedelta(days=7)


def enter_the_meeting(visitor, text: str) -> int:
    """From the first page to the minutes with their marked sentences; how many there are."""
    page = visitor.page
    page.locator("nav a[href='/meetings/'], #rail a[href='/meetings/']").first.click()
    page.locator("main a[href='/meetings/new/']").first.click()
    page.locator("[name=title]").fill("三年行动推进会议")
    page.locator("[name=code]").fill("tuijin")
    page.locator("[name=held_at]").fill(f"{held_on()}T09:00")
    page.locator("main form button.is-primary").click()
    page.locator("[name=text]").fill(text)
    page.locator("main form button.is-primary").click()
    page.wait_for_url("**/meetings/tuijin/")
    marked, listed = page.locator("mark[id]").count(), page.locator("li.directive").count()
    assert marked == listed
    return marked


def assign(visitor, how_many: int) -> dict[str, tuple[str, str]]:
    """The first directives go to one unit with what is missing filled in: number → (code, sentence)."""
    page = visitor.page
    boxes = page.locator("li.directive input[name=d]")
    numbers = [boxes.nth(place).get_attribute("value") for place in range(boxes.count())]
    for place, _number in enumerate(numbers):
        boxes.nth(place).set_checked(place < how_many)
    page.locator("#bulk button[name=choose]").click()
    due = timezone.localdate() + dt.timedelta(days=5)  # soon: a light that has something to say
    for number in numbers[:how_many]:
        page.locator(f"[name=d{number}-lead_unit]").fill(UNIT)
        page.locator(f"[name=d{number}-supporting]").fill("")
        page.locator(f"[name=d{number}-due]").fill(due.isoformat())
        page.locator(f"[name=d{number}-workstream]").select_option(index=1)
        page.locator(f"[name=d{number}-completion_mark]").fill("清单销号")
    page.locator("main .actions button.is-primary").click()
    page.wait_for_url("**/meetings/tuijin/**")
    codes = [page.locator(f"#d{number} .given a").first.inner_text() for number in numbers[:how_many]]
    words = [page.locator(f"mark[data-pair='{number}']").all_inner_texts() for number in numbers[:how_many]]
    return {n: (code, "".join(said).removeprefix(n)) for n, code, said in zip(numbers, codes, words, strict=False)}


def report(visitor, code: str, figure: str, file: str = "形象进度.pdf") -> None:
    """From the own desk to a report that is sent."""
    page = visitor.page
    page.locator(f"main [data-rows] a[href^='/matters/{code}/reports/']").click()
    page.locator("[name=done]").fill(figure)
    proof = {"name": file, "mimeType": "application/pdf", "buffer": files.form(code)}
    page.locator("main input[type=file]").set_input_files(proof)
    page.locator(".submit button").click()
    page.wait_for_url(f"**/matters/{code}/")


def verify(visitor, code: str) -> None:
    page = visitor.page
    page.locator(f"main [data-rows] a[href='/matters/{code}/#verification']").click()
    page.locator("#verification input[value=A]").check()
    page.locator("#verification form[action$='/verification/'] button").click()
    page.locator("#reports .grade, #reports [class*=grade]").first.wait_for()


def light(visitor, code: str) -> str:
    visitor.go(f"/matters/{code}/")
    return visitor.page.locator("main h2 .light").first.inner_text()


def bulletin(visitor, folder) -> list[str]:
    """Every paragraph of the Word file that was issued and downloaded."""
    page = visitor.page
    page.locator("#rail a[href='/bulletins/'], nav a[href='/bulletins/']").first.click()
    page.locator("main a[href='/bulletins/new/']").first.click()
    page.locator("[name=period]").fill(str(last_closed(timezone.localdate())))
    page.locator("[name=mark]").fill("望督")
    page.locator("main form[method=get] button").click()
    page.wait_for_url(re.compile(r"[?&]period="))
    page.locator("main form[method=post] button.is-primary").click()
    page.wait_for_url(re.compile(r"/bulletins/\d{4}-\d+/"))
    with page.expect_download() as download:
        page.locator("main a[href$='.docx']").first.click()
    download.value.save_as(folder / "bulletin.docx")
    return [paragraph.text for paragraph in docx.Document(folder / "bulletin.docx").paragraphs]


def to_its_sentence(visitor, code: str, number: str) -> str:
    """One click from the matter; the sentence, which must then be on the screen."""
    visitor.go(f"/matters/{code}/")
    visitor.page.locator(f"main a[href$='#s{number}']").click()
    mark = visitor.page.locator(f"mark#s{number}")
    mark.wait_for()
    place = mark.bounding_box()
    assert 0 <= place["y"] < 900
    return "".join(visitor.page.locator(f"mark[data-pair='{number}']").all_inner_texts()).removeprefix(number)


def walk(visit, text: str, folder, language: str) -> int:
    """All of it; returns how many sentences were marked."""
    desk = visit("linxiaohe", language=language)
    marked = enter_the_meeting(desk, text)
    given = assign(desk, 3)
    number, (code, sentence) = next(iter(given.items()))
    dark = light(desk, code)
    desk.go("/scorecard/")
    score = desk.row(UNIT)
    desk.sign_out()

    phone = visit("hemiao", language=language)
    phone.go("/today/")
    waiting = [
        phone.page.locator(f"[data-rows] a[href^='/matters/{c}/reports/']").count() for c, _said in given.values()
    ]
    assert waiting == [1, 1, 1]
    report(phone, code, "100")

    desk.sign_in("linxiaohe")
    desk.go("/today/")
    verify(desk, code)
    assert light(desk, code) != dark
    desk.go("/scorecard/")
    assert desk.row(UNIT) != score
    told = [line for line in bulletin(desk, folder) if sentence in line]
    assert len(told) == 1
    assert code in told[0]
    assert "100" in told[0]
    assert to_its_sentence(desk, code, number) == sentence
    assert desk.troubles + phone.troubles == []
    return marked


@pytest.mark.skipif(not REPORT.exists(), reason="the real report in ../shared/data is absent")
def test_a_real_report_is_walked_through_to_the_bulletin(visit, tmp_path):
    assert walk(visit, REPORT.read_text(encoding="utf-8"), tmp_path, "zh-hans") == 18


def test_the_loop_in_english(visit, tmp_path):
    assert walk(visit, content.MEETING, tmp_path, "en") >= 10


def test_a_phone_without_scripts_can_report(visit):
    desk = visit("linxiaohe")
    enter_the_meeting(desk, content.MEETING)
    code, _sentence = next(iter(assign(desk, 1).values()))
    phone = visit("hemiao", language="en", width=390, java_script_enabled=False)
    phone.go("/today/")
    report(phone, code, "40", "photo.pdf")
    assert "40" in phone.page.locator("#reports").inner_text()
    assert "photo.pdf" in phone.page.locator("main").inner_text()
