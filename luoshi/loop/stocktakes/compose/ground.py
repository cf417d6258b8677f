"""What a stocktake is computed from, and the pieces it is made of: blocks, and where their words lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.core.ledger.queries import Head, names_then
from luoshi.core.matters.kinds import abandoned
from luoshi.core.matters.models import MatterState, Nature, Rollup
from luoshi.core.organisation.models import Unit
from luoshi.core.plan.models import Plan
from luoshi.engine.periods import Period, due_period
from luoshi.engine.quantity import show
from luoshi.kinds.target.situation import Situation, Standing, situation
from luoshi.loop.meetings.models import Meeting
from luoshi.loop.meetings.queries import Outcome, held_since, outcomes
from luoshi.loop.outlook.outlook import Outlook
from luoshi.loop.outlook.queries import forecasts
from luoshi.web.document_blocks import Block, Table

MEETINGS = 2  # that were held last
RISKS = 20  # matters at risk that are looked at
ASKED = 150  # open matters whose outlook is asked
WHOLE = 10000
AT_RISK = Q(closed_on=None, light__in=("red", "grey"))


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
    """All that follows from a head in one language; `district` by the name it bore, `day` the head's own."""

    district: str
    day: dt.date
    sections: tuple[Section, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Counts:
    """What is counted of one workstream: closed within the period and not given up; open ones with their goal reached,
    due in the half year ahead (off track, silent), off track or silent whenever they are due.
    """

    name: str
    closed: int
    reached: int
    ahead: int
    ahead_red: int
    ahead_grey: int
    at_risk: int


@dataclass(frozen=True)
class Ground:
    """A plan and a period as of a head; each question is asked once."""

    plan: Plan
    period: Period
    shown: Head

    @property
    def district(self) -> str:
        return self.name(self.plan.region)

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
        return MatterState.objects.at(self.shown.seq).filter(plan=self.plan).select_related("lead_unit", "workstream")

    @cached_property
    def counts(self) -> dict[str, Counts]:
        """Workstream → its matters as they are counted, in the order of the plan."""
        within = Q(closed_on__gte=self.period.start, closed_on__lte=self.period.end) & ~Q(stage__in=abandoned())
        ahead = Q(closed_on=None, due__gte=self.ahead.start, due__lte=self.ahead.end)
        asked = {
            "closed": within, "reached": Q(closed_on=None, completion__gte=WHOLE), "ahead": ahead,
            "ahead_red": ahead & Q(light="red"), "ahead_grey": ahead & Q(light="grey"), "at_risk": AT_RISK,
        }  # fmt: skip
        counts = {name: Count("pk", filter=condition) for name, condition in asked.items()}
        streams = self.states.order_by("workstream__order", "workstream")
        rows = streams.values_list("workstream__code", "workstream__name")
        return {row[0]: Counts(*row[1:]) for row in rows.annotate(**counts)}

    @cached_property
    def at_risk(self) -> list[MatterState]:
        """Open matters off track or silent that weigh most."""
        red_first = Case(When(light="red", then=Value(0)), default=Value(1))
        order = ("-weight", red_first, F("deviation").asc(nulls_last=True), "code")
        return list(self.states.filter(AT_RISK).order_by(*order)[:RISKS])

    @cached_property
    def situation(self) -> Situation:
        return situation(self.plan, self.period, self.shown.seq, self.states)

    @cached_property
    def meetings(self) -> list[tuple[Meeting, list[Outcome]]]:
        """The district's meetings since the period began, or the last one, with what became of them."""
        found = held_since(self.plan.region, self.period.start, before=self.shown.seq)[:MEETINGS]
        return [(meeting, outcomes(meeting, head=self.shown.seq)) for meeting in found]

    @cached_property
    def forecasts(self) -> list[tuple[MatterState, Outlook]]:
        """What is forecast of the heaviest open matters, as of the head; nothing where stock is taken so late that the
        forecast would know months which the period did not.
        """
        if due_period(self.day) > self.period.months[-1].next():
            return []
        found = self.states.filter(closed_on=None, rollup=Rollup.OWN).order_by("-weight", "due", "code")[:ASKED]
        asked = list(found)
        said = forecasts(self.plan, asked, self.shown)
        return [(matter, said[matter.code]) for matter in asked if matter.code in said]

    def months(self, matter: MatterState) -> Mapping[str, int]:
        """The verified months of a key target, up to the head."""
        return self.situation.ground.readings.get(matter.key, {})

    def to(self, name: str, *args: object, **asked: str) -> str:
        """The address of a page as of the head."""
        query = "".join(f"&{key}={value}" for key, value in asked.items())
        return f"{reverse(name, args=args)}?head={self.shown.seq}{query}"

    def matter(self, code: str) -> str:
        return self.to("matter", code)


def spoken(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")


def month_name(month: Period) -> str:
    """A month on an axis."""
    return date_format(month.start, pgettext("format of a month on an axis", "M"))


def unbroken(readings: Sequence[int | None]) -> list[int]:
    """A sum that was not told for a month stands as it stood the month before; months after the last are left out."""
    known: list[int] = []
    last = max((place for place, reading in enumerate(readings, 1) if reading is not None), default=0)
    for reading in readings[:last]:
        known.append(reading if reading is not None else known[-1] if known else 0)
    return known


def amount(stored: int, label: str) -> str:
    """How much, whatever the sign: 9.4 亿元, 1.2 points."""
    if label == "%":
        return _("%(n)s points") % {"n": show(abs(stored), label)}
    return f"{show(abs(stored), label)} {label}"


def signed(gap: int, label: str) -> str:
    return f"{'−' if gap < 0 else '+'}{amount(gap, label)}"


def is_level(one: Standing) -> bool:
    """Whether the whole goal is due at any time: such a figure is never behind pro-rata, it is off its goal."""
    return one.nature != Nature.CUMULATIVE and not one.follows_children


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
