"""Verifying a report (核验) or returning it (退回), from the matter's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.core.ledger import actions
from luoshi.core.ledger.asof import moment
from luoshi.core.ledger.queries import reports_of
from luoshi.core.matters.models import Matter
from luoshi.desks.matter.forms import ReturnForm, VerificationForm
from luoshi.desks.matter.sight import sight
from luoshi.desks.matter.views import page
from luoshi.web.form_words import accepted
from luoshi.web.words import month


@require_POST
def verification(request: HttpRequest, code: str, made: int) -> HttpResponse:
    """Confirm the report that entry `made` holds, with the grade of its evidence."""
    report = _report(request, code, made)
    form = VerificationForm(made, data=request.POST)
    words = _("Verified for %(period)s, evidence grade %(grade)s. The figure counts from now on.")
    return _answer(
        request, report, form, words,
        lambda: actions.verify(report, by=request.user, grade=form.cleaned_data["grade"]),  # type: ignore[arg-type]
    )


@require_POST
def return_(request: HttpRequest, code: str, made: int) -> HttpResponse:
    """Send the report of entry `made` back with the reason."""
    report = _report(request, code, made)
    form = ReturnForm(made, data=request.POST)
    return _answer(
        request, report, form, _("Returned the report for %(period)s. The unit sees your reason."),
        lambda: actions.return_report(report, by=request.user, reason=form.cleaned_data["reason"]),  # type: ignore[arg-type]
    )


def _report(request: HttpRequest, code: str, made: int) -> Any:
    moment(request)
    mine = Matter.objects.verifiable_by(request.user).select_related("plan", "lead_unit")  # type: ignore[arg-type]
    found = get_object_or_404(mine, code=code)
    return get_object_or_404(reports_of(found.pk).select_related("matter__plan", "matter__lead_unit"), made=made)


def _answer(request: HttpRequest, report: Any, form: forms.Form, words: str, act: Callable[[], Any]) -> HttpResponse:
    if form.is_valid() and accepted(form, act):
        messages.success(request, words % {"period": month(report.period), **form.cleaned_data})
        return redirect(report.matter)
    return page(request, sight(request, report.matter.code), form, report.made)
