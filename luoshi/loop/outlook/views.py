"""The outlook (预测展望): where will it end, and what is likely to be late?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.plan.queries import is_closed
from luoshi.engine.forecast.calibration import Calibration
from luoshi.engine.periods import Period, due_period
from luoshi.loop.outlook import actions, pages
from luoshi.loop.outlook.learning import learned
from luoshi.loop.outlook.models import What
from luoshi.loop.outlook.own import own
from luoshi.loop.outlook.queries import kept
from luoshi.loop.outlook.scores import scores
from luoshi.web.charts import Reliability, Said, reliability


@require_safe
def outlook(request: HttpRequest) -> HttpResponse:
    """`?kind=`, `?unit=` filter, `?head=` shows it as of an entry."""
    return _page(request, moment(request))


def _page(request: HttpRequest, now: Moment, problem: str = "") -> HttpResponse:
    person: Any = request.user
    wished, period = pages.wish(request.GET), due_period(now.day)
    page, figures = pages.figures(now, person, wished, request.GET.get("page"))
    choices = pages.choices(now, person)
    context = {
        "period": period,
        "shown": now.shown,
        "page": page,
        "figures": figures,
        "lacking": list(dict.fromkeys(row.said for row in figures if row.said and not row.said.known)),
        "forecast": any(row.said and row.said.known for row in figures),
        "works": pages.works(now, person, wished),
        "choices": choices,
        "wished": wished,
        "chips": pages.chips(request.GET, wished, choices["units"]),
        "rests_on": learned(now.region.pk, now.shown).head,
        "kept": kept(now.plan, now.head).filter(period=str(period)).first(),
        "may_keep": _may_keep(request, now, period),
        "problem": problem,
        "tail": now.tail,
    }
    return render(request, "outlook/outlook.html", context, status=422 if problem else 200)


def _may_keep(request: HttpRequest, now: Moment, period: Period) -> bool:
    may = now.head is None and request.user.may("publish", now.region)  # type: ignore[union-attr]
    return may and is_closed(now.plan.pk, str(period)) and not actions.is_kept(now.plan, period)


@require_POST
def publication(request: HttpRequest, period: str) -> HttpResponse:
    """Keep the forecasts of a month."""
    now = moment(request)
    try:
        asked = Period.parse(period)
    except ValueError as error:
        raise Http404 from error
    try:
        entries = actions.foresee(now.plan, asked, by=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        return _page(request, now, problem="；".join(error.messages))
    if entries:
        messages.success(request, _("Kept with entry %(seq)s.") % {"seq": f"{entries[-1].seq:,}"})
    else:
        messages.info(request, _("They were kept already."))
    return redirect("outlook")


@require_safe
def calibration(request: HttpRequest) -> HttpResponse:
    """How the forecasts that were kept did."""
    now = moment(request)
    found = scores(now.plan, now.shown)
    parts = [(What(what), one, _chart(one.own)) for what, one in found.items()]
    context = {"parts": parts, "shown": now.shown, "tail": now.tail, "some": any(one.kept for one in found.values())}
    return render(request, "outlook/calibration.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own judgements against what came: there is no address for anybody else's."""
    now = moment(request)
    found = own(request.user, now.plan, now.shown)  # type: ignore[arg-type]
    context = {"own": found, "chart": _chart(found.calibration), "shown": now.shown, "tail": now.tail}
    response = render(request, "outlook/mine.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _chart(found: Calibration | None) -> Any:
    """Chances that were said against what came; None without any."""
    if found is None:
        return None
    dots = [Said(row.predicted / 100, row.observed / 100, row.n) for row in found.rows]
    label = _("What was said, in per cent, against how often it came; the numbers count the forecasts")
    return reliability(Reliability(dots=dots, even_label=_("said and came alike")), label=label)

