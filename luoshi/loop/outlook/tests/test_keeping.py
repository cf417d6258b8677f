"""Forecasts are kept once a month, by whoever publishes or by the calendar, and held against what came."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils.translation import override
from lxml import html

from luoshi.core.ledger.queries import entries, lines
from luoshi.core.ledger.replay import check
from luoshi.demo.world import turn_to
from luoshi.engine.periods import Period
from luoshi.loop.outlook import actions
from luoshi.loop.outlook.models import Forecast
from luoshi.loop.outlook.outlook import Lacking, YearEnd
from luoshi.loop.outlook.queries import frozen
from luoshi.loop.outlook.scores import scores

JANUARY = Period.parse("2027-01")
GOAL = 1200 * 100


@pytest.fixture
def closed(years):
    """January 2027 is reported by half of the targets, and closed."""
    years.past.live_a_year(years.matters[:10], 2027, lambda number: 70 + 3 * number, months=(1,))
    years.past.relight(dt.date(2027, 2, 6))
    years.past.close("2027-01")
    return years


def test_kept_forecasts_are_those_of_their_entry(closed):
    head = closed.past.head.seq
    said = closed.past.outlook(closed.own).year_end
    entry = actions.foresee(closed.world.plan, JANUARY, by=closed.world.supervisor)[0]
    kept = frozen(closed.world.plan, "2027-01")[closed.own.code].year_end
    assert isinstance(kept, YearEnd)
    assert (kept.ends, kept.chance, kept.grounds, kept.basis) == (said.ends, said.chance, said.grounds, said.basis)
    row = Forecast.objects.get(matter=closed.own)
    assert (row.head, row.made) == (head, entry.seq)
    assert row.naive == GOAL * 70 // 100  # a twelfth of 70 % in January
    assert check()


def test_a_fact_holds_texts_and_integers_alone(closed):
    entry = actions.foresee(closed.world.plan, JANUARY, by=closed.world.supervisor)[0]

    def plain(value):
        if isinstance(value, dict):
            return all(map(plain, value.values()))
        return all(map(plain, value)) if isinstance(value, list) else isinstance(value, (str, int))

    assert plain(json.loads(entry.text)["data"])
    with override("en"):
        told = lines([entry])[0].sentence
    assert told == f"Kept 21 forecasts after January 2027, computed from entry {entry.seq - 1}."


def test_many_are_kept_in_entries_of_at_most_so_many(closed, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 8)
    found = actions.foresee(closed.world.plan, JANUARY, by=None)
    assert [len(json.loads(entry.text)["data"]["forecasts"]) for entry in found] == [8, 8, 5]
    assert len(frozen(closed.world.plan, "2027-01")) == 21
    assert frozen(closed.world.plan, "2027-01", found[1].seq) != frozen(closed.world.plan, "2027-01")
    check()


def test_twice_does_no_harm(closed):
    assert actions.foresee(closed.world.plan, JANUARY, by=closed.world.supervisor)
    assert actions.foresee(closed.world.plan, JANUARY, by=closed.world.supervisor) == []
    assert Forecast.objects.filter(period="2027-01").count() == 21


def test_twice_at_once_does_no_harm(closed, monkeypatch):
    """Another keeps them while these are computed."""
    compute = actions.foreseen

    def meanwhile(plan, head):
        monkeypatch.setattr(actions, "foreseen", compute)
        assert actions.foresee(plan, JANUARY, by=None)
        return compute(plan, head)

    monkeypatch.setattr(actions, "foreseen", meanwhile)
    assert actions.foresee(closed.world.plan, JANUARY, by=closed.world.supervisor) == []
    assert Forecast.objects.filter(period="2027-01").count() == 21


def test_the_calendar_keeps_them_once_the_month_is_closed(years):
    turn_to(dt.date(2027, 2, 6), 2)
    call_command("tick")
    assert not Forecast.objects.exists()
    years.past.close("2027-01")
    call_command("tick")
    call_command("tick")
    kept = entries(years.world.region.pk).filter(fact="Foreseen")
    assert [entry.by for entry in kept] == ["system"]


@pytest.mark.parametrize("name", ["reporter", "leader", "auditor"])
def test_only_who_may_publish_keeps_them(closed, name):
    with pytest.raises(PermissionDenied):
        actions.foresee(closed.world.plan, JANUARY, by=getattr(closed.world, name))


@pytest.mark.parametrize("period", ["2027-02", "2026-12", "2027Q1"])
def test_a_month_that_runs_or_is_long_over_is_not_foreseen(closed, period):
    with pytest.raises(ValidationError):
        actions.foresee(closed.world.plan, Period.parse(period), by=closed.world.supervisor)


def test_too_few_records_are_kept_as_such(past):
    own = past.target(0)
    past.say(own, "2026-01", 100 * 100)
    past.relight(dt.date(2026, 2, 6))
    past.close("2026-01")
    actions.foresee(past.world.plan, Period.parse("2026-01"), by=None)
    assert frozen(past.world.plan, "2026-01")[own.code].year_end == Lacking("target", 0, True)
    check()


class TestWhatCame:
    @pytest.fixture
    def came(self, closed):
        """Kept in February 2027; the year then ended for the ten: five reached the goal."""
        actions.foresee(closed.world.plan, JANUARY, by=None)
        closed.past.live_a_year(closed.matters[:10], 2027, lambda number: 120 if number < 5 else 80, months=(12,))
        return closed

    def test_before_the_year_is_over_nothing_is_scored(self, closed):
        actions.foresee(closed.world.plan, JANUARY, by=None)
        found = scores(closed.world.plan, closed.past.head)["year_end"]
        assert (found.kept, found.decided, found.own) == (21, 0, None)

    def test_a_year_that_ended_counts_by_its_goal(self, came):
        found = scores(came.world.plan, came.past.head)["year_end"]
        assert (found.kept, found.decided, found.matters, found.own.n) == (21, 10, 10, 10)
        said = {row.matter_id: row for row in Forecast.objects.filter(what="year_end")}
        pairs = [(said[matter.pk].chance, number < 5) for number, matter in enumerate(came.matters[:10])]
        assert found.own.brier == pytest.approx(sum((c - m * 10_000) ** 2 for c, m in pairs) / 10 / 10_000, abs=1)

    def test_pro_rata_is_all_or_nothing_on_the_same_forecasts(self, came):
        found = scores(came.world.plan, came.past.head)["year_end"]
        assert found.beside.n == found.naive.n == 10
        assert found.naive.brier == 5_000  # 70 to 97 % in January: it said no to all, and five came

    def test_a_fan_is_scored_by_what_it_held(self, came):
        held = {one.name: one for one in scores(came.world.plan, came.past.head)["year_end"].held}
        rows = Forecast.objects.filter(what="year_end", matter__in=came.matters[:10])
        ends = {m.pk: GOAL * (120 if number < 5 else 80) // 100 for number, m in enumerate(came.matters[:10])}
        assert held["P10–P90"].held == sum(row.p10 <= ends[row.matter_id] <= row.p90 for row in rows)
        assert held["P50"].n == 10

    def test_work_counts_once_its_day_is_over(self, works):
        works.past.close("2026-09")
        actions.foresee(works.world.plan, Period.parse("2026-09"), by=None)
        assert scores(works.world.plan, works.past.head)["finish"].decided == 0
        works.past.finish([works.own], "2026-12")
        works.past.relight(dt.date(2027, 1, 6))
        found = scores(works.world.plan, works.past.head)["finish"]
        row = Forecast.objects.get(what="finish")
        assert (found.decided, found.own.n) == (1, 1)
        assert found.own.rows[0].observed == 10_000  # by the end of the month of its due date
        assert [one.n for one in found.held] == [int(day.year == 2026) for day in (row.p50_on, row.p80_on)]

    def test_the_page_counts_them(self, came, client):
        client.force_login(came.world.leader)
        page = client.get("/outlook/calibration/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "10 of 21 forecasts have come, of 10 matters" in page
        assert "<svg" in page


class TestPage:
    def test_figures_stand_with_their_fan_and_lead_to_the_matter(self, closed, client):
        client.force_login(closed.world.leader)
        page = html.fromstring(client.get("/outlook/").content)
        row = page.xpath(f"//section[@id='figures']//tr[.//small[text()='{closed.own.code}']]")[0]
        said = closed.past.outlook(closed.own).year_end
        assert [cell for cell in row.xpath(".//td/text()|.//td/a/text()") if cell in said.shown] == list(said.shown)
        assert f"{said.percent}%" in row.text_content()
        assert row.xpath(".//a/@href")[0] == f"/matters/{closed.own.code}/#outlook"

    def test_it_says_honestly_how_many_records_there_are(self, past, client):
        past.target(0)
        client.force_login(past.world.leader)
        page = client.get("/outlook/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "Not enough records: 0 of 20 whole years of targets" in page

    def test_what_is_likely_late_comes_by_what_is_at_stake(self, works, client):
        turn_to(dt.date(2026, 10, 7), 9)
        heavy = works.past.task(22, dt.date(2026, 8, 1), dt.date(2026, 12, 31), weight=9)
        client.force_login(works.world.leader)
        page = html.fromstring(client.get("/outlook/").content)
        assert page.xpath("//section[@id='works']//tbody//small/text()") == [heavy.code, works.own.code]

    def test_filters_by_kind_and_unit(self, closed, client):
        client.force_login(closed.world.leader)
        page = html.fromstring(client.get("/outlook/?kind=target&unit=fagai").content)
        assert len(page.xpath("//section[@id='figures']//tbody/tr")) == 7
        page = html.fromstring(client.get("/outlook/?kind=task").content)
        assert not page.xpath("//section[@id='figures']//tbody/tr")
        assert client.get("/outlook/?kind=%00&unit=nobody").status_code == 200

    def test_a_reporter_sees_the_own_units_alone(self, closed, client):
        client.force_login(closed.world.reporter)
        page = html.fromstring(client.get("/outlook/").content)
        assert len(page.xpath("//section[@id='figures']//tbody/tr")) == 7

    def test_keeping_by_the_page(self, closed, client):
        client.force_login(closed.world.reporter)
        assert client.post("/outlook/2027-01/publication/").status_code == 403
        client.force_login(closed.world.supervisor)
        assert b"/outlook/2027-01/publication/" in client.get("/outlook/").content
        assert client.post("/outlook/2026-11/publication/").status_code == 422
        assert client.post("/outlook/never/publication/").status_code == 404
        assert client.post("/outlook/2027-01/publication/").status_code == 302
        assert b"/outlook/2027-01/publication/" not in client.get("/outlook/").content

    def test_the_matter_shows_its_fan_as_of_the_entry(self, closed, client):
        then = closed.past.head.seq
        closed.past.say(closed.own, "2027-02", GOAL)
        client.force_login(closed.world.leader)
        path = closed.own.get_absolute_url()
        earlier = html.fromstring(client.get(f"{path}?head={then}").content)
        assert earlier.xpath("//section[@id='outlook']")
        assert earlier.xpath("//*[@class='fan']")
        assert closed.past.outlook(closed.own, then).year_end.basis in earlier.text_content()
        assert "100%" in html.fromstring(client.get(path).content).xpath("//section[@id='outlook']")[0].text_content()

    def test_the_cockpit_says_where_the_year_ends(self, closed, client):
        client.force_login(closed.world.leader)
        page = client.get("/cockpit/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert page.count("year-end P50") == 4
