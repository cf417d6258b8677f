"""Reporting (报送): say where one matter stands, in under a minute."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.ledger import actions, clock
from luoshi.core.ledger.asof import moment
from luoshi.core.ledger.queries import evidence_seen_by, reports_of
from luoshi.core.matters.kinds import Measure
from luoshi.core.matters.models import Matter
from luoshi.desks.reporting import past
from luoshi.desks.reporting.echo import Echo, echo
from luoshi.desks.reporting.forms import ReportForm
from luoshi.engine.periods import Period, closing_date, is_late
from luoshi.web.filecheck import path_of
from luoshi.web.form_words import accepted
from luoshi.web.words import month


@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """The form (GET, `?period=2026-08` for another month) and the sending (POST)."""
    matter = _reportable(request, code)
    if request.method != "POST":
        return _form_page(request, matter, _opened(request, matter))
    form = ReportForm(matter, request.user, request.POST, request.FILES)  # type: ignore[arg-type]
    report = accepted(form, lambda: _send(request, matter, form)) if form.is_valid() else None
    if report is None:
        return _form_page(request, matter, form)
    words = _("Reported for %(period)s, entry %(seq)s. It counts once it is verified.")
    messages.success(request, words % {"period": month(report.period), "seq": f"{report.made:,}"})
    return redirect(matter)


@require_POST
def report_echo(request: HttpRequest, code: str) -> HttpResponse:
    """What the figure would mean; the form asks while one types."""
    matter = _reportable(request, code)
    form = ReportForm(matter, request.user, request.POST)  # type: ignore[arg-type]
    form.is_valid()
    return render(request, "desks/_report_echo.html", {"echo": _echo(matter, form)})


@require_safe
def evidence(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """One file: pictures are shown, everything else is handed over as a download."""
    moment(request)
    file = get_object_or_404(evidence_seen_by(request.user), pk=pk)  # type: ignore[arg-type]
    path = path_of(file.digest, settings.EVIDENCE_ROOT)
    if file.name != name or not path.exists():
        raise Http404
    picture = file.mime.startswith("image/")
    response = FileResponse(path.open("rb"), as_attachment=not picture, filename=file.name, content_type=file.mime)
    response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", "private, max-age=3600"
    return response


def _reportable(request: HttpRequest, code: str) -> Matter:
    mine = Matter.objects.reportable_by(request.user)  # type: ignore[arg-type]
    return get_object_or_404(mine.select_related("plan", "lead_unit"), code=code)


def _opened(request: HttpRequest, matter: Matter) -> ReportForm:
    form = ReportForm(matter, request.user)  # type: ignore[arg-type]
    period = past.period_asked(matter, form.periods, request.GET.get("period", ""))
    given = past.offered(matter, form.measures, period) if period else {}
    form.initial = {"period": str(period), "token": str(uuid.uuid4()), "seen": matter.entry, **given}
    return form


def _send(request: HttpRequest, matter: Matter, form: ReportForm) -> Any:
    said = form.cleaned_data
    return actions.report(
        matter, by=request.user, period=said["period"], values=form.values, token=said["token"],  # type: ignore[arg-type]
        note=said["note"], confidence=said.get("confidence"), evidence=form.evidence, seen=said["seen"],
    )


def _form_page(request: HttpRequest, matter: Matter, form: ReportForm) -> HttpResponse:
    period = _period(form)
    rival = _rival(matter, form, period)
    context = {
        "matter": matter,
        "form": form,
        "period": period,
        "closes": closing_date(period, matter.due_days) if period else None,
        "overdue": _overdue(matter, period),
        "rows": [(measure, field, _last(matter, measure, period)) for measure, field in form.figures()],
        "returned": past.came_back(request.user, matter),  # type: ignore[arg-type]
        "rival": rival,
        "before": None if rival else past.standing_report(matter, period),
        "token": _token(form),
        "seen": rival.made if rival else form["seen"].value(),
        "echo": _echo(matter, form),
        "uses": _uses(request, matter, period),
    }
    return render(request, "desks/report.html", context, status=422 if form.errors else 200)


def _overdue(matter: Matter, period: Period | None) -> int:
    """Days by which a first report for this month comes too late; sent again it keeps the day of the first."""
    if period is None or not is_late(period, clock.today(), matter.due_days) or past.last_report(matter, period):
        return 0
    return (clock.today() - closing_date(period, matter.due_days)).days


def _last(matter: Matter, measure: Measure, period: Period | None) -> past.Last | None:
    return past.last_verified(matter, measure, period) if period else None


def _token(form: ReportForm) -> str:
    return str(uuid.uuid4()) if "token" in form.errors else form["token"].value() or str(uuid.uuid4())


def _period(form: ReportForm) -> Period | None:
    text = str(form["period"].value())
    return next((period for period in form.periods if str(period) == text), None)


def _rival(matter: Matter, form: ReportForm, period: Period | None) -> Any:
    """The report somebody else sent while this one was written; None unless the ledger refused for its sake."""
    if not form.is_bound or not form.non_field_errors() or period is None:
        return None
    return reports_of(matter.pk).filter(period=str(period), made__gt=form.cleaned_data.get("seen", 0)).first()


def _echo(matter: Matter, form: ReportForm) -> Echo | None:
    """Of what was typed, or of what the form begins with."""
    period, first = _period(form), form.measures[0].code
    value = form.cleaned_data.get(first) if form.is_bound else form.initial.get(first)
    return echo(matter, period, value) if period and isinstance(value, int) else None


def _uses(request: HttpRequest, matter: Matter, period: Period | None) -> list[dict[str, str]]:
    """Who reads this figure: it is typed once."""
    if period is None:
        return []
    named = {"period": month(period)}
    uses = [
        {"text": _("Bulletin of %(period)s") % named, "url": reverse("bulletins")},
        {"text": _("Ranking of %(period)s") % named, "url": reverse("scorecard_period", args=[str(period)])},
    ]
    seen = Matter.objects.visible_to(request.user)  # type: ignore[arg-type]
    if matter.parent_id and (parent := seen.filter(pk=matter.parent_id).first()):
        text = _("The number of %(code)s %(title)s") % {"code": parent.code, "title": parent.title}
        uses.append({"text": text, "url": parent.get_absolute_url()})
    return uses
