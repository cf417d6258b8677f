"""One matter as somebody sees it at a moment, and what they may do with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.matters.kinds import Kind, kind_of
from luoshi.core.matters.models import Matter, Rollup, Tracked
from luoshi.core.matters.queries import matters
from luoshi.core.organisation.models import Person


@dataclass(frozen=True)
class Sight:
    """`matter` is the row itself, `shown` the same row as it stood at the moment (the row itself when that is now).

    `parent` is None also where one may not see it.
    """

    person: Person
    now: Moment
    matter: Matter
    shown: Tracked
    parent: Tracked | None

    @property
    def head(self) -> int | None:
        return self.now.head

    @property
    def kind(self) -> Kind:
        return kind_of(self.shown)

    @property
    def day(self) -> dt.date:
        return self.now.day

    @property
    def tail(self) -> str:
        """What a link needs to stay at this moment."""
        return f"?head={self.head}" if self.head else ""

    def had(self, seq: int | None) -> bool:
        """Whether an entry had been written by the moment shown."""
        return seq is not None and (self.head is None or seq <= self.head)

    def entry_url(self, seq: int) -> str:
        """The entry in the ledger for those who may read it there, else its line in the timeline."""
        if self.person.may_anywhere("audit"):
            return reverse("entry", args=[seq]) + self.tail
        return f"{self.tail or '?'}{'&' if self.tail else ''}entry={seq}#e{seq}"

    @property
    def reports_url(self) -> str:
        """This page with every report on it."""
        return f"{self.tail or '?'}{'&' if self.tail else ''}reports=all#reports"

    def has(self, ability: str) -> bool:
        """Whether one may do something here; an earlier moment is only looked at."""
        return self.head is None and self.person.may(ability, self.matter.lead_unit)

    @property
    def may_report(self) -> bool:
        return self.has("report") and self.matter.closed_on is None and self.matter.rollup == Rollup.OWN

    @property
    def may_move(self) -> bool:
        return (self.may_report or self.has("assign")) and bool(self.kind.moves_from(self.matter.stage))

    @property
    def may_amend(self) -> bool:
        return self.has("assign")

    @property
    def may_rebaseline(self) -> bool:
        """A number that follows from others has no goal of its own."""
        return self.has("assign") and self.matter.closed_on is None and self.matter.rollup == Rollup.OWN

    @property
    def may_verify(self) -> bool:
        return self.has("verify")


def sight(request: HttpRequest, code: str) -> Sight:
    """What the request's person sees of the matter; 404 for a stranger and before the matter was registered."""
    now, person = moment(request), request.user
    found: Any = matters(person, now.head)  # type: ignore[arg-type]
    if now.head is not None:
        found = found.select_related("matter__lead_unit")
    shown = get_object_or_404(found, code=code)
    matter = shown if isinstance(shown, Matter) else shown.matter
    return Sight(person, now, matter, shown, _parent(person, matter, now.head))  # type: ignore[arg-type]


def _parent(person: Person, matter: Matter, head: int | None) -> Tracked | None:
    if matter.parent_id is None:
        return None
    key = "pk" if head is None else "matter"
    return matters(person, head).filter(**{key: matter.parent_id}).first()
