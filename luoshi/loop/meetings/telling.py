"""A meeting and what became of its directives, in words: for documents that are computed from a head."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luoshi.core.matters.models import Tracked
from luoshi.core.organisation.models import Unit
from luoshi.engine.quantity import percent
from luoshi.loop.meetings.models import Meeting
from luoshi.loop.meetings.queries import Outcome

Name = Callable[[Unit], str]
"""The name a unit bore at the head."""


def held(meeting: Meeting) -> str:
    """The sentence that names the meeting."""
    day = date_format(timezone.localdate(meeting.held_at), "DATE_FORMAT")
    return _("%(title)s, held on %(day)s:") % {"title": meeting.title, "day": day}


def told(outcome: Outcome, name: Name) -> str:
    """One directive, as it was said, and what became of it."""
    words = {"number": outcome.number, "said": _said(outcome), "why": outcome.why}
    if outcome.state == "dropped":
        return _("%(number)s. %(said)s: not put on the list, %(why)s") % words
    if outcome.state == "vague":
        return _("%(number)s. %(said)s: nothing to be checked was asked.") % words
    if not outcome.matters:
        return _("%(number)s. %(said)s: not assigned yet.") % words
    return _("%(number)s. %(said)s: %(became)s.") % {**words, "became": became(outcome, name)}


def became(outcome: Outcome, name: Name) -> str:
    """The matters of an assigned directive and how they stand."""
    return _("; ").join(_standing(matter, name) for matter in outcome.matters)


def _said(outcome: Outcome) -> str:
    words = {"text": outcome.text, "speaker": outcome.speaker}
    return _("“%(text)s” (%(speaker)s)") % words if outcome.speaker else _("“%(text)s”") % words


def _standing(matter: Tracked, name: Name) -> str:
    words = {"code": matter.code, "unit": name(matter.lead_unit), "light": matter.get_light_display()}
    if matter.closed_on:
        return _("%(code)s, %(unit)s, closed on %(day)s") % {**words, "day": matter.closed_on.isoformat()}
    if matter.completion is None:
        return _("%(code)s, %(unit)s, %(light)s, no verified figure yet") % words
    figures = {"completion": percent(matter.completion)}
    return _("%(code)s, %(unit)s, %(light)s, %(completion)s%% complete") % {**words, **figures}
