"""What the facts about meetings change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from luoshi.core.ledger import facts
from luoshi.core.ledger.book import Entry
from luoshi.core.ledger.fact import Fact
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Unit
from luoshi.engine.chain import canonical
from luoshi.loop.meetings.models import AgendaItem, Assignment, Attendance, Directive, Meeting, Minutes


def convene(fact: facts.Convened, entry: Entry) -> None:
    held_at = timezone.make_aware(dt.datetime.fromisoformat(fact.held_at), timezone.get_default_timezone())
    meeting = Meeting.objects.create(
        code=fact.subject,
        region_id=entry.book.region_id,
        unit=Unit.objects.get(code=fact.unit["code"]),
        title=fact.title,
        held_at=held_at,
        place=fact.place,
        chair=fact.chair,
        made=entry.seq,
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, order=order, **item) for order, item in enumerate(fact.agenda, start=1)
    )
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, order=order, **row) for order, row in enumerate(fact.attendance, start=1)
    )


def minute(fact: facts.Minuted, entry: Entry) -> None:
    """The text, and the directives read from it: both replace what an earlier text said."""
    meeting = _meeting(fact, entry)
    Minutes.objects.filter(meeting=meeting, superseded=None).update(superseded=entry.seq)
    Directive.objects.filter(meeting=meeting, superseded=None).update(superseded=entry.seq)
    Minutes.objects.create(
        meeting=meeting,
        text=fact.text,
        source=fact.source,
        digest=fact.digest,
        characters=fact.characters,
        made=entry.seq,
    )
    _add(meeting, fact.text, fact.directives, entry)


def mark(fact: facts.Marked, entry: Entry) -> None:
    meeting = _meeting(fact, entry)
    _add(meeting, _text(meeting), [fact.directive], entry)


def correct(fact: facts.Corrected, entry: Entry) -> None:
    changes = {name: change["value"] for name, change in fact.changes.items()}
    for name in ("matched_units", "matched_leads"):
        if name in changes:
            changes[name] = canonical(changes[name])
    if changes.get("due"):
        changes["due"] = dt.date.fromisoformat(changes["due"])
    _revise(_standing(_meeting(fact, entry), fact.number), entry, changes)


def split(fact: facts.Split, entry: Entry) -> None:
    _replace(_meeting(fact, entry), [fact.number], fact.into, entry)


def merge(fact: facts.Merged, entry: Entry) -> None:
    _replace(_meeting(fact, entry), fact.numbers, [fact.into], entry)


def drop(fact: facts.Dropped, entry: Entry) -> None:
    _revise(_standing(_meeting(fact, entry), fact.number), entry, {"dropped": fact.reason})


def restore(fact: facts.Restored, entry: Entry) -> None:
    _revise(_standing(_meeting(fact, entry), fact.number), entry, {"dropped": ""})


def assign(fact: facts.Assigned, entry: Entry) -> None:
    meeting = _meeting(fact, entry)
    keys = dict(Matter.objects.filter(code__in=fact.matters).values_list("code", "pk"))
    Assignment.objects.bulk_create(
        Assignment(meeting=meeting, number=fact.number, matter_id=keys[code], made=entry.seq) for code in fact.matters
    )


def _meeting(fact: Fact, entry: Entry) -> Meeting:
    return Meeting.objects.get(region=entry.book.region_id, code=fact.subject)


def _standing(meeting: Meeting, number: int) -> Directive:
    return Directive.objects.get(meeting=meeting, number=number, superseded=None)


def _text(meeting: Meeting) -> str:
    return Minutes.objects.get(meeting=meeting, superseded=None).text


def _add(meeting: Meeting, text: str, directives: Iterable[dict[str, Any]], entry: Entry) -> None:
    Directive.objects.bulk_create((_row(meeting, text, data, entry.seq) for data in directives), batch_size=500)


def _row(meeting: Meeting, text: str, data: dict[str, Any], seq: int) -> Directive:
    return Directive(
        meeting=meeting,
        number=data["number"],
        start=data["start"],
        end=data["end"],
        made=seq,
        text=text[data["start"] : data["end"]],
        speaker=data["speaker"],
        vague=data["vague"],
        units=canonical(data["units"]),
        lead_units=canonical(data["lead_units"]),
        matched_units=canonical([unit["code"] for unit in data["matched_units"]]),
        matched_leads=canonical([unit["code"] for unit in data["matched_leads"]]),
        deadline=data["deadline"],
        due=dt.date.fromisoformat(data["due"]) if data["due"] else None,
        measure=data["measure"],
    )


def _revise(directive: Directive, entry: Entry, changes: dict[str, Any]) -> None:
    """End the row that stood and write it anew with the changes."""
    Directive.objects.filter(pk=directive.pk).update(superseded=entry.seq)
    directive.pk, directive.made = None, entry.seq
    for name, value in changes.items():
        setattr(directive, name, value)
    directive.save(force_insert=True)


def _replace(meeting: Meeting, numbers: list[int], into: list[dict[str, Any]], entry: Entry) -> None:
    by = ",".join(str(data["number"]) for data in into)
    standing = Directive.objects.filter(meeting=meeting, number__in=numbers, superseded=None)
    standing.update(superseded=entry.seq, replaced_by=by)
    _add(meeting, _text(meeting), into, entry)


PROJECTORS = {
    facts.Convened: convene,
    facts.Minuted: minute,
    facts.Marked: mark,
    facts.Corrected: correct,
    facts.Split: split,
    facts.Merged: merge,
    facts.Dropped: drop,
    facts.Restored: restore,
    facts.Assigned: assign,
}
TABLES = [Assignment, Directive, Minutes, Attendance, AgendaItem, Meeting]
