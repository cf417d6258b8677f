"""Neighbours (县区对比): where do we stand among our peers, and how far is the next ahead?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.organisation.models import Person
from luoshi.engine.comparison import By
from luoshi.engine.periods import Period
from luoshi.kinds.target.models import Indicator
from luoshi.kinds.target.neighbours import overview as everything
from luoshi.kinds.target.neighbours import spoken
from luoshi.kinds.target.neighbours.board import ORDER, Board, Row, needed, usual
from luoshi.kinds.target.neighbours.published import EARLIEST, Out, Published, books, published, published_periods
from luoshi.kinds.target.queries import indicators, own_name, peers
from luoshi.web.address import changed
from luoshi.web.charts import dots, ranks

ROWS, NAMED = 100, 10  # peers of one page; how many without a figure are named in a sentence


@require_safe
def neighbours(request: HttpRequest) -> HttpResponse:
    """One indicator among the peers, or all indicators with the own place."""
    now, asked = moment(request), request.GET.get("indicator", "")
    groups = peers(now.plan, now.head)
    if not groups:
        return render(request, "target/neighbours_none.html", {"may_bring": _may_bring(request, now)})
    if not asked:
        return render(request, "target/neighbours.html", _overview(request, now, groups))
    indicator = indicator_asked(request, now)
    return render(request, "target/neighbours_indicator.html", _indicator(request, now, groups, indicator))


def indicator_asked(request: HttpRequest, now: Moment) -> Indicator:
    """The indicator whose number the address names; 404 for another."""
    asked = request.GET.get("indicator", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 9):
        raise Http404
    return get_object_or_404(indicators(now.plan, now.head), number=asked)


def _may_bring(request: HttpRequest, now: Moment) -> bool:
    return now.head is None and _person(request).may("assign", now.region)


def _person(request: HttpRequest) -> Person:
    return request.user  # type: ignore[return-value]


def _overview(request: HttpRequest, now: Moment, groups: Mapping[str, str]) -> dict[str, Any]:
    page = Paginator(indicators(now.plan, now.head), everything.PAGE).get_page(request.GET.get("page"))
    own = own_name(now.plan, now.head)
    group, names = everything.own_group(own, groups)
    rows = list(page.object_list) if group is not None else []
    told = everything.overview(rows, groups, _person(request), now, own) if rows else []
    return {
        "page": page,
        "rows": [(one, _address(now, one)) for one in told],
        "heads": [spoken.HEADS[by] for by in ORDER],
        "group": group,
        "peers": len(names),
        "district": own,
        "groups": [(name, changed(request.GET, group=name)) for name in sorted(set(groups.values()))],
        "may_bring": _may_bring(request, now),
    }


def _address(now: Moment, one: everything.Told) -> str:
    query = QueryDict(mutable=True)
    query["indicator"] = str(one.indicator.number)
    if now.head:
        query["head"] = str(now.head)
    return f"{reverse('neighbours')}?{query.urlencode()}"


@dataclass(frozen=True)
class Asked:
    """What the address asks of one indicator. The group is the own one unless another is asked for."""

    period: Period
    by: By
    group: str
    names: Sequence[str]


def _indicator(
    request: HttpRequest, now: Moment, groups: Mapping[str, str], indicator: Indicator
) -> dict[str, Any]:
    own = own_name(now.plan, now.head)
    out = published_periods(now.plan, [indicator.name], own, now.head).get(indicator.name, Out())
    listed = {"periods": out.periods, "indicators": indicators(now.plan, now.head)}
    here: dict[str, Any] = {"indicator": indicator, **listed}
    board = _asked(request, now, groups, indicator, out, own)
    if board is None:
        return {**here, "may_bring": _may_bring(request, now)}
    return {**here, **_board(request, now, board), "groups": _groups(request, groups, board.group)}


def board_asked(
    request: HttpRequest, now: Moment, groups: Mapping[str, str], indicator: Indicator
) -> Board | None:
    """The comparison that the address asks for; None where nobody published the indicator."""
    own = own_name(now.plan, now.head)
    out = published_periods(now.plan, [indicator.name], own, now.head).get(indicator.name, Out())
    return _asked(request, now, groups, indicator, out, own)


def _asked(
    request: HttpRequest,
    now: Moment,
    groups: Mapping[str, str],
    indicator: Indicator,
    out: Out,
    own: str,
) -> Board | None:
    period = _period(request.GET.get("period", ""), out)
    if period is None:
        return None
    group, names = _group(request, groups, own)
    wanted = needed(period)
    said = published(now.plan, [indicator.name], wanted, now.head, names).get(indicator.name, Published())
    years = sorted({one.year for one in wanted})
    return Board(
        indicator=indicator, period=period, by=_by(request, indicator, said, period, names), group=group, names=names,
        district=own, said=said,
        kept=books(_person(request), [indicator.name], years, now.head).get(indicator.name),
    )


def _period(text: str, out: Out) -> Period | None:
    """The one asked for, else the usual one; 404 for what is none."""
    if not text:
        return out.usual
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise Http404 from error
    if period.year < EARLIEST:
        raise Http404
    return period


def _group(request: HttpRequest, groups: Mapping[str, str], district: str) -> tuple[str, list[str]]:
    asked = request.GET.get("group")
    own, names = everything.own_group(district, groups)
    if asked is None and own is not None:
        return own, names
    group = asked if asked is not None else max(groups.values(), key=[*groups.values()].count)
    if group == own:
        return group, names
    if group not in groups.values():
        raise Http404
    return group, [name for name, of in groups.items() if of == group]


def _by(request: HttpRequest, indicator: Indicator, said: Published, period: Period, names: Sequence[str]) -> By:
    asked = request.GET.get("by", "")
    return next((by for by in ORDER if by == asked), None) or usual(indicator, said, period, names)


def _groups(request: HttpRequest, groups: Mapping[str, str], group: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name or _("without a group"),
            "count": [*groups.values()].count(name),
            "url": changed(request.GET, group=name),
            "current": name == group,
        }
        for name in sorted(set(groups.values()))
    ]


def _board(request: HttpRequest, now: Moment, board: Board) -> dict[str, Any]:
    page = Paginator(board.rows, ROWS).get_page(request.GET.get("page"))
    drawn = spoken.drawn(board)
    return {
        "board": board,
        "page": page,
        "rows": [_row(board, row) for row in page],
        "heads": _heads(request, board),
        "missing": board.found.missing[:NAMED],
        "more": max(0, len(board.found.missing) - NAMED),
        "finding": spoken.finding(board),
        "measure": spoken.measure(board),
        "dots": dots(spoken.figures_drawn(board, drawn), spoken.finding(board)) if board.found.lines else "",
        "ranks": ranks(spoken.places_drawn(board, drawn), spoken.finding(board)) if len(board.slots) > 1 else "",
        "own": _own(board) if board.own else None,
        "may_read_entries": _person(request).may("audit", now.region),
        "tail": now.tail,
        "may_bring": _may_bring(request, now),
    }


def _heads(request: HttpRequest, board: Board) -> list[dict[str, Any]]:
    return [
        {
            "by": by,
            "name": spoken.HEADS[by],
            "unit": spoken.unit_of(board.indicator, by),
            "url": changed(request.GET, by=by),
            "current": by == board.by,
        }
        for by in ORDER
    ]


def _row(board: Board, row: Row) -> dict[str, Any]:
    figures = {"level": row.reading.value, "growth": row.growth, "completion": row.completion}
    return {
        "row": row,
        "place": spoken.place(board, row),
        "cells": [(by, figures[by] if figures[by] is None else _number(board, by, figures[by])) for by in ORDER],
        "ahead": spoken.distance(board.indicator, board.by, row.line.ahead) if row.line and row.line.ahead else "",
        "moves": [row.moved_in_a_year, row.moved_since_last],
    }


def _number(board: Board, by: By, figure: int | None) -> str:
    return "" if figure is None else spoken.number(board.indicator, by, figure)


def _own(board: Board) -> dict[str, Any]:
    """The district's own books beside what was published of it: both stand, and the gap between them."""
    kept, stated = board.kept, board.said.of(board.district, board.period)
    verified = kept.value(board.period) if kept else None
    said = stated.value if stated else None
    gap = None if verified is None or said is None else verified - said
    return {
        "matter": kept.matter if kept else None,
        "verified": _number(board, "level", verified),
        "waiting": _number(board, "level", kept.waiting(board.period) if kept else None),
        "published": _number(board, "level", said),
        "gap": "" if gap is None else f"{'+' if gap > 0 else ''}{spoken.distance(board.indicator, 'level', gap)}",
        "as_published": board.as_published,
        "stated": stated,
    }
