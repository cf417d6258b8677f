"""Every indicator, and the district's own place in its group by each of its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from luoshi.core.ledger.asof import Moment
from luoshi.core.organisation.models import Person
from luoshi.engine.comparison import By
from luoshi.engine.periods import Period
from luoshi.kinds.target.models import Indicator
from luoshi.kinds.target.neighbours.board import ORDER, Board, Row, usual
from luoshi.kinds.target.neighbours.published import Published, a_year_before, books, published, published_periods
from luoshi.kinds.target.neighbours.spoken import distance, place, said

PAGE = 50  # indicators of one page


@dataclass(frozen=True)
class Told:
    """One indicator: the period published last, the district's place by each figure, and the way to the next ahead.

    `places`: (by, place in words, rank or None, figure in words). `by` is what is usual for it.
    `boards`: the comparisons themselves, one a figure.
    """

    indicator: Indicator
    period: Period | None
    by: By
    group: str
    places: Sequence[tuple[str, str, int | None, str]]
    next_ahead: str
    way: str
    unusual: bool
    boards: Sequence[Board]


def overview(
    indicators: Sequence[Indicator], groups: Mapping[str, str], person: Person, now: Moment, own: str
) -> list[Told]:
    """The page's indicators, in five queries and a few a year that occurs, whatever their number."""
    names = [indicator.name for indicator in indicators]
    group, members = own_group(own, groups)
    periods_of = published_periods(now.plan, names, own, now.head)
    latest = {name: out.usual for name, out in periods_of.items() if out.usual}
    periods = {period for last in latest.values() for period in (*_of_its_year(last), a_year_before(last))}
    found = published(now.plan, names, periods, now.head, members)
    years = sorted({period.year for period in periods})
    kept = books(person, names, years, now.head) if years else {}
    told = []
    for indicator in indicators:
        period = latest.get(indicator.name)
        here = found.get(indicator.name, Published())
        boards = [
            Board(
                indicator=indicator, period=period, by=by, group=group or "", names=members,
                district=own, said=here, kept=kept.get(indicator.name),
            )
            for by in ORDER
            if period
        ]
        told.append(_told(indicator, period, boards, usual(indicator, here, period, members) if period else "level"))
    return told


def _of_its_year(period: Period) -> list[Period]:
    """The period and those of its kind before it in the year, in which a goal may have been stated."""
    found = [period]
    while found[-1].previous().year == period.year:
        found.append(found[-1].previous())
    return found


def own_group(district: str, groups: Mapping[str, str]) -> tuple[str | None, list[str]]:
    """The district's group and everybody in it; where nobody said which it is, the only one there is, or none."""
    group = groups.get(district)
    if group is None and len(set(groups.values())) == 1:
        group = next(iter(groups.values()))
    names = [name for name, of in groups.items() if of == group]
    return group, names if district in names or group is None else [*names, district]


def _told(indicator: Indicator, period: Period | None, boards: Sequence[Board], by: By) -> Told:
    chosen = next((board for board in boards if board.by == by), None)
    row = chosen.own if chosen else None
    line = row.line if row else None
    return Told(
        indicator=indicator,
        period=period,
        by=by,
        group=chosen.group if chosen else "",
        places=[(board.by, *_place(board, board.own)) for board in boards],
        next_ahead=chosen.next_ahead(row) if chosen and row else "",
        way=distance(indicator, by, line.ahead) if line and line.ahead is not None else "",
        unusual=bool(line and line.unusual),
        boards=boards,
    )


def _place(board: Board, row: Row | None) -> tuple[str, int | None, str]:
    if row is None or row.line is None:
        return place(board, row) if row else "", None, ""
    return place(board, row), row.line.rank, said(board.indicator, board.by, row.line.figure)
