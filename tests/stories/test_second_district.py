"""Two districts in one house: neither learns of the other, though indicators, codes and stocktakes are called alike."""

import datetime as dt
import io

import openpyxl
import pytest

from luoshi.core.ledger import actions
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import Plan, Workstream
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, Figure, Row, cascade, compare, define
from luoshi.loop.stocktakes.actions import take_stock, word
from tests.stories.desk import Desk, on

TRACES = ("秘密区", "绝密局", "隐秘指标", "暗邻", "暗统计局", "机密之言", "98.76", "M-0002")
PAGES = [
    "/targets/", "/targets/?q=隐秘", "/targets/?unit=zzju", "/targets/1/", "/targets/1/cascade/2026/", "/neighbours/",
    "/neighbours/?indicator=1", "/situation/", "/situation/?period=2026H1", "/outlook/", "/outlook/?unit=zzju",
    "/neighbours/?indicator=2", "/outlook/calibration/", "/outlook/mine/", "/stocktakes/", "/sheets/", "/cockpit/",
    "/worklist/?unit=zzju&state=all", "/worklist/?q=隐秘", "/organisation/", "/ledger/", "/today/",
]  # fmt: skip
HIDDEN = [
    "/targets/2/", "/targets/2/cascade/2026/", "/targets/2/definition/", "/targets/2/goals/2026/", "/situation/M-0002/",
    "/stocktakes/2026Q1-1/", "/stocktakes/2026Q1-1/stocktake.docx", "/matters/M-0002/",
    "/stocktakes/2026Q1-1/stocktake.pdf", "/organisation/zzju/", "/scorecard/2026-03/zzju/",
    "/targets/2/cascade/2026.xlsx", "/situation/M-0002.xlsx", "/scorecard/2026-03/zzju.xlsx",
]  # fmt: skip
SHEETS = [
    "/neighbours.xlsx", "/neighbours.xlsx?indicator=1", "/targets.xlsx", "/targets.xlsx?unit=zzju", "/situation.xlsx",
    "/targets/1/cascade/2026.xlsx", "/worklist.xlsx?state=all", "/scorecard/2026-03.xlsx",
    "/outlook/year-ends.xlsx?unit=zzju", "/outlook/finish-dates.xlsx",
]  # fmt: skip
WRITING = {
    "/targets/2/definition/": {}, "/targets/2/goals/2026/": {"goal": "5"},
    "/targets/2/cascade/2026/sheet/": {"rows": "x"},
    "/stocktakes/2026Q1-1/words/opening/": {"text": "x", "seen": "0"}, "/stocktakes/2026Q1-1/computation/": {},
    "/stocktakes/2026Q1-1/publication/": {"language": "en", "looked": "1"},
}  # fmt: skip


@pytest.fixture
def second(target, world):
    """The other district does all that one can do with key targets; the first has one target and one indicator."""
    said = {"name": "固投", "unit_label": "亿元", "lead_unit": world.units["fagai"]}
    define(world.plan, Definition(**said), by=world.supervisor)
    region = actions.found_district("zz", "秘密区")
    unit = actions.establish(region, code="zzju", name="绝密局", kind="department", by=None)
    boss = Person.objects.create_user("zzboss", "暗首长")
    actions.appoint(boss, region, title="主任", role="supervisor", by=None)
    plan = Plan.objects.create(region=region, name="暗计划", starts=dt.date(2026, 1, 1), ends=dt.date(2028, 12, 31))
    stream = Workstream.objects.create(plan=plan, code="zz", name="暗专项")
    for name in ("固投", "隐秘指标"):
        define(plan, Definition(name=name, unit_label="亿元", lead_unit=unit), by=boss)
        goal = actions.GoalDraft(measure="value", year=2026, value=9876 * 10**8)
        details = {"indicator": name, "source": "", "scope": "district"}
        draft = actions.Draft(
            kind="target", title=name, lead_unit=unit, workstream=stream, start=dt.date(2026, 1, 1), goals=[goal],
            due=dt.date(2026, 12, 31), unit_label="亿元", details=details,
        )
        actions.register(draft, by=boss)
        rows = [Row(holder="zz", name="秘密区", level="district", assigned=9876 * 10**8)]
        cascade(plan, name, 2026, rows, by=boss, reason="机密之言")
        figures = [Figure(peer=peer, group="暗组", value=9876 * 10**8) for peer in ("暗邻", "秘密区", "望海新区")]
        compare(plan, name, Period.parse("2026-03"), figures, by=boss, source="暗统计局")
    on(2026, 4, 3)
    draft = take_stock(plan, Period.parse("2026Q1"), by=boss)
    word(draft, by=boss, place="opening", text="机密之言", seen=0)
    return Desk(boss)


def rows_of(data: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [row for name in book.sheetnames for row in book[name].iter_rows(values_only=True)]


@pytest.mark.parametrize("who", ["supervisor", "leader", "reporter"])
def test_no_page_tells_of_the_other_district(second, desks, who):
    for url in PAGES:
        answer = desks[who].get(url)
        asked = [trace for trace in TRACES if trace in url]
        told = answer.content.decode().replace("q=%E9%9A%90%E7%A7%98", "")
        assert [trace for trace in TRACES if trace in told and trace not in asked] == [], url
    for url in SHEETS:
        answer = desks[who].client.get(url)
        data = answer.getvalue()
        told = str(rows_of(data)) if answer.status_code == 200 else data.decode()
        assert [trace for trace in TRACES if trace in told] == [], url
    found = {url: desks[who].client.get(url).status_code for url in HIDDEN}
    assert {url: status for url, status in found.items() if status != 404} == {}
    written = {url: desks[who].post(url, **said).status for url, said in WRITING.items()}
    assert {url: status for url, status in written.items() if status not in (403, 404)} == {}


def test_the_other_district_has_its_own(second, world):
    for url in ("/targets/1/", "/targets/2/", "/neighbours/?indicator=2", "/stocktakes/2026Q1-1/", "/situation/"):
        assert [name for name in ("发展改革局", "固定资产投资专项") if name in second.see(url).text] == [], url
    assert "暗邻" in second.see("/neighbours/?indicator=2").text
    assert second.get("/matters/M-0001/").status == 404


def test_who_assigns_in_the_other_district_brings_and_takes_no_tables_here(second, world):
    """The first post says whose pages one sees; what one may do elsewhere opens nothing of them."""
    boss = Person.objects.get(username="zzboss")
    mine = Desk(boss).post("/sheets/targets/", text="indicator\tyear\n固投\t2026\n").url
    boss.posts.update(since=dt.date(2026, 4, 2))
    actions.appoint(boss, world.units["lingang"], title="统计员", role="reporter", by=None)
    boss.posts.filter(unit=world.units["lingang"]).update(since=dt.date(2026, 4, 1))
    desk = Desk(Person.objects.get(username="zzboss"))
    assert "望海新区" in desk.client.get("/today/").content.decode()
    for url in ("/sheets/targets/", "/sheets/targets/rows.xlsx", "/sheets/neighbours/rows.xlsx", mine):
        assert desk.get(url).status == 404, url
