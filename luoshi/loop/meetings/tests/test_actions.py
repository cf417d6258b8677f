"""What a meeting's actions do, and that replay rebuilds it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from luoshi.core.ledger import queries as ledger
from luoshi.core.ledger.replay import check
from luoshi.core.matters.models import Matter
from luoshi.loop.meetings import actions
from luoshi.loop.meetings.models import Directive
from luoshi.loop.meetings.queries import last_meeting, origin_of, outcomes, results

TWO_IN_ONE = "二标段施工许可"


@pytest.fixture
def supervisor(minuted):
    return minuted.people["supervisor"]


def _states(meeting, head=None):
    return [(outcome.number, outcome.state) for outcome in outcomes(meeting, head)]


def test_a_sentence_stands_at_its_place_in_the_text(minuted):
    text = minuted.meeting.minutes.get().text
    found = outcomes(minuted.meeting)
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert check()


def test_units_are_found_by_their_aliases(minuted):
    directive = minuted.directive(TWO_IN_ONE)
    assert directive.phrases == ["住建局"]
    assert directive.unit_codes == ["zjj"]


def test_what_nobody_can_check_is_vague(minuted):
    assert minuted.directive("提高站位").vague
    assert not minuted.directive(TWO_IN_ONE).vague


def test_a_later_text_replaces_the_earlier_one(minuted, supervisor):
    before = ledger.head_of(minuted.region.pk).seq
    then = _states(minuted.meeting)
    actions.take_minutes(minuted.meeting, by=supervisor, text="会议要求，住建局要在9月1日前完成排查。")
    assert [one.text for one in outcomes(minuted.meeting)] == ["住建局要在9月1日前完成排查"]
    assert _states(minuted.meeting, before) == then
    assert check()


def test_after_assigning_the_text_stays(minuted, supervisor):
    actions.assign(minuted.meeting, [minuted.choice(TWO_IN_ONE)], by=supervisor)
    with pytest.raises(ValidationError) as error:
        actions.take_minutes(minuted.meeting, by=supervisor, text="会议要求，住建局要在9月1日前完成排查。")
    assert list(error.value.message_dict) == ["text"]


def test_a_number_is_given_once(minuted, supervisor):
    with pytest.raises(ValidationError) as error:
        actions.convene(
            minuted.region, by=supervisor, code="2026-11", title="又一次", held_at=minuted.meeting.held_at
        )
    assert list(error.value.message_dict) == ["code"]
    with pytest.raises(ValidationError):
        actions.convene(
            minuted.region, by=supervisor, code="new", title="新会", held_at=minuted.meeting.held_at
        )


def test_a_due_date_makes_a_vague_directive_checkable(minuted, supervisor):
    directive = minuted.directive("提高站位")
    changed = actions.correct(directive, {"due": {"value": "2026-09-01", "shown": "2026-09-01"}}, by=supervisor)
    assert (changed.due, changed.vague, changed.number) == (dt.date(2026, 9, 1), False, directive.number)
    assert check()


def test_a_directive_seen_before_somebody_changed_it_is_refused(minuted, supervisor):
    directive = minuted.directive("提高站位")
    actions.drop(minuted.directive("提高站位"), reason="只作传达", by=supervisor)
    with pytest.raises(ValidationError):
        actions.correct(directive, {"measure": {"value": "一次", "shown": "一次"}}, by=supervisor)


def test_splitting_and_merging_gives_the_sentence_back(minuted, supervisor):
    whole = minuted.directive(TWO_IN_ONE)
    cut = whole.text.index("8月20日")
    parts = actions.split(whole, at=[cut], by=supervisor)
    assert [part.text for part in parts] == [whole.text[: cut - 1], whole.text[cut:]]
    assert [part.due for part in parts] == [dt.date(2026, 8, 12), dt.date(2026, 8, 20)]
    assert [part.unit_codes for part in parts] == [["zjj"], ["zjj"]]
    check()
    merged = actions.merge(parts, by=supervisor)
    assert (merged.text, merged.unit_codes) == (whole.text, ["zjj"])
    assert whole.number not in {number for number, _ in _states(minuted.meeting)}
    assert check()


def test_a_split_with_an_empty_part_is_refused(minuted, supervisor):
    whole = minuted.directive(TWO_IN_ONE)
    for cuts in ([], [0], [len(whole.text)], [-5], [10**6]):
        with pytest.raises(ValidationError):
            actions.split(whole, at=cuts, by=supervisor)


def test_only_neighbours_are_merged(minuted, supervisor):
    with pytest.raises(ValidationError) as error:
        actions.merge([minuted.directive(TWO_IN_ONE), minuted.directive("安全自查")], by=supervisor)
    assert list(error.value.message_dict) == ["directives"]


def test_what_is_left_out_can_be_put_back(minuted, supervisor):
    dropped = actions.drop(minuted.directive("提高站位"), reason="只作传达", by=supervisor)
    assert (dropped.number, "dropped") in _states(minuted.meeting)
    check()
    actions.restore(dropped, by=supervisor)
    assert (dropped.number, "vague") in _states(minuted.meeting)
    assert check()


def test_a_sentence_can_be_marked_by_hand(minuted, supervisor):
    marked = actions.mark(minuted.meeting, "上半年运行\n总体平稳", by=supervisor)
    assert marked.text == "上半年运行总体平稳"
    assert check()
    with pytest.raises(ValidationError):
        actions.mark(minuted.meeting, "没有说过的话", by=supervisor)
    with pytest.raises(ValidationError):
        actions.mark(minuted.meeting, "办结二标段", by=supervisor)


def test_a_directive_becomes_a_matter_that_knows_its_sentence(minuted, supervisor):
    [matter] = actions.assign(minuted.meeting, [minuted.choice(TWO_IN_ONE)], by=supervisor)
    directive = minuted.directive(TWO_IN_ONE)
    assert matter.origin == f"2026-11#{directive.number}"
    assert matter.start == dt.date(2026, 8, 3)
    origin = origin_of(matter)
    assert (origin.text, origin.url) == (directive.text, f"/meetings/2026-11/#s{directive.number}")
    assert check()


def test_each_unit_gets_its_own_matter_beneath_one_that_sums_up(minuted, supervisor):
    units = [minuted.units[code] for code in ("fgj", "zjj", "hx")]
    choice = minuted.choice("安全自查", lead_unit=None, supporting=units, separately=True)
    parent, *children = actions.assign(minuted.meeting, [choice], by=supervisor)
    assert (parent.lead_unit, parent.rollup) == (minuted.region, "equal")
    assert [child.lead_unit for child in children] == units
    assert {child.parent for child in children} == {parent}
    assert check()


def test_one_error_and_nothing_is_written(minuted, supervisor):
    before = ledger.head_of(minuted.region.pk)
    good, bad = minuted.choice(TWO_IN_ONE), minuted.choice("迁改办法", due=dt.date(2026, 8, 1))
    with pytest.raises(ValidationError) as error:
        actions.assign(minuted.meeting, [good, bad], by=supervisor)
    [(key, [message])] = error.value.message_dict.items()
    assert key == f"d{bad.number}-due"
    assert str(bad.number) in message
    assert ledger.head_of(minuted.region.pk) == before
    assert not Matter.objects.exists()


def test_a_vague_directive_needs_a_date_and_a_mark(minuted, supervisor):
    vague = minuted.choice("提高站位", due=None, details={})
    with pytest.raises(ValidationError) as error:
        actions.assign(minuted.meeting, [vague], by=supervisor)
    assert set(error.value.message_dict) == {f"d{vague.number}-due", f"d{vague.number}-completion_mark"}
    assert actions.assign(minuted.meeting, [minuted.choice("提高站位")], by=supervisor)


def test_nothing_is_assigned_twice(minuted, supervisor):
    choice = minuted.choice(TWO_IN_ONE)
    with pytest.raises(ValidationError):
        actions.assign(minuted.meeting, [choice, choice], by=supervisor)
    actions.assign(minuted.meeting, [choice], by=supervisor)
    with pytest.raises(ValidationError):
        actions.assign(minuted.meeting, [choice], by=supervisor)
    with pytest.raises(ValidationError):
        actions.drop(minuted.directive(TWO_IN_ONE), reason="算了", by=supervisor)


def test_any_kind_can_be_chosen(minuted, supervisor):
    choice = minuted.choice(
        TWO_IN_ONE, kind="target", unit_label="亿元", goal=420 * 10**10, details={"indicator": "固投", "source": ""}
    )
    [matter] = actions.assign(minuted.meeting, [choice], by=supervisor)
    assert (matter.kind, matter.goal, matter.unit_label) == ("target", 420 * 10**10, "亿元")
    assert check()


def test_only_who_may_assign_does(minuted):
    meeting = minuted.meeting
    for name in ("leader", "reporter", "zone", "stranger"):
        person = minuted.people[name]
        for act in (
            lambda by: actions.take_minutes(meeting, by=by, text="会议要求，住建局要在9月1日前完成排查。"),
            lambda by: actions.drop(minuted.directive("提高站位"), by=by, reason="不办"),
            lambda by: actions.assign(meeting, [minuted.choice(TWO_IN_ONE)], by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(person)


def test_a_zone_assigns_within_itself_alone(minuted):
    zone, unit = minuted.people["zone"], minuted.units["lg"]
    meeting = actions.convene(unit, by=zone, code="lg-1", title="园区例会", held_at=minuted.meeting.held_at)
    actions.take_minutes(meeting, by=zone, text="会议要求，住建局要在9月1日前完成排查。")
    number = Directive.objects.get(meeting=meeting, superseded=None).number
    with pytest.raises(ValidationError) as error:
        actions.assign(meeting, [minuted.choice(TWO_IN_ONE, number=number)], by=zone)
    assert list(error.value.message_dict) == [f"d{number}-lead_unit"]
    assert actions.assign(meeting, [minuted.choice(TWO_IN_ONE, number=number, lead_unit=unit)], by=zone)
    assert check()


def test_what_became_of_it_is_told_as_of_any_entry(minuted, supervisor):
    before = ledger.head_of(minuted.region.pk).seq
    [matter] = actions.assign(minuted.meeting, [minuted.choice(TWO_IN_ONE)], by=supervisor)
    number = minuted.directive(TWO_IN_ONE).number
    now = {one.number: one for one in outcomes(minuted.meeting)}
    then = {one.number: one for one in outcomes(minuted.meeting, before)}
    assert [row.code for row in now[number].matters] == [matter.code]
    assert (then[number].state, then[number].matters) == ("open", [])
    assert results([minuted.meeting])[minuted.meeting.pk].lights == {matter.light: 1}
    assert results([minuted.meeting], before)[minuted.meeting.pk].lights == {}
    assert last_meeting(minuted.region) == minuted.meeting
    assert last_meeting(minuted.region, before=1) is None


def test_questions_do_not_grow_with_directives(minuted, supervisor, django_assert_num_queries):
    text = "\n".join(f"会议要求，住建局要在8月{day}日前办结第{day}批施工许可。" for day in range(4, 30))
    actions.take_minutes(minuted.meeting, by=supervisor, text=text)
    actions.assign(minuted.meeting, [minuted.choice("第4批")], by=supervisor)
    with django_assert_num_queries(3):
        assert len(outcomes(minuted.meeting)) == 26
    with django_assert_num_queries(2):
        results([minuted.meeting])
