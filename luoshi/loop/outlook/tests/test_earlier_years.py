"""Years before the plan, as the district's office took them in, are records like its own."""

import datetime as dt

import pytest

from luoshi.core.ledger.queries import head_of
from luoshi.core.ledger.tests.district import YI, District, found, on
from luoshi.core.matters.models import MatterState
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, Figure, compare, define
from luoshi.loop.outlook.queries import forecasts


@pytest.fixture
def district(db) -> District:
    return found()


def take_in(district, years: int, share=lambda month, year: month) -> None:
    definition = Definition(name="固投", unit_label="亿元", lead_unit=district.unit)
    define(district.plan, definition, by=district.supervisor)
    for ago in range(1, years + 1):
        for month in Period(2026 - ago).months:
            value = 100 * YI * share(month.number, ago) // 12
            figure = Figure(peer=district.region.name, value=value, goal=100 * YI)
            compare(district.plan, "固投", month, [figure], by=district.supervisor, source="统计公报")


def year_end(district, matter):
    shown = head_of(district.region.pk)
    states = MatterState.objects.at(shown.seq).select_related("lead_unit", "workstream")
    return forecasts(district.plan, states, shown)[matter.code].year_end


@pytest.mark.parametrize(("years", "known"), [(19, False), (20, True)])
def test_a_fan_needs_twenty_years_and_published_ones_count(district, years, known):
    with on(2026, 7, 3):
        take_in(district, years)
        matter = district.target("固投", goal=120 * YI)
        district.verified(matter, "2026-06", 60 * YI)
        found = year_end(district, matter)
    assert found.known is known
    if known:
        assert [round(end / YI) for end in found.ends] == [120, 120, 120]  # every year of them went by the calendar


def test_a_year_that_always_falls_behind_late_is_forecast_to(district):
    with on(2026, 7, 3):
        take_in(district, 24, lambda month, year: min(month, 6) + max(month - 6, 0) * (2 + year % 5) // 6)
        matter = district.target("固投", goal=120 * YI, due=dt.date(2026, 12, 31))
        district.verified(matter, "2026-06", 60 * YI)
        low, middle, high = year_end(district, matter).ends
    assert 70 * YI < low < middle < 110 * YI < high <= 120 * YI  # one year in five caught up


def test_what_peers_published_is_no_record_of_this_district(district):
    with on(2026, 7, 3):
        take_in(district, 19)
        for month in Period(2025).months:
            figures = [Figure(peer="云岭新区", value=YI * month.number, goal=12 * YI)]
            compare(district.plan, "固投", month, figures, by=district.supervisor, source="统计公报")
        matter = district.target("固投", goal=120 * YI)
        district.verified(matter, "2026-06", 60 * YI)
        assert not year_end(district, matter).known
