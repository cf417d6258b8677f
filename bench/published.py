"""Finish dates against the forecasts that a city published of its capital projects, report by report.

The outcome is the last forecast known of a project: none of those listed was finished then. The engine sees what was
published at the report date: start, forecast completion, nothing of how far the work had come.
"""

from __future__ import annotations

import csv
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from luoshi.engine.forecast.calibration import coverage
from luoshi.engine.forecast.finish import Finishes, Sight, learn_sights
from luoshi.engine.forecast.reference import NotEnough

FOLDS = 5


@dataclass(frozen=True)
class Report:
    """What was published of a project on a day: when it should be finished. `last`: the last such date known."""

    project: str
    day: date
    start: date
    due: date
    last: date

    @property
    def classes(self) -> tuple[str, ...]:
        return (self.day.isoformat(), "")


@dataclass(frozen=True)
class Tried:
    """Forecasts of one report: what was published, P50 and P80; days from the report date, as is the outcome."""

    day: date
    published: int
    p50: int
    p80: int
    outcome: int


def show(path: Path) -> None:
    reports = read(path)
    projects = len({report.project for report in reports})
    print(f"{len(reports)} forecasts of {projects} projects; the outcome is each project's last known forecast")
    print(f"\nLearned from other projects ({FOLDS} folds), at the same report date before all dates")
    table(others(reports))
    print("\nLearned from what was known at the report date alone: how earlier forecasts had moved by then")
    table(known_by_then(reports))


def read(path: Path) -> list[Report]:
    rows = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            day, due = _date(row["Date Reported As Of"]), _date(row["Forecast Completion"])
            if day and due:
                rows[row["PID"]].append((day, due, _date(row["Design Start"])))
    return [
        report for project in sorted(rows) for report in _reports(project, sorted(rows[project], key=lambda r: r[0]))
    ]


def others(reports: Sequence[Report]) -> list[Tried]:
    """Each fold of projects forecast from the outcomes of the others."""
    found = []
    for fold in range(FOLDS):
        rest = learn_sights(_sight(report, report.last) for report in reports if _fold(report) != fold)
        found += _tried(rest, (report for report in reports if _fold(report) == fold))
    return found


def known_by_then(reports: Sequence[Report]) -> list[Tried]:
    """Each report date forecast from the dates before: the outcome of a record is what is published of it now."""
    found = []
    for now in sorted({report.day for report in reports}):
        current = {report.project: report.due for report in reports if report.day == now}
        earlier = (report for report in reports if report.day < now and report.project in current)
        learned = learn_sights(_sight(report, current[report.project]) for report in earlier)
        found += _tried(learned, (report for report in reports if report.day == now))
    return found


def table(tried: Sequence[Tried]) -> None:
    head = ("report", "n", "error", "published", "P50 loss", "published", "P80 loss", "published", "≤ P50", "≤ P80")
    print("".join(f"{word:>11}" for word in head))
    days = sorted({one.day for one in tried})
    for day in days:
        line(str(day), [one for one in tried if one.day == day])
    said, figures = line("all", tried), figures_of(tried)
    better = all(figures[at] < figures[at + 1] for at in (0, 2, 4))
    print(
        f"Out of sample the engine {'beats' if better else 'does not beat'} the published forecast: median absolute"
        f" error {figures[0]:.0f} against {figures[1]:.0f} days, {said}"
    )


def line(label: str, tried: Sequence[Tried]) -> str:
    figures = figures_of(tried)
    print(
        f"{label:>11}{len(tried):11}"
        + "".join(f"{figure:11.0f}" for figure in figures[:6])
        + "".join(f"{share:10.0f}%" for share in figures[6:])
    )
    return f"{figures[6]:.0f} % came by P50 and {figures[7]:.0f} % by P80"


def figures_of(tried: Sequence[Tried]) -> tuple[float, ...]:
    """Median absolute error, pinball loss at P50 and at P80 (each ours, then published, in days), coverage in %."""
    half = coverage(5000, [(one.p50, one.outcome) for one in tried])
    most = coverage(8000, [(one.p80, one.outcome) for one in tried])
    naive = [coverage(share, [(one.published, one.outcome) for one in tried]) for share in (5000, 8000)]
    assert half
    assert most
    assert naive[0]
    assert naive[1]
    ours = median(abs(one.outcome - one.p50) for one in tried)
    theirs = median(abs(one.outcome - one.published) for one in tried)
    losses = (each.pinball / 1e4 for each in (half, naive[0], most, naive[1]))
    return (ours, theirs, *losses, half.observed / 100, most.observed / 100)


def _reports(project: str, rows: Sequence[tuple[date, date, date | None]]) -> Iterable[Report]:
    """All but the last report, where the date published was still to come."""
    begun = next((start for _, _, start in rows if start), rows[0][0])
    for day, due, _ in rows[:-1]:
        if due > day:
            yield Report(project, day, min(begun, day), due, rows[-1][1])


def _sight(report: Report, outcome: date) -> Sight:
    return Sight(int(report.project), report.classes, report.start, report.due, report.day, None, outcome, outcome)


def _tried(learned: Finishes, reports: Iterable[Report]) -> list[Tried]:
    found = []
    for report in reports:
        finish = learned.of(report.classes, report.start, report.due, report.day, None)
        if not isinstance(finish, NotEnough):
            ahead = ((day - report.day).days for day in (report.due, finish.p50, finish.p80, report.last))
            found.append(Tried(report.day, *ahead))
    return found


def _fold(report: Report) -> int:
    return zlib.crc32(report.project.encode()) % FOLDS


def _date(text: str) -> date | None:
    return datetime.strptime(text.split()[0], "%m/%d/%Y").date() if text.strip() else None  # noqa: DTZ007
