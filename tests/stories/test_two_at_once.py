"""Two people at the same thing: nobody overwrites unseen, nobody loses words."""

from luoshi.core.ledger.queries import reports_of
from tests.stories.desk import Desk, later, pdf, report
from tests.stories.secret import written


def test_the_second_report_sees_the_first_before_it_replaces_it(world, target, desks):
    reporter, colleague = desks["reporter"], desks["colleague"]
    mine, theirs = (desk.see(f"/matters/{target.code}/reports/", period="2026-03") for desk in (reporter, colleague))
    colleague.send(theirs, "/reports/", pdf(), value="29.5")
    before = written(world)
    later()
    refused = reporter.send(mine, "/reports/", pdf(), value="30.5", note="我的说明")
    assert refused.status == 422
    assert "白汀兰" in refused.text
    assert "29.5" in refused.one("div[@id='rival']").text_content()
    assert refused.one("input[@name='value']").get("value") == "30.5"
    assert refused.one("textarea[@name='note']").text_content().strip() == "我的说明"
    assert written(world) == before

    assert reporter.send(refused, "/reports/").status == 200
    states = [(report.by_name, report.state) for report in reports_of(target.pk).filter(period="2026-03")]
    assert states == [("何苗", "waiting"), ("白汀兰", "replaced")]


def test_two_supervisors_judge_one_report_once(world, target, desks):
    report(desks["reporter"], target.code, "30")
    second = Desk(world.people["songheng"])
    page, other = (desk.see(f"/matters/{target.code}/") for desk in (desks["supervisor"], second))
    assert desks["supervisor"].send(page, "/verification/", grade="A").status == 200
    before = written(world)
    refused = second.send(other, "/return/", reason="附件不是本月的")
    assert refused.status == 422
    assert len(refused.problems) == 1
    assert written(world) == before


def test_two_amendments_do_not_undo_each_other(world, target, desks):
    second = Desk(world.people["songheng"])
    page, other = (desk.see(f"/matters/{target.code}/amendment/") for desk in (desks["supervisor"], second))
    assert desks["supervisor"].send(page, "/amendment/", responsible="何苗", reason="换人").status == 200
    before = written(world)
    later()
    refused = second.send(other, "/amendment/", title="固定资产投资专项工程", reason="正名")
    assert refused.status == 422
    assert refused.one("input[@name='title']").get("value") == "固定资产投资专项工程"
    assert written(world) == before
