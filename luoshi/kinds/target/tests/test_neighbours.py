"""Where the district stands among its peers: like with like, what is missing said, both figures of its own kept."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override
from lxml import html

from luoshi.core.ledger import replay
from luoshi.core.ledger.actions import rename
from luoshi.core.ledger.queries import head_of
from luoshi.core.ledger.tests.district import YI, on
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, Figure, compare, define
from luoshi.web.tests.excel_files import told as in_excel

PAGE = "/neighbours/"


def told(district, period, **figures):
    """What peers published of 固投; a figure is a value, or a dict."""
    said = [
        Figure(peer=peer, group="新区", **(figure if isinstance(figure, dict) else {"value": figure}))
        for peer, figure in figures.items()
    ]
    return compare(district.plan, "固投", Period.parse(period), said, by=district.supervisor, source="统计局")


@pytest.fixture
def district(district):
    with on(2026, 7, 20), override("en"):
        said = Definition(name="固投", unit_label="亿元", lead_unit=district.unit)
        define(district.plan, said, by=district.supervisor)
        yield district


@pytest.fixture
def beside(district):
    """Four peers and the district, this June, May and the June before."""
    told(district, "2025-06", 望海新区=50 * YI, 甲区=70 * YI, 乙区=60 * YI, 丙区=55 * YI)
    told(district, "2026-05", 望海新区=45 * YI, 甲区=60 * YI, 乙区=52 * YI, 丙区=40 * YI)
    told(district, "2026-06", 望海新区=56 * YI, 甲区=70 * YI, 乙区=70 * YI, 丙区={"growth": 900}, 丁区={})
    return district


def words(element):
    return " ".join(" ".join(element.itertext()).split())


class Seen:
    def __init__(self, person, path=PAGE, **query):
        client = Client()
        client.force_login(person)
        client.cookies["django_language"] = "en"
        self.answer = client.get(path, query)
        self.status = self.answer.status_code
        self.root = html.fromstring(self.answer.content)
        self.text = words(self.root.xpath("//main")[0]) if self.status == 200 else ""

    @property
    def rows(self):
        """Peer → the words of its cells."""
        cells = [[words(cell) for cell in row] for row in self.root.xpath("//main//tbody/tr")]
        return {name: rest for name, *rest in cells}

    @property
    def order(self):
        return list(self.rows)

    def links(self):
        return [str(link) for link in self.root.xpath("//main//a/@href")]


def test_peers_stand_by_what_they_published_and_who_published_none_has_no_place(beside):
    page = Seen(beside.leader, indicator=1, by="level")
    assert page.order == ["乙区", "甲区", "望海新区", "丁区", "丙区"]
    assert page.rows["甲区"][:2] == ["tied at 1 of the 3 that published tied 1", "70.0"]
    assert page.rows["望海新区"][0].startswith("place 3 of the 3 that published")
    assert page.rows["望海新区"][4:7] == ["14.0 亿元", "↑ 1", "="]
    assert page.rows["丁区"][0] == "no figure published"
    assert "none was published by 丁区, 丙区: they have no place." in page.text
    assert "Others had a figure then than now" in page.text


def test_growth_is_the_published_one_else_that_of_the_levels(beside):
    page = Seen(beside.leader, indicator=1, by="growth")
    assert page.order[:4] == ["乙区", "望海新区", "丙区", "甲区"]
    assert [page.rows[name][2] for name in page.order[:4]] == ["+16.67", "+12.00", "+9.00", "0.00"]
    assert "4.67 pp to 乙区, the next ahead." in page.text


def test_completion_is_of_the_peers_own_goal_which_may_have_been_stated_earlier(district):
    told(district, "2026-03", 甲区={"value": 30 * YI, "goal": 140 * YI})
    told(district, "2026-06", 甲区=70 * YI, 乙区={"value": 60 * YI, "goal": 100 * YI}, 望海新区=1 * YI)
    page = Seen(district.leader, indicator=1, period="2026-06", by="completion")
    assert page.order == ["乙区", "甲区", "望海新区"]
    assert (page.rows["甲区"][3], page.rows["乙区"][3]) == ("50.00", "60.00")


def test_an_unusual_figure_is_asked_about_and_keeps_its_place(district):
    told(district, "2026-06", 甲区=7000 * YI, 乙区=60 * YI, 丙区=61 * YI, 丁区=62 * YI, 望海新区=63 * YI)
    page = Seen(district.leader, indicator=1, by="level")
    assert page.order[0] == "甲区"
    assert [name for name in page.order if "unusual: is it right?" in page.rows[name][0]] == ["甲区"]


def test_like_is_compared_with_like(beside):
    said = [Figure(peer="远区", group="城区", value=900 * YI)]
    compare(beside.plan, "固投", Period.parse("2026-06"), said, by=beside.supervisor, source="统计局")
    assert "远区" not in Seen(beside.leader, indicator=1).rows
    page = Seen(beside.leader, indicator=1, group="城区", by="level")
    assert page.order == ["远区"]
    assert "望海新区 stands in no group with these." in page.text
    assert Seen(beside.leader, indicator=1, group="没有的").status == 404


def test_the_verified_figure_and_the_published_one_are_both_kept_with_their_gap(beside):
    matter = beside.target("固投", goal=120 * YI)
    beside.verified(matter, "2026-06", 72 * YI)
    page = Seen(beside.supervisor, indicator=1, by="level")
    assert page.order[0] == "望海新区"
    assert page.rows["望海新区"][:4] == ["place 1 of the 3 that published 1", "72.0", "+44.00", "60.00"]
    assert "verified here 72.0 亿元 M-0001" in page.text
    assert "published 56.0 亿元 统计局 gap between the two +16.0 亿元" in page.text
    assert "by what was published it would stand at 3 of 3" in page.text
    assert matter.get_absolute_url() in page.links()


def test_own_books_are_for_those_who_may_see_the_target(beside):
    matter = beside.target("固投", goal=120 * YI)
    beside.verified(matter, "2026-06", 72 * YI)
    beside.report(matter, "2026-05", 49 * YI)
    secrets = {"level": "72.0", "growth": "+44.00", "completion": "60.00"}
    for by, secret in secrets.items():
        assert secret in Seen(beside.supervisor, indicator=1, by=by).text
        assert secret in Seen(beside.supervisor).text
        for query in ({"indicator": 1, "by": by}, {"indicator": 1, "by": by, "period": "2026-05"}, {}):
            theirs = Seen(beside.stranger, **query).root.text_content()
            assert not [word for word in (*secrets.values(), "49.0", "16.0", matter.code) if word in theirs], query
    theirs = Seen(beside.stranger, indicator=1, by="level")
    assert theirs.order == ["乙区", "甲区", "望海新区", "丁区", "丙区"]
    assert not [link for link in theirs.links() if "/ledger/" in link or "/matters/" in link]


def test_an_unverified_figure_stands_beside_and_is_not_compared(beside):
    matter = beside.target("固投", goal=120 * YI)
    beside.report(matter, "2026-06", 73 * YI)
    page = Seen(beside.supervisor, indicator=1, by="level")
    assert page.order[:3] == ["乙区", "甲区", "望海新区"]
    assert "reported, not verified unverified 73.0 亿元" in page.text


def test_it_is_shown_as_of_any_earlier_entry(beside):
    head = head_of(beside.region.pk).seq
    told(beside, "2026-06", 甲区=1 * YI)
    assert Seen(beside.leader, indicator=1, by="level").order[:3] == ["乙区", "望海新区", "甲区"]
    then = Seen(beside.leader, indicator=1, by="level", head=head)
    assert then.order[:3] == ["乙区", "甲区", "望海新区"]
    assert f"?head={head}" in "".join(then.links())


def test_every_figure_leads_to_its_entry(beside):
    entry = head_of(beside.region.pk).seq
    page = Seen(beside.leader, indicator=1, by="level")
    assert f"/ledger/{entry}/" in page.links()
    assert "统计局" in page.rows["甲区"][-1]


def test_all_indicators_stand_with_the_own_place_in_the_group(beside):
    said = Definition(name="公路", unit_label="公里", nature="point", lead_unit=beside.unit)
    define(beside.plan, said, by=beside.supervisor)
    page = Seen(beside.leader)
    assert page.order == ["固投 亿元", "公路 公里"]
    assert page.rows["固投 亿元"] == [
        "June 2026", "place 3 of the 3 that published 56.0 亿元", "place 2 of the 4 that published +12.00 %",
        "no figure published", "4.67 pp 乙区",
    ]
    assert page.rows["公路 公里"][0] == "nothing published"
    assert Seen(beside.leader, indicator=2).status == 200


def test_what_the_district_alone_published_is_no_comparison(beside):
    said = Definition(name="公路", unit_label="公里", nature="point", lead_unit=beside.unit)
    define(beside.plan, said, by=beside.supervisor)
    alone = [Figure(peer="望海新区", value=500)]
    compare(beside.plan, "公路", Period.parse("2026-06"), alone, by=beside.supervisor, source="统计局")
    assert Seen(beside.leader).rows["公路 公里"][0] == "nothing published"
    assert "Nobody published this yet" in Seen(beside.leader, indicator=2).text
    asked = Seen(beside.leader, indicator=2, period="2026-06", by="level")
    assert "望海新区 by level: the only one that published." in asked.text


def test_three_hundred_indicators_take_as_many_queries_as_three(beside, django_assert_max_num_queries):
    for number in range(300):
        name = f"指标{number}"
        definition = Definition(name=name, unit_label="家", nature="point", lead_unit=beside.unit)
        define(beside.plan, definition, by=beside.supervisor)
        said = [Figure(peer=peer, value=number * 100) for peer in ("望海新区", "甲区", "乙区")]
        compare(beside.plan, name, Period.parse("2026-06"), said, by=beside.supervisor, source="统计局")
    Seen(beside.leader)
    for page in (1, 6):
        with django_assert_max_num_queries(30):  # fourteen of them log in
            assert Seen(beside.leader, page=page).status == 200


def test_an_empty_page_teaches_the_first_step(district):
    assert "/sheets/neighbours/" in Seen(district.supervisor).links()
    assert "/sheets/neighbours/" not in Seen(district.leader).links()
    told(district, "2026-06", 甲区=1 * YI, 望海新区=2 * YI)
    assert Seen(district.leader, indicator=1, period="2026-01").status == 200


@pytest.mark.parametrize("query", ["=x", "=9", "=1&period=2026-13", "=1&period=1900", "=1&group=x"])
def test_what_is_not_there_is_not_found(beside, query):
    assert Seen(beside.leader, f"{PAGE}?indicator{query}").status == 404


def test_where_less_is_better_the_lowest_stands_first_and_rates_differ_in_points(district):
    said = Definition(name="能耗增速", unit_label="%", nature="rate", direction="less", lead_unit=district.unit)
    define(district.plan, said, by=district.supervisor)
    figures = [Figure(peer=p, group="新区", value=v) for p, v in (("甲区", -120), ("乙区", 80), ("望海新区", 50))]
    compare(district.plan, "能耗增速", Period.parse("2026-06"), figures, by=district.supervisor, source="统计局")
    page = Seen(district.leader, indicator=2)
    assert page.order == ["甲区", "望海新区", "乙区"]
    assert page.rows["望海新区"][4] == "1.70 pp"


WORDS = ["\x00", "-1", "9" * 20, "9" * 5000, "²", "<script>", "2999-12", "2999", "1950", "", "%", "啊" * 400]


def test_an_address_that_nobody_sane_would_type_is_answered(beside):
    client = Client()
    client.force_login(beside.leader)
    asked = {"indicator": "1"}
    pages = [asked | {name: word} for name in ("indicator", "period", "by", "group", "page", "head") for word in WORDS]
    answers = {client.get(PAGE, query).status_code for query in pages}
    assert answers == {200, 404}


def test_a_district_that_is_renamed_keeps_what_was_published_of_it(beside):
    before, head = Seen(beside.leader, indicator=1), head_of(beside.region.pk).seq
    rename(beside.region, name="望海市", aliases=[], by=beside.administrator)
    now, then = Seen(beside.leader, indicator=1), Seen(beside.leader, indicator=1, head=head)
    assert then.rows["望海新区"] == before.rows["望海新区"]
    *figures, entry = now.rows["望海市"]  # which is the one that named it so
    assert figures == before.rows["望海新区"][:-1]
    assert entry == f"统计局 entry {head + 1}"
    assert "望海新区" not in now.rows
    assert "望海市" not in then.rows
    replay.check()


def test_a_name_that_a_peer_bears_already_leaves_its_figures(beside):
    rename(beside.region, name="甲区", aliases=[], by=beside.administrator)
    assert "甲区" in Seen(beside.leader, indicator=1).rows
    replay.check()


def test_a_figure_of_long_ago_breaks_no_page(district):
    for period in ("1900", "1900-01"):
        told(district, period, 甲区=YI, 望海新区=YI)
    assert Seen(district.leader).status == Seen(district.leader, indicator=1).status == 200


# Excel

SHEET = "/neighbours.xlsx"


def in_english(client, person, **query):
    return in_excel(client, person, SHEET, "en", **query)


def test_one_indicator_in_excel_holds_what_the_page_shows(client, beside):
    matter = beside.target("固投", goal=120 * YI)
    beside.verified(matter, "2026-06", 72 * YI)
    above, rows = in_english(client, beside.supervisor, indicator=1, by="level")
    page = Seen(beside.supervisor, indicator=1, by="level")
    assert [row["peer"] for row in rows] == page.order == ["望海新区", "乙区", "甲区", "丁区", "丙区"]
    assert above[0].endswith("Neighbours 固投 June 2026")
    assert head_of(beside.region.pk).hash in above[1]
    assert above[2] == "Filters: compared by level；peer group 新区"
    own, _tied, other, none, grown = rows
    assert (own["Rank"], own["level (亿元)"], own["growth (%)"], own["completion (%)"]) == (1, 72, 44, 60)
    assert page.rows["望海新区"][1:4] == ["72.0", "+44.00", "60.00"]
    assert (other["Rank"], other["to the next ahead (亿元)"], other["places in a year"]) == (2, 2, -1)
    assert page.rows["甲区"][4:6] == ["2.0 亿元", "↓ 1"]
    assert (none["Rank"], none["Remark"], grown["growth (%)"]) == (None, "no figure published", 9)
    assert "/neighbours.xlsx?indicator=1&by=level" in page.links()


def test_all_indicators_in_excel_hold_the_own_place_by_each_figure(client, beside):
    for number in range(60):
        said = Definition(name=f"指标{number}", unit_label="家", nature="point", lead_unit=beside.unit)
        define(beside.plan, said, by=beside.supervisor)
    rows = in_english(client, beside.leader)[1]
    assert len(rows) == 61
    first = rows[0]
    assert (first["indicator"], first["Measure"], first["published for"]) == ("固投", "亿元", "2026-06")
    assert (first["place by level"], first["level"], first["place by growth"], first["growth"]) == (3, 56, 2, 12)
    assert (first["to the next ahead"], first["counted in"], first["next ahead"]) == (4.67, "pp", "乙区")
    shown = Seen(beside.leader).rows["固投 亿元"]
    assert (shown[1], shown[2]) == (
        "place 3 of the 3 that published 56.0 亿元", "place 2 of the 4 that published +12.00 %",
    )  # fmt: skip
    assert shown[4] == "4.67 pp 乙区"
    assert (first["in words, by level"], first["growth and completion in"]) == ("place 3 of the 3 that published", "%")
    assert rows[1]["published for"] == "nothing published"


def test_as_of_an_earlier_entry_the_sheets_stand_as_they_stood(client, beside):
    then = head_of(beside.region.pk).seq
    asked = ({"indicator": 1, "by": "level"}, {})
    before = [in_english(client, beside.leader, head=then, **query) for query in asked]
    told(beside, "2026-06", 望海新区=90 * YI)
    assert [in_english(client, beside.leader, head=then, **query) for query in asked] == before
    assert in_english(client, beside.leader, **asked[0])[1][0]["peer"] == "望海新区"


def test_what_the_books_say_is_in_nobodys_sheet_who_may_not_see_them(client, beside):
    matter = beside.target("固投", goal=120 * YI)
    beside.verified(matter, "2026-06", 72 * YI)
    for query in ({"indicator": 1, "by": "level"}, {}):
        said = str(in_english(client, beside.stranger, **query))
        assert [trace for trace in (", 72", "44", matter.code) if trace in said.partition("]")[2]] == [], query
        assert "56" in said
        assert "72" in str(in_english(client, beside.leader, **query))


def test_the_sheets_of_nothing_hold_nothing(client, district):
    assert in_english(client, district.leader)[1] == []
    assert in_english(client, district.leader, indicator=1)[1] == []
    assert client.get(f"{SHEET}?indicator=9").status_code == 404
    assert client.get(f"{SHEET}?indicator=x").status_code == 404


def test_a_sheet_costs_the_same_for_any_number_of_rows(client, beside, django_assert_max_num_queries):
    for number in range(2, 120):
        told(beside, "2026-06", **{f"{number}区": number * YI})
    for number in range(70):
        said = Definition(name=f"指标{number}", unit_label="家", nature="point", lead_unit=beside.unit)
        define(beside.plan, said, by=beside.supervisor)
    for query in ({"indicator": 1}, {}):
        with django_assert_max_num_queries(35):  # fourteen of them log in
            assert len(in_english(client, beside.leader, **query)[1]) > 70


def test_an_early_bird_is_no_comparison(district, client):
    """Two of six that are out first do not push everybody else to "nothing published"."""
    with on(2026, 12, 1):
        definition = Definition(name="进出口", unit_label="亿元", lead_unit=district.unit)
        number = define(district.plan, definition, by=district.supervisor).number
        for month, names in (("2026-10", "甲乙丙丁戊己"), ("2026-11", "甲乙")):
            figures = [Figure(peer=f"{name}区", group="同类", value=YI * 90) for name in names]
            own = [Figure(peer="望海新区", group="同类", value=YI * 80)] if month == "2026-10" else []
            period = Period.parse(month)
            compare(district.plan, "进出口", period, [*figures, *own], by=district.supervisor, source="统计局")
        client.force_login(district.supervisor)
        usual = client.get(f"/neighbours/?indicator={number}").content.decode()
        early = client.get(f"/neighbours/?indicator={number}&period=2026-11").content.decode()
    assert "己区" in usual
    assert usual.count("80.0") >= 1
    assert early != usual
