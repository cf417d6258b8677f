"""Settling what each sentence asks, before it is assigned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.core.ledger import facts
from luoshi.core.ledger.actions.who import require
from luoshi.core.ledger.book import Book, locked, record
from luoshi.core.organisation.models import Person
from luoshi.loop.meetings import reading
from luoshi.loop.meetings.models import Assignment, Directive, Meeting, Minutes
from luoshi.loop.meetings.roll import Roll

CORRECTED = ("speaker", "matched_leads", "matched_units", "due", "measure")


@transaction.atomic
def correct(directive: Directive, changes: Mapping[str, Mapping[str, Any]], *, by: Person) -> Directive:
    """Say better who said it, to whom, by when, and what will show it was done.

    `changes` maps speaker, matched_leads, matched_units (lists of codes), due (ISO date or None) and
    measure to {"value", "shown"}. With a due date or a measure a directive is no longer vague.
    """
    meeting = directive.meeting
    book = _settling(meeting, [directive], by)
    if unknown := set(changes) - set(CORRECTED):
        raise ValueError(f"not to be corrected: {unknown}")
    told = {name: dict(change) for name, change in changes.items()}
    if directive.vague and any(told.get(name, {}).get("value") for name in ("due", "measure")):
        told["vague"] = {"value": False, "shown": "✓"}
    if told:
        record(facts.Corrected(subject=meeting.code, number=directive.number, changes=told), book=book, by=by)
    return _standing(meeting, directive.number)


@transaction.atomic
def mark(meeting: Meeting, words: str, *, by: Person) -> Directive:
    """Make a directive of a sentence that was not read as one. Error field: words."""
    book = _settling(meeting, [], by)
    text = Minutes.objects.get(meeting=meeting, superseded=None).text
    if (found := reading.located(text, words)) is None:
        raise ValidationError(
            {"words": _("These words do not stand in the minutes. Copy them from the text.")}
        )
    start, end = reading.trimmed(text, *found)
    if start >= end:
        raise ValidationError(
            {"words": _("These words do not stand in the minutes. Copy them from the text.")}
        )
    other = Directive.objects.filter(meeting=meeting, superseded=None, start__lt=end, end__gt=start).first()
    if other:
        raise ValidationError(
            {
                "words": _("These words overlap with directive %(number)s. Split that one instead.")
                % {"number": other.number}
            }
        )
    number = _next_number(meeting)
    data = reading.part(
        text, start, end, number=number, of=None, held_on=_held_on(meeting), roll=Roll(meeting.region)
    )
    record(facts.Marked(subject=meeting.code, number=number, directive=data), book=book, by=by)
    return _standing(meeting, number)


@transaction.atomic
def split(directive: Directive, *, at: Sequence[int], by: Person) -> list[Directive]:
    """Make several directives of one. `at` are offsets in the directive's text before which it is cut.
    Error field: parts.
    """
    meeting = directive.meeting
    book = _settling(meeting, [directive], by)
    text = Minutes.objects.get(meeting=meeting, superseded=None).text
    cuts = [directive.start, *(directive.start + offset for offset in sorted(set(at))), directive.end]
    spans = [reading.trimmed(text, *span) for span in pairwise(cuts) if span[0] < span[1] <= directive.end]
    if len(cuts) < 3 or len(spans) < len(cuts) - 1 or any(start >= end for start, end in spans):
        raise ValidationError(
            {"parts": _("Put each part on a line of its own: at least two lines, none of them empty.")}
        )
    number, roll = _next_number(meeting), Roll(meeting.region)
    into = [
        reading.part(text, *span, number=number + step, of=directive, held_on=_held_on(meeting), roll=roll)
        for step, span in enumerate(spans)
    ]
    numbers = [data["number"] for data in into]
    record(
        facts.Split(subject=meeting.code, number=directive.number, into=into, numbers=numbers),
        book=book,
        by=by,
    )
    return [_standing(meeting, number) for number in numbers]


@transaction.atomic
def merge(directives: Sequence[Directive], *, by: Person) -> Directive:
    """Make one directive of several that stand next to each other. Error field: directives."""
    if len(directives) < 2:
        raise ValidationError({"directives": _("Choose at least two directives to merge.")})
    meeting = directives[0].meeting
    book = _settling(meeting, directives, by)
    ordered = sorted(directives, key=lambda d: d.start)
    between = Directive.objects.filter(
        meeting=meeting, superseded=None, start__gte=ordered[0].start, end__lte=ordered[-1].end
    ).exclude(pk__in=[d.pk for d in ordered])
    if other := between.first():
        raise ValidationError(
            {
                "directives": _("Directive %(number)s stands between them. Only neighbours can be merged.")
                % {"number": other.number}
            }
        )
    number = _next_number(meeting)
    into = reading.joined(ordered, number=number, roll=Roll(meeting.region))
    numbers = [d.number for d in ordered]
    record(facts.Merged(subject=meeting.code, numbers=numbers, into=into), book=book, by=by)
    return _standing(meeting, number)


@transaction.atomic
def drop(directive: Directive, *, by: Person, reason: str) -> Directive:
    """Leave a directive off the work list, and say why."""
    book = _settling(directive.meeting, [directive], by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is left out: it stands in the ledger.")})
    fact = facts.Dropped(subject=directive.meeting.code, number=directive.number, reason=reason.strip()[:200])
    record(fact, book=book, by=by)
    return _standing(directive.meeting, directive.number)


@transaction.atomic
def restore(directive: Directive, *, by: Person) -> Directive:
    """Put back a directive that was left out."""
    book = _settling(directive.meeting, [directive], by)
    if not directive.dropped:
        raise ValidationError(_("This directive stands on the list."))
    record(facts.Restored(subject=directive.meeting.code, number=directive.number), book=book, by=by)
    return _standing(directive.meeting, directive.number)


def _settling(meeting: Meeting, directives: Sequence[Directive], by: Person) -> Book:
    """The locked book, once it is sure that the directives still stand as they were seen and are not
    assigned.
    """
    require(by, "assign", meeting.unit)
    book = locked(meeting.region_id)
    keys = [directive.pk for directive in directives]
    if Directive.objects.filter(pk__in=keys, superseded=None).count() < len(keys):
        raise ValidationError(_("Somebody changed this directive meanwhile. Look at it again."))
    numbers = [directive.number for directive in directives]
    if given := Assignment.objects.filter(meeting=meeting, number__in=numbers).first():
        raise ValidationError(
            _("Directive %(number)s is assigned. Amend its matter instead.") % {"number": given.number}
        )
    return book


def _next_number(meeting: Meeting) -> int:
    """Numbers are never used twice within a text of the minutes."""
    since = Minutes.objects.get(meeting=meeting, superseded=None).made
    rows = Directive.objects.filter(meeting=meeting, made__gte=since)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _held_on(meeting: Meeting) -> dt.date:
    return timezone.localdate(meeting.held_at)


def _standing(meeting: Meeting, number: int) -> Directive:
    return Directive.objects.select_related("meeting").get(meeting=meeting, number=number, superseded=None)
