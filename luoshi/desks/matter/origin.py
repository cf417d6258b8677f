"""The sentence a matter came from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoshi.desks.matter.sight import Sight
from luoshi.loop.meetings.queries import origin_of


@dataclass(frozen=True)
class Said:
    """The words, who said them, and the way to their place in the minutes."""

    text: str
    by: str
    label: str
    url: str


def origin(seen: Sight) -> Said | None:
    """None for a matter that was registered directly. Whoever sees the matter may read the meeting it came from."""
    found = origin_of(seen.matter)
    if found is None:
        return None
    place = f"{found.meeting.get_absolute_url()}{seen.tail}#s{found.number}"
    label = _("%(title)s, sentence %(number)s") % {"title": found.meeting.title, "number": found.number}
    return Said(found.text, found.speaker, label, place)
