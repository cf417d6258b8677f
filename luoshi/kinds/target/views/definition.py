"""Defining an indicator, and defining it anew with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.core.ledger.asof import moment
from luoshi.kinds.target.actions import define
from luoshi.kinds.target.forms import DefinitionForm
from luoshi.kinds.target.models import Indicator, Target
from luoshi.kinds.target.queries import indicator_named
from luoshi.kinds.target.views.shown import mine, person_of
from luoshi.web.form_words import accepted

either = require_http_methods(["GET", "HEAD", "POST"])


@either
def indicator_new(request: HttpRequest) -> HttpResponse:
    """Define an indicator; a name that is taken leads to its definition."""
    now = moment(request)
    if not person_of(request).may("assign", now.region):
        raise Http404
    form = DefinitionForm(now.plan, None, False, request.POST or None)
    if form.is_valid() and indicator_named(now.plan, form.cleaned_data["name"].strip()):
        form.add_error("name", _("An indicator of this name is defined already. Change its definition instead."))
    return _answered(request, form, None)


@either
def indicator_definition(request: HttpRequest, number: int) -> HttpResponse:
    """Change a definition; what is fixed once targets count it stands as it is."""
    found = mine(request, number).indicator
    counted = Target.objects.filter(indicator=found.name, matter__plan=found.plan).exists()
    return _answered(request, DefinitionForm(found.plan, found, counted, request.POST or None), found)


def _answered(request: HttpRequest, form: DefinitionForm, before: Indicator | None) -> HttpResponse:
    person, plan = person_of(request), moment(request).plan
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        made = accepted(form, lambda: define(plan, form.definition(), by=person, reason=reason))
        if made:
            told = _("Defined anew: %(name)s.") if before else _("Defined: %(name)s.")
            messages.success(request, told % {"name": made.name})
            return redirect("indicator", number=made.number)
    context = {"form": form, "before": before, "counted": len(form.kept) > 1}
    return render(request, "target/definition.html", context, status=422 if form.errors else 200)
