"""A closed month takes no more reports, whichever way they come."""

from luoshi.core.ledger.actions import close_period
from luoshi.engine.periods import Period
from tests.stories.desk import on, pdf
from tests.stories.secret import written


def test_a_closed_month_is_not_offered_and_not_taken(world, target, desks):
    reporter = desks["reporter"]
    page = reporter.see(f"/matters/{target.code}/reports/")
    months = page.root.xpath("//select[@name='period']/option/@value")
    assert "2026-02" not in months
    assert "2026-03" in months
    before = written(world)
    answer = reporter.send(page, "/reports/", pdf(), period="2026-02", value="21.5")
    assert answer.status == 422
    assert "closed" in answer.problems[0]
    assert answer.one("input[@name='value']").get("value") == "21.5"
    assert written(world) == before


def test_a_month_that_closes_while_one_writes_refuses_and_loses_nothing(world, target, desks):
    reporter = desks["reporter"]
    page = reporter.see(f"/matters/{target.code}/reports/")
    on(2026, 4, 6)
    close_period(world.plan, Period.parse("2026-03"), by=world.supervisor)
    before = written(world)
    answer = reporter.send(page, "/reports/", pdf(), period="2026-03", value="31.5", note="桩基完成")
    assert answer.status == 422
    assert answer.one("input[@name='value']").get("value") == "31.5"
    assert answer.one("textarea[@name='note']").text_content().strip() == "桩基完成"
    assert len(answer.root.xpath("//input[@name='kept']")) == 1
    assert written(world) == before
    assert reporter.send(answer, "/reports/", period="2026-04").status == 200
