"""Convening a meeting and taking its minutes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.core.ledger import facts
from luoshi.core.ledger.actions.who import named, require
from luoshi.core.ledger.book import locked, record
from luoshi.core.organisation.models import Person, Unit
from luoshi.loop.meetings import reading
from luoshi.loop.meetings.models import PASTED, AgendaItem, Meeting, Minutes
from luoshi.loop.meetings.roll import Roll
from luoshi.web import intake

RESERVED = {"new"}


@transaction.atomic
def convene(
    unit: Unit,
    *,
    by: Person,
    code: str,
    title: str,
    held_at: dt.datetime,
    place: str = "",
    chair: str = "",
    agenda: Sequence[Mapping[str, str]] = (),
    attendance: Sequence[Mapping[str, Any]] = (),
) -> Meeting:
    """Enter a meeting of `unit`. `held_at` is aware; agenda rows: kind, title, speaker; attendance: name,
    unit, post, present.
    """
    require(by, "assign", unit)
    region = Unit.objects.get(path=unit.region_path)
    book = locked(region.pk)
    _check_meeting(region, code, title, agenda)
    fact = facts.Convened(
        subject=code,
        title=title.strip(),
        held_at=timezone.localtime(held_at).replace(tzinfo=None).isoformat("T", "minutes"),
        place=place.strip(),
        chair=chair.strip(),
        unit=named(unit),
        agenda=[{name: item.get(name, "") for name in ("kind", "title", "speaker")} for item in agenda],
        attendance=[
            {
                **{name: row.get(name, "") for name in ("name", "unit", "post")},
                "present": bool(row.get("present", True)),
            }
            for row in attendance
        ],
    )
    record(fact, book=book, by=by)
    return Meeting.objects.get(region=region, code=code)


def _check_meeting(region: Unit, code: str, title: str, agenda: Sequence[Mapping[str, str]]) -> None:
    problems: dict[str, str] = {}
    if not code or code in RESERVED or Meeting.objects.filter(region=region, code=code).exists():
        problems["code"] = _("The number %(code)s is taken. Choose another.") % {"code": code}
    if not title.strip():
        problems["title"] = _("Give the meeting a title.")
    if any(item["kind"] not in AgendaItem.Kind.values for item in agenda):
        problems["agenda"] = _("Choose a kind for every item of the agenda.")
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def take_minutes(
    meeting: Meeting, *, by: Person, text: str, source: str = PASTED, digest: str = ""
) -> Minutes:
    """Read the text of a meeting into directives. A later text replaces an earlier one until something was
    assigned.

    `source` is `paste` or a file's name, `digest` the SHA-256 of that file. Errors by field: text.
    """
    require(by, "assign", meeting.unit)
    book = locked(meeting.region_id)
    text = _readable(text)
    if meeting.assignments.exists():
        raise ValidationError(
            {"text": _("Matters were assigned from these minutes, so their sentences stay.")}
        )
    data = reading.read(text, timezone.localdate(meeting.held_at), Roll(meeting.region))
    fact = facts.Minuted(
        subject=meeting.code,
        text=text,
        source=source[:120] or PASTED,
        digest=digest or hashlib.sha256(text.encode()).hexdigest(),
        directives=data,
        characters=sum(not character.isspace() for character in text),
        found=len(data),
    )
    entry = record(fact, book=book, by=by)
    return Minutes.objects.get(meeting=meeting, made=entry.seq)


def _readable(text: str) -> str:
    """The text without characters that nobody sees. Pasted text obeys the limits of a file."""
    if not text.strip():
        raise ValidationError({"text": _("Paste the text of the minutes, or choose a file.")})
    try:
        return intake.read_text(text.encode(), "pasted.txt")
    except intake.IntakeError as error:
        raise ValidationError({"text": intake.MESSAGES[error.code] % error.numbers}) from error
