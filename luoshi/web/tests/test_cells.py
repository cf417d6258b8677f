"""Cells are read as people write them, or refused with a reason."""

import pytest

from luoshi.web.cells import REASONS, Unfit, read

GOOD = [
    ("number", " 1,234.50 ", "1234.5"),
    ("number", "１，２３４．５", "1234.5"),
    ("number", "1 234", "1234"),
    ("number", "-3.20", "-3.2"),
    ("number", "－３", "-3"),
    ("number", "47.26%", "47.26"),
    ("number", "007", "7"),
    ("number", "-0.0", "0"),
    ("number", "13.899999999999999", "13.9"),
    ("number", "0.00001234567890123456", "0.0000123456789012346"),
    ("number", "—", ""),
    ("number", "…", ""),
    ("number", "N/A", ""),
    ("number", "/", ""),
    ("number", "", ""),
    ("whole", "12.0", "12"),
    ("period", "2026-08", "2026-08"),
    ("period", "2026/8", "2026-08"),
    ("period", "2026.08", "2026-08"),
    ("period", "202608", "2026-08"),
    ("period", "2026年8月", "2026-08"),
    ("period", "２０２６年０８月", "2026-08"),
    ("period", "2026年1-8月", "2026-08"),
    ("period", "2026年1—8月", "2026-08"),
    ("period", "2026-08-01", "2026-08"),
    ("period", "2026q3", "2026Q3"),
    ("period", "2026年三季度", "2026Q3"),
    ("period", "2026年第3季度", "2026Q3"),
    ("period", "2026H1", "2026H1"),
    ("period", "2026年上半年", "2026H1"),
    ("period", "2026年下半年", "2026H2"),
    ("period", "2026", "2026"),
    ("period", "2026年", "2026"),
    ("period", "2026年全年", "2026"),
    ("day", "2026-08-31", "2026-08-31"),
    ("day", "2026/8/31", "2026-08-31"),
    ("day", "2026年8月31日", "2026-08-31"),
    ("day", "20260831", "2026-08-31"),
    ("day", "2026-08-31 09:30", "2026-08-31"),
    ("text", "  名称 ", "名称"),
    ("text", "a\u202eb\x00", "ab"),
    ("choice", "Red ", "red"),
    ("choice", "临港（产业园）", "临港产业园"),
]
BAD = [
    ("number", "about 300", "not_a_number"),
    ("number", "1.2.3", "not_a_number"),
    ("number", "1e5", "not_a_number"),
    ("number", "9" * 30, "too_many_digits"),
    ("number", "#DIV/0!", "formula_error"),
    ("text", "#N/A", "formula_error"),
    ("whole", "1.5", "not_whole"),
    ("period", "2026-13", "not_a_period"),
    ("period", "2026-1-8", "not_a_period"),
    ("period", "2026-08-15", "not_a_period"),
    ("period", "August", "not_a_period"),
    ("period", "26-08", "not_a_period"),
    ("day", "2026-02-30", "not_a_day"),
    ("day", "tomorrow", "not_a_day"),
    ("choice", "blue", "not_offered"),
    ("text", "a" * 2001, "too_long"),
]
CHOICES = ("red", "green", "临港产业园")


@pytest.mark.parametrize(("kind", "text", "value"), GOOD)
def test_what_can_be_read(kind, text, value):
    assert read(text, kind, CHOICES) == value


@pytest.mark.parametrize(("kind", "text", "code"), BAD)
def test_what_cannot_is_told_why(kind, text, code):
    with pytest.raises(Unfit) as unfit:
        read(text, kind, CHOICES)
    assert unfit.value.code == code
    assert "%(" not in str(unfit.value)
    assert code in REASONS


def test_two_choices_alike_are_not_guessed_between():
    with pytest.raises(Unfit):
        read("a b", "choice", ("A-B", "A_B"))


def test_the_first_words_of_one_choice_alone_will_do():
    offered = ("more is better", "less is better", "less is enough")
    assert read("More", "choice", offered) == "more is better"
    with pytest.raises(Unfit):
        read("less", "choice", offered)
