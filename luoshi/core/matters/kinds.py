"""What a kind of matter declares of itself; all else follows from it. How to add one: docs/adding-a-kind.md."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.utils.functional import Promise

if TYPE_CHECKING:
    from luoshi.core.matters.models import Matter, Tracked
    from luoshi.core.organisation.models import Unit
    from luoshi.core.plan.models import Plan


@dataclass(frozen=True)
class Measure:
    """A figure that is reported: `label` is its unit of measure; `cumulative` since the year's start (or the start);
    `signed` where it may fall below nothing, as a growth rate does.
    """

    code: str
    name: Promise | str
    label: str
    cumulative: bool = True
    required: bool = True
    signed: bool = False


@dataclass(frozen=True)
class Course:
    """How a matter's first figure runs; the values are those of `Tracked`'s columns of these names.

    `due_days`: by how many days after the end of a period of `cadence` its report is due.
    """

    nature: str = "cumulative"
    direction: str = "more"
    cadence: str = "month"
    due_days: int = 5


@dataclass(frozen=True)
class Stage:
    """A stage and the stages one may move to from it.

    `closing` ones end the matter; those that also `abandon` it end it unfinished: a parent no longer counts it.
    """

    code: str
    name: Promise
    moves: tuple[str, ...] = ()
    closing: bool = False
    abandons: bool = False


@dataclass(frozen=True)
class Panel:
    """A panel on the matter's page: `template` gets `matter`, `details` and `kind`."""

    template: str


class Kind:
    """A kind of matter. Subclass in `kinds/<kind>/kind.py` and instantiate as `KIND`.

    `by_year`: pro-rata progress follows the months of the year (else the days from start to due).
    `headline`: its weightiest matters without a parent head the cockpit and the bulletin.
    `details`: the one-to-one table of what this kind adds, with a field `matter`; `fixed` are those of its fields that
    stay as they were registered. `home`: the name of the URL of a page of its own, where it has one.
    For forecasts: `alike` is the field of `details` by which matters resemble each other most; `finished` are stages in
    which the work is done although the matter stays open; `whole` is the measure in % of the work from start to finish,
    of a kind `by_year` whose work has an end.
    """

    code: ClassVar[str]
    name: ClassVar[Promise]
    name_plural: ClassVar[Promise]
    prefix: ClassVar[str]
    stages: ClassVar[Sequence[Stage]]
    by_year: ClassVar[bool] = False
    headline: ClassVar[bool] = False
    cadence: ClassVar[str] = "month"
    details: ClassVar[type[models.Model] | None] = None
    details_form: ClassVar[type[forms.Form] | None] = None
    panels: ClassVar[Sequence[Panel]] = ()
    home: ClassVar[str] = ""
    fixed: ClassVar[tuple[str, ...]] = ()
    alike: ClassVar[str] = ""
    finished: ClassVar[tuple[str, ...]] = ()
    whole: ClassVar[str] = ""

    def measures(self, matter: Tracked) -> Sequence[Measure]:
        """The figures asked for, the first one being what lights and rankings look at."""
        raise NotImplementedError

    def course(self, details: Mapping[str, Any], plan: int) -> Course:
        """How the first figure of a matter with these details runs."""
        return Course()

    def problems(self, details: Mapping[str, Any], lead_unit: Unit, plan: int, code: str = "") -> dict[str, str]:
        """What forbids registering a matter with these details, or giving them to the matter `code`, by field."""
        return {}

    def label(self, details: Mapping[str, Any], plan: int) -> str:
        """The unit of measure that follows from these details; empty where whoever registers says it."""
        return ""

    def offer(self, form: forms.Form, plan: int) -> None:
        """Let the fields of `details_form` offer what this plan knows."""

    def earlier(self, plan: Plan, head: int) -> Iterable[tuple[str, Sequence[int | None], int | None]]:
        """Years before the plan as published, known at entry `head`: what it is `alike`, twelve months, its goal."""
        return ()

    @property
    def ends(self) -> bool:
        """Whether its work is finished one day; a figure of a year only has its December."""
        return not self.by_year or bool(self.whole)

    @property
    def done(self) -> tuple[str, ...]:
        """Stages in which the work is done."""
        return (*self.finished, *(s.code for s in self.stages if s.closing and not s.abandons))

    def primary(self, matter: Tracked) -> Measure:
        return self.measures(matter)[0]

    def stage(self, code: str) -> Stage:
        return next(stage for stage in self.stages if stage.code == code)

    def moves_from(self, code: str) -> list[Stage]:
        return [self.stage(move) for move in self.stage(code).moves]

    def keep_details(self, matter: Matter, values: dict[str, Any]) -> None:
        """Project the kind's own values of a `Registered` or `Amended` fact."""
        if self.details is not None:
            self.details._default_manager.update_or_create(matter=matter, defaults=values)

    def details_of(self, matter: Matter) -> models.Model | None:
        return self.details._default_manager.filter(matter=matter).first() if self.details else None


@functools.cache
def kinds() -> dict[str, Kind]:
    """Every kind by its code, in the order of settings.KINDS."""
    found = [import_module(f"{path}.kind").KIND for path in settings.KINDS]
    return {kind.code: kind for kind in found}


def kind_of(matter: Tracked) -> Kind:
    return kinds()[matter.kind]


@functools.cache
def abandoned() -> tuple[str, ...]:
    """Stages in which a matter, of whatever kind, was given up."""
    return tuple({stage.code for kind in kinds().values() for stage in kind.stages if stage.abandons})
