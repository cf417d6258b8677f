"""Year ends and finish dates as Excel: what the page shows, all of it, to whoever sees it."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from luoshi.demo.world import turn_to
from luoshi.loop.outlook import pages
from luoshi.web.tests.excel_files import told

ENDS, DATES = "/outlook/year-ends.xlsx", "/outlook/finish-dates.xlsx"


def english(client, person, url, **query):
    return told(client, person, url, "en", **query)


def shown(client, person, section, **query):
    client.force_login(person)
    page = html.fromstring(client.get("/outlook/", query, HTTP_ACCEPT_LANGUAGE="en").content)
    rows = page.xpath(f"//section[@id='{section}']//tbody/tr")
    return page, [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


class TestYearEnds:
    def test_every_figure_has_the_ends_that_the_page_says(self, years, client):
        for number in range(21, 32):
            years.past.target(number)
        above, rows = english(client, years.world.leader, ENDS)
        assert above[0] == "望海新区 Where the year's figures end"
        assert years.past.head.hash in above[1]
        assert len(rows) == 32
        page, lines = shown(client, years.world.leader, "figures")
        assert f"{ENDS}" in page.xpath("//section[@id='figures']//a/@href")
        assert len(lines) == 25  # the rest stand on the next page
        known = 0
        for row, line in zip(rows, lines, strict=False):
            assert (row["Code"], row["Matter"], row["Lead unit"]) == tuple(line[:3])
            if row["P50"] is not None:
                said = [f"{row[name]:,}" for name in ("Goal", "P10", "P50", "P90")]
                assert [*said, f"{row['Likely to be met %']}%"] == [*line[3:7], line[8]]
                known += 1
        assert known == 25

    def test_why_there_is_none_is_said(self, past, client):
        past.target()
        row = english(client, past.world.leader, ENDS)[1][0]
        assert (row["P50"], row["Unit of measure"]) == (None, "家")
        assert row["Remark"].startswith("Not enough records: 0 of 20")

    def test_filters_and_reach_hold_for_the_sheet(self, years, client):
        above, rows = english(client, years.world.leader, ENDS, unit="fagai")
        assert {row["Lead unit"] for row in rows} == {"发展改革局"}
        assert above[2] == "Filters: unit 发展改革局"
        assert {row["Lead unit"] for row in english(client, years.world.reporter, ENDS)[1]} == {"临港产业园"}
        assert english(client, years.world.reporter, ENDS, unit="fagai")[1] == []

    def test_as_of_an_earlier_entry_it_stands_as_it_stood(self, years, client):
        then = years.past.head.seq
        before = english(client, years.world.leader, ENDS, head=then)
        turn_to(dt.date(2027, 2, 3))
        years.past.say(years.own, "2027-01", 90 * 100)
        years.past.relight(dt.date(2027, 2, 6))
        assert english(client, years.world.leader, ENDS, head=then) == before
        assert english(client, years.world.leader, ENDS) != before

    def test_it_costs_the_same_for_any_number(self, years, client):
        def cost():
            english(client, years.world.leader, ENDS)
            with CaptureQueriesContext(connection) as found:
                assert client.get(ENDS).getvalue()
            return len(found)

        few = cost()
        for number in range(21, 60):
            years.past.target(number)
        assert cost() == few


class TestFinishDates:
    def test_all_work_has_the_days_that_the_page_says(self, works, client):
        for number in range(22, 46):
            works.past.task(number, dt.date(2026, 10, 6), dt.date(2026, 12, 31))
        rows = english(client, works.world.leader, DATES)[1]
        assert len(rows) == 25
        page, lines = shown(client, works.world.leader, "works")
        assert DATES in page.xpath("//section[@id='works']//a/@href")
        assert len(lines) == 20
        for row, line in zip(rows, lines, strict=False):
            days = [f"{row[name].date()}" for name in ("Due", "P50", "P80")]
            assert [row["Code"], row["Light"], row["Matter"], row["Lead unit"], str(row["Weight"])] == line[:5]
            assert days == [cell.split()[0] for cell in line[5:8]]
            assert ("or later" in line[7]) == bool(row["or later"])
            assert f"{row['Likely on time %']}%" == line[8]

    def test_only_the_heaviest_are_asked_and_that_is_said(self, works, client, monkeypatch):
        works.past.task(22, dt.date(2026, 10, 6), dt.date(2026, 12, 31))
        monkeypatch.setattr(pages, "MOST", 22)
        above, rows = english(client, works.world.leader, DATES)
        assert len(rows) == 1
        assert above[2] == "Filters: Weight the 22 heaviest of 23"

    def test_others_have_none_of_it(self, works, client):
        assert english(client, works.world.stranger, DATES)[1] == []
        assert len(english(client, works.world.reporter, DATES)[1]) == 1
