from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from luoshi.engine.quantity import (
    LARGEST,
    MONEY,
    QuantityError,
    factor,
    parse,
    percent,
    plain,
    rounded,
    show,
    signed_percent,
)

labels = st.sampled_from([*MONEY, "%", "家", "公里"])
stored = st.integers(0, LARGEST)
REASONS = {"empty", "not_a_number", "negative", "too_precise", "too_large"}
signed = st.integers(-LARGEST, LARGEST)


def code(text, label):
    with pytest.raises(QuantityError) as caught:
        parse(text, label)
    return caught.value.code


def as_number(text):
    return Decimal(text.replace(",", "").replace("−", "-"))


def test_money_is_stored_in_fen_and_all_else_in_hundredths():
    assert [parse("1.5", label) for label in ("元", "万元", "亿元", "家", "%")] == [
        150,
        1_500_000,
        15 * 10**9,
        150,
        150,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1234.5",
        "1,234.5",
        "1，234.5",
        " 1 234.5 ",
        "１，２３４．５",
        "　1234.50\t",
        "+1234.5",
        "01234.5",
        "1\u00a0234.5",
    ],
)
def test_one_figure_may_be_typed_in_many_ways(text):
    assert parse(text, "万元") == 1_234_500_000


def test_a_per_cent_sign_closes_a_percentage_and_nothing_else():
    assert parse("87.5%", "%") == parse("８７.5 ％", "%") == parse("87.5", "%") == 8750
    assert code("87.5%", "万元") == "not_a_number"


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1e5",
        "NaN",
        "inf",
        "-inf",
        "1,5",
        "12,34",
        "1,,234",
        "1.2.3",
        ".",
        "-",
        "%",
        "1_000",
        "三",
        "½",
        "٣",
        "0x10",
    ],
)
def test_what_is_no_plain_number_is_refused(text):
    assert code(text, "%") == "not_a_number"


@pytest.mark.parametrize("text", ["", "  ", "　"])
def test_nothing_typed_is_not_zero(text):
    assert code(text, "元") == "empty"
    assert parse("0", "元") == 0


@pytest.mark.parametrize("text", ["-1", "−1", "－1", "- 0.5"])
def test_negative_figures_are_refused(text):
    assert code(text, "元") == "negative"
    assert parse("-0", "元") == 0


@pytest.mark.parametrize("text", ["-1.2", "−1.2", "－1.2", "－１．２", "- 1.2", " -1.2% ", "-01.20 ％"])
def test_a_rate_may_be_below_zero_where_that_is_said(text):
    assert parse(text, "%", signed=True) == -120


@pytest.mark.parametrize("text", ["(1.2)", "（1.2）", "—1.2", "–1.2", "--1.2", "+-1.2", "1.2-", "△1.2", "-", "−%"])
def test_what_may_mean_something_else_is_not_read_as_below_zero(text):
    with pytest.raises(QuantityError) as caught:
        parse(text, "%", signed=True)
    assert caught.value.code == "not_a_number"


def test_below_zero_has_the_same_bounds_as_above():
    assert parse("-10000000", "亿元", signed=True) == -LARGEST
    assert parse("-0.00", "%", signed=True) == 0
    for text, reason in [("-10000000.1", "too_large"), ("-0.00000000001", "too_precise"), ("", "empty")]:
        with pytest.raises(QuantityError, match=reason):
            parse(text, "亿元", signed=True)


@given(signed, labels)
def test_what_is_written_out_reads_back_with_its_sign(figure, label):
    assert parse(plain(figure, label), label, signed=True) == figure


def outcome(text, label, **options):
    try:
        return parse(text, label, **options)
    except QuantityError as refusal:
        return refusal.code


@given(st.text("0123456789.,+-−－()（）—% ", max_size=8), labels)
def test_a_sign_changes_only_what_was_refused_for_being_negative(text, label):
    unsigned = outcome(text, label)
    with_sign = outcome(text, label, signed=True)
    assert with_sign < 0 if unsigned == "negative" else with_sign == unsigned


def test_finer_than_can_be_stored_is_refused_and_never_rounded():
    assert code("0.001", "元") == code("1.125", "家") == "too_precise"
    assert code("0." + "0" * 40 + "1", "亿元") == "too_precise"
    assert parse("0.0000000001", "亿元") == 1
    assert parse("1.5000000000000000000000000000000000000", "元") == 150


def test_absurdly_large_is_refused_however_long_it_is():
    assert parse("10000000", "亿元") == LARGEST
    assert code("10000000.0000000001", "亿元") == "too_large"
    assert code("9" * 10_000, "家") == "too_large"
    assert parse("0" * 10_000 + "7", "家") == 700


@given(st.text(), labels)
@example("１" * 30, "元")
def test_whatever_is_typed_gives_a_storable_figure_or_a_reason(text, label):
    try:
        outcome = parse(text, label)
    except QuantityError as error:
        outcome = error.code
    assert outcome in REASONS or 0 <= outcome <= LARGEST


@given(stored, labels)
def test_plain_text_reads_back_to_the_very_figure(figure, label):
    assert parse(plain(figure, label), label) == figure
    assert Fraction(plain(-figure, label)) == -Fraction(figure, factor(label))


def test_plain_text_is_bare():
    assert [plain(n, "家") for n in (0, 5, 1300, 123_456_750)] == ["0", "0.05", "13", "1234567.5"]


@pytest.mark.parametrize(
    ("figure", "label", "text"),
    [
        (1_234_500_000, "万元", "1,234.5"),
        (1_234_567_890, "万元", "1,234.57"),
        (41_875 * 10**8, "亿元", "418.75"),
        (72_030 * 10**9, "亿元", "7,203.0"),
        (123_456_789_012, "亿元", "12.3457"),
        (1300, "家", "13"),
        (8750, "%", "87.5"),
        (123_456, "元", "1,234.56"),
        (100_000_000, "元", "1,000,000"),
        (0, "亿元", "0.0"),
        (0, "家", "0"),
    ],
)
def test_figures_are_shown_as_officials_write_them(figure, label, text):
    assert show(figure, label) == text


@given(signed, labels)
def test_a_shown_figure_is_near_its_exact_value_and_keeps_its_sign(figure, label):
    exact = Fraction(figure, factor(label))
    finest = {"亿元": Fraction(1, 10**4)}.get(label, Fraction(1, 100))
    assert abs(Fraction(as_number(show(figure, label))) - exact) <= finest / 2
    assert show(figure, label).startswith("−") == (figure < 0)
    assert show(-figure, label).lstrip("−") == show(figure, label).lstrip("−")


def test_cut_digits_round_half_up_by_magnitude():
    assert [show(n, "万元") for n in (4_999, 5_000, 15_000, -5_000, -4_999)] == [
        "0.0",
        "0.01",
        "0.02",
        "−0.01",
        "−0.0",
    ]


def test_percentages_have_two_decimals_and_a_true_minus():
    assert [percent(bp) for bp in (4726, 0, 5, 12000, -320, -5)] == [
        "47.26",
        "0.00",
        "0.05",
        "120.00",
        "−3.20",
        "−0.05",
    ]
    assert [signed_percent(bp) for bp in (1383, 1, -833, 0)] == ["+13.83", "+0.01", "−8.33", "0.00"]


@given(signed, st.integers(1, 10**12))
def test_rounding_is_exact_and_half_goes_away_from_zero(numerator, denominator):
    difference = abs(rounded(numerator, denominator)) - Fraction(abs(numerator), denominator)
    assert -Fraction(1, 2) < difference <= Fraction(1, 2)
    assert rounded(-numerator, denominator) == -rounded(numerator, denominator)


def test_nothing_is_divided_by_zero_or_less():
    with pytest.raises(ValueError, match="positive"):
        rounded(1, 0)
