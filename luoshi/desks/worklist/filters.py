"""The filters of the work list: which parameter takes which values, and what it asks of the matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi.core.ledger.queries import returned_matters
from luoshi.core.matters.kinds import kinds
from luoshi.core.matters.models import REPORT_DAYS, Cadence, Light, Matter, Rollup
from luoshi.desks.worklist.ground import Ground
from luoshi.engine.periods import Period, last_closed

LONGEST = 80
MOST_CODES = 500
Options = Mapping[str, str | Promise]


@dataclass(frozen=True)
class Filter:
    """One parameter of the address; `tally` is the column of the tallies that answers the same, if one does."""

    name: str
    label: Promise
    tally: str = ""

    def takes(self, value: str, ground: Ground) -> bool:
        """Whether this can be read; what cannot is left out and named on the page."""
        raise NotImplementedError

    def condition(self, values: Sequence[str], ground: Ground) -> Q:
        raise NotImplementedError

    def text(self, values: Sequence[str], ground: Ground) -> str:
        """What the chip says after the filter's name."""
        return "、".join(values)


@dataclass(frozen=True, kw_only=True)
class Choice(Filter):
    """Some of a few values."""

    options: Callable[[Ground], Options]
    asks: Callable[[Sequence[str], Ground], Q]

    def takes(self, value: str, ground: Ground) -> bool:
        return value in self.options(ground)

    def condition(self, values: Sequence[str], ground: Ground) -> Q:
        return self.asks(values, ground)

    def text(self, values: Sequence[str], ground: Ground) -> str:
        return "、".join(str(self.options(ground)[value]) for value in values)


class Search(Filter):
    """Words that the title, the code or the lead unit's name contain."""

    def takes(self, value: str, ground: Ground) -> bool:
        return len(value) <= LONGEST and value.isprintable()

    def condition(self, values: Sequence[str], ground: Ground) -> Q:
        found = Q()
        for word in values[-1].split()[:5]:
            led = [ground.units[code] for code, name in ground.names.items() if word in name]
            found &= Q(title__icontains=word) | Q(code__istartswith=word) | Q(lead_unit__in=led)
        return found


@dataclass(frozen=True, kw_only=True)
class Day(Filter):
    column: str

    def takes(self, value: str, ground: Ground) -> bool:
        try:
            return bool(dt.date.fromisoformat(value))
        except ValueError:
            return False

    def condition(self, values: Sequence[str], ground: Ground) -> Q:
        return Q(**{self.column: dt.date.fromisoformat(values[-1])})

    def text(self, values: Sequence[str], ground: Ground) -> str:
        return formats.date_format(dt.date.fromisoformat(values[-1]), "Y-m-d")


@dataclass(frozen=True, kw_only=True)
class Code(Filter):
    """Codes of matters or of a meeting: letters, digits, hyphens."""

    asks: Callable[[Sequence[str], Ground], Q]

    def takes(self, value: str, ground: Ground) -> bool:
        plain = value.replace("-", "").replace("_", "")
        return len(value) <= 60 and plain.isascii() and plain.isalnum()

    def condition(self, values: Sequence[str], ground: Ground) -> Q:
        return self.asks(values[:MOST_CODES], ground)

    def text(self, values: Sequence[str], ground: Ground) -> str:
        return "、".join(values[:3]) + (" …" if len(values) > 3 else "")


DUE = {"week": _("this week"), "month": _("this month"), "past": _("overdue")}
REPORTS = {"missing": _("not yet in"), "waiting": _("waits for verification"), "returned": _("returned")}
STATES = {"closed": _("closed ones"), "all": _("open and closed")}


def stages(_ground: Ground) -> dict[str, str | Promise]:
    return {stage.code: stage.name for kind in kinds().values() for stage in kind.stages}


def _due(values: Sequence[str], ground: Ground) -> Q:
    week = ground.day + dt.timedelta(days=6 - ground.day.weekday())
    spans = {
        "week": Q(due__gte=ground.day, due__lte=week),
        "month": Q(due__gte=ground.day, due__lte=Period.of(ground.day).end),
        "past": Q(due__lt=ground.day),
    }
    return _any(spans, values)


def _reports(values: Sequence[str], ground: Ground) -> Q:
    key = "pk__in" if ground.now.head is None else "matter__in"
    asked: dict[str, Q] = {
        "missing": Q(rollup=Rollup.OWN) & _missing(ground.day),
        "waiting": Q(pending__isnull=False),
    }
    if "returned" in values:
        asked["returned"] = Q(**{key: returned_matters(ground.now.plan.pk, ground.now.head)})
    return _any(asked, values)


def _missing(day: dt.date) -> Q:
    """Without a report for the last period that was due, as each figure's publication goes."""
    found = Q(pk__in=[])
    for cadence in Cadence.values:
        due = last_closed(day, cadence)  # type: ignore[arg-type]
        month = str(due.months[-1])
        found |= Q(cadence=cadence, due_days=REPORT_DAYS, start__lte=due.end, reported_period__lt=month)
    # What is published on a day of its own is judged by that day, once a night: the light's reason knows.
    return found | Q(~Q(due_days=REPORT_DAYS), reasons__contains='"silent"')


def _state(values: Sequence[str], _ground: Ground) -> Q:
    return Q() if "all" in values else Q(closed_on__isnull=False)


def _parent(values: Sequence[str], ground: Ground) -> Q:
    if ground.now.head is not None:
        return Q(parent_code__in=values)
    return Q(parent__in=Matter.objects.filter(code__in=values).values("pk"))


def _origin(values: Sequence[str], _ground: Ground) -> Q:
    return _any({value: Q(origin__startswith=f"{value}#") for value in values}, values)


def _mine(_values: Sequence[str], ground: Ground) -> Q:
    return Q(lead_unit__in=[post.unit_id for post in ground.person.posts_held])


def _any(conditions: Mapping[str, Q], values: Sequence[str]) -> Q:
    found = Q()
    for value in values:
        found |= conditions[value]
    return found


FILTERS: tuple[Filter, ...] = (
    Search("q", _("Search")),
    Choice(
        "light",
        _("Light"),
        "light__in",
        options=lambda _ground: dict(Light.choices),
        asks=lambda values, _ground: Q(light__in=values),
    ),
    Choice(
        "kind",
        _("Kind"),
        "kind__in",
        options=lambda _ground: {kind.code: kind.name for kind in kinds().values()},
        asks=lambda values, _ground: Q(kind__in=values),
    ),
    Choice(
        "workstream",
        _("Workstream"),
        "workstream__code__in",
        options=lambda ground: {code: stream.name for code, stream in ground.workstreams.items()},
        asks=lambda values, ground: Q(workstream__in=[ground.workstreams[value].pk for value in values]),
    ),
    Choice(
        "unit",
        _("Lead unit"),
        "unit__code__in",
        options=lambda ground: ground.names,
        asks=lambda values, ground: Q(lead_unit__in=[ground.units[v] for v in values]),
    ),
    Choice("due", _("Due"), options=lambda _ground: DUE, asks=_due),
    Day("due_from", _("Due from"), column="due__gte"),
    Day("due_to", _("Due by"), column="due__lte"),
    Choice("stage", _("Stage"), options=stages, asks=lambda values, _ground: Q(stage__in=values)),
    Choice("report", _("Report"), options=lambda _ground: REPORTS, asks=_reports),
    Choice("state", _("Including"), options=lambda _ground: STATES, asks=_state),
    Choice("mine", _("Only"), options=lambda _ground: {"yes": _("what my own unit leads")}, asks=_mine),
    Code("origin", _("Meeting"), asks=_origin),
    Code("parent", _("Part of"), asks=_parent),
    Code("code", _("Chosen"), asks=lambda values, _ground: Q(code__in=values)),
)
