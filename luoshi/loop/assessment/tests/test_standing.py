"""A ranking follows from one entry: the same entry gives the same ranking, whatever happens later."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from luoshi.core.ledger import actions
from luoshi.core.ledger.queries import head_of, reports_of
from luoshi.core.ledger.replay import check
from luoshi.core.plan.queries import closed_periods
from luoshi.demo.world import Saying, turn_to
from luoshi.engine.periods import Period
from luoshi.loop.assessment.actions import freeze
from luoshi.loop.assessment.performance import performance
from luoshi.loop.assessment.queries import published, standing
from luoshi.web.tests.excel_files import told

JANUARY = Period.parse("2026-01")
TARGET = {"goal": 1200 * 100, "unit_label": "家", "details": {"indicator": "家数", "source": ""}}


@pytest.fixture
def ranked(world):
    """Two units lead one target each; both reported January, 临港 as planned and 发改 half of it."""
    world.own = world.register("target", "甲", "lingang", **TARGET)
    world.other = world.register("target", "乙", "fagai", **TARGET)
    pace = {world.own.pk: 100 * 100, world.other.pk: 50 * 100}
    world.tick(lambda matter, month: Saying({"value": pace[matter.pk]}))
    return world


def standing_now(world, period="2026-01"):
    return standing(world.plan, period, head_of(world.region.pk))


def test_who_is_on_pace_leads(ranked):
    rows = {row.unit: row for row in standing_now(ranked).rows}
    assert rows["lingang"].items == {"on_time": 3000, "progress": 5000, "verified": 2000}
    assert rows["fagai"].items["progress"] == 2503  # 4.17 % done of 8.33 % due, in basis points
    assert rows["lingang"].total == 10000
    assert rows["fagai"].total == 7503


def test_sums_are_those_one_can_count(ranked):
    found = performance(ranked.plan, JANUARY, head_of(ranked.region.pk))["fagai"]
    assert (found.due_reports, found.on_time_reports, found.figures, found.verified_figures) == (1, 1, 1, 1)
    assert (found.weights, found.progress, found.progress_squared) == (1, 5006, 5006**2)


def test_an_earlier_head_gives_the_ranking_of_then_to_the_digit(ranked):
    then = head_of(ranked.region.pk)
    before = standing(ranked.plan, "2026-01", then)
    ranked.tick(lambda matter, month: Saying({"value": 10 * 100 * (2 + matter.pk % 2)}))
    cache.clear()
    assert standing(ranked.plan, "2026-01", head_of(ranked.region.pk, then.seq)) == before
    assert standing_now(ranked, "2026-02").rows != before.rows


def test_a_ranking_carried_from_entry_to_entry_is_the_one_counted_anew(ranked):
    """Reports, a return, amendments and closures, one entry at a time; then all of it backwards."""
    carried = {}
    third = ranked.register("target", "丙", "wangshan", **TARGET)
    turn_to(dt.date(2026, 3, 2))
    for number, matter in enumerate([ranked.own, third, third, ranked.other]):
        ranked.report(matter, Period.parse("2026-02"), Saying({"value": 100 * 100 * (number + 1)}, day=number + 2))
        carried[head_of(ranked.region.pk).seq] = standing_now(ranked, "2026-02")
        refusal = "不是本月的" if number == 1 else ""
        ranked.verify_waiting(refuse=lambda report, refusal=refusal: refusal)
        carried[head_of(ranked.region.pk).seq] = standing_now(ranked, "2026-02")
    to = {"lead_unit": {"value": "wangshan", "shown": "望山街道"}}
    actions.amend(ranked.other, to, by=ranked.supervisor, reason="分工调整")
    carried[head_of(ranked.region.pk).seq] = standing_now(ranked, "2026-02")
    actions.move(ranked.own, "closed", by=ranked.supervisor)
    carried[head_of(ranked.region.pk).seq] = standing_now(ranked, "2026-02")
    for seq, found in sorted(carried.items(), reverse=True):
        cache.clear()
        assert standing(ranked.plan, "2026-02", head_of(ranked.region.pk, seq)) == found


def test_sums_kept_of_another_book_are_not_carried_on(ranked):
    now = head_of(ranked.region.pk)
    counted = standing_now(ranked)
    cache.clear()
    cache.set(f"performance:{ranked.plan.pk}:2026-01", (now.seq, "another", {}))
    assert standing_now(ranked) == counted


def test_a_report_that_was_never_sent_costs_punctuality_and_progress(ranked):
    ranked.tick(lambda matter, month: Saying({"value": 200 * 100}) if matter.pk == ranked.own.pk else None)
    rows = {row.unit: row for row in standing_now(ranked, "2026-02").rows}
    assert rows["fagai"].items["on_time"] == 0
    assert rows["fagai"].items["progress"] < rows["lingang"].items["progress"]


def test_figures_of_weak_evidence_do_not_count_for_progress(ranked):
    turn_to(dt.date(2026, 3, 2))
    ranked.report(ranked.own, Period.parse("2026-02"), Saying({"value": 200 * 100}))
    ranked.verify_waiting(grade=lambda report: "C")
    rows = {row.unit: row for row in standing_now(ranked, "2026-02").rows}
    assert rows["lingang"].items["progress"] == 0


def test_publishing_keeps_the_rows_with_their_head(ranked):
    head = head_of(ranked.region.pk).seq
    freeze(ranked.plan, JANUARY, by=ranked.supervisor)
    kept = published(ranked.plan).get()
    assert (kept.period, kept.head) == ("2026-01", head)
    check()


@pytest.mark.parametrize("name", ["reporter", "leader", "auditor"])
def test_only_who_may_publish_does(ranked, name):
    with pytest.raises(PermissionDenied):
        freeze(ranked.plan, JANUARY, by=getattr(ranked, name))


def test_a_month_that_runs_is_not_published(ranked):
    with pytest.raises(ValidationError, match="2026-02"):
        freeze(ranked.plan, Period.parse("2026-02"), by=ranked.supervisor)


def test_places_gained_are_told_against_the_last_published_ranking(ranked):
    third = ranked.register("target", "丙", "wangshan", start=dt.date(2026, 2, 1), **TARGET)
    freeze(ranked.plan, JANUARY, by=ranked.supervisor)
    better = {ranked.own.pk: 20 * 100, ranked.other.pk: 200 * 100, third.pk: 200 * 100}
    ranked.tick(lambda matter, month: Saying({"value": better[matter.pk]}))
    rows = {row.unit: row for row in standing_now(ranked, "2026-02").rows}
    assert rows["fagai"].moved == 0  # alone in its group
    assert rows["wangshan"].moved is None  # it was not ranked before


class TestPages:
    def test_scorecard_shows_every_unit_to_who_sees_the_district(self, ranked, client):
        client.force_login(ranked.leader)
        page = client.get("/scorecard/2026-01/").content.decode()
        assert "临港产业园" in page
        assert "75.03" in page

    def test_a_reporter_sees_the_line_of_the_own_unit_alone(self, ranked, client):
        client.force_login(ranked.reporter)
        page = client.get("/scorecard/2026-01/").content.decode()
        assert "临港产业园" in page
        assert "发展改革局" not in page
        assert client.get("/scorecard/2026-01/fagai/").status_code == 404

    def test_a_score_opens_to_the_entries_that_earned_it(self, ranked, client):
        client.force_login(ranked.auditor)
        page = client.get("/scorecard/2026-01/fagai/").content.decode()
        report = reports_of(ranked.other.pk).get()
        assert f"/ledger/{report.made}/" in page
        assert f"/ledger/{report.verified}/" in page

    def test_publishing_by_the_page(self, ranked, client):
        client.force_login(ranked.supervisor)
        assert client.post("/scorecard/2026-01/publication/").status_code == 302
        assert client.post("/scorecard/2026-02/publication/").status_code == 422
        client.force_login(ranked.reporter)
        assert client.post("/scorecard/2026-01/publication/").status_code == 403

    @pytest.mark.parametrize("period", ["2026-02", "2026-03", "2026Q1", "2026"])
    def test_what_runs_has_no_button_and_says_why(self, ranked, client, period):
        client.force_login(ranked.supervisor)
        page = html.fromstring(client.get(f"/scorecard/{period}/").content)
        assert page.xpath("//main//form[@method='post']") == []
        assert "结束后可公布" in page.text_content()

    def test_a_month_that_is_over_is_closed_in_two_steps_without_a_script(self, ranked, client):
        turn_to(dt.date(2026, 3, 6))
        client.force_login(ranked.supervisor)
        page = html.fromstring(client.get("/scorecard/2026-02/").content)
        (button,) = page.xpath("//main//details//form[@action='/scorecard/2026-02/closing/']//button")
        assert "不再接收" in button.xpath("ancestor::details")[0].text_content()
        assert client.post("/scorecard/2026-02/closing/").status_code == 302
        assert closed_periods(ranked.plan.pk) == ["2026-01", "2026-02"]
        page = html.fromstring(client.get("/scorecard/2026-02/").content)
        head = head_of(ranked.region.pk).seq
        assert page.xpath(f"//main//a[@href='/ledger/{head}/']/text()") == [
            f"数据期已关闭，账本第 {head} 条，不再接收报送。"
        ]
        assert page.xpath("//form[contains(@action, 'closing')]") == []

    @pytest.mark.parametrize("period", ["2026-01", "2026-02", "2026Q1", "2025"])
    def test_what_is_closed_already_or_no_month_that_is_over_is_not_closed(self, ranked, client, period):
        client.force_login(ranked.supervisor)
        assert client.post(f"/scorecard/{period}/closing/").status_code == 422
        assert closed_periods(ranked.plan.pk) == ["2026-01"]

    @pytest.mark.parametrize("name", ["reporter", "leader", "auditor"])
    def test_only_who_publishes_closes(self, ranked, client, name):
        turn_to(dt.date(2026, 3, 6))
        client.force_login(getattr(ranked, name))
        assert "closing" not in client.get("/scorecard/2026-02/").content.decode()
        assert client.post("/scorecard/2026-02/closing/").status_code == 403
        assert closed_periods(ranked.plan.pk) == ["2026-01"]

    @pytest.mark.parametrize("period", ["2026-13", "x", "2026Q9", "0000"])
    def test_what_is_no_period_is_not_found(self, ranked, client, period):
        client.force_login(ranked.leader)
        assert client.get(f"/scorecard/{period}/").status_code == 404


class TestExcel:
    def test_the_ranking_is_that_of_the_page(self, ranked, client):
        above, rows = told(client, ranked.leader, "/scorecard/2026-01.xlsx", "en")
        head = head_of(ranked.region.pk)
        assert above[0] == "望海新区 Scorecard 2026-01"
        assert head.hash in above[1]
        found = {row["Unit"]: row for row in rows}
        own, other = found["临港产业园"], found["发展改革局"]
        assert (own["Rank"], own["Score"], own["Reports on time / 30"]) == (1, 100, 30)
        assert (other["Score"], other["Progress / 50"], other["Change"]) == (75.03, 25.03, None)
        page = client.get("/scorecard/2026-01/").content.decode()
        assert all(f">{value}<" in page for value in ("75.03", "25.03", "100.00"))
        assert 'href="/scorecard/2026-01.xlsx"' in page
        lines = html.fromstring(page).xpath("//main//tbody/tr[not(contains(@class, 'group'))]/th")
        assert [row["Unit"] for row in rows] == [line.text_content() for line in lines]

    def test_the_matters_behind_a_score_are_those_of_the_page(self, ranked, client):
        rows = told(client, ranked.auditor, "/scorecard/2026-01/fagai.xlsx", "en")[1]
        report = reports_of(ranked.other.pk).get()
        assert len(rows) == 1
        assert (rows[0]["Code"], rows[0]["Matter"], rows[0]["Counts %"]) == (ranked.other.code, "乙", 50.06)
        assert rows[0]["Reported, entry"] == f"{report.made:,} on time"
        assert rows[0]["Verified, entry"] == f"{report.verified:,}"
        page = client.get("/scorecard/2026-01/fagai/").content.decode()
        assert "<b>50.06</b>" in page
        assert 'href="/scorecard/2026-01/fagai.xlsx"' in page

    def test_a_reporter_has_the_own_unit_alone(self, ranked, client):
        assert [row["单位"] for row in told(client, ranked.reporter, "/scorecard/2026-01.xlsx")[1]] == ["临港产业园"]
        assert client.get("/scorecard/2026-01/fagai.xlsx").status_code == 404
        assert client.get("/scorecard/2026-13.xlsx").status_code == 404

    def test_as_of_an_earlier_entry_both_stand_as_they_stood(self, ranked, client):
        then = head_of(ranked.region.pk).seq
        urls = ("/scorecard/2026-01.xlsx", "/scorecard/2026-01/fagai.xlsx")
        before = [told(client, ranked.leader, url, head=then) for url in urls]
        ranked.tick(lambda matter, month: Saying({"value": 10 * 100 * (2 + matter.pk % 2)}))
        assert [told(client, ranked.leader, url, head=then) for url in urls] == before
        assert told(client, ranked.leader, urls[1]) != before[1]

    def test_the_number_of_queries_does_not_grow(self, ranked, client):
        def cost():
            told(client, ranked.leader, "/scorecard/2026-02/fagai.xlsx")
            with CaptureQueriesContext(connection) as found:
                assert client.get("/scorecard/2026-02/fagai.xlsx").getvalue()
            return len(found)

        few = cost()
        for number in range(60):
            ranked.register("target", f"第 {number} 件", "fagai", **TARGET)
        assert cost() == few
        assert len(told(client, ranked.leader, "/scorecard/2026-02/fagai.xlsx")[1]) == 61
