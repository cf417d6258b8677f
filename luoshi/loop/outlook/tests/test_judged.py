"""How sure somebody is stands beside the light; how well they judge is for them alone."""

import datetime as dt
import io

import pytest
from lxml import html
from openpyxl import load_workbook

from luoshi.core.ledger.replay import check
from luoshi.demo.world import turn_to

GOAL = 1200 * 100


@pytest.fixture
def judged(past):
    """何苗 was 90 % sure in June of a goal that was then missed, and 30 % sure of another that was met."""
    past.missed, past.met = past.target(0), past.target(1)
    past.open = past.target(2)
    past.say(past.missed, "2026-06", GOAL // 2, confidence=90)
    past.say(past.met, "2026-06", GOAL // 3, confidence=30)
    past.say(past.open, "2026-06", GOAL // 3, confidence=70)
    past.say(past.missed, "2026-12", GOAL * 9 // 10)
    past.say(past.met, "2026-12", GOAL)
    return past


class TestMine:
    def test_everybody_sees_their_own_against_what_came(self, judged, client):
        client.force_login(judged.world.reporter)
        page = html.fromstring(client.get("/outlook/mine/", HTTP_ACCEPT_LANGUAGE="en").content)
        rows = page.xpath("//tbody[tr/th/small]/tr")
        assert [(row.findtext(".//small"), row.xpath("./td")[-1].text_content().strip()) for row in rows] == [
            (judged.open.code, "not decided yet"), (judged.met.code, "goal met"), (judged.missed.code, "goal missed"),
        ]
        assert "0.650" in page.text_content()  # (0.9² + 0.7²) ÷ 2

    @pytest.mark.parametrize("name", ["leader", "auditor", "supervisor", "administrator", "colleague", "stranger"])
    def test_nobody_else_gets_it(self, judged, client, name):
        person = getattr(judged.world, name)
        client.force_login(person)
        page = client.get("/outlook/mine/?person=hemiao&by=hemiao&user=hemiao", HTTP_ACCEPT_LANGUAGE="en")
        assert "You have not said yet how sure you are" in page.content.decode()
        assert judged.missed.code not in page.content.decode()
        for address in ("/outlook/mine/hemiao/", "/outlook/hemiao/", "/outlook/hemiao/mine/"):
            assert client.get(address).status_code == 404

    def test_no_other_page_of_the_outlook_knows_it(self, judged, client):
        for name in ("leader", "auditor", "supervisor"):
            client.force_login(getattr(judged.world, name))
            for address in ("/outlook/", "/outlook/calibration/", "/scorecard/", "/organisation/"):
                assert "0.650" not in client.get(address, follow=True).content.decode()

    def test_it_is_not_kept_by_what_lies_between(self, judged, client):
        client.force_login(judged.world.reporter)
        assert client.get("/outlook/mine/")["Cache-Control"] == "private, no-store"

    def test_a_goal_set_anew_does_not_change_what_one_had_judged(self, judged, client):
        from luoshi.core.ledger import actions

        goal = actions.GoalDraft(measure="value", year=2026, value=GOAL * 8 // 10)
        actions.rebaseline(judged.missed, goal, by=judged.world.supervisor, reason="调整")
        client.force_login(judged.world.reporter)
        page = client.get("/outlook/mine/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "0.650" in page

    def test_a_task_counts_by_its_date(self, past, client):
        task = past.task(0, dt.date(2026, 1, 5), dt.date(2026, 3, 31))
        past.say(task, "2026-02", 50 * 100, confidence=70)
        past.finish([task], "2026-03")
        past.relight(dt.date(2026, 4, 6))
        client.force_login(past.world.reporter)
        assert "goal met" in client.get("/outlook/mine/", HTTP_ACCEPT_LANGUAGE="en").content.decode()


class TestForm:
    def form(self, client, matter):
        return html.fromstring(client.get(f"/matters/{matter.code}/reports/").content)

    def post(self, client, matter, **more):
        data = {"period": "2026-01", "value": "100", "seen": "0", **more}
        return client.post(f"/matters/{matter.code}/reports/", data)

    @pytest.fixture
    def asked(self, past, client):
        past.own = past.target(0)
        turn_to(dt.date(2026, 2, 2), 9)
        client.force_login(past.world.reporter)
        return past

    def test_it_offers_five_and_chooses_none(self, asked, client):
        radios = self.form(client, asked.own).xpath("//input[@type='radio'][@name='confidence']")
        assert [radio.get("value") for radio in radios] == ["90", "70", "50", "30", "10"]
        assert not [radio for radio in radios if radio.get("checked") is not None or radio.get("required") is not None]

    def test_one_may_leave_it(self, asked, client):
        assert self.post(client, asked.own).status_code == 302
        asked.own.refresh_from_db()
        assert asked.own.confidence is None
        page = html.fromstring(client.get(asked.own.get_absolute_url()).content)
        assert not page.xpath("//*[@class='confidence']")

    def test_what_one_says_stands_beside_the_light_from_then_on(self, asked, client):
        then = asked.head.seq
        assert self.post(client, asked.own, confidence="70").status_code == 302
        asked.own.refresh_from_db()
        assert asked.own.confidence == 70
        path = asked.own.get_absolute_url()
        assert "70%" in html.fromstring(client.get(path).content).xpath("//*[@class='confidence']")[0].text_content()
        assert not html.fromstring(client.get(f"{path}?head={then}").content).xpath("//*[@class='confidence']")
        check()

    def test_nothing_else_is_taken(self, asked, client):
        for wrong in ("60", "-1", "sure"):
            answer = self.post(client, asked.own, confidence=wrong)
            assert answer.status_code == 422
        kept = html.fromstring(self.post(client, asked.own, confidence="30", value="x").content)
        assert [radio.get("value") for radio in kept.xpath("//input[@name='confidence'][@checked]")] == ["30"]

    def test_it_stands_in_the_work_list_its_excel_and_the_cockpit(self, asked, client):
        self.post(client, asked.own, confidence="90")
        client.force_login(asked.world.leader)
        page = html.fromstring(client.get("/worklist/?col=confidence").content)
        assert "90%" in page.xpath("//tbody//*[@class='confidence']")[0].text_content()
        answer = client.get("/worklist.xlsx?col=confidence", HTTP_ACCEPT_LANGUAGE="en")
        sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert 90 in [cell.value for row in sheet.iter_rows() for cell in row]
        assert html.fromstring(client.get("/cockpit/").content).xpath("//*[@class='confidence']")
