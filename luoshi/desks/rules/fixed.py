"""Rules that no office changes, in words: how figures are counted, compared and forecast. Pages lead here by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoshi.engine.comparison import UNUSUAL
from luoshi.engine.forecast.reference import NEEDED
from luoshi.kinds.target.neighbourhood import LOOK_BACK


@dataclass(frozen=True)
class Fixed:
    """One set of them; `name` is where it stands on the page of rules."""

    name: str
    title: str
    lines: Sequence[str]


def fixed() -> list[Fixed]:
    """In the reader's language, with the numbers that the engine uses."""
    return [
        Fixed("counting", _("Targets"), _of_targets()),
        Fixed("neighbours", _("Neighbours and short boards"), _of_neighbours()),
        Fixed("outlook", _("Outlook"), _of_the_outlook()),
    ]


def _of_targets() -> list[str]:
    return [
        _("A sum since the year's start is held against pro-rata: the months gone by ÷ 12 of the goal."),
        _("A level or a growth rate is held against its goal, or against its own trajectory where it has one."),
        _("Where less is better, what is used up ahead of time counts against it: completion is twice the share of the "
          "time less value ÷ goal."),
        _("Growth rates are never added up; where a mean is needed it is weighted by the bases."),
        _("Uplift is what a level sets itself beyond what its superior assigned. It is shown and never scored."),
    ]  # fmt: skip


def _of_neighbours() -> list[str]:
    return [
        _("Places are given within a group alone, among those that published; equal figures share a place."),
        _("Figures stand as they were published. One that lies further from the median than %(times)s times the median "
          "deviation is asked about, kept and counted.") % {"times": UNUSUAL},
        _("This district stands by its verified figure where it has one, else by what was published of it."),
        _("Short boards stand by the places they cost, then by weight × points behind. A comparison of up to "
          "%(months)s months ago still counts.") % {"months": LOOK_BACK},
    ]  # fmt: skip


def _of_the_outlook() -> list[str]:
    return [
        _("A forecast needs %(records)s records of this district in the widest class; below that there is none.")
        % {"records": NEEDED},
        _("A narrower class with n records takes n ÷ (n + %(records)s) of what narrower ones left.")
        % {"records": NEEDED},
        _("Forecasts rest on verified figures and on the ledger's own days, never on dates somebody said. They feed no "
          "score, and neither does judged confidence."),
    ]  # fmt: skip
