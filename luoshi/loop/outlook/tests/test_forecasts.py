"""Forecasts rest on the district's own verified records, as of an entry, and say so."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from lxml import html

from luoshi.core.ledger import actions
from luoshi.demo.world import Saying, turn_to
from luoshi.engine.periods import Period
from luoshi.loop.outlook import learning
from luoshi.loop.outlook.learning import Ground
from luoshi.loop.outlook.outlook import Finishing, Lacking, YearEnd

GOAL = 1200 * 100


def forget():
    learning._learn.cache_clear()


class TestYears:
    def test_twenty_whole_years_make_a_fan(self, years):
        said = years.past.outlook(years.own).year_end
        assert isinstance(said, YearEnd)
        low, middle, high = said.ends
        assert low < middle < high
        assert 0 < said.chance < 10_000
        assert len(said.middle) == 12  # nothing is known of 2027 yet

    def test_it_says_what_it_rests_on(self, years):
        said = years.past.outlook(years.own).year_end
        assert said.grounds == (Ground("kind", 21, 9524), Ground("alike", 1, 476))
        with override("en"):
            assert said.basis == "From 21 yearly records of targets of this district; the 1 of this indicator weigh 5%."

    def test_nineteen_are_not_enough(self, past):
        matters = [past.target(number) for number in range(19)]
        past.live_a_year(matters, 2026, lambda number: 100)
        past.turn_the_year()
        said = past.outlook(matters[0]).year_end
        assert said == Lacking("target", 19, True)
        with override("en"):
            assert said.words.startswith("Not enough records: 19 of 20 whole years of targets")

    def test_a_december_that_nobody_verified_is_no_record(self, past, client):
        matters = [past.target(number) for number in range(20)]
        past.live_a_year(matters, 2026, lambda number: 100, months=(3, 6))
        for matter in matters[1:]:
            past.world.report(matter, Period.parse("2026-12"), Saying({"value": GOAL}, proof=False))
        past.turn_the_year()
        said = past.outlook(matters[0]).year_end
        assert said == Lacking("target", 0, True)
        client.force_login(past.world.leader)
        page = html.fromstring(client.get(matters[0].get_absolute_url()).content).text_content()
        with override("zh-hans"):  # as the page speaks
            assert said.words in page

    @pytest.mark.parametrize(
        "values", [{}, {"2027-01": 100 * 100}, {"2027-01": 5000, "2027-02": 5000, "2027-03": 5000}]
    )
    def test_no_figure_one_figure_and_one_that_does_not_move_each_have_a_sensible_fan(self, years, values, client):
        for month, value in values.items():
            years.past.say(years.own, month, value)
        said = years.past.outlook(years.own).year_end
        known = max(values.values(), default=0)
        assert len(said.low) == 12 - len(values)
        assert known <= said.low[0]
        for line in (said.low, said.middle, said.high):
            assert list(line) == sorted(line)
        assert said.low[-1] <= said.middle[-1] <= said.high[-1]
        client.force_login(years.world.leader)
        assert said.basis in html.fromstring(client.get(years.own.get_absolute_url()).content).text_content()

    def test_a_district_whose_years_all_went_alike_has_a_narrow_fan(self, past):
        matters = [past.target(number) for number in range(20)]
        past.live_a_year(matters, 2026, lambda number: 100)
        past.turn_the_year()
        said = past.outlook(matters[0]).year_end
        assert said.ends == (GOAL, GOAL, GOAL)
        assert 0 < said.chance < 10_000  # records that never missed are no proof

    def test_a_limit_is_likely_kept_where_a_goal_is_likely_missed(self, years):
        years.past.say(years.own, "2027-01", 60 * 100)
        more = years.past.outlook(years.own).year_end
        state = years.own.states.get(superseded=None)
        state.direction = "less"
        less = learned_again(years, state).year_end
        assert less.less
        assert abs(more.chance + less.chance - 10_000) <= 1

    def test_a_year_that_is_known_is_not_forecast(self, years):
        before = years.own.states.filter(year=2026).order_by("-made").first()
        assert learned_again(years, before).year_end is None

    def test_a_rate_and_a_number_of_parts_are_not_forecast(self, years):
        parent = years.world.register(
            "target", "合成", "fagai", rollup="equal", details={"indicator": "合成", "source": ""}
        )
        assert years.past.outlook(parent) is None
        state = years.own.states.get(superseded=None)
        state.nature = "rate"
        assert learned_again(years, state).year_end is None

    def test_an_earlier_entry_says_what_it_said(self, years):
        then, said = years.past.head.seq, years.past.outlook(years.own)
        years.past.say(years.own, "2027-01", 10 * 100)
        years.past.relight(dt.date(2027, 2, 6))
        assert years.past.outlook(years.own) != said
        forget()
        assert years.past.outlook(years.own, then) == said


def learned_again(years, state):
    from luoshi.loop.outlook.queries import forecasts

    return forecasts(years.world.plan, [state], years.past.head)[years.own.code]


class TestWorks:
    def test_finished_tasks_say_when_another_is_finished(self, works):
        said = works.past.outlook(works.own).finish
        assert isinstance(said, Finishing)
        assert said.p50 <= said.p80
        assert said.p50 >= dt.date(2026, 10, 6)
        assert said.grounds[0] == Ground("kind", 21, said.grounds[0].share)
        assert [ground.of for ground in said.grounds] == ["kind", "workstream", "unit"]

    def test_nineteen_finished_are_not_enough(self, past):
        tasks = [past.task(number, dt.date(2026, 1, 10), dt.date(2026, 6, 30)) for number in range(20)]
        past.finish(tasks[:19], "2026-03")
        past.relight(dt.date(2026, 4, 6))
        assert past.outlook(tasks[19]).finish == Lacking("task", 19, False)
        assert past.outlook(tasks[0]).finish is None  # it is finished

    def test_work_is_finished_by_its_verified_figure(self, works):
        found = {work.row.code: work.finished for work in works_of(works)}
        assert found[works.tasks[0].code] == dt.date(2026, 6, 30)
        assert found[works.tasks[20].code] == dt.date(2026, 7, 31)
        assert found[works.own.code] is None

    def test_a_date_that_somebody_said_does_not_finish_it_earlier(self, works):
        turn_to(dt.date(2026, 10, 7), 9)
        actions.move(works.own, "closed", by=works.world.supervisor, on=dt.date(2026, 8, 2))
        found = {work.row.code: work.finished for work in works_of(works)}
        assert found[works.own.code] == dt.date(2026, 10, 7)

    def test_what_was_given_up_was_not_finished(self, works):
        turn_to(dt.date(2026, 10, 7), 9)
        actions.move(works.own, "dropped", by=works.world.supervisor, reason="不再实施")
        found = {work.row.code: work for work in works_of(works)}[works.own.code]
        assert (found.finished, found.seen) == (None, dt.date(2026, 9, 30))

    def test_a_due_date_that_moved_is_as_it_was_then(self, works):
        turn_to(dt.date(2026, 10, 7), 9)
        later = {"due": {"value": "2027-03-31", "shown": "2027-03-31"}}
        actions.amend(works.own, later, by=works.world.supervisor, reason="工期顺延")
        work = {work.row.code: work for work in works_of(works)}[works.own.code]
        assert work.due_on(dt.date(2026, 9, 30)) == dt.date(2026, 12, 31)
        assert work.due_on(dt.date(2026, 10, 8)) == dt.date(2027, 3, 31)
        assert {sight.due for sight in work.sights() if sight.day < dt.date(2026, 10, 7)} == {dt.date(2026, 12, 31)}


def works_of(works):
    from luoshi.loop.outlook.finishes import works as read
    from luoshi.loop.outlook.ground import is_work, known_by, rows

    head = works.past.head
    found = [row for row in rows(works.world.region.pk, head.seq) if is_work(row)]
    return read(works.world.region.pk, found, head.seq, known_by(head))


class TestManyMatters:
    """However many there are, the questions are the same."""

    def asked(self, past, client, path):
        forget()
        client.force_login(past.world.supervisor)
        client.get(path)  # sessions, languages, standing
        forget()
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    def test_learning_and_pages_ask_as_much_for_few_as_for_many(self, years, client):
        years.past.task(0, dt.date(2027, 1, 2), dt.date(2027, 6, 30))
        paths = ["/outlook/", "/outlook/calibration/", years.own.get_absolute_url()]
        few = [self.asked(years.past, client, path) for path in paths]
        for number in range(30, 70):
            years.past.target(number, "fagai")
            years.past.task(number, dt.date(2027, 1, 2), dt.date(2027, 6, 30))
        years.past.live_a_year(years.matters, 2027, lambda number: 80 + number, months=(1,))
        many = [self.asked(years.past, client, path) for path in paths]
        assert [after - before for before, after in zip(few, many, strict=True)] == [0, 0, 0]
