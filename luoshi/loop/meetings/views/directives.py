"""One directive: corrected, split, left out, put back; several merged; a sentence marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.loop.meetings import actions
from luoshi.loop.meetings.forms import CorrectionForm, MarkForm, OmissionForm, PartsForm, SeenForm
from luoshi.loop.meetings.models import Directive
from luoshi.loop.meetings.roll import Roll
from luoshi.loop.meetings.views.shown import as_seen, mine, page, person_of, refuse, standing


@require_http_methods(["GET", "HEAD", "POST"])
def directive(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """GET shows what can be done with a directive; POST corrects it."""
    found = standing(request, code, number)
    roll = Roll(found.meeting.region)
    if request.method != "POST":
        return _desk(request, found, roll)
    form = CorrectionForm(request.POST, roll=roll)

    def act(seen: Directive) -> Any:
        return actions.correct(seen, form.changes(seen), by=person_of(request))

    return _done(request, found, form, act, correction=form, roll=roll)


@require_POST
def parts(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Split a directive."""
    found, form = standing(request, code, number), PartsForm(request.POST)

    def act(seen: Directive) -> Any:
        return actions.split(seen, at=form.offsets(seen.text), by=person_of(request))

    return _done(request, found, form, act, parts=form)


@require_POST
def omission(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Leave a directive off the work list."""
    found, form = standing(request, code, number), OmissionForm(request.POST)

    def act(seen: Directive) -> Any:
        return actions.drop(seen, reason=form.cleaned_data["reason"], by=person_of(request))

    return _done(request, found, form, act, omission=form)


@require_POST
def restoration(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Put a directive back that was left out."""
    found, form = standing(request, code, number), SeenForm(request.POST)
    return _done(
        request, found, form, lambda seen: actions.restore(seen, by=person_of(request)), restoration=form
    )


@require_POST
def marked(request: HttpRequest, code: str) -> HttpResponse:
    """Mark a sentence as a directive."""
    meeting, form = mine(request, code), MarkForm(request.POST)
    if form.is_valid():
        try:
            made = actions.mark(meeting, form.cleaned_data["words"], by=person_of(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect(f"{meeting.get_absolute_url()}#d{made.number}")
    return page(request, code, form=form, status=422)


@require_POST
def merger(request: HttpRequest, code: str) -> HttpResponse:
    """Merge the chosen directives."""
    meeting = mine(request, code)
    numbers = [int(number) for number in request.POST.getlist("d") if number.isascii() and number.isdigit()]
    chosen = Directive.objects.filter(meeting=meeting, superseded=None, number__in=numbers)
    form = SeenForm({"seen": 0})
    try:
        made = actions.merge(
            list(chosen.select_related("meeting__unit", "meeting__region")), by=person_of(request)
        )
    except ValidationError as error:
        refuse(form, error)
        return page(request, code, form=form, status=422)
    messages.success(request, _("Merged into directive %(number)s.") % {"number": made.number})
    return redirect(f"{meeting.get_absolute_url()}#d{made.number}")


def _done(
    request: HttpRequest,
    found: Directive,
    form: Any,
    act: Callable[[Directive], Any],
    roll: Roll | None = None,
    **forms: Any,
) -> HttpResponse:
    """Act on the directive as it was seen and go back to its place; or say on its page what is wrong."""
    if form.is_valid():
        try:
            act(as_seen(found, form.cleaned_data["seen"]))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Directive %(number)s is settled.") % {"number": found.number})
            anchor = "#list" if isinstance(form, PartsForm) else f"#d{found.number}"
            return redirect(found.meeting.get_absolute_url() + anchor)
    return _desk(request, found, roll or Roll(found.meeting.region), refused=form, status=422, **forms)


def _desk(
    request: HttpRequest, found: Directive, roll: Roll, status: int = 200, refused: Any = None, **forms: Any
) -> HttpResponse:
    """Everything that can be done with one directive; only its forms where the list asks for them."""
    seen = {"seen": found.made}
    context = {
        "directive": found,
        "meeting": found.meeting,
        "roll": roll.units,
        "form": refused,
        "correction": CorrectionForm(
            initial=CorrectionForm.initial_of(found, roll), roll=roll, auto_id=f"d{found.number}_%s"
        ),
        "parts": PartsForm(initial={**seen, "parts": found.text}, auto_id=f"d{found.number}_%s"),
        "omission": OmissionForm(initial=seen, auto_id=f"d{found.number}_%s"),
        "restoration": SeenForm(initial=seen),
        "assigned": found.meeting.assignments.filter(number=found.number).exists(),
        **forms,
    }
    partial = request.headers.get("HX-Request") and request.method == "GET"
    return render(
        request, "meetings/_desk.html" if partial else "meetings/directive.html", context, status=status
    )
