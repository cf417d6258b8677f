"""Reporting periods as values: 2026-08, 2026Q3, 2026H1, 2026."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Literal, Self

Kind = Literal["month", "quarter", "half", "year"]

_MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_KINDS: dict[str, Kind] = {"-": "month", "Q": "quarter", "H": "half", "": "year"}
_MARKS: dict[Kind, str] = {kind: mark for mark, kind in _KINDS.items()}
_TEXT = re.compile(r"(?P<year>[0-9]{4})(?:(?P<mark>-)(?P<month>[0-9]{2})|(?P<letter>[QH])(?P<part>[0-9]))?")
_YEARS = range(1900, 3000)


@total_ordering
@dataclass(frozen=True)
class Period:
    """One month, quarter, half or whole calendar year; `number` counts from 1 within the year.

    Ordered by end, a shorter period before the longer one that ends with it: 2026-09 < 2026Q3 < 2026-10.
    Raises ValueError for a part that the year does not have and for years outside 1900 to 2999.
    """

    year: int
    kind: Kind = "year"
    number: int = 1

    def __post_init__(self) -> None:
        if self.kind not in _MONTHS or self.year not in _YEARS or not 1 <= self.number <= 12 // self._length:
            raise ValueError(f"no such period: {self.year} {self.kind} {self.number}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2026-08", "2026Q3", "2026H1" or "2026". Raises ValueError for anything else."""
        found = _TEXT.fullmatch(text)
        if not found:
            raise ValueError(f"not a period: {text!r}")
        kind = _KINDS[found["mark"] or found["letter"] or ""]
        return cls(int(found["year"]), kind, int(found["month"] or found["part"] or 1))

    @classmethod
    def of(cls, day: date, kind: Kind = "month") -> Self:
        """The period of that kind in which `day` falls."""
        return cls(day.year, kind, (day.month - 1) // _MONTHS[kind] + 1)

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, self.elapsed_months - self._length + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        if self.elapsed_months == 12:
            return date(self.year, 12, 31)
        return date(self.year, self.elapsed_months + 1, 1) - timedelta(days=1)

    @property
    def months(self) -> tuple[Self, ...]:
        """Its months in order; a month is its own only month."""
        last = self.elapsed_months
        return tuple(type(self)(self.year, "month", n) for n in range(last - self._length + 1, last + 1))

    @property
    def elapsed_months(self) -> int:
        """Months of the year that have elapsed at its end, 1 to 12."""
        return self.number * self._length

    def next(self) -> Self:
        """The period of the same kind after it."""
        return self._moved(1)

    def previous(self) -> Self:
        """The period of the same kind before it."""
        return self._moved(-1)

    def contains(self, day: date) -> bool:
        """Whether `day` falls in it."""
        return self.start <= day <= self.end

    def __str__(self) -> str:
        if self.kind == "year":
            return str(self.year)
        return f"{self.year}{_MARKS[self.kind]}{self.number:0{2 if self.kind == 'month' else 1}}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.end, self._length) < (other.end, other._length)

    @property
    def _length(self) -> int:
        return _MONTHS[self.kind]

    def _moved(self, steps: int) -> Self:
        per_year = 12 // self._length
        year, number = divmod(self.year * per_year + self.number - 1 + steps, per_year)
        return type(self)(year, self.kind, number + 1)


def closing_date(period: Period, days: int = 5) -> date:
    """The last day on which a report for `period` is on time: `days` calendar days after its end."""
    return period.end + timedelta(days=days)


def is_late(period: Period, on: date, days: int = 5) -> bool:
    """Whether a report for `period` that is made `on` that day comes after its closing date."""
    return on > closing_date(period, days)


def due_period(today: date, kind: Kind = "month") -> Period:
    """The last completed period, for which reports are now expected: 1 to 30 September 2026 -> 2026-08."""
    return Period.of(today, kind).previous()


def last_closed(today: date, kind: Kind = "month", days: int = 5) -> Period:
    """The latest period whose closing date has passed: 2026-09-05 -> 2026-07, 2026-09-06 -> 2026-08."""
    period = due_period(today, kind)
    while not is_late(period, today, days):
        period = period.previous()
    return period


def ends_with(month: Period, kind: str) -> bool:
    """Whether a period of that kind ends with the month: a quarter with 2026-06, not with 2026-07."""
    return month.number % _MONTHS[kind] == 0  # type: ignore[index]
