"""The meetings, a new one, its page and its minutes."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.core.ledger.asof import moment
from luoshi.core.organisation.models import Unit
from luoshi.core.organisation.queries import units_within
from luoshi.loop.meetings import actions, queries
from luoshi.loop.meetings.forms import MeetingForm, MinutesForm, agenda_forms, next_code
from luoshi.loop.meetings.views.shown import mine, page, person_of, refuse
from luoshi.web.document_length import CHARACTERS

PER_PAGE = 30


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every meeting, with what became of its directives."""
    now, person = moment(request), person_of(request)
    shown = Paginator(queries.meetings(person, now.region, now.head), PER_PAGE).get_page(
        request.GET.get("page")
    )
    found = queries.results(shown, now.head)
    context = {
        "page": shown,
        "rows": [(meeting, found[meeting.pk]) for meeting in shown],
        "head": now.head,
        "may_convene": now.head is None and person.may_anywhere("assign"),
    }
    return render(request, "meetings/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a meeting."""
    unit = _own_unit(request)
    now = timezone.localtime()
    initial = {"code": next_code(now.year, moment(request).region), "held_at": now.replace(minute=0)}
    typed = request.POST if request.method == "POST" else None
    form, agenda = MeetingForm(typed, initial=initial), agenda_forms(typed)
    if request.method == "POST" and all([form.is_valid(), *(row.is_valid() for row in agenda)]):
        data = dict(form.cleaned_data)
        attendance = [*data.pop("present"), *data.pop("absent")]
        items = [row.cleaned_data for row in agenda if row.cleaned_data["title"]]
        try:
            meeting = actions.convene(
                unit, by=person_of(request), agenda=items, attendance=attendance, **data
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect("minutes", code=meeting.code)
    context = {"form": form, "agenda": agenda, "holder": unit}
    return render(request, "meetings/new.html", context, status=422 if request.method == "POST" else 200)


def _own_unit(request: HttpRequest) -> Unit:
    """The topmost unit over which this person may assign: its meetings they enter. 404 for somebody who
    may not.
    """
    region = moment(request).region
    unit = (
        units_within(person_of(request), "assign")
        .filter(path__startswith=region.path)
        .order_by("path")
        .first()
    )
    if unit is None:
        raise Http404
    return unit


@require_safe
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    return page(request, code)


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Take the minutes of a meeting."""
    found = mine(request, code)
    form = MinutesForm(request.POST, request.FILES) if request.method == "POST" else MinutesForm()
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("text", "source", "digest")}
        try:
            taken = actions.take_minutes(found, by=person_of(request), **told)
        except ValidationError as error:
            refuse(form, error)
        else:
            n = found.directives.filter(made=taken.made).count()
            words = ngettext(
                "%(n)s sentence was read as a directive.", "%(n)s sentences were read as directives.", n
            )
            messages.success(request, words % {"n": n})
            return redirect(found)
    context = {
        "meeting": found,
        "form": form,
        "limit": CHARACTERS,
        "minutes": queries.minutes_of(found),
        "assigned": found.assignments.exists(),
    }
    return render(request, "meetings/minutes.html", context, status=422 if request.method == "POST" else 200)
