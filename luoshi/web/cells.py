"""Cells as people write them, read by the kind of their column."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.translation import gettext_lazy as _

REASONS = {
    "missing": _("Nothing stands here. Fill it in."),
    "not_a_number": _("This is not a number. Write digits only, such as 1234.5."),
    "not_whole": _("This is not a whole number. Write one such as 12."),
    "too_many_digits": _("The number has too many digits. Round it, or choose a larger unit of measure."),
    "not_a_period": _("This is no period. Write it as 2026-08, 2026Q3, 2026H1 or 2026."),
    "not_a_day": _("This is no day. Write it as 2026-08-31."),
    "not_offered": _("This is not on offer. Choose one from the list."),
    "formula_error": _("The formula in this cell gives an error. Correct it, or write its value."),
    "too_long": _("The text is longer than %(most)s characters. Shorten it."),
}
LONGEST, DECIMALS = 2000, 12
FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)  # as many as Excel shows

# How yearbooks and offices write that there is no figure
NOTHING = re.compile(r"[-‐-―−/…·.]*|(?i:n/?a)")
NUMBER = re.compile(r"([+-]?)(\d{1,24})(?:\.(\d{1,40}))?%?")
GROUPS = re.compile(r"[\s,，'’_]")
ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|ERROR!|GETTING_DATA)")
YEAR = r"(?P<year>(?:19|20)\d\d)"
MONTH = re.compile(rf"{YEAR}[-/.年]?(?P<month>\d{{1,2}})月?(?:[-/.]0?1)?(?:00:00(?::00)?)?")
UNTIL_MONTH = re.compile(rf"{YEAR}年1月?[-—~至到](?P<month>\d{{1,2}})月")  # since the year's start
QUARTER = re.compile(rf"{YEAR}年?[-/.]?(?:q|第)?(?P<quarter>[1-4一二三四])(?:季度?)?")
HALF = re.compile(rf"{YEAR}年?[-/.]?(?:h(?P<half>[12])|(?P<part>[上下])半年)")
WHOLE_YEAR = re.compile(rf"{YEAR}(?:年度?|年?全年)?")
DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?")
NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}


class Unfit(ValueError):  # noqa: N818 - a word of the house
    """`code` is a key of REASONS; `REASONS[code] % numbers` is what a person is told."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers

    def __str__(self) -> str:
        return str(REASONS[self.code] % self.numbers)


def read(text: str, kind: str, choices: Sequence[str] = ()) -> str:
    """The value as `sheets.Column` lays down, "" for none. Raises Unfit."""
    if ERROR.fullmatch(text):
        raise Unfit("formula_error")
    if kind == "text":
        return _words(text)
    folded = folded_text(text)
    return READERS[kind](folded, choices) if folded else ""


def folded_text(text: str) -> str:
    """Full-width signs as plain ones, spaces at the ends gone."""
    return unicodedata.normalize("NFKC", text).strip()


def printable(text: str) -> str:
    """What can be seen and kept of it."""
    return "".join(c for c in text.strip() if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})


def _words(text: str) -> str:
    text = printable(text)
    if len(text) > LONGEST:
        raise Unfit("too_long", most=LONGEST)
    return text


def _number(text: str, _choices: Sequence[str]) -> str:
    if NOTHING.fullmatch(text):
        return ""
    plain = GROUPS.sub("", text).replace("−", "-")
    found = NUMBER.fullmatch(plain)
    if not found:
        raise Unfit("too_many_digits" if re.fullmatch(r"[+-]?\d+(\.\d+)?%?", plain) else "not_a_number")
    sign, whole, part = found.groups()
    if len(part or "") > DECIMALS:  # a program's rounding, not a person's figure
        whole, _point, part = f"{Decimal(f'{whole}.{part}').normalize(FIFTEEN_DIGITS):f}".partition(".")
    whole, part = whole.lstrip("0") or "0", (part or "").rstrip("0")
    value = f"{whole}.{part}" if part else whole
    return f"-{value}" if sign == "-" and value != "0" else value


def _whole(text: str, choices: Sequence[str]) -> str:
    value = _number(text, choices)
    if "." in value:
        raise Unfit("not_whole")
    return value


def _period(text: str, _choices: Sequence[str]) -> str:
    text = GROUPS.sub("", text).lower()
    if found := WHOLE_YEAR.fullmatch(text):
        return found["year"]
    if found := HALF.fullmatch(text):
        return f"{found['year']}H{found['half'] or NUMERALS[found['part']]}"
    if ("q" in text or "季" in text) and (found := QUARTER.fullmatch(text)):
        return f"{found['year']}Q{NUMERALS.get(found['quarter'], found['quarter'])}"
    if (found := UNTIL_MONTH.fullmatch(text) or MONTH.fullmatch(text)) and 1 <= int(found["month"]) <= 12:
        return f"{found['year']}-{int(found['month']):02}"
    raise Unfit("not_a_period")


def _day(text: str, _choices: Sequence[str]) -> str:
    found = DAY.fullmatch(text)
    try:
        return dt.date(*map(int, found.groups())).isoformat() if found else _no_day()
    except ValueError as error:
        raise Unfit("not_a_day") from error


def _no_day() -> str:
    raise Unfit("not_a_day")


def _choice(text: str, choices: Sequence[str]) -> str:
    if text in choices:
        return text
    wanted = loose(text)
    found = [choice for choice in choices if loose(choice) == wanted]
    # The first words of one alone will do: people write "more" for "more is better".
    found = found or [choice for choice in choices if wanted and loose(choice).startswith(wanted)]
    if len(found) != 1:
        raise Unfit("not_offered")
    return found[0]


def loose(text: str) -> str:
    """Text as it is compared: without spaces, signs and case."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).casefold()


READERS: dict[str, Callable[[str, Sequence[str]], str]] = {
    "number": _number,
    "whole": _whole,
    "period": _period,
    "day": _day,
    "choice": _choice,
}
