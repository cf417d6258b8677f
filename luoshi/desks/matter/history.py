"""What was reported of a matter, what became of it, and the files that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from luoshi.core.ledger.queries import evidence_seen_by, reports_of
from luoshi.core.matters.kinds import Measure
from luoshi.desks.matter.sight import Sight
from luoshi.engine.quantity import show

RECENT, MOST = 6, 240
STATES: dict[str, Promise] = {
    "waiting": pgettext_lazy("report", "waits for verification"),
    "verified": pgettext_lazy("report", "verified"),
    "returned": pgettext_lazy("report", "returned"),
    "replaced": pgettext_lazy("report", "replaced"),
}


@dataclass(frozen=True)
class Figure:
    """One figure of a report: stored, and as text in its measure's unit."""

    measure: Measure
    value: int

    @property
    def text(self) -> str:
        return show(self.value, self.measure.label)


@dataclass(frozen=True)
class Line:
    """A report as it stood at the moment shown; `ended` is the entry that decided on it, if one had."""

    report: Any
    state: str
    ended: int | None
    figures: Sequence[Figure]
    evidence: Sequence[Any]  # those with `closed` prove matters that the reader may not see, too
    url: str

    @property
    def anchor(self) -> str:
        return str(self.report.made)

    @property
    def word(self) -> Promise:
        return STATES[self.state]

    @property
    def counts(self) -> bool:
        return self.state == "verified"


@dataclass(frozen=True)
class History:
    """Reports, newest first; `more` of them are not shown."""

    lines: Sequence[Line]
    more: int

    def standing(self, measure: str, state: str, period: str = "") -> tuple[Line, Figure] | None:
        """The figure of the latest period in a state, or of one period."""
        rows = [
            (line, figure) for line in self.lines for figure in line.figures
            if line.state == state and figure.measure.code == measure and (not period or line.report.period == period)
        ]
        return max(rows, key=lambda row: (row[0].report.period, row[0].report.made), default=None)

    @property
    def waiting(self) -> list[Line]:
        return [line for line in self.lines if line.state == "waiting"][::-1]

    @property
    def evidence(self) -> list[tuple[Any, Line]]:
        """Files of the reports that were not sent back, each with its report."""
        return [(file, line) for line in self.lines if line.state != "returned" for file in line.evidence]


def history(seen: Sight, everything: bool = False) -> History:
    """Three queries, whatever the number of reports; four for those who do not see the whole district."""
    reports = reports_of(seen.matter.pk, seen.head)
    rows = list(reports[: MOST if everything else RECENT + 1])
    more = 0 if everything or len(rows) <= RECENT else reports.count() - RECENT
    _close(seen, rows)
    measures = {measure.code: measure for measure in seen.kind.measures(seen.shown)}
    return History([_line(seen, report, measures) for report in rows[: RECENT if more else MOST]], more)


def _close(seen: Sight, reports: Sequence[Any]) -> None:
    files = [file for report in reports for file in report.evidence.all()]
    if not files or seen.person.may("see", seen.now.region):
        return
    mine = evidence_seen_by(seen.person).filter(pk__in=[file.pk for file in files])
    opened = set(mine.values_list("pk", flat=True))
    for file in files:
        file.closed = file.pk not in opened


def _line(seen: Sight, report: Any, measures: dict[str, Measure]) -> Line:
    figures = [Figure(measures[r.measure], r.value) for r in report.readings.all() if r.measure in measures]
    state, ended = _state(seen, report)
    return Line(report, state, ended, figures, list(report.evidence.all()), seen.entry_url(report.made))


def _state(seen: Sight, report: Any) -> tuple[str, int | None]:
    if seen.had(report.returned):
        return "returned", report.returned
    if seen.had(report.superseded):
        return "replaced", report.superseded
    return ("verified", report.verified) if seen.had(report.verified) else ("waiting", None)
