"""A sentence of the minutes is carried through to the bulletin: list, report, verification, light, score."""

import io

import docx

from luoshi.core.ledger.actions import relight
from luoshi.demo import content
from tests.stories.desk import Desk, on, report, verify

FILLED_IN = {"lead_unit": "临港产业园", "supporting": "", "completion_mark": "线路送电"}


def enter_the_meeting(desk: Desk) -> str:
    """The address of the meeting with its minutes taken."""
    page = desk.send(desk.see("/meetings/new/"), title="推进会议", code="2026-07", held_at="2026-07-08T09:00")
    page = desk.send(page, text=content.MEETING)
    assert page.url == "/meetings/2026-07/"
    return page.url


def number_of(page, sentence: str) -> str:
    """The number of the directive in whose marked text the sentence stands."""
    marks = {mark.get("data-pair"): mark.text_content() for mark in page.root.xpath("//mark")}
    return next(number for number, text in marks.items() if sentence in text)


def assign(desk: Desk, meeting: str, number: str, **typed: str) -> str:
    """The code of the matter that a directive became."""
    sheet = desk.post(f"{meeting}assignment/", choose="1", d=number)
    before = set(desk.see("/worklist/", state="all").links())
    page = desk.send(sheet, "/assignment/", **{f"d{number}-{name}": value for name, value in typed.items()})
    assert page.problems == []
    new = {link for link in desk.see("/worklist/", state="all").links() if link.startswith("/matters/")} - before
    return new.pop().split("/")[2]


def row_of(page, name: str) -> list[str]:
    """The cells of the row of a table in which a cell says `name`."""
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.root.xpath("//main//tr")]
    return next(row for row in rows if name in row)


def light_of(page) -> str:
    """The light at the head of a matter's page, in words."""
    return page.all("main//h2[starts-with(normalize-space(), 'Light')]//span")[0]


def bulletin_of(desk: Desk, period: str) -> list[str]:
    """Every paragraph of the Word file."""
    preview = desk.see("/bulletins/new/", period=period, mark="望督", language="zh-hans")
    page = desk.send(preview)
    link = next(link for link in page.links() if link.endswith(".docx"))
    return [p.text for p in docx.Document(io.BytesIO(desk.file(link))).paragraphs]


def test_a_sentence_becomes_a_result_that_everybody_can_read(world, desks):
    supervisor, reporter = desks["supervisor"], desks["reporter"]
    on(2026, 7, 8, 17)
    meeting = enter_the_meeting(supervisor)
    stream = str(world.workstreams["xiangmu"].pk)
    number = number_of(supervisor.see(meeting), "220千伏望临线迁改")
    code = assign(supervisor, meeting, number, workstream=stream, **FILLED_IN)

    on(2026, 8, 3)
    relight(world.region)
    waiting = supervisor.see(f"/matters/{code}/")
    score = row_of(supervisor.see("/scorecard/2026-07/"), "临港产业园")
    assert [link for link in reporter.see("/today/").links() if link.startswith(f"/matters/{code}/reports/")]
    assert report(reporter, code, "5", measure="done").url == f"/matters/{code}/"
    assert f"/matters/{code}/#verification" in supervisor.see("/today/").links()
    assert "5" in verify(supervisor, code).text

    done = supervisor.see(f"/matters/{code}/")
    assert (light_of(waiting), light_of(done)) == ("on track", "watch")
    assert row_of(supervisor.see("/scorecard/2026-07/"), "临港产业园") != score
    told = [line for line in bulletin_of(supervisor, "2026-07") if "220千伏望临线迁改" in line]
    assert len(told) == 1
    assert code in told[0]
    assert "5.00" in told[0]


def test_from_the_matter_one_click_leads_to_its_sentence(world, desks):
    supervisor = desks["supervisor"]
    on(2026, 7, 8, 17)
    meeting = enter_the_meeting(supervisor)
    number = number_of(supervisor.see(meeting), "220千伏望临线迁改")
    stream = str(world.workstreams["xiangmu"].pk)
    code = assign(supervisor, meeting, number, workstream=stream, **FILLED_IN)
    assert f"{meeting}#s{number}" in desks["reporter"].see(f"/matters/{code}/").links()
    sentence = desks["reporter"].see(meeting).one(f"*[@id='s{number}']").text_content()
    assert "220千伏望临线迁改" in sentence


def test_a_directive_that_cannot_be_checked_stays_off_the_list_and_in_the_bulletin(desks):
    supervisor = desks["supervisor"]
    on(2026, 7, 8, 17)
    page = supervisor.see(enter_the_meeting(supervisor))
    assert any("提高站位" in text for text in page.all("li[contains(@class,'is-vague')]"))
    on(2026, 8, 3)
    told = [line for line in bulletin_of(supervisor, "2026-07") if "提高站位" in line]
    assert len(told) == 1
