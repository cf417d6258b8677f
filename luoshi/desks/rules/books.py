"""The sets of rules a plan keeps: what each number means, and how a new version of it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi.core.ledger.judgement import thresholds
from luoshi.desks.rules.forms import LightsForm, RubricForm, VersionForm
from luoshi.loop.assessment.queries import DEFAULT_VERSION, rubric
from luoshi.web.templatetags.look import bp

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Number:
    """One number of a set of rules: how it is shown and what it does."""

    code: str
    name: Promise
    meaning: Promise
    shown: Callable[[Any], str] = str
    unit: Promise | str = ""


@dataclass(frozen=True)
class Rules:
    """A named set of rules. `values` reads what is in force at an entry, defaults where none was adopted."""

    name: str
    title: Promise
    prose: Promise
    numbers: Sequence[Number]
    form: type[VersionForm]
    values: Callable[[int, int | None], Values]
    first: str


def _yes(value: Any) -> str:
    return str(_("yes") if value else _("no"))


def _points(plan: int, head: int | None) -> Values:
    return {item.code: item.points for item in rubric(plan, head)[1]}


LIGHTS = Rules(
    "lights",
    _("Lights"),
    _(
        "The worst reason wins: off track before watch before no report before on track. "
        "A matter that is done is on track."
    ),
    (
        Number(
            "yellow_lag",
            _("Watch from a lag of"),
            _("Behind pro-rata progress by this much or more: watch."),
            bp,
            _("pp"),
        ),
        Number(
            "red_lag",
            _("Off track beyond a lag of"),
            _("Behind pro-rata progress by more than this: off track."),
            bp,
            _("pp"),
        ),
        Number(
            "due_soon_days",
            _("Due soon within"),
            _("This close to its due date a matter that is not nearly done is on watch."),
            str,
            _("days"),
        ),
        Number(
            "due_soon_completion",
            _("Nearly done from"),
            _("A matter this far is not on watch for its date alone."),
            bp,
            "%",
        ),
        Number(
            "silence",
            _("A missing report counts"),
            _(
                "No report five days after the month ended, or on the day its figure is published: no report, unless "
                "off track anyway."
            ),
            _yes,
        ),
    ),
    LightsForm,
    lambda plan, head: asdict(thresholds(plan, head)),
    "1.0",
)
RUBRIC = Rules(
    "rubric",
    _("Points of the ranking"),
    _(
        "Points add up to 100. Only verified figures with evidence of grade A or B count as progress; "
        "use of the software never counts."
    ),
    (
        Number(
            "on_time",
            _("Reports on time"),
            _(
                "Share of the reports due in the period that came by the 5th of the next month; figures published "
                "later are not counted."
            ),
            str,
            _("points"),
        ),
        Number(
            "progress",
            _("Progress"),
            _("Completion against pro-rata progress of each matter, by weight; being ahead earns no more."),
            str,
            _("points"),
        ),
        Number(
            "verified", _("Figures verified"), _("Share of the figures reported that were verified."), str, _("points")
        ),
    ),
    RubricForm,
    _points,
    DEFAULT_VERSION,
)
BOOKS: dict[str, Rules] = {book.name: book for book in (LIGHTS, RUBRIC)}


def bound(book: Rules, data: Any = None, initial: Values | None = None, taken: Sequence[str] = ()) -> forms.Form:
    """The form for a new version; `taken` are versions that exist."""
    return book.form(taken, data, initial=initial)
