"""What is said of a figure that lags: of a sum in shares of the year, of a level or a rate against its goal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from luoshi.core.ledger.actions import GoalDraft, rebaseline
from luoshi.core.ledger.tests.district import on
from luoshi.core.matters.distance import against, ahead, distance, lacking, shares
from luoshi.core.matters.models import Matter
from luoshi.core.matters.reasons import brief, reasons
from luoshi.kinds.target.actions import Definition, define

JULY = dt.date(2026, 7, 3)


def stands(district, value, goal, path=(), **said):
    """A target of such an indicator with a verified figure for June."""
    with on(2026, 1, 6):
        said = {"unit_label": "家", "lead_unit": district.unit} | said
        define(district.plan, Definition(name="指标", **said), by=district.supervisor)
        details = {"indicator": "指标", "source": ""}
        matter = district.target("指标", goal=goal, unit_label=said["unit_label"], details=details)
        if path:
            draft = GoalDraft(measure="value", year=2026, value=goal, path=path)
            rebaseline(matter, draft, by=district.supervisor, reason="按月")
    with on(2026, 7, 3):
        district.verified(matter, "2026-06", value)
    return Matter.objects.get(pk=matter.pk)


@pytest.mark.parametrize(
    ("said", "value", "goal", "words", "cell", "worth"),
    [
        ({}, 40_00, 100_00, "10.00 points behind pro-rata", "−10.00", -10_00),
        ({}, 60_00, 100_00, "10.00 points ahead of pro-rata", "+10.00", 10_00),
        ({}, 50_00, 100_00, "as planned", "0.00", 0),
        ({"direction": "less"}, 60_00, 100_00, "10.00 points above what pro-rata allows", "−10.00", -10_00),
        ({"nature": "point"}, 48_00, 50_00, "2 家 below its goal", "−2 家", -2_00),
        ({"nature": "point", "direction": "less"}, 52_00, 50_00, "2 家 above its goal", "−2 家", -2_00),
        ({"nature": "point", "direction": "less"}, 49_00, 50_00, "1 家 below its goal", "+1 家", 1_00),
        ({"nature": "rate", "unit_label": "%"}, 5_50, 6_00, "0.50 points below its goal", "−0.50", -50),
        ({"nature": "rate", "unit_label": "%"}, 6_00, 6_00, "exactly at its goal", "0.00", 0),
        ({"nature": "point", "unit_label": "%"}, 5_50, 6_00, "0.50 points below its goal", "−0.50", -50),
    ],
)
def test_a_figure_is_spoken_of_as_its_nature_allows(district, said, value, goal, words, cell, worth):
    matter = stands(district, value, goal, **said)
    with override("en"):
        assert (against(matter), ahead(matter)) == (words, cell)
    assert lacking(matter) == worth


def test_a_level_is_held_against_its_own_trajectory(district):
    matter = stands(district, 44_00, 50_00, path=[40_00] * 5 + [45_00] * 6 + [50_00], nature="point")
    with override("en"):
        assert against(matter) == "1 家 below its trajectory"
    assert distance(matter).by_path


def test_the_reasons_of_a_light_do_not_speak_of_the_year_where_it_says_nothing(district):
    rate = stands(district, 3_00, 6_00, nature="rate", unit_label="%")
    with override("en"):
        assert reasons(rate, JULY)[0] == brief(rate, JULY) == "3.00 points below its goal"
    assert not shares(rate)


def test_a_level_without_a_figure_is_not_told_a_pro_rata(district):
    with on(2026, 1, 6):
        said = Definition(name="指标", unit_label="家", lead_unit=district.unit, nature="point")
        define(district.plan, said, by=district.supervisor)
        matter = district.target("指标", goal=5_00, unit_label="家", details={"indicator": "指标", "source": ""})
    with override("en"):
        assert [words for words in reasons(matter, JULY) if "%" in words or "pro-rata" in words] == []
    assert (against(matter), ahead(matter), lacking(matter)) == ("", "", None)
