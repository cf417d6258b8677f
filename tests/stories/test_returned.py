"""A report that comes back keeps its place in the history and can be sent again."""

from tests.stories.desk import report, verify

REASON = "含设备预付款，请按盖章形象进度单填报。"


def return_it(desk, code, reason=REASON):
    return desk.send(desk.see(f"/matters/{code}/"), "/return/", reason=reason)


def test_the_unit_reads_why_mends_it_and_both_stay(target, desks):
    reporter, supervisor = desks["reporter"], desks["supervisor"]
    report(reporter, target.code, "37.5", note="含预付款")
    return_it(supervisor, target.code)
    assert REASON in reporter.see("/today/").text
    form = reporter.see(f"/matters/{target.code}/reports/", period="2026-03")
    assert REASON in form.text
    assert form.one("input[@name='value']").get("value") == "37.5"

    report(reporter, target.code, "28.5", period="2026-03", note="按形象进度单")
    assert REASON not in reporter.see("/today/").text
    verify(supervisor, target.code)
    page = supervisor.see(f"/matters/{target.code}/")
    told = [line for line in page.all("section[@id='reports']//li") if line.startswith("2026-03")]
    assert len(told) == 2
    assert "28.5" in told[0]
    assert "37.5" in told[1]
    assert REASON in told[1]


def test_a_return_without_a_reason_is_refused_where_it_stands(target, desks):
    report(desks["reporter"], target.code, "30")
    page = return_it(desks["supervisor"], target.code, reason="  ")
    assert page.status == 422
    assert len(page.problems) == 1
    assert return_it(desks["supervisor"], target.code).status == 200


def test_what_was_returned_is_not_verified_by_an_old_page(target, desks):
    report(desks["reporter"], target.code, "30")
    old = desks["supervisor"].see(f"/matters/{target.code}/")
    return_it(desks["supervisor"], target.code)
    assert desks["supervisor"].send(old, "/verification/", grade="A").status == 422
