"""Months and lists within a sentence."""

import pytest
from django.utils.translation import override

from luoshi.web.words import listed, month


@pytest.mark.parametrize(
    ("language", "spoken", "several"),
    [("en", "October 2026", "6.5 亿元, 31 %"), ("zh-hans", "2026年10月", "6.5 亿元、31 %")],
)
def test_months_and_lists_are_written_as_the_language_writes_them(language, spoken, several):
    with override(language):
        assert (month("2026-10"), listed(["6.5 亿元", "31 %"])) == (spoken, several)


@pytest.mark.parametrize("text", ["2026Q3", "2026-13", "", "2026"])
def test_what_is_no_month_stays_as_it_is(text):
    assert month(text) == text
