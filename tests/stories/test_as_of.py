"""Every page shown as of an entry says what it said when that entry was the last."""

import pytest

from luoshi.core.ledger.actions import adopt, relight
from tests.stories.desk import on, report, verify
from tests.stories.secret import MEETING, keep, timeless, written
from tests.stories.test_returned import return_it

PAGES = """
    /cockpit/ /worklist/?state=all&sort=code /worklist/?light=green /worklist/?report=waiting /worklist/?report=returned
    /scorecard/ /scorecard/2026-03/ /scorecard/2026-03/lingang/ /meetings/ /meetings/{meeting}/ /rules/ /rules/lights/
    /matters/{first}/ /matters/{first}/?reports=all /matters/{second}/ /ledger/ /worklist.xlsx?state=all
""".split()  # noqa: SIM905 - read as a list of addresses


def said(desk, url: str, head: int | None = None) -> str:
    """What a page says of the world: its words without the moment, and without the notice that it is an earlier one."""
    query = {"head": head} if head else {}
    if ".xlsx" in url:
        url, _mark, rest = url.partition("?")
        return timeless(str(desk.sheet(**dict([rest.split("=")]), **query)))
    address = f"{url}{'&' if '?' in url else '?'}head={head}" if head else url
    page = desk.get(address)
    assert page.status == 200, address
    for notice in page.root.xpath("//main/*[contains(@class,'earlier')]"):
        notice.getparent().remove(notice)
    return timeless(page.text)


@pytest.fixture
def addresses(target, world, desks):
    """The addresses of everything, once it is there."""
    secret = keep(world)
    return [url.format(meeting=MEETING, first=target.code, second=secret.code) for url in PAGES]


def go_on(world, target, desks):
    """A month goes by in which nearly everything changes."""
    reporter, supervisor = desks["reporter"], desks["supervisor"]
    report(reporter, target.code, "44.4", period="2026-03")
    return_it(supervisor, target.code)
    report(reporter, target.code, "33.3", period="2026-03")
    verify(supervisor, target.code, "B")
    supervisor.send(supervisor.see(f"/matters/{target.code}/goal/"), "/goal/", goal="150", reason="上级调整")
    page = supervisor.see(f"/matters/{target.code}/amendment/")
    assert supervisor.send(page, "/amendment/", title="更名后的专项", weight="7", reason="正名").status == 200
    world.register("task", "后来的任务", "lingang")
    adopt(world.plan, "lights", "9.9", {"yellow_lag": 1, "red_lag": 2}, by=world.supervisor)
    on(2026, 5, 6)
    relight(world.region)
    report(reporter, target.code, "35", period="2026-04")


def test_the_past_stays_as_it_was_shown(world, target, desks, addresses):
    leader, heads = desks["leader"], {}
    for _moment in range(2):
        heads[written(world)] = {url: said(leader, url) for url in addresses}
        go_on(world, target, desks)
        world.register("target", "另一个指标", "fagai", goal=50 * 10**10, unit_label="亿元")
    for head, told in heads.items():
        now = {url: said(leader, url, head) for url in addresses}
        assert {url: text for url, text in now.items() if text != told[url]} == {}
        assert {url for url in addresses if "35" in said(leader, url)} != set()


def test_an_entry_that_is_not_there_shows_nothing(world, target, desks):
    for head in (0, -1, written(world) + 1, "9" * 30, "x", "1.5"):
        assert desks["leader"].get(f"/worklist/?head={head}").status == 404


def test_what_is_shown_as_of_an_earlier_entry_cannot_be_changed_there(world, target, desks):
    head = written(world)
    report(desks["reporter"], target.code, "30")
    page = desks["supervisor"].see(f"/matters/{target.code}/", head=head)
    assert page.root.xpath("//main//form[@method='post']") == []
    assert "30" not in page.one("section[@id='reports']").text_content().split()
