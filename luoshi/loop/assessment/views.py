"""The scorecard: who leads, who lags, and from which entries that follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.core.ledger import clock
from luoshi.core.ledger.actions import close_period
from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.ledger.queries import live_reports
from luoshi.core.organisation.queries import units_within
from luoshi.core.plan.queries import closing_of
from luoshi.engine.periods import Period, last_closed
from luoshi.loop.assessment import actions
from luoshi.loop.assessment.forms import period_or_404
from luoshi.loop.assessment.queries import Row, Standing, axis, matters_scored, published, ranking, rubric, standing


@require_safe
def scorecard(request: HttpRequest) -> HttpResponse:
    """The ranking of the last month whose reports were due."""
    now = moment(request)
    at = timezone.localdate(now.shown.at) if now.shown.at else timezone.localdate()
    return _scorecard(request, now, last_closed(at))


@require_safe
def scorecard_period(request: HttpRequest, period: str) -> HttpResponse:
    return _scorecard(request, moment(request), period_or_404(period))


def _scorecard(request: HttpRequest, now: Moment, period: Period, status: int = 200, problem: str = "") -> HttpResponse:
    found = standing(now.plan, str(period), now.shown)
    version, items = rubric(now.plan.pk, now.shown.seq)
    low, steps = axis(found.rows)
    context = {
        "period": period,
        "periods": _neighbours(period),
        "groups": groups(request, found),
        "items": items,
        "version": version,
        "published": published(now.plan, now.head).filter(period=str(period)).first(),
        **_acts(request, now, period),
        "problem": problem,
        "shown": now.shown,
        "low": low,
        "steps": steps,
    }
    return render(request, "assessment/scorecard.html", context, status=status)


def _acts(request: HttpRequest, now: Moment, period: Period) -> dict[str, Any]:
    """What may be done with the period here, what was done, and until when it runs if it is not over."""
    may = now.head is None and request.user.may("publish", now.region)  # type: ignore[union-attr]
    over, closed = period.end < clock.today(), closing_of(now.plan.pk, str(period), now.head)
    return {
        "may_publish": may and over,
        "may_close": may and over and closed is None and period.kind == "month",
        "closed": closed,
        "runs_until": period.end if may and not over else None,
    }


def groups(request: HttpRequest, found: Standing) -> list[tuple[str, list[Row]]]:
    """Ranks are of the whole group; a person sees the lines of the units within their reach."""
    mine = set(units_within(request.user, "see").values_list("code", flat=True))  # type: ignore[arg-type]
    rows = [row for row in found.rows if row.unit in mine]
    return ranking(rows)


def _neighbours(period: Period) -> list[Period]:
    before = [period.previous().previous(), period.previous()]
    return [*before, period, period.next()]


@require_safe
def score(request: HttpRequest, period: str, unit: str) -> HttpResponse:
    """One unit's score, item by item, and the entries that earned it."""
    now, value = moment(request), period_or_404(period)
    found = get_object_or_404(units_within(request.user, "see"), code=unit)  # type: ignore[arg-type]
    compared = standing(now.plan, str(value), now.shown)
    page = Paginator(matters_scored(now.plan, value, found, now.shown.seq), 50).get_page(request.GET.get("page"))
    context = {
        "period": value,
        "unit": found,
        "row": compared.row(unit),
        "rubric": compared.rubric,
        "items": rubric(now.plan.pk, now.shown.seq)[1],
        "page": page,
        "lines": lines(page, value, now),
        "shown": now.shown,
    }
    return render(request, "assessment/score.html", context)


def lines(page: Any, period: Period, now: Moment) -> list[dict[str, Any]]:
    """Matters with their reports for the period; one query."""
    reports: dict[int, list[Any]] = {}
    months = [str(month) for month in period.months]
    for report in live_reports([state.matter_id for state in page], months, now.shown.seq):
        reports.setdefault(report.matter_id, []).append(report)
    return [{"state": state, "reports": reports.get(state.matter_id, [])} for state in page]


@require_POST
def closing(request: HttpRequest, period: str) -> HttpResponse:
    """Take no more reports for a month."""
    now, value = moment(request), period_or_404(period)
    try:
        entry = close_period(now.plan, value, by=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        return _scorecard(request, now, value, status=422, problem="；".join(error.messages))
    messages.success(request, _("Closed with entry %(seq)s.") % {"seq": entry.seq})
    return redirect("scorecard_period", period=str(value))


@require_POST
def publication(request: HttpRequest, period: str) -> HttpResponse:
    """Publish the ranking of a period."""
    now, value = moment(request), period_or_404(period)
    try:
        entry = actions.freeze(now.plan, value, by=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        return _scorecard(request, now, value, status=422, problem="；".join(error.messages))
    messages.success(request, _("Published with entry %(seq)s.") % {"seq": entry.seq})
    return redirect("scorecard_period", period=str(value))
