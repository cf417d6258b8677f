"""Reporting, verifying, returning: who may, what is taken, what stands afterwards."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from luoshi.core.ledger import actions
from luoshi.core.ledger.models import Entry, Evidence, Reading, Report
from luoshi.core.ledger.queries import lights, reports_of, returned, series, waiting
from luoshi.core.ledger.tests.district import YI, on
from luoshi.engine.periods import Period


def refused(action, *args, **kwargs) -> list[str]:
    """The fields an action complains of; that nothing was written is asserted here."""
    before = Entry.objects.count(), Report.objects.count(), Reading.objects.count(), Evidence.objects.count()
    with pytest.raises(ValidationError) as caught:
        action(*args, **kwargs)
    assert (Entry.objects.count(), Report.objects.count(), Reading.objects.count(), Evidence.objects.count()) == before
    return sorted(getattr(caught.value, "error_dict", {"": 1}))


@pytest.mark.parametrize("name", ["supervisor", "leader", "administrator", "stranger"])
def test_only_people_of_the_lead_unit_report(district, name):
    with on(2026, 2, 3):
        matter = district.target()
        before = Entry.objects.count()
        with pytest.raises(PermissionDenied):
            district.report(matter, "2026-01", YI, by=district.people[name])
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", ["reporter", "leader", "administrator", "stranger"])
def test_only_supervisors_verify_and_return(district, name):
    with on(2026, 2, 3):
        report = district.report(district.target(), "2026-01", YI)
        for action, said in ((actions.verify, {"grade": "A"}), (actions.return_report, {"reason": "缺附件"})):
            with pytest.raises(PermissionDenied):
                action(report, by=district.people[name], **said)
    report.refresh_from_db()
    assert report.state == "waiting"


def test_nobody_verifies_or_returns_their_own_report(district):
    actions.appoint(district.supervisor, district.unit, title="科员", role="reporter", by=None)
    vars(district.supervisor).pop("posts_held", None)
    with on(2026, 2, 3):
        report = district.report(district.target(), "2026-01", YI, by=district.supervisor)
        assert refused(actions.verify, report, by=district.supervisor, grade="A") == ["report"]
        assert refused(actions.return_report, report, by=district.supervisor, reason="不实") == ["report"]


def test_a_report_lights_its_matter_and_waits(district):
    with on(2026, 2, 3):
        matter = district.target(goal=120 * YI)
        assert matter.light == "green"  # no report is missing yet
        report = district.report(matter, "2026-01", 10 * YI)
        matter.refresh_from_db()
        assert (matter.pending, matter.pending_period) == (10 * YI, "2026-01")
        assert (matter.value, matter.completion) == (None, None)
        assert list(waiting(district.supervisor)) == [report]
        assert list(waiting(district.stranger)) == []
        actions.verify(report, by=district.supervisor, grade="B")
    matter.refresh_from_db()
    assert (matter.value, matter.grade, matter.completion, matter.deviation) == (10 * YI, "B", 833, 0)
    assert (matter.light, matter.pace, matter.pending) == ("green", 10_000, None)
    assert list(waiting(district.supervisor)) == []


def test_a_figure_far_behind_turns_red_and_a_newer_one_green(district):
    with on(2026, 7, 3):
        matter = district.target(goal=120 * YI)
        district.verified(matter, "2026-06", 10 * YI)
        matter.refresh_from_db()
        assert (matter.light, matter.deviation) == ("red", 833 - 5000)
        district.verified(matter, "2026-06", 60 * YI)
    matter.refresh_from_db()
    assert (matter.light, matter.deviation) == ("green", 0)
    assert lights(district.plan.pk) == {"green": 1}


def test_the_same_token_twice_is_one_report(district):
    with on(2026, 2, 3):
        matter = district.target()
        first = district.report(matter, "2026-01", YI, token="once")
        entries = Entry.objects.count()
        assert district.report(matter, "2026-01", 2 * YI, token="once") == first
    assert Entry.objects.count() == entries


def test_one_token_serves_two_matters(district):
    with on(2026, 2, 3):
        one, two = district.target("一"), district.target("二")
        assert district.report(one, "2026-01", YI, token="same") != district.report(two, "2026-01", YI, token="same")


def test_a_report_that_somebody_sent_meanwhile_is_not_overwritten(district):
    with on(2026, 2, 3):
        matter = district.target()
        first = district.report(matter, "2026-01", YI, by=district.colleague)
        assert refused(district.report, matter, "2026-01", 2 * YI, seen=first.made - 1) == ["conflict"]
        district.report(matter, "2026-01", 3 * YI, seen=first.made)
    first.refresh_from_db()
    assert first.state == "replaced"


def test_what_cannot_be_reported_is_said_by_field(district):
    with on(2026, 2, 3):
        matter = district.target(goal=120 * YI)
        assert refused(district.report, matter, "2026-03", YI) == ["period"]  # not begun
        assert refused(district.report, matter, "2025-12", YI) == ["period"]  # before the matter
        assert refused(district.report, matter, "2026-01", -1) == ["value"]
        assert refused(district.report, matter, "2026-01", 1201 * YI) == ["value"]  # a slip of the unit of measure
        assert refused(district.report, matter, "2026-01", YI, note="长" * 501) == ["note"]
        said = {"by": district.reporter, "period": Period.parse("2026-01"), "token": "t"}
        assert refused(actions.report, matter, values={}, **said) == ["value"]
        assert refused(actions.report, matter, values={"value": 1, "mood": 1}, **said) == [""]


def test_a_closed_month_takes_no_more_reports(district):
    with on(2026, 2, 7):
        matter = district.target()
        actions.close_period(district.plan, Period.parse("2026-01"), by=district.supervisor)
        assert refused(district.report, matter, "2026-01", YI) == ["period"]
        assert [str(p) for p in actions.reportable_periods(matter)] == ["2026-02"]


def test_a_matter_whose_number_follows_takes_no_report_of_its_own(district):
    with on(2026, 2, 3):
        assert refused(district.report, district.target(goal=None, rollup="equal"), "2026-01", YI) == ["period"]


def test_without_a_file_the_evidence_is_a_claim(district):
    with on(2026, 2, 3):
        matter = district.target()
        report = district.report(matter, "2026-01", YI, evidence=[])
        assert refused(actions.verify, report, by=district.supervisor, grade="C") == ["grade"]
        assert refused(actions.verify, report, by=district.supervisor, grade="E") == ["grade"]
        actions.verify(report, by=district.supervisor, grade="D")
    matter.refresh_from_db()
    assert (matter.value, matter.pace) == (YI, 0)  # it shows, and does not score


def test_a_returned_report_keeps_its_place_and_its_reason(district):
    with on(2026, 2, 3):
        matter = district.target()
        report = district.report(matter, "2026-01", YI)
        assert refused(actions.return_report, report, by=district.supervisor, reason=" ") == ["reason"]
        assert refused(actions.return_report, report, by=district.supervisor, reason="长" * 501) == ["reason"]
        actions.return_report(report, by=district.supervisor, reason="附件不清")
        assert refused(actions.verify, report, by=district.supervisor, grade="A") == ["report"]
        assert list(returned(district.reporter)) == [report]
        matter.refresh_from_db()
        assert (matter.pending, matter.reported_period) == (None, "")
        again = district.report(matter, "2026-01", 2 * YI)
    assert list(returned(district.reporter)) == []
    assert [(r.made, r.state, r.reason) for r in reports_of(matter.pk)] == [
        (again.made, "waiting", ""),
        (report.made, "returned", "附件不清"),
    ]


@pytest.mark.parametrize(("first_day", "late"), [(5, False), (6, True)])
def test_sent_again_after_a_return_a_report_keeps_its_punctuality(district, first_day, late):
    with on(2026, 2, first_day):
        report = district.report(matter := district.target(), "2026-01", YI)
        actions.return_report(report, by=district.supervisor, reason="附件不清")
    with on(2026, 2, 20):
        assert district.report(matter, "2026-01", YI).late is late


def test_a_verified_figure_stands_until_another_is_verified(district):
    with on(2026, 2, 3):
        matter = district.target()
        first = district.verified(matter, "2026-01", YI)
        second = district.report(matter, "2026-01", 2 * YI)
        assert series(matter.pk, "value") == [("2026-01", YI, True)]
        actions.verify(second, by=district.supervisor, grade="A")
    first.refresh_from_db()
    assert first.superseded == Entry.objects.get(fact="Verified", seq__gt=second.made).seq
    assert series(matter.pk, "value") == [("2026-01", 2 * YI, True)]
    assert series(matter.pk, "value", head=second.made) == [("2026-01", YI, True)]


def test_a_report_already_judged_is_not_judged_again(district):
    with on(2026, 2, 3):
        report = district.verified(district.target(), "2026-01", YI)
        assert refused(actions.verify, report, by=district.supervisor, grade="A") == ["report"]
        assert refused(actions.return_report, report, by=district.supervisor, reason="不实") == ["report"]


def test_a_matter_given_to_another_unit_meanwhile_is_not_reported_by_the_old_one(district):
    with on(2026, 2, 3):
        matter = district.target()
        seen = type(matter).objects.select_related("plan", "lead_unit").get(pk=matter.pk)
        change = {"lead_unit": {"value": "jtj", "shown": "交通运输局"}}
        actions.amend(matter, change, by=district.supervisor, reason="职能划转")
        with pytest.raises(PermissionDenied):
            district.report(seen, "2026-01", YI)
