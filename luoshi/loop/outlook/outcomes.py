"""What came of matters, as verified by an entry: the year's end of a figure, the day work was finished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from luoshi.core.ledger.queries import Head
from luoshi.core.matters.kinds import abandoned
from luoshi.loop.outlook import finishes
from luoshi.loop.outlook.ground import Past, is_work, known_by, rows
from luoshi.loop.outlook.years import figures_of


@dataclass(frozen=True)
class Outcomes:
    """`ends`: (matter, year) → December's figure. `finished`: matter → the day, None where it was not by `known`."""

    known: dt.date
    ends: Mapping[tuple[int, int], int]
    finished: Mapping[int, dt.date | None]

    def reached(self, matter: int, year: int, goal: int, less: bool) -> bool | None:
        """Whether the year ended at its goal; None where its end is not known."""
        end = self.ends.get((matter, year))
        return None if end is None else end <= goal if less else end >= goal

    def finished_by(self, matter: int, day: dt.date) -> bool | None:
        """Whether it was finished by that day; None while the day is not over, and for what was given up."""
        if day > self.known or matter not in self.finished:
            return None
        done = self.finished[matter]
        return done is not None and done <= day


def outcomes(region_id: int, matters: Collection[int], years: Collection[int], shown: Head) -> Outcomes:
    """About eight queries, whatever their number."""
    found, known = rows(region_id, shown.seq, matter__in=list(matters)), known_by(shown)
    works = [row for row in found if is_work(row) and row.stage not in abandoned()]
    return Outcomes(
        known,
        _ends(found, years, shown.seq),
        {work.row.matter: work.finished for work in finishes.works(region_id, works, shown.seq, known)},
    )


def _ends(found: list[Past], years: Collection[int], head: int) -> dict[tuple[int, int], int]:
    figures = figures_of(found, years, head) if years else {}
    return {
        (matter, int(month[:4])): value
        for matter, months in figures.items()
        for month, value in months.items()
        if month.endswith("-12")
    }
