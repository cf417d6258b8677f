"""Neighbours as Excel: every indicator with the own place, or every peer of one indicator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.plan.words import spoken_period
from luoshi.engine.comparison import By
from luoshi.engine.quantity import exact, points
from luoshi.kinds.target.models import Indicator
from luoshi.kinds.target.neighbours import spoken
from luoshi.kinds.target.neighbours.board import ORDER, Board, Row
from luoshi.kinds.target.neighbours.overview import Told, overview, own_group
from luoshi.kinds.target.neighbours.views import board_asked, indicator_asked
from luoshi.kinds.target.queries import indicators, own_name, peers
from luoshi.kinds.target.views.shown import person_of
from luoshi.web.excel import Column, excel
from luoshi.web.export import Value
from luoshi.web.words import month


@require_safe
def neighbours_excel(request: HttpRequest) -> FileResponse:
    """What the page of the same address shows, all of its pages."""
    now = moment(request)
    groups = peers(now.plan, now.head)
    if request.GET.get("indicator"):
        indicator = indicator_asked(request, now)
        return _one(indicator, board_asked(request, now, groups, indicator) if groups else None, now)
    own = own_name(now.plan, now.head)
    group = own_group(own, groups)[0] if groups else None
    found = list(indicators(now.plan, now.head)) if group is not None else []
    rows = overview(found, groups, person_of(request), now, own) if found else []
    return excel(_("Neighbours"), _of_overview(), rows, now=now, chips=_group(group))


def _group(group: str | None) -> list[dict[str, str]]:
    return [{"name": _("peer group"), "text": group}] if group else []


def _of_overview() -> list[Column]:
    places = [
        column
        for by in ORDER
        for column in (
            Column(_("place by %(head)s") % {"head": spoken.HEADS[by]}, _ranked(by)),
            Column(_("in words, by %(head)s") % {"head": spoken.HEADS[by]}, _worded(by), 24),
            Column(str(spoken.HEADS[by]), _figure(by)),
        )
    ]
    return [
        Column(_("indicator"), lambda told: told.indicator.name, 28),
        Column(_("Measure"), lambda told: told.indicator.unit_label),
        Column(_("published for"), lambda told: str(told.period or _("nothing published"))),
        *places,
        Column(_("growth and completion in"), lambda told: spoken.unit_of(told.indicator, "growth")),
        Column(_("to the next ahead"), _way),
        Column(_("counted in"), lambda told: told.way and spoken.unit_of_distance(told.indicator, told.by)),
        Column(_("next ahead"), lambda told: told.next_ahead, 16),
        Column(_("Remark"), lambda told: _("unusual: is it right?") if told.unusual else "", 20),
    ]


def _board(told: Told, by: By) -> Board | None:
    return next((board for board in told.boards if board.by == by), None)


def _ranked(by: By) -> Callable[[Told], Value]:
    return lambda told: next((rank for one, _words, rank, _figure in told.places if one == by), None)


def _worded(by: By) -> Callable[[Told], Value]:
    return lambda told: next((words for one, words, _rank, _figure in told.places if one == by), None)


def _figure(by: By) -> Callable[[Told], Value]:
    def value(told: Told) -> Value:
        board = _board(told, by)
        row = board.own if board else None
        return _number(told.indicator, by, row.line.figure) if row and row.line else None

    return value


def _way(told: Told) -> Value:
    board = _board(told, told.by)
    row = board.own if board else None
    return _number(told.indicator, told.by, row.line.ahead) if row and row.line else None


def _number(indicator: Indicator, by: By, stored: int | None) -> Value:
    return exact(stored, indicator.unit_label) if by == "level" else points(stored)


def _one(indicator: Indicator, board: Board | None, now: Moment) -> FileResponse:
    if board is None:
        return excel(f"{_('Neighbours')} {indicator.name}", [Column(_("peer"), str)], (), now=now)
    name = f"{_('Neighbours')} {indicator.name} {spoken_period(board.period)}"
    chips = [{"name": _("compared by"), "text": str(spoken.HEADS[board.by])}, *_group(board.group)]
    return excel(name, _of_peers(board), board.rows, now=now, chips=chips)


def _of_peers(board: Board) -> list[Column]:
    indicator, by = board.indicator, board.by
    since = _("places since %(period)s") % {"period": month(board.last)} if board.last else _("places since the last")

    def figure(of: By, value: Callable[[Row], int | None]) -> Column:
        head = f"{spoken.HEADS[of]} ({spoken.unit_of(indicator, of)})"
        return Column(head, lambda row: _number(indicator, of, value(row)), 14)

    def ahead(row: Row) -> Value:
        return _number(indicator, by, row.line.ahead) if row.line and row.line.ahead else None

    return [
        Column(_("peer"), lambda row: row.name, 20),
        Column(_("Rank"), lambda row: row.line and row.line.rank),
        Column(_("Remark"), lambda row: _remark(board, row), 32),
        figure("level", lambda row: row.reading.value),
        figure("growth", lambda row: row.growth),
        figure("completion", lambda row: row.completion),
        Column(f"{_('to the next ahead')} ({spoken.unit_of_distance(indicator, by)})", ahead, 16),
        Column(_("places in a year"), lambda row: row.moved_in_a_year),
        Column(since, lambda row: row.moved_since_last, 16),
        Column(_("source"), lambda row: _source(board, row), 24),
        Column(_("Entry"), lambda row: row.stated and row.stated.made),
    ]


def _remark(board: Board, row: Row) -> str:
    unusual = row.line is not None and row.line.unusual
    return spoken.place(board, row) + (f"；{_('unusual: is it right?')}" if unusual else "")


def _source(board: Board, row: Row) -> Any:
    if row.stated:
        return row.stated.source
    verified = row.own and board.kept and board.kept.value(board.period) is not None
    return board.kept.matter.code if board.kept and verified else None
