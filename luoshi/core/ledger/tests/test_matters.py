"""Registering, amending, goals, stages; numbers that follow from children; the turn of the year."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from luoshi.core.ledger import actions
from luoshi.core.ledger.judgement import children_parts
from luoshi.core.ledger.models import Entry
from luoshi.core.ledger.queries import head_of, lights, tallies
from luoshi.core.ledger.tests.district import YI, on
from luoshi.core.matters.models import Goal, Matter, MatterState
from luoshi.core.matters.queries import matters
from luoshi.engine.periods import Period


@pytest.fixture(autouse=True)
def _in_february(db):
    with on(2026, 2, 3):
        yield


def refused(action, *args, **kwargs) -> list[str]:
    """The fields an action complains of; that nothing was written is asserted here."""
    before = Entry.objects.count(), Matter.objects.count(), MatterState.objects.count(), Goal.objects.count()
    with pytest.raises(ValidationError) as caught:
        action(*args, **kwargs)
    assert (Entry.objects.count(), Matter.objects.count(), MatterState.objects.count(), Goal.objects.count()) == before
    return sorted(getattr(caught.value, "error_dict", {"": 1}))


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def change(name: str, value: object) -> dict[str, object]:
    return {name: {"value": value, "shown": str(value)}}


@pytest.mark.parametrize("name", ["reporter", "leader", "administrator", "stranger"])
def test_only_supervisors_register_amend_and_rebaseline(district, name):
    matter, by = district.target(), district.people[name]
    draft = actions.Draft(
        kind="task", title="x", lead_unit=district.unit, workstream=district.workstream, start=dt.date(2026, 1, 1),
        due=dt.date(2026, 2, 1), goals=[actions.GoalDraft(measure="done", year=0, value=1)],
    )
    goal = actions.GoalDraft(measure="value", year=2026, value=YI)
    before = Entry.objects.count()
    for act in (
        lambda: actions.register(draft, by=by),
        lambda: actions.amend(matter, change("title", "改"), by=by, reason="x"),
        lambda: actions.rebaseline(matter, goal, by=by, reason="x"),
        lambda: actions.move(matter, "dropped", by=by, reason="x"),
        lambda: actions.close_period(district.plan, Period.parse("2026-01"), by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Entry.objects.count() == before


def test_what_cannot_be_registered_is_said_by_field(district):
    own = district.target()
    assert refused(district.target, " ") == ["title"]
    assert refused(district.target, "长" * 201) == ["title"]
    assert refused(district.target, due=dt.date(2025, 12, 31)) == ["due"]
    assert refused(district.target, parent=own) == ["parent"]
    assert refused(district.target, goal=None) == ["goal"]
    assert refused(district.target, goal=-1) == ["goal"]
    assert refused(district.target, weight=0) == ["weight"]


def test_codes_run_on_by_kind(district):
    assert [district.target().code, district.task().code, district.target().code] == ["M-0001", "T-0001", "M-0002"]


def test_an_amendment_says_why_and_keeps_what_was(district):
    matter = district.target("固投")
    head = head_of(district.region.pk).seq
    actions.amend(matter, change("title", "固定资产投资"), by=district.supervisor, reason="统计口径")
    assert fresh(matter).title == "固定资产投资"
    assert [row.title for row in matters(district.supervisor, head)] == ["固投"]
    assert Entry.objects.get(fact="Amended").parsed["data"]["reason"] == "统计口径"


def test_what_cannot_be_amended_is_said_by_field(district):
    matter, by = district.target(), district.supervisor

    def wrong(name: str, value: object, reason: str = "x") -> list[str]:
        return refused(actions.amend, matter, change(name, value), by=by, reason=reason)

    assert wrong("title", "好", reason=" ") == ["reason"]
    assert wrong("title", " ") == ["title"]
    assert wrong("weight", 0) == ["weight"]
    assert wrong("due", "2025-12-31") == ["due"]
    assert wrong("workstream_id", 999) == ["workstream_id"]
    assert wrong("lead_unit", "nobody") == ["lead_unit"]
    assert wrong("light", "green") == [""]  # computed, never set
    assert wrong("value", 1) == [""]


def test_a_matter_given_to_another_unit_is_seen_and_counted_there(district):
    matter = district.target()
    assert [t.unit_id for t in tallies(district.plan.pk)] == [district.unit.pk]
    assert not Matter.objects.visible_to(district.stranger).exists()
    head = head_of(district.region.pk).seq
    actions.amend(matter, change("lead_unit", "jtj"), by=district.supervisor, reason="职能划转")
    assert [t.unit_id for t in tallies(district.plan.pk)] == [district.other.pk]
    assert [t.unit_id for t in tallies(district.plan.pk, head)] == [district.unit.pk]
    assert [m.pk for m in Matter.objects.reportable_by(district.stranger)] == [matter.pk]
    assert not Matter.objects.reportable_by(district.reporter).exists()


def test_who_supports_sees_and_does_not_report(district):
    matter = district.target(supporting=[district.other])
    district.target("别的")
    assert [m.pk for m in Matter.objects.visible_to(district.stranger)] == [matter.pk]
    assert not Matter.objects.reportable_by(district.stranger).exists()
    assert not Matter.objects.verifiable_by(district.stranger).exists()
    actions.amend(matter, change("supporting", []), by=district.supervisor, reason="不再配合")
    assert not Matter.objects.visible_to(district.stranger).exists()


def test_another_district_sees_nothing(district):
    neighbour = actions.found_district("bh", "北河区")
    spy = district.people["stranger"]
    spy.posts.all().delete()
    actions.appoint(spy, neighbour, title="督查", role="supervisor", by=None)
    spy.__dict__.pop("posts_held", None)
    district.target(supporting=[district.other])
    for found in ("visible_to", "reportable_by", "verifiable_by", "assignable_by"):
        assert list(getattr(Matter.objects, found)(spy)) == []
    assert list(matters(spy, head_of(district.region.pk).seq)) == []


def test_a_goal_set_anew_moves_the_light_and_is_never_silent(district):
    matter, by = district.target(goal=120 * YI), district.supervisor
    district.verified(matter, "2026-01", 10 * YI)
    goal = actions.GoalDraft(measure="value", year=2026, value=12 * YI)
    assert refused(actions.rebaseline, matter, goal, by=by, reason=" ") == ["reason"]
    none = actions.GoalDraft(measure="value", year=2026, value=0)
    assert refused(actions.rebaseline, matter, none, by=by, reason="x") == ["goal"]
    other = actions.GoalDraft(measure="mood", year=2026, value=1)
    assert refused(actions.rebaseline, matter, other, by=by, reason="x") == [""]
    actions.rebaseline(matter, goal, by=by, reason="上级调整")
    assert (fresh(matter).goal, fresh(matter).completion) == (12 * YI, 8333)
    goals = [(goal.value, bool(goal.superseded)) for goal in Goal.objects.order_by("made")]
    assert goals == [(120 * YI, True), (12 * YI, False)]


def test_closing_needs_a_verified_report_and_giving_up_a_reason(district):
    matter, by = district.target(), district.supervisor
    assert refused(actions.move, matter, "continuing", by=by) == ["stage"]
    assert refused(actions.move, matter, "closed", by=by) == ["stage"]
    assert refused(actions.move, matter, "dropped", by=by) == ["reason"]
    assert refused(actions.move, matter, "dropped", by=by, reason="x", on=dt.date(2026, 2, 4)) == ["on"]
    with pytest.raises(PermissionDenied):
        actions.move(matter, "closed", by=district.reporter)
    district.verified(matter, "2026-01", YI)
    actions.move(matter, "closed", by=by, on=dt.date(2026, 2, 1))
    assert (fresh(matter).closed_on, fresh(matter).light) == (dt.date(2026, 2, 1), "green")
    assert lights(district.plan.pk) == {}
    assert not Matter.objects.reportable_by(district.reporter).exists()


def test_reporters_move_their_projects_through_stages(district):
    project = district.project(stage="preparing")
    actions.move(project, "started", by=district.reporter)
    assert fresh(project).stage == "started"
    with pytest.raises(PermissionDenied):
        actions.move(project, "continuing", by=district.stranger)


# Parents


@pytest.mark.parametrize(("rollup", "expected"), [("equal", (8000 + 2000) // 2), ("weight", (8000 + 3 * 2000) // 4)])
def test_a_parent_follows_its_children(district, rollup, expected):
    parent = district.target("总", goal=None, rollup=rollup)
    one = district.target("一", goal=10 * YI, parent=parent, weight=1)
    two = district.target("二", goal=10 * YI, parent=parent, weight=3)
    assert fresh(parent).completion is None  # nothing is known of any child
    district.verified(one, "2026-01", 8 * YI)
    district.verified(two, "2026-01", 2 * YI)
    assert fresh(parent).completion == expected
    share = {"equal": 1, "weight": 3}[rollup]
    assert [(p["code"], p["share"], p["completion"]) for p in children_parts(parent)] == [
        (one.code, 1, 8000), (two.code, share, 2000),
    ]


def test_projects_weigh_by_their_annual_investment(district):
    parent = district.target("总", goal=None, rollup="investment")
    small = district.project("小", invested=10 * YI, parent=parent)
    large = district.project("大", invested=30 * YI, parent=parent)
    district.verified(small, "2026-01", 10 * YI)
    assert fresh(parent).completion == 2500
    district.verified(large, "2026-01", 15 * YI)
    assert fresh(parent).completion == 6250
    goal = actions.GoalDraft(measure="invested", year=2026, value=10 * YI)
    actions.rebaseline(large, goal, by=district.supervisor, reason="调减")
    assert fresh(parent).completion == 12_500
    actions.move(large, "stopped", by=district.supervisor, reason="停建")
    assert fresh(parent).completion == 10_000  # what was given up no longer counts


def test_a_number_climbs_to_the_grandparent_and_a_waiting_one_stays_below(district):
    top = district.target("总", goal=None, rollup="equal")
    middle = district.target("中", goal=None, rollup="weight", parent=top)
    leaf = district.target("末", goal=10 * YI, parent=middle)
    district.target("旁", goal=10 * YI, parent=top)
    states = MatterState.objects.filter(matter__in=[top, middle]).count()
    report = district.report(leaf, "2026-01", 5 * YI)
    assert MatterState.objects.filter(matter__in=[top, middle]).count() == states
    actions.verify(report, by=district.supervisor, grade="A")
    assert [fresh(m).completion for m in (leaf, middle, top)] == [5000, 5000, 2500]
    assert {fresh(m).entry for m in (leaf, middle, top)} == {head_of(district.region.pk).seq}
    state = MatterState.objects.at(report.made).get(matter=top)
    assert (state.completion, state.parent_code) == (None, "")
    assert MatterState.objects.at(report.made).get(matter=leaf).parent_code == middle.code


def test_a_weight_amended_changes_the_parent(district):
    parent = district.target("总", goal=None, rollup="weight")
    one = district.target("一", goal=10 * YI, parent=parent)
    district.target("二", goal=10 * YI, parent=parent)
    district.verified(one, "2026-01", 10 * YI)
    assert fresh(parent).completion == 5000
    actions.amend(one, change("weight", 3), by=district.supervisor, reason="调整")
    assert fresh(parent).completion == 7500


# The calendar


def test_lights_follow_the_calendar_once_a_day(district):
    task = district.task(due=dt.date(2026, 3, 1))
    with on(2026, 3, 2):
        assert actions.relight(district.region) is not None
        assert actions.relight(district.region) is None
        assert (fresh(task).light, fresh(task).entry) == ("red", head_of(district.region.pk).seq)
    assert lights(district.plan.pk) == {"red": 1}
    assert lights(district.plan.pk, head=head_of(district.region.pk).seq - 1) == {"green": 1}


def test_silence_turns_grey_when_the_month_is_over(district):
    matter = district.target(goal=12 * YI)
    district.verified(matter, "2026-01", YI)
    with on(2026, 3, 5):
        actions.relight(district.region)
        assert fresh(matter).light == "green"
    with on(2026, 3, 6):
        actions.relight(district.region)
        assert fresh(matter).light == "grey"
        assert fresh(matter).pace == 4_997  # 8.33 % of the 16.67 % that February asked for: silence does not pay


def test_the_year_turns_with_its_goal_its_figures_and_its_parents(district):
    span = {"due": dt.date(2027, 12, 31)}
    parent = district.target("总", goal=None, rollup="equal", **span)
    matter = district.target(goal=10 * YI, parent=parent, **span)
    goal = actions.GoalDraft(measure="value", year=2027, value=40 * YI)
    actions.rebaseline(matter, goal, by=district.supervisor, reason="2027年目标")
    assert (fresh(matter).goal, fresh(matter).year) == (10 * YI, 2026)
    with on(2027, 1, 5):
        district.verified(matter, "2026-12", 10 * YI)
        actions.relight(district.region)
        assert (fresh(matter).completion, fresh(parent).completion) == (10_000, 10_000)
    with on(2027, 1, 20):
        report = district.report(matter, "2027-01", 4 * YI)
        assert (fresh(matter).value, fresh(matter).pending) == (10 * YI, None)  # the new year has not begun to count
        actions.verify(report, by=district.supervisor, grade="A")
    before = head_of(district.region.pk).seq
    with on(2027, 2, 1):
        actions.relight(district.region)
    now = fresh(matter)
    assert (now.year, now.goal, now.value, now.value_period, now.completion) == (2027, 40 * YI, 4 * YI, "2027-01", 1000)
    assert fresh(parent).completion == 1000
    then = MatterState.objects.at(before).get(matter=matter)
    assert (then.year, then.goal, then.value, then.completion) == (2026, 10 * YI, 10 * YI, 10_000)
    assert MatterState.objects.at(before).get(matter=parent).completion == 10_000


def test_a_report_on_the_first_of_february_counts_for_the_new_year_before_the_lights_do(district):
    matter = district.target(goal=10 * YI, due=dt.date(2027, 12, 31))
    with on(2027, 2, 1):
        district.report(matter, "2027-01", YI)
    assert (fresh(matter).year, fresh(matter).goal, fresh(matter).pending) == (2027, None, YI)


def test_only_a_month_that_is_over_is_closed_and_once(district):
    by = district.supervisor
    assert refused(actions.close_period, district.plan, Period.parse("2026-02"), by=by) == ["period"]
    assert refused(actions.close_period, district.plan, Period.parse("2025Q4"), by=by) == ["period"]
    actions.close_period(district.plan, Period.parse("2026-01"), by=by)
    assert refused(actions.close_period, district.plan, Period.parse("2026-01"), by=by) == ["period"]


def test_adopted_thresholds_judge_from_then_on(district):
    matter = district.target(goal=120 * YI)
    district.verified(matter, "2026-01", 2 * YI)
    assert fresh(matter).light == "green"
    actions.adopt(district.plan, "lights", "2.0", {"yellow_lag": 500}, by=district.supervisor)
    with on(2026, 2, 4):
        actions.relight(district.region)
    assert fresh(matter).light == "yellow"
    with pytest.raises(PermissionDenied):
        actions.adopt(district.plan, "lights", "3.0", {}, by=district.reporter)
