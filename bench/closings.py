"""Two snapshots of a portfolio: which closing dates moved later in between, how likely that was, how well it was said.

Everything is learned from one pair of snapshots (then, later) and tried on another, or on the same pair fold by
fold of countries. The columns are id, country, status, approved, closing, cost, instrument and more.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log10
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from luoshi.engine.forecast.calibration import Calibration, score
from luoshi.engine.forecast.hazard import Exposure, NotEnough, learn_hazard

Row = dict[str, str]
MOVED = 7  # days later that count as a move
ISOLATED = 45  # an approval so many days after the one before is a slip of the pen
DATED = re.compile(r"(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)")
# Days left that the third baseline tells apart.
CLASSES = (0, 180, 365, 730, 1095)
WHOLE = 10_000


@dataclass(frozen=True)
class Pair:
    """The dates of two snapshots and the projects that were active at the first and are dated in the second."""

    then: date
    later: date
    cases: tuple[Case, ...]
    unknown: int  # active and dated, but absent or undated later

    @property
    def horizon(self) -> int:
        return (self.later - self.then).days


@dataclass(frozen=True)
class Case:
    country: str
    left: int
    classes: tuple[str, ...]
    moved: bool


# What was learned from a pair: cases and a horizon in, basis points out.
Forecast = Callable[[Sequence[Case], int], list[int]]


def read_pair(then: Path, later: Path, as_of: date, later_as_of: date | None = None) -> Pair:
    before, after = _rows(then), _rows(later)
    known = [row for row in before.values() if row["status"].strip() == "Active" and _date(row["closing"])]
    cases = [case for row in known if (case := _case(row, after.get(row["id"]), as_of))]
    later_as_of = later_as_of or snapshot_date(later, before, after, as_of)
    return Pair(as_of, later_as_of, tuple(cases), len(known) - len(cases))


def snapshot_date(path: Path, before: dict[str, Row], after: dict[str, Row], as_of: date) -> date:
    """The date in the file's name, else the latest approval of a project that is new in it, and as many days more as
    lay between the two in the snapshot whose date is known; never an outcome.
    """
    named = [day for found in DATED.finditer(path.name) if (day := _date("-".join(found.groups())))]
    if named and named[-1] > as_of:
        return named[-1]
    new = (_date(row["approved"]) for key, row in after.items() if key not in before)
    latest = as_of
    for day in sorted(day for day in new if day and day > as_of):
        if (day - latest).days > ISOLATED:
            break
        latest = day
    if latest == as_of:
        raise SystemExit(f"{path.name}: no date in the name, and nothing in it was approved after {as_of}")
    known = (_date(row["approved"]) for row in before.values())
    return latest + (as_of - max((day for day in known if day and day <= as_of), default=as_of))


def hazard(learned: Pair, cases: Sequence[Case]) -> Forecast:
    found = learn_hazard(Exposure(case.left, learned.horizon, case.classes, case.moved) for case in cases)
    if isinstance(found, NotEnough):
        raise SystemExit(f"{found.records} projects are too few to learn from")
    return lambda asked, horizon: [found.probability(case.left, horizon, case.classes) for case in asked]


def no_change(learned: Pair, cases: Sequence[Case]) -> Forecast:
    return lambda asked, horizon: [0] * len(asked)


def base_rate(learned: Pair, cases: Sequence[Case]) -> Forecast:
    """The rate of the pair, as a constant hazard brought to another horizon."""
    rate = _rate(cases)
    return lambda asked, horizon: [_brought(rate, learned.horizon, horizon)] * len(asked)


def time_left(learned: Pair, cases: Sequence[Case]) -> Forecast:
    """The rate of those with about as much time left, brought to the horizon; exposed until the date at most."""
    groups = defaultdict(list)
    for case in cases:
        groups[_time_class(case)].append(case)

    def forecast(asked: Sequence[Case], horizon: int) -> list[int]:
        found = []
        for case in asked:
            own = groups.get(_time_class(case), cases)
            exposed = sum(_exposed(one, learned.horizon) for one in own) / len(own)
            found.append(_brought(_rate(own), exposed, min(_exposed(case, horizon), exposed)))
        return found

    return forecast


BASELINES = {"no change": no_change, "base rate": base_rate, "time-left class": time_left}
METHODS = {"hazard": hazard, **BASELINES}


def tried(learned: Pair, test: Pair) -> dict[str, Calibration]:
    """Learned from one pair, scored on another; beside the methods, the test's own rate, which nobody could know."""
    scores = {
        name: _score(make(learned, learned.cases)(test.cases, test.horizon), test.cases)
        for name, make in METHODS.items()
    }
    own = round(_rate(test.cases) * WHOLE)
    return scores | {"the test's own rate": _score([own] * len(test.cases), test.cases)}


def crossed(pair: Pair, folds: int) -> dict[str, Calibration]:
    """The same within one pair: each fold of countries is forecast from the others, at the pair's own horizon."""
    parts: list[list[Case]] = [[] for _ in range(folds)]
    for case in pair.cases:
        parts[zlib.crc32(case.country.encode()) % folds].append(case)
    asked = [case for part in parts for case in part]
    return {
        name: _score(
            [
                chance
                for part in parts
                if part
                for chance in make(pair, [case for one in parts if one is not part for case in one])(part, pair.horizon)
            ],
            asked,
        )
        for name, make in METHODS.items()
    }


def _rows(path: Path) -> dict[str, Row]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        return {row["id"]: {key: value or "" for key, value in row.items() if key} for row in csv.DictReader(file)}


def _case(row: Row, after: Row | None, as_of: date) -> Case | None:
    closing, moved_to = _date(row["closing"]), _date(after["closing"]) if after else None
    if closing is None or moved_to is None:
        return None
    return Case(row["country"], (closing - as_of).days, _classes(row, closing), (moved_to - closing).days > MOVED)


def _classes(row: Row, closing: date) -> tuple[str, ...]:
    """Instrument, country, whole years from approval to closing, cost by half orders of magnitude."""
    approved, cost = _date(row["approved"]), _number(row["cost"])
    years = "unknown" if approved is None else str(min(max((closing - approved).days // 365, 0), 10))
    size = "unknown" if cost <= 0 else str(int(2 * min(max(log10(cost), 5.5), 9)))
    return (f"instrument {row['instrument']}", f"country {row['country']}", f"years {years}", f"cost {size}")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _time_class(case: Case) -> int:
    return sum(case.left >= bound for bound in CLASSES)


def _exposed(case: Case, horizon: int) -> int:
    return max(min(case.left, horizon), 1)


def _rate(cases: Sequence[Case]) -> float:
    return sum(case.moved for case in cases) / len(cases)


def _brought(rate: float, learned: float, horizon: float) -> int:
    return round((1 - (1 - rate) ** (horizon / learned)) * WHOLE)


def _score(chances: Sequence[int], cases: Sequence[Case]) -> Calibration:
    found = score((chance, case.moved) for chance, case in zip(chances, cases, strict=True))
    if found is None:
        raise SystemExit("no project to score")
    return found
