"""Sent twice is done once."""

from luoshi.core.ledger.queries import reports_of
from tests.stories.desk import later, on, pdf, report
from tests.stories.secret import written
from tests.stories.test_one_report import FILLED_IN, enter_the_meeting, number_of


def test_a_report_sent_twice_is_one_report(world, target, desks):
    reporter = desks["reporter"]
    page = reporter.see(f"/matters/{target.code}/reports/")
    first = reporter.send(page, "/reports/", pdf(), value="30", period="2026-03")
    before = written(world)
    later(1)
    again = reporter.send(page, "/reports/", pdf(), value="30", period="2026-03")
    assert (first.url, again.url) == (f"/matters/{target.code}/", f"/matters/{target.code}/")
    assert written(world) == before
    assert reports_of(target.pk).filter(period="2026-03").count() == 1


def test_a_report_is_verified_once(world, target, desks):
    supervisor = desks["supervisor"]
    report(desks["reporter"], target.code, "30")
    page = supervisor.see(f"/matters/{target.code}/")
    assert supervisor.send(page, "/verification/", grade="A").status == 200
    before = written(world)
    assert supervisor.send(page, "/verification/", grade="B").status == 422
    assert written(world) == before


def test_a_meeting_and_its_directives_are_entered_once(world, desks):
    supervisor = desks["supervisor"]
    on(2026, 7, 8, 17)
    new = supervisor.see("/meetings/new/")
    meeting = enter_the_meeting(supervisor)
    number = number_of(supervisor.see(meeting), "220千伏望临线迁改")
    sheet = supervisor.post(f"{meeting}assignment/", choose="1", d=number)
    typed = {**FILLED_IN, "workstream": str(world.workstreams["xiangmu"].pk)}
    typed = {f"d{number}-{name}": value for name, value in typed.items()}
    assert supervisor.send(sheet, "/assignment/", **typed).status == 200
    before = written(world)
    assert supervisor.send(sheet, "/assignment/", **typed).status == 422
    assert supervisor.send(new, title="推进会议", code="2026-07", held_at="2026-07-08T09:00").status == 422
    assert written(world) == before
