"""From the chosen directives to the work list."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from luoshi.core.ledger.asof import moment
from luoshi.loop.meetings import actions
from luoshi.loop.meetings.choices import Offer, Row, SharedForm, rows
from luoshi.loop.meetings.models import Meeting
from luoshi.loop.meetings.queries import Outcome, outcomes
from luoshi.loop.meetings.views.shown import mine, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, code: str) -> HttpResponse:
    """GET ?d=1&d=3 is the sheet for these directives; POST puts them on the work list, all or none."""
    meeting = mine(request, code)
    numbers = _numbers(request)
    if "choose" in request.POST:
        query = "&".join(f"d={number}" for number in numbers)
        return redirect(f"{reverse('assignment', args=[code])}?{query}")
    chosen = [outcome for outcome in outcomes(meeting) if outcome.number in numbers]
    if request.method != "POST":
        chosen = [outcome for outcome in chosen if outcome.may_be_chosen]
    if not chosen:
        messages.warning(request, _("Choose at least one directive that is not assigned yet."))
        return redirect(f"{meeting.get_absolute_url()}#list")
    if request.method == "POST" and "show" not in request.POST:
        return _assign(request, meeting, chosen)
    typed = request.POST if request.method == "POST" else None
    offer = Offer.of(meeting, moment(request).plan)
    return _sheet(request, meeting, offer, rows(chosen, offer, typed, check=False))


def _numbers(request: HttpRequest) -> list[int]:
    typed = (request.POST if request.method == "POST" else request.GET).getlist("d")
    return list(dict.fromkeys(int(n) for n in typed if n.isascii() and n.isdigit() and len(n) < 9))


def _assign(request: HttpRequest, meeting: Meeting, chosen: Sequence[Outcome]) -> HttpResponse:
    offer = Offer.of(meeting, moment(request).plan)
    found = rows(chosen, offer, request.POST)
    if not [row for row in found if not row.is_valid()]:
        try:
            made = actions.assign(meeting, [row.choice() for row in found], by=person_of(request))
        except ValidationError as error:
            _refuse(found, error)
        else:
            n = len(made)
            words = ngettext(
                "%(n)s matter stands on the work list.", "%(n)s matters stand on the work list.", n
            )
            messages.success(request, words % {"n": n})
            return redirect(f"{meeting.get_absolute_url()}#d{found[0].outcome.number}")
    return _sheet(request, meeting, offer, found, status=422)


def _refuse(found: Sequence[Row], error: ValidationError) -> None:
    """Show each error of the action in its row."""
    by_number = {row.outcome.number: row for row in found}
    for key, reasons in getattr(error, "error_dict", {}).items():
        number, _dash, name = key.removeprefix("d").partition("-")
        for reason in reasons:
            by_number[int(number)].take(name, reason)


def _sheet(
    request: HttpRequest, meeting: Meeting, offer: Offer, found: Sequence[Row], status: int = 200
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "rows": found,
        "shared": SharedForm(request.POST or None, offer=offer)
        if min(len(found), len(offer.workstreams)) > 1
        else None,
        "roll": offer.roll.units,
        "wrong": [row for row in found if any(form.is_bound and form.errors for form in row.forms)],
    }
    return render(request, "meetings/assignment.html", context, status=status)
