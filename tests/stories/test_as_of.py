"""Every page shown as of an entry says what it said when that entry was the last."""

import pytest

from luoshi.core.ledger.actions import adopt, relight
from tests.stories.desk import on, report, verify
from tests.stories.secret import MEETING, keep, timeless, written
from tests.stories.test_returned import return_it

# The column of supporting units is not kept by entry, so it is not among these.
COLUMNS = "&".join(
    f"col={name}"
    for name in ("light", "kind", "workstream", "lead", "responsible", "stage", "due", "done", "confidence")
)
PAGES = [
    "/outlook/", "/cockpit/", "/scorecard/", "/scorecard/2026-03/", "/scorecard/2026-03/lingang/", "/situation/",
    "/situation/?period=2026H1&sort=deviation", "/situation/{first}/", "/meetings/",
    "/meetings/{meeting}/", "/rules/", "/rules/lights/", "/matters/{first}/",
    "/matters/{first}/?reports=all", "/matters/{second}/", "/ledger/",
    f"/worklist/?state=all&sort=code&{COLUMNS}", f"/worklist/?light=green&{COLUMNS}", f"/worklist/?q=专项&{COLUMNS}",
    f"/worklist/?report=waiting&{COLUMNS}", f"/worklist/?report=returned&{COLUMNS}",
    f"/worklist.xlsx?state=all&{COLUMNS}",
]  # fmt: skip


def said(desk, url: str, head: int | None = None) -> str:
    """What a page says of the world: without the moment, the notice that it is earlier, and the column chooser."""
    address = f"{url}{'&' if '?' in url else '?'}head={head}" if head else url
    if ".xlsx" in url:
        return timeless(str(desk.sheet(address)))
    page = desk.get(address)
    assert page.status == 200, address
    for aside in page.root.xpath("//main/*[contains(@class,'earlier')] | //main//details[contains(@class,'pop')]"):
        aside.drop_tree()
    return timeless(page.text)


@pytest.fixture
def addresses(target, world, desks):
    """The addresses of everything, once it is there."""
    secret = keep(world)
    return [url.format(meeting=MEETING, first=target.code, second=secret.code) for url in PAGES]


def go_on(world, target, desks, month: int):
    """A month goes by in which nearly everything changes."""
    period = f"2026-0{month}"
    reporter, supervisor = desks["reporter"], desks["supervisor"]
    report(reporter, target.code, "44.4", period=period)
    return_it(supervisor, target.code)
    report(reporter, target.code, "33.3", period=period)
    verify(supervisor, target.code, "B")
    supervisor.send(supervisor.see(f"/matters/{target.code}/goal/"), "/goal/", goal=str(150 + month), reason="上级调整")
    page = supervisor.see(f"/matters/{target.code}/amendment/")
    assert (
        supervisor.send(page, "/amendment/", title=f"{month}月更名的专项", weight=str(month), reason="正名").status
        == 200
    )
    world.register("task", "后来的任务", "lingang")
    adopt(world.plan, "lights", f"9.{month}", {"yellow_lag": month, "red_lag": 9}, by=world.supervisor)
    on(2026, month + 2, 6)
    relight(world.region)


def test_the_past_stays_as_it_was_shown(world, target, desks, addresses):
    leader, heads = desks["leader"], {}
    for month in (3, 4):
        heads[written(world)] = {url: said(leader, url) for url in addresses}
        go_on(world, target, desks, month)
        world.register("target", "另一个指标", "fagai", goal=50 * 10**10, unit_label="亿元")
    for head, told in heads.items():
        now = {url: said(leader, url, head) for url in addresses}
        assert {url: text for url, text in now.items() if text != told[url]} == {}
        unchanged = {url for url in addresses if said(leader, url) == told[url]}
        assert unchanged <= {"/meetings/", f"/meetings/{MEETING}/"}


def test_an_entry_that_is_not_there_shows_nothing(world, target, desks):
    for head in (0, -1, written(world) + 1, "9" * 30, "x", "1.5"):
        assert desks["leader"].get(f"/worklist/?head={head}").status == 404


def test_what_is_shown_as_of_an_earlier_entry_cannot_be_changed_there(world, target, desks):
    head = written(world)
    report(desks["reporter"], target.code, "30")
    page = desks["supervisor"].see(f"/matters/{target.code}/", head=head)
    assert page.root.xpath("//main//form[@method='post']") == []
    assert "30" not in page.one("section[@id='reports']").text_content().split()
