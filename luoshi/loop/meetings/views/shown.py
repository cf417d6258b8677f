"""What the pages of a meeting have in common: finding it, and showing it with its list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from luoshi.core.ledger.asof import moment
from luoshi.core.organisation.models import Person
from luoshi.loop.meetings.forms import MarkForm
from luoshi.loop.meetings.models import Directive, Meeting
from luoshi.loop.meetings.paper import paragraphs
from luoshi.loop.meetings.queries import Outcome, meetings, minutes_of, outcomes
from luoshi.web.document_length import CHARACTERS


def person_of(request: HttpRequest) -> Person:
    """Whoever is logged in; the middleware lets nobody else come this far."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def mine(request: HttpRequest, code: str) -> Meeting:
    """A meeting whose minutes this person may take and assign; 404 for any other."""
    found = Meeting.objects.assignable_by(person_of(request)).select_related("unit", "region")
    return get_object_or_404(found, region=moment(request).region, code=code)


def standing(request: HttpRequest, code: str, number: int) -> Directive:
    """A directive of such a meeting as it stands now."""
    found = Directive.objects.filter(meeting=mine(request, code), superseded=None)
    return get_object_or_404(found.select_related("meeting__unit", "meeting__region"), number=number)


def as_seen(directive: Directive, seen: int) -> Directive:
    """The version of a directive that somebody had before their eyes; the action refuses one that has
    changed since.
    """
    return (
        Directive.objects.filter(meeting=directive.meeting_id, number=directive.number, made=seen)
        .select_related("meeting__unit", "meeting__region")
        .first()
        or directive
    )


def page(request: HttpRequest, code: str, *, form: Form | None = None, status: int = 200) -> HttpResponse:
    """The minutes page: left the text, right the list. `form` is one that was refused."""
    now, person = moment(request), person_of(request)
    meeting = get_object_or_404(meetings(person, now.region, now.head), code=code)
    text = minutes_of(meeting, now.head)
    found = outcomes(meeting, now.head, seen_by=person)
    context = {
        "meeting": meeting,
        "minutes": text,
        "outcomes": found,
        "counts": _counts(found),
        "limit": CHARACTERS,
        "paragraphs": paragraphs(text.text, found) if text else [],
        "may_assign": now.head is None and person.may("assign", meeting.unit),
        "present": [row for row in meeting.attendance.all() if row.present],
        "absent": [row for row in meeting.attendance.all() if not row.present],
        "mark_form": form if isinstance(form, MarkForm) else MarkForm(),
        "form": form,
        "head": now.head,
    }
    return render(request, "meetings/meeting.html", context, status=status)


def _counts(found: Sequence[Outcome]) -> dict[str, int]:
    counts = {
        state: sum(outcome.state == state for outcome in found)
        for state in ("open", "vague", "dropped", "assigned")
    }
    return {**counts, "all": len(found), "choosable": counts["open"] + counts["vague"]}


def refuse(form: Any, error: ValidationError) -> None:
    """Put an action's errors on the form: at their fields where it has them, else at its head."""
    for name, reasons in (
        error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    ).items():
        form.add_error(name if name in form.fields else None, reasons)
