"""How the district stands (形势分析), and who a gap comes from."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.matters.queries import matters
from luoshi.core.plan.words import spoken_period
from luoshi.desks.situation import asked
from luoshi.desks.situation.abreast import places
from luoshi.desks.situation.parts import parts
from luoshi.desks.situation.rows import Seen, boards
from luoshi.engine.periods import Period
from luoshi.kinds.target.situation import SHOWN, situation
from luoshi.kinds.target.standing import Standing
from luoshi.loop.outlook.models import Forecast, What
from luoshi.loop.outlook.queries import kept

MAIN, ROWS, BARS = 4, 50, 14


@require_safe
def situation_page(request: HttpRequest) -> HttpResponse:
    """Main figures, short boards, every target; each number leads to what it is made of."""
    now, order = moment(request), asked.Order.of(request)
    period = asked.period_of(request, now)
    found = situation(now.plan, period, now.head, matters(request.user, now.head))  # type: ignore[arg-type]
    page = Paginator(order.sorted(found.standings), ROWS).get_page(request.GET.get("page"))
    main, short = found.standings[:MAIN], found.short_boards[:SHOWN]
    shown = [*main, *(board.standing for board in short), *page.object_list]
    seen = {one.aim.matter.code: Seen(one, now, period) for one in shown}
    headline = _forecast(main, now, period)
    context = {
        **_frame(request, now, period),
        "main": headline,
        "foreseen": any(one.likely for one in headline),
        "boards": boards(short, seen),
        "further": len(found.short_boards) - len(short),
        "rows": [seen[one.aim.matter.code] for one in page.object_list],
        "page": page,
        "heads": asked.heads(request, order),
        "total": len(found.standings),
    }
    return render(request, "desks/situation.html", context)


@require_safe
def gap_page(request: HttpRequest, code: str) -> HttpResponse:
    """One target's gap, by pro-rata and by trajectory, unit by unit, and its places among the neighbours."""
    found, now = asked.one_target(request, code)
    one, period = found.standings[0], found.period
    context = {
        **_frame(request, now, period),
        "seen": Seen(one, now, period),
        "one": one,
        "taken": [part for part in _taken_apart(one, now) if part],
        "board": next(iter(boards(found.short_boards, {code: Seen(one, now, period)})), None),
        "places": places(one, found),
    }
    return render(request, "desks/gap.html", context)


def _frame(request: HttpRequest, now: Moment, period: Period) -> dict[str, object]:
    return {
        "period": spoken_period(period),
        "lengths": asked.lengths(request, now, period),
        "around": asked.neighbours_in_time(request, now, period),
        "month_words": str(period.months[-1]),
        "tail": now.tail,
        "now": now,
    }


def _taken_apart(one: Standing, now: Moment) -> list:
    return [parts(one, told, now, most=BARS) for told in (one.contributions, one.contributions_by_path)]


def _forecast(main: Sequence[Standing], now: Moment, period: Period) -> list[Seen]:
    """With the year's end as it was forecast when the last month by then was closed: one query."""
    rows = kept(now.plan, now.head).filter(
        matter__in=[one.aim.key for one in main],
        what=What.YEAR_END,
        year=period.year,
        period__lte=str(period.months[-1]),
    )
    latest: dict[int, Forecast] = {row.matter_id: row for row in rows.order_by("period")}
    return [Seen(one, now, period, latest.get(one.aim.key)) for one in main]
