"""When work was finished, and what was known of it on the way: from verified figures and the ledger's own days.

Figures are verified by the month. Work was finished at the end of the first month from which on its verified figure is
whole; where its due date lies within that month, on its due date. A date that somebody only said is never taken: work
that was closed without a whole figure was finished on the day the ledger took the closure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db.models import Min
from django.utils import timezone

from luoshi.core.ledger.queries import entries, readings_of
from luoshi.core.matters.kinds import Kind, kinds
from luoshi.core.matters.models import Goal, MatterState
from luoshi.core.plan.queries import at
from luoshi.engine.forecast.finish import BLIND, Sight
from luoshi.engine.periods import Period
from luoshi.engine.progress import WHOLE, completion
from luoshi.loop.outlook.ground import Past
from luoshi.loop.outlook.likeness import of_work

Marks = Sequence[tuple[Period, int]]
Dues = Sequence[tuple[dt.date, dt.date]]


@dataclass(frozen=True)
class Work:
    """One task or project as the ledger knows it on `known`, the end of the last month whose figures were due.

    `dues`: since which day which due date held, the first from the beginning. `finished` None: open, or given up.
    """

    row: Past
    dues: Dues
    marks: Marks
    finished: dt.date | None
    seen: dt.date

    def due_on(self, day: dt.date) -> dt.date:
        held = [due for since, due in self.dues if since <= day]
        return held[-1] if held else self.dues[0][1]

    def sights(self) -> Iterable[Sight]:
        """At the start, at every verified month, and without its completion at shares of its planned time."""
        first = (self.dues[0][1] - self.row.start).days
        blind = [(self.row.start + dt.timedelta(days=round(share * max(first, 1))), None) for share in BLIND]
        known = [(self.row.start, 0), *((month.end, done) for month, done in self.marks if month.end >= self.row.start)]
        classes = of_work(self.row.kind, self.row.unit, self.row.workstream)
        for day, done in (*known, *blind):
            yield Sight(
                self.row.matter, classes, self.row.start, self.due_on(day), day, done, self.finished, self.seen
            )


def works(region_id: int, rows: Sequence[Past], head: int, known: dt.date) -> list[Work]:
    """What became of these matters; about six queries, whatever their number."""
    marks, dues = marks_of(rows, head, known), _dues(region_id, rows, head)
    closed = _closed_by(region_id, rows, head)
    return [_work(row, marks.get(row.matter, ()), dues[row.matter], closed.get(row.matter), known) for row in rows]


def _work(row: Past, marks: Marks, dues: Dues, closed: dt.date | None, known: dt.date) -> Work:
    work = Work(row, dues, marks, None, _last_seen(row, known))
    finished = _whole_since(work) or closed
    return Work(row, dues, marks, finished, work.seen)


def _last_seen(row: Past, known: dt.date) -> dt.date:
    given_up = row.closed_on is not None and row.stage not in kinds()[row.kind].done
    return min(row.closed_on, known) if given_up and row.closed_on else known


def _whole_since(work: Work) -> dt.date | None:
    """A figure that was taken back does not finish anything: every later one must be whole too."""
    first = None
    for month, done in reversed(work.marks):
        if done < WHOLE:
            break
        first = month
    if first is None:
        return None
    due = work.due_on(first.end)
    return max(due if first.contains(due) else first.end, work.row.start)


def marks_of(rows: Sequence[Past], head: int, known: dt.date) -> dict[int, Marks]:
    """Matter → (month, completion of the whole work in basis points), as verified; one or two queries a measure."""
    found: dict[int, Marks] = {}
    for kind in kinds().values():
        own = [row for row in rows if row.kind == kind.code]
        if not own or not kind.ends:
            continue
        years = range(min(row.start.year for row in own), known.year + 1)
        for measure, keys in _measured(kind, own).items():
            goals = {} if kind.whole else _goals(keys, measure, head)
            for matter, months in readings_of(keys, measure, years, head).items():
                found[matter] = [
                    (Period.parse(month), done)
                    for month, value in sorted(months.items())
                    if (done := value if kind.whole else completion(value, goals.get(matter))) is not None
                ]
    return found


def _measured(kind: Kind, rows: Sequence[Past]) -> Mapping[str, list[int]]:
    """Measure → matters. A measure in % is stored in hundredths: basis points."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(kind.whole or row.measure, []).append(row.matter)
    return found


def _goals(keys: Sequence[int], measure: str, head: int) -> dict[int, int]:
    goals = Goal.objects.filter(at(head), matter__in=keys, measure=measure, year=0)
    return dict(goals.values_list("matter", "value"))


def _dues(region_id: int, rows: Sequence[Past], head: int) -> dict[int, list[tuple[dt.date, dt.date]]]:
    """Matter → (since which day, due date) in order. Two queries."""
    keys = [row.matter for row in rows]
    states = MatterState.objects.filter(matter__in=keys, made__lte=head).order_by()
    held = sorted(states.values_list("matter", "due").annotate(made=Min("made")), key=itemgetter(0, 2))
    by_matter = {matter: list(group) for matter, group in groupby(held, key=itemgetter(0))}
    moved = {made for group in by_matter.values() for _matter, _due, made in group[1:]}
    days = _days(region_id, moved)
    return {
        matter: [(days.get(made, dt.date.min), due) for _matter, due, made in group]
        for matter, group in by_matter.items()
    }


def _closed_by(region_id: int, rows: Sequence[Past], head: int) -> dict[int, dt.date]:
    """Matter → the day on which the ledger took that it stands in a stage where the work is done. Two queries."""
    done = [row for row in rows if row.stage in kinds()[row.kind].done]
    stages = {row.stage for row in done}
    states = MatterState.objects.filter(matter__in=[row.matter for row in done], made__lte=head, stage__in=stages)
    first = dict(states.order_by().values_list("matter").annotate(made=Min("made")))
    days = _days(region_id, set(first.values()))
    return {matter: days[made] for matter, made in first.items()}


def _days(region_id: int, seqs: set[int]) -> dict[int, dt.date]:
    if not seqs:
        return {}
    found = entries(region_id).filter(seq__in=seqs).order_by().values_list("seq", "at")
    return {seq: timezone.localdate(moment) for seq, moment in found}
