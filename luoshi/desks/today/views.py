"""My desk (我的事): what is it my turn to do today?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import moment
from luoshi.desks.today.desk import reporting, verifying


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Those who look over the whole district start in the cockpit, everybody else at their desk."""
    now, person = moment(request), request.user
    return redirect("cockpit" if person.may("audit", now.region) else "today")  # type: ignore[union-attr]


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    now = moment(request)
    person: Any = request.user
    context = {
        "reporting": reporting(person, now.plan) if person.may_anywhere("report") else None,
        "verifying": verifying(person, now.plan) if person.may_anywhere("verify") else None,
        "may_assign": person.may_anywhere("assign"),
    }
    return render(request, "desks/today.html", context)
