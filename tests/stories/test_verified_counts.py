"""A figure shows as soon as it is reported; it counts once verified, and for the ranking only with good evidence."""

import pytest

from luoshi.core.ledger.actions import appoint
from luoshi.core.organisation.models import Person
from tests.stories.desk import Desk, report, verify
from tests.stories.test_one_report import row_of

COUNTS = 6  # the column of a score's matters that says how far each counts, in percent


def counts(desk, matter) -> float:
    return float(row_of(desk.see("/scorecard/2026-03/lingang/"), matter.title)[COUNTS])


def figure(desk, code) -> float | None:
    """The verified figure as the work list gives it in Excel."""
    rows = desk.sheet(state="all")
    head = next(row for row in rows if "Code" in row)
    row = next(row for row in rows if code in row)
    return row[head.index("Done, verified")]


def test_a_report_alone_moves_neither_completion_nor_score(target, desks):
    leader = desks["leader"]
    before = counts(leader, target), figure(leader, target.code)
    report(desks["reporter"], target.code, "24")
    assert (counts(leader, target), figure(leader, target.code)) == before
    assert "24" in leader.see(f"/matters/{target.code}/").one("section[@id='reports']").text_content()
    verify(desks["supervisor"], target.code)
    assert figure(leader, target.code) == 24
    assert counts(leader, target) == 80


@pytest.mark.parametrize(("grade", "points"), [("A", 90), ("B", 90), ("C", 0), ("D", 0)])
def test_only_proof_by_others_counts_for_the_ranking(target, desks, grade, points):
    report(desks["reporter"], target.code, "27")
    verify(desks["supervisor"], target.code, grade)
    assert figure(desks["leader"], target.code) == 27
    assert counts(desks["leader"], target) == points


def test_nobody_verifies_what_they_reported(world, target, desks):
    """Even with both posts."""
    appoint(world.supervisor, world.units["lingang"], title="兼任统计员", role="reporter", by=None)
    desk = Desk(Person.objects.get(username=world.supervisor.username))
    report(desk, target.code, "30")
    page = desk.see(f"/matters/{target.code}/")
    assert page.root.xpath("//form[contains(@action, '/verification/')]") == []
    made = page.root.xpath("//section[@id='reports']//li/@id")[0].lstrip("r")
    assert desk.post(f"/matters/{target.code}/reports/{made}/verification/", grade="A").status in (404, 422)
    assert figure(desk, target.code) < 21
