"""Deadlines as they are spoken (年底前, 6月底, 下周五, 10个工作日内) and the dates they stand for.

A deadline without a year means the next such day on or after the meeting. 上旬 ends on the 10th, 中旬 on the 20th.
Working days leave out weekends and, in the years whose arrangement is published, the public holidays.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.engine.calendar import add_workdays
from luoshi.engine.minutes.numerals import integer

N = r"(?:\d{1,4}|[一二两三四五六七八九十百半]{1,4})"
YEAR = r"(?:(?:19|20)\d\d年|今年|明年|后年|本年度?)?"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
DAY = r"(?:3[01]|[12]\d|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
HOUR = r"(?:(?:上午|下午|中午|晚)?\d{1,2}(?::\d\d|[时点](?:\d\d分|半)?|：\d\d))?"
WEEKDAY = r"(?:（[^）]{1,8}）)?"
BEFORE = r"(?:之前|以前|前|内|之内|以内)?"
HOLIDAYS = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "七一": (7, 1),
    "国庆节": (10, 1),
    "国庆": (10, 1),
}

DATED = re.compile(
    rf"(?P<year>{YEAR})(?:度)?(?P<month>{MONTH})份?(?:(?P<day>{DAY}){WEEKDAY}{HOUR}|(?P<part>底|末|初|中旬|上旬|下旬)|)(?P<mark>(?:下班)?{BEFORE})"
)
SEASON = re.compile(
    rf"(?P<year>{YEAR})(?P<season>年底|年末|年内|年中|上半年|下半年|第?[一二三四1-4]季度|底|末|)(?P<tail>[底末])?(?P<mark>{BEFORE})"
)
MONTHLY = re.compile(
    rf"(?P<month>本月|下个?月|当月|月)(?:(?P<day>{DAY}){HOUR}|(?P<part>底|末|初|中旬|上旬|下旬|内))(?P<mark>{BEFORE})"
)
WEEKLY = re.compile(
    rf"(?P<week>本周|这周|下周|下下周|周|星期)(?P<day>[一二三四五六日天末]|内|)(?P<mark>(?:下班)?{BEFORE})"
)
SPAN = re.compile(rf"(?P<count>{N})(?P<unit>个工作日|工作日|天|日|周|个星期|个月|年|个小时|小时)(?:之内|以内|内)")
FEAST = re.compile(rf"(?:{YEAR})(?P<feast>元旦|春节|五一|劳动节|七一|国庆节|国庆|汛期|主汛期|节)(?:之前|以前|前)(?!后)")
START = re.compile(r"(?=[\d一二两三四五六七八九十半今明后本第年上下月这周星元春劳七国汛主节])")
PAST = re.compile(r"(?:截至|截止|自|从|早在|曾于|每个?|逐|[\d\-—~至\u25a1])$")
ONWARD = re.compile(
    r"\s*(?:以来|起|开始|至|到\d|-|—|~|会议|召开|印发|，?\D{0,6}(?:总结|经济|预算)|是|的|工作|目标|任务|重点|计划|形势|规划|发展)"
)


@dataclass(frozen=True)
class Deadline:
    start: int
    end: int
    due: date | None


def find(text: str, held_on: date) -> Deadline | None:
    """The first deadline in `text` (simplified script), or None where only other times are mentioned."""
    position = 0
    while start := START.search(text, position):
        for pattern, when in READERS:
            match = pattern.match(text, start.start())
            if match and _binds(pattern, match, text):
                return Deadline(*match.span(), _safely(when, match, held_on))
        position = start.start() + 1
    return None


def _binds(pattern: re.Pattern[str], match: re.Match[str], text: str) -> bool:
    """A time binds when it says 前, 底, 内, or stands where an adverb of time stands; history and titles do not."""
    if not match[0] or PAST.search(text, max(0, match.start() - 3), match.start()):
        return False
    if pattern in (SPAN, FEAST):
        return True
    if not _is_precise(pattern, match, text):
        return False
    if match["mark"]:
        return match["mark"] != "下班"
    return not ONWARD.match(text, match.end())


def _is_precise(pattern: re.Pattern[str], match: re.Match[str], text: str) -> bool:
    if pattern is SEASON:
        bare_year = not match["season"] and not match["tail"]
        return _year_is_goal(match, text) if bare_year else _season_is_whole(match)
    if pattern is WEEKLY:
        return bool(match["day"]) and (match["week"] not in ("周", "星期") or bool(match["mark"]))
    return True


def _year_is_goal(match: re.Match[str], text: str) -> bool:
    """2027年前, or 到2027年; a year alone is only mentioned."""
    return bool(match["year"]) and (bool(match["mark"]) or text[max(0, match.start() - 1) : match.start()] == "到")


def _season_is_whole(match: re.Match[str]) -> bool:
    return len(match["season"]) > 1 or bool(match["year"])


def _safely(when: Callable[[re.Match[str], date], date | None], match: re.Match[str], held_on: date) -> date | None:
    try:
        return when(match, held_on)
    except (ValueError, OverflowError):
        return None


def _year(written: str, held_on: date) -> int | None:
    named = {"今年": 0, "本年": 0, "本年度": 0, "明年": 1, "后年": 2}
    if written in named:
        return held_on.year + named[written]
    return int(written[:4]) if written else None


def _coming(year: int | None, month: int, day: int, held_on: date) -> date:
    """That day of the stated year; without one, its first occurrence not before the meeting. Day 0 is the month's last."""
    if year is not None:
        return _day(year, month, day)
    this = _day(held_on.year, month, day)
    return this if this >= held_on else _day(held_on.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, day) if day else date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _day_in_month(match: re.Match[str]) -> int:
    if match["day"]:
        return integer(match["day"][:-1]) or 0
    return {"初": 10, "上旬": 10, "中旬": 20}.get(match["part"] or "", 0)


def _dated(match: re.Match[str], held_on: date) -> date | None:
    month = integer(match["month"][:-1]) or 0
    return _coming(_year(match["year"], held_on), month, _day_in_month(match), held_on)


def _season(match: re.Match[str], held_on: date) -> date | None:
    season = match["season"]
    month = {"上半年": 6, "年中": 6}.get(season, 12)
    if season.endswith("季度"):
        month = 3 * (integer(season.removeprefix("第")[0]) or 4)
    return _coming(_year(match["year"], held_on), month, 0, held_on)


def _monthly(match: re.Match[str], held_on: date) -> date | None:
    ahead = 1 if match["month"].startswith("下") else 0
    first = _add_months(held_on.replace(day=1), ahead)
    return _day(first.year, first.month, _day_in_month(match))


def _weekly(match: re.Match[str], held_on: date) -> date | None:
    weeks = {"下周": 1, "下下周": 2}.get(match["week"], 0)
    weekday = "一二三四五六".find(match["day"]) if match["day"] in "一二三四五六" else 6
    due = held_on - timedelta(days=held_on.weekday()) + timedelta(days=weekday, weeks=weeks)
    is_open = match["week"] in ("周", "星期") and due < held_on
    return due + timedelta(weeks=1) if is_open else due


def _span(match: re.Match[str], held_on: date) -> date | None:
    unit, half = match["unit"], match["count"] == "半"
    count = integer(match["count"]) if not half else 0
    if count is None:
        return None
    if unit.endswith("工作日"):
        return _add_working_days(held_on, count)
    if unit in ("个月", "年"):
        months = count * (12 if unit == "年" else 1)
        return _add_months(held_on, 6 if half and unit == "年" else months) + timedelta(
            days=15 * (half and unit == "个月")
        )
    days = {"周": 7, "个星期": 7}.get(unit, 1) * count
    return held_on + timedelta(days=-(-count // 24) if unit.endswith("小时") else days)


def _feast(match: re.Match[str], held_on: date) -> date | None:
    month_day = HOLIDAYS.get(match["feast"])
    return _coming(None, *month_day, held_on) - timedelta(days=1) if month_day else None


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = _day(day.year + years, month + 1, 0)
    return min(last, last.replace(day=min(day.day, last.day)))


def _add_working_days(day: date, count: int) -> date:
    if count > 1000:
        raise OverflowError("a deadline of years is not counted in working days")
    return add_workdays(day, count)


READERS = (
    (SPAN, _span),
    (DATED, _dated),
    (MONTHLY, _monthly),
    (SEASON, _season),
    (WEEKLY, _weekly),
    (FEAST, _feast),
)
