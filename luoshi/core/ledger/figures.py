"""What was said of matters, and what their goals are: read in one question, for one matter or for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from luoshi.core.ledger.models import Report
from luoshi.core.ledger.prepared import Prepared, Slot
from luoshi.core.matters.models import Goal

Goals = Mapping[tuple[str, int], tuple[int, str]]  # (measure, year) → value, path as canonical JSON


class Figure(NamedTuple):
    """One figure of a report with what the report says of it; `measure` is None in a report without figures.

    `made`, `verified`, `returned` and `superseded` are entries.
    """

    made: int
    period: str
    measure: str | None
    value: int | None
    token: str = ""
    late: bool = False
    by_name: str = ""
    confidence: int | None = None
    verified: int | None = None
    grade: str = ""
    returned: int | None = None
    superseded: int | None = None

    @property
    def stands(self) -> bool:
        return self.returned is None and self.superseded is None


_COLUMNS = [f"readings__{name}" if name in ("measure", "value") else name for name in Figure._fields]
_SAID = Prepared(lambda: Report.objects.filter(matter=Slot("matter")).order_by("made").values_list(*_COLUMNS))


def said_of(matter: int) -> list[Figure]:
    """All that was ever reported of one matter, oldest first."""
    return [Figure(*row) for row in _SAID.rows(matter=matter)]


def figures_of(matters: Iterable[int]) -> Mapping[int, list[Figure]]:
    """The standing figures by matter."""
    found: dict[int, list[Figure]] = defaultdict(list)
    reports = Report.objects.filter(matter__in=matters, returned=None, superseded=None)
    for matter, *row in reports.values_list("matter", *_COLUMNS):
        found[matter].append(Figure(*row))
    return found


def goals_of(matters: Iterable[int]) -> Mapping[int, Goals]:
    """Goals in force by matter."""
    found: dict[int, dict[tuple[str, int], tuple[int, str]]] = defaultdict(dict)
    rows = Goal.objects.filter(matter__in=matters, superseded=None)
    for matter, measure, year, value, path in rows.values_list("matter", "measure", "year", "value", "path"):
        found[matter][measure, year] = value, path
    return found
