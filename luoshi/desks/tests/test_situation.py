"""How the district stands, as pages say it: to each what they may see, every number with what it is made of."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from luoshi.core.ledger import actions, clock
from luoshi.core.ledger.queries import head_of
from luoshi.demo.world import Saying, World, turn_to
from luoshi.desks.situation.rows import Seen
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, Figure, Row, cascade, compare, define
from luoshi.loop.outlook.models import Forecast
from luoshi.web.tests.excel_files import told

JIA = 100  # one 家 as stored
MONTH = Period.parse("2026-03")
MAIN = re.compile(r"<main.*</main>", re.DOTALL)


def indicator(world, name, **said):
    said = {"unit_label": "家", "lead_unit": world.units["fagai"]} | said
    return define(world.plan, Definition(name=name, **said), by=world.supervisor)


def target(world, name, unit, goal, scope="district", **given):
    details = {"indicator": name, "source": "", "scope": scope}
    title = name if scope == "district" else f"{name} {world.units[unit].name}"
    return world.register("target", title, unit, goal=goal * JIA, unit_label="家", details=details, **given)


def seen(client, person, url):
    client.force_login(person)
    client.cookies["django_language"] = "en"
    response = client.get(url)
    assert response.status_code == 200, url
    return response


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", MAIN.search(response.content.decode())[0]).split())


@pytest.fixture
def steered(world):
    """企业 lags by 100 of 1,200, most of it at 临港; 发改 and 望山 hold parts too. 项目 goes as it should."""
    indicator(world, "企业")
    indicator(world, "项目")
    world.whole = target(world, "企业", "fagai", 1200, weight=40, responsible="陈立言", supporting=["lingang"])
    world.parts = [target(world, "企业", unit, 400, "unit") for unit in ("lingang", "fagai", "wangshan")]
    world.fine = target(world, "项目", "wangshan", 120)
    done = dict(zip([world.whole.pk, *(part.pk for part in world.parts)], (200, 15, 95, 90), strict=True))
    for month in range(1, 4):
        world.tick(lambda m, _, n=month: Saying({"value": JIA * (done[m.pk] * n // 3 if m.pk in done else 10 * n)}))
    for period, figures in (
        ("2025-03", [Figure(peer="望海新区", group="一类", value=250 * JIA)]),
        (
            "2026-03",
            [Figure(peer=f"{name}区", group="一类", growth=growth) for name, growth in (("甲", 900), ("乙", 1900))],
        ),
    ):
        said = {"by": world.supervisor, "source": "统计局"}
        compare(world.plan, "企业", Period.parse(period), figures, **said)
    return world


def test_the_page_says_what_is_short_what_it_costs_and_whom_to_ask(client, steered):
    page = seen(client, steered.leader, "/situation/")
    (board,) = page.context["boards"]
    said = words(page)
    assert "100 家 behind pro-rata" in said
    assert "陈立言" in said
    assert (board.cost, board.places) == ("3.33", 2)  # 300 were due: +20 %, before both; 200 are −20 %
    assert "3 instead of 1" in said
    assert page.context["main"][0].growth == "−20.00%"
    assert page.context["rows"][0].growth_source == "from published"
    assert board.next_name == "临港产业园"
    assert [matter.code for matter in client.get(board.next_url).context["page"].object_list] == [steered.parts[0].code]
    assert not client.get(board.next_url).context["asked"].ignored


def test_the_gap_is_told_unit_by_unit_and_sums(client, steered):
    page = seen(client, steered.leader, f"/situation/{steered.whole.code}/")
    (taken,) = page.context["taken"]
    assert [(line.name, line.gap) for line in taken.lines] == [
        ("临港产业园", "−85"),
        ("望山街道", "−10"),
        ("发展改革局", "−5"),
    ]
    assert taken.total == "−100"
    assert page.context["places"].rows == [("2026-03", 3, 3)]


@pytest.mark.parametrize("url", ["/situation/", "/situation/{code}/"])
def test_every_number_is_a_link(client, steered, url):
    page = seen(client, steered.leader, url.format(code=steered.whole.code)).content.decode()
    assert not re.findall(r'<span class="figure[^"]*">', page)
    for link in set(re.findall(r'class="figure[^"]*" href="([^"]+)"', page)):
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_a_reporter_sees_their_part_and_nothing_of_others(client, steered):
    for url in ("/situation/", f"/situation/{steered.whole.code}/"):
        page = seen(client, steered.reporter, url)
        said = page.content.decode()
        assert "望山街道" not in said
        assert "−10<" not in said
        assert "项目<" not in words(page)
    (taken,) = page.context["taken"]
    assert [(line.name, line.gap) for line in taken.lines] == [("临港产业园", "−85"), ("other units", "−15")]
    assert seen(client, steered.reporter, "/situation/").context["total"] == 1


def test_a_stranger_has_no_such_target(client, steered):
    client.force_login(steered.stranger)
    assert client.get(f"/situation/{steered.whole.code}/").status_code == 404
    assert client.get(f"/situation/{steered.parts[0].code}/").status_code == 404
    page = seen(client, steered.stranger, "/situation/")
    assert [one.matter.title for one in page.context["rows"]] == ["项目"]


def test_nothing_yet_teaches_where_to_look(client, world):
    assert 'href="/worklist/"' in seen(client, world.leader, "/situation/").content.decode()


def test_a_period_is_chosen_in_the_address(client, steered):
    half = seen(client, steered.leader, "/situation/?period=2026H1")
    assert half.context["rows"][0].value == "200"
    january = seen(client, steered.leader, "/situation/?period=2026-01")
    assert (january.context["rows"][0].value, january.context["rows"][0].place) == ("66", "")
    for wrong in ("2026-13", "2025-12", "2029-01", "2026-12", "x"):
        assert client.get("/situation/", {"period": wrong}).status_code == 404, wrong


def test_rows_go_by_what_the_address_says(client, steered):
    def order(sort):
        return [one.matter.title for one in seen(client, steered.leader, f"/situation/?sort={sort}").context["rows"]]

    assert order("deviation") == order("nonsense") == ["企业", "项目"]
    assert order("-deviation") == ["项目", "企业"]
    assert order("place") == order("-place") == ["企业", "项目"]  # what has none comes last


def test_the_likely_year_end_stands_where_one_was_kept(client, steered):
    assert "No forecast" in words(seen(client, steered.leader, "/situation/"))
    kept = {"plan": steered.plan, "matter": steered.whole, "what": "year_end", "year": 2026, "records": 20}
    head = head_of(steered.region.pk).seq
    for period, middle, chance in (("2026-02", 700, 1000), ("2026-03", 980, 2340)):
        ends = {"p10": 850 * JIA, "p50": middle * JIA, "p90": 1100 * JIA, "chance": chance}
        Forecast.objects.create(**kept, **ends, period=period, head=head, made=head)
    said = words(seen(client, steered.leader, "/situation/"))
    assert "980 (850 to 1,100)" in said
    assert "23% likely to meet the goal, kept with March 2026" in said
    assert "700 (850 to 1,100)" in words(seen(client, steered.leader, "/situation/?period=2026-02"))


def test_as_of_an_earlier_entry_the_figures_are_those_of_then(client, steered):
    rows = [Row(holder="wanghai", name="望海新区", level="district")]
    rows += [Row(holder="xk", name="汐口镇", level="unit", superior="wanghai", assigned=60 * JIA)]
    cascade(steered.plan, "企业", 2026, rows, by=steered.supervisor, reason="分解")
    then = head_of(steered.region.pk).seq
    urls = [f"{url}?head={then}" for url in ("/situation/", f"/situation/{steered.whole.code}/")]
    turn_to(dt.date(2026, 4, 20))
    actions.relight(steered.region)
    first = [MAIN.search(seen(client, steered.leader, url).content.decode())[0] for url in urls]
    for matter, goal in ((steered.whole, 2400), (steered.parts[0], 40)):
        draft = actions.GoalDraft(measure="value", year=2026, value=goal * JIA)
        actions.rebaseline(matter, draft, by=steered.supervisor, reason="上级调整")
    changed = [rows[0], Row(holder="xk", name="汐口镇", level="unit", superior="wanghai", assigned=600 * JIA)]
    cascade(steered.plan, "企业", 2026, changed, by=steered.supervisor, reason="再分解")
    again = [Figure(peer="甲区", group="二类", growth=-5000), Figure(peer="望海新区", growth=77)]
    compare(steered.plan, "企业", MONTH, again, by=steered.supervisor, source="更正")
    compare(
        steered.plan,
        "企业",
        Period.parse("2025-03"),
        [Figure(peer="望海新区", value=JIA)],
        by=steered.supervisor,
        source="更正",
    )
    anew = Definition(name="企业", unit_label="家", lead_unit=steered.units["fagai"], sums=False, due_days=9)
    define(steered.plan, anew, by=steered.supervisor, reason="改期公布")
    actions.move(steered.fine, "dropped", by=steered.supervisor, reason="撤")
    assert [MAIN.search(seen(client, steered.leader, url).content.decode())[0] for url in urls] == first
    now = seen(client, steered.leader, "/situation/")
    assert [one.matter.title for one in now.context["rows"]] == ["企业"]
    assert "400 家 behind pro-rata" in words(now)


def test_twenty_queries_are_enough_for_any_number_of_targets(client, db):
    world = World.founded(2026, units=["fagai", "lingang", "wangshan", "kechuang", "konggang"])

    def live(first, last):
        for number in range(first, last):
            name = f"指标{number}"
            indicator(world, name)
            found = [target(world, name, "fagai", 1200), *(target(world, name, unit, 200, "unit") for unit in units)]
            turn_to(dt.date(2026, 2, 3))
            for matter in found:
                world.report(matter, Period.parse("2026-01"), Saying({"value": 5 * JIA}))
            figures = [Figure(peer=f"{n}区", growth=n * 100) for n in range(5)]
            compare(world.plan, name, Period.parse("2026-01"), figures, by=world.supervisor, source="统计局")
        turn_to(dt.date(2026, 2, 5))
        world.verify_waiting()

    def cost(url):
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            response = client.get(url)
        assert response.context["boards"][0].parts.lines
        return len(found)

    units = ["fagai", "lingang", "wangshan", "kechuang", "konggang"]
    client.force_login(world.leader)
    live(0, 3)
    turn_to(dt.date(2026, 2, 6))
    few = cost("/situation/")
    head = head_of(world.region.pk).seq
    live(3, 30)
    turn_to(dt.date(2026, 2, 7))
    actions.relight(world.region)
    assert cost("/situation/") == few <= 20
    # One more: what the district was called then.
    assert cost(f"/situation/?head={head_of(world.region.pk).seq - 1}") == cost(f"/situation/?head={head}") <= 21
    assert len(client.get("/situation/").context["rows"]) == 30
    clock.turn_to(None)


# Excel

LIGHTS = {"green": "on track", "yellow": "watch", "red": "off track", "grey": "no report"}


def english(client, person, url, **query):
    return told(client, person, url, "en", **query)


def test_the_situation_holds_what_its_table_shows(client, steered):
    above, rows = english(client, steered.leader, "/situation.xlsx", sort="deviation")
    head = head_of(steered.region.pk)
    assert above[0] == "望海新区 Situation, March 2026"
    assert (f"{head.seq:,}" in above[1], head.hash in above[1]) == (True, True)
    page = seen(client, steered.leader, "/situation/?sort=deviation")
    shown = page.context["rows"]
    assert [row["Target"] for row in rows] == [one.matter.title for one in shown]
    first = rows[0]
    assert [first[name] for name in ("Value", "Month", "Goal", "Measure", "Completion %", "Off pro-rata pp")] == [
        200, "2026-03", 1200, "家", 16.67, -8.33,
    ]  # fmt: skip
    assert (shown[0].value, shown[0].goal, shown[0].off) == ("200", "1,200", "−8.33 pp")
    assert (first["Year on year %"], first["Year on year pp"], first["growth from"]) == (-20, None, "from published")
    assert (f"{first['Place']} / {first['of']}", first["To the goal"]) == (shown[0].place, 1000)
    assert (first["Light"], first["Weight"]) == (LIGHTS[shown[0].matter.light], 40)
    assert 'href="/situation.xlsx?sort=deviation"' in page.content.decode()


def test_a_gap_holds_its_parts(client, steered):
    url = f"/situation/{steered.whole.code}.xlsx"
    rows = english(client, steered.leader, url)[1]
    assert [(row["Unit"], row["Part of the gap (家)"], row["Reached (家)"]) for row in rows] == [
        ("临港产业园", -85, 15), ("望山街道", -10, 90), ("发展改革局", -5, 95), ("The district", -100, 200),
    ]  # fmt: skip
    page = seen(client, steered.leader, f"/situation/{steered.whole.code}/")
    (part,) = page.context["taken"]
    assert [line.gap for line in part.lines] == ["−85", "−10", "−5"]
    assert {row["Against"] for row in rows} == {"pro-rata"}
    assert f'href="{url}"' in page.content.decode()


def test_of_a_gap_a_reporter_has_their_part(client, steered):
    rows = english(client, steered.reporter, f"/situation/{steered.whole.code}.xlsx")[1]
    assert [(row["Unit"], row["Part of the gap (家)"]) for row in rows] == [
        ("临港产业园", -85), ("other units", -15), ("The district", -100),
    ]  # fmt: skip
    assert [row["Target"] for row in english(client, steered.reporter, "/situation.xlsx")[1]] == ["企业"]


def test_a_stranger_has_no_sheet_of_such_a_gap(client, steered):
    client.force_login(steered.stranger)
    for code in (steered.whole.code, steered.parts[0].code, "x-9999"):
        assert client.get(f"/situation/{code}.xlsx").status_code == 404
    assert client.get("/situation.xlsx?period=2026-13").status_code == 404
    assert [row["Target"] for row in english(client, steered.stranger, "/situation.xlsx")[1]] == ["项目"]


def test_as_of_an_earlier_entry_all_stand_as_they_stood(client, steered):
    then = head_of(steered.region.pk).seq
    urls = ["/situation.xlsx", f"/situation/{steered.whole.code}.xlsx", "/ledger.xlsx"]
    before = [english(client, steered.auditor, url, head=then) for url in urls]
    turn_to(dt.date(2026, 4, 20))
    draft = actions.GoalDraft(measure="value", year=2026, value=2400 * JIA)
    actions.rebaseline(steered.whole, draft, by=steered.supervisor, reason="上级调整")
    actions.move(steered.fine, "dropped", by=steered.supervisor, reason="撤")
    assert [english(client, steered.auditor, url, head=then) for url in urls] == before
    assert english(client, steered.auditor, urls[0])[1][0]["Goal"] == 2400


@pytest.mark.parametrize("url", ["/ledger.xlsx", "/situation.xlsx"])
def test_a_sheet_costs_the_same_for_any_number_of_rows(client, steered, url):
    def cost():
        client.force_login(steered.auditor)
        client.get(url).getvalue()
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).getvalue()
        return len(found)

    few = cost()
    for number in range(55):
        indicator(steered, f"指标{number}")
        target(steered, f"指标{number}", "fagai", 1200)
    assert cost() == few


def test_the_gap_of_a_rate_is_held_against_its_goal_and_not_against_the_year(client, world):
    indicator(world, "增速", unit_label="%", nature="rate")
    details = {"indicator": "增速", "source": "", "scope": "district"}
    matter = world.register("target", "增速", "fagai", goal=650, unit_label="%", details=details)
    world.tick(lambda matter, month: Saying({"value": 500}))
    said = words(seen(client, world.leader, f"/situation/{matter.code}/"))
    assert "Against its goal −1.50" in said
    assert "pro-rata" not in said


def test_what_is_left_of_a_rate_is_told_in_points():
    seen = Seen(SimpleNamespace(goal=850, value=870, label="%"), None, None)
    with override("en"):
        assert (seen.left, seen.gap_unit) == ("−0.20", "pp")
