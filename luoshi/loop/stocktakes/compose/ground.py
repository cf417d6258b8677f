"""What a stocktake is computed from, and the pieces it is made of: blocks, and where their words lead."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luoshi.core.ledger.queries import Head, names_then
from luoshi.core.matters.models import MatterState
from luoshi.core.organisation.models import Unit
from luoshi.core.plan.models import Plan
from luoshi.engine.periods import Period
from luoshi.engine.quantity import show
from luoshi.kinds.target.situation import Situation, situation
from luoshi.loop.meetings.models import Meeting
from luoshi.loop.meetings.queries import Outcome, held_since, outcomes
from luoshi.web.document_blocks import Block, Table

MEETINGS = 2  # that were held last
ALIGN = ("left", "center", "right")


@dataclass(frozen=True)
class Told:
    """A block, and where its words lead: (word, address) of a text; of a table an address a cell, "" for none."""

    block: Block
    ways: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Section:
    """A part of the document under its heading."""

    key: str
    heading: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Candidate:
    """A proposal that follows from the figures, and the address of what it follows from."""

    key: str
    text: str
    way: str


@dataclass(frozen=True)
class Computed:
    """All that follows from a head in one language."""

    sections: tuple[Section, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Ground:
    """A plan and a period as of a head; each question is asked once."""

    plan: Plan
    period: Period
    shown: Head
    district: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "district", self.name(self.plan.region))

    @cached_property
    def _then(self) -> dict[str, str]:
        return names_then(self.plan.region_id, self.shown.seq)

    def name(self, unit: Unit) -> str:
        """The name the unit bore at the head."""
        return self.named(unit.code, unit.name)

    def named(self, code: str, name: str) -> str:
        return self._then.get(code, name)

    @property
    def day(self) -> dt.date:
        """The day on which the head was written."""
        return timezone.localdate(self.shown.at) if self.shown.at else dt.date.min

    @property
    def ahead(self) -> Period:
        """The half year that follows the period."""
        return Period.of(self.period.end + dt.timedelta(days=1), "half")

    @property
    def states(self) -> QuerySet[MatterState]:
        """Every matter of the district as it stood: a document of the whole district hides none of them."""
        return MatterState.objects.at(self.shown.seq).filter(plan=self.plan).select_related("lead_unit")

    @cached_property
    def situation(self) -> Situation:
        plan = copy.copy(self.plan)
        # Neighbours know the district by the name it bore then.
        plan.region = copy.copy(self.plan.region)
        plan.region.name = self.district
        return situation(plan, self.period, self.shown.seq, self.states)

    @cached_property
    def meetings(self) -> list[tuple[Meeting, list[Outcome]]]:
        """The district's meetings since the period began, or the last one, with what became of them."""
        found = held_since(self.plan.region, self.period.start, before=self.shown.seq)[:MEETINGS]
        return [(meeting, outcomes(meeting, head=self.shown.seq)) for meeting in found]

    def to(self, name: str, *args: object, **asked: str) -> str:
        """The address of a page as of the head."""
        query = "".join(f"&{key}={value}" for key, value in asked.items())
        return f"{reverse(name, args=args)}?head={self.shown.seq}{query}"

    def matter(self, code: str) -> str:
        return self.to("matter", code)


def spoken(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")


def amount(stored: int, label: str) -> str:
    """How much, whatever the sign: 9.4 亿元, 1.2 points."""
    if label == "%":
        return _("%(n)s points") % {"n": show(abs(stored), label)}
    return f"{show(abs(stored), label)} {label}"


def linked_table(head: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]], widths: Sequence[float]) -> Told:
    """A table of (text, address) cells; the first column is text, the others are figures to the right."""
    align = ("left", *("right" for _column in head[1:]))
    return table(head, rows, widths, align)


def table(
    head: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]], widths: Sequence[float], align: Sequence[str]
) -> Told:
    """A table of (text, address) cells."""
    cells = tuple(tuple(text for text, _way in row) for row in rows)
    ways = tuple(tuple(way for _text, way in row) for row in rows)
    return Told(Table(tuple(head), cells, tuple(widths), tuple(align)), ways)
