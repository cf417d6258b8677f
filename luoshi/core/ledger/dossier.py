"""What the ledger knows of one matter before a fact: read under the book's lock, in two questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from luoshi.core.ledger.figures import Figure, said_of
from luoshi.core.ledger.history import TRACKED, Cell, cell
from luoshi.core.ledger.judgement import counted, limits_of
from luoshi.core.ledger.prepared import Prepared, Slot
from luoshi.core.matters.models import Matter
from luoshi.core.plan.models import ClosedPeriod
from luoshi.core.plan.queries import rules_in_force
from luoshi.engine.lights import Thresholds


@dataclass
class Dossier:
    """A matter about to change, and what it was: `cell` counted it in a tally, `counted` is what its parent took.

    `shut`: the period asked about takes no more reports. `limits`: its plan's light thresholds.
    """

    matter: Matter
    limits: Thresholds
    row: dict[str, Any]
    cell: Cell | None
    counted: tuple[object, ...]
    shut: bool = False

    @classmethod
    def of(cls, matter: Matter, limits: Thresholds, *, shut: bool = False) -> Dossier:
        row = {name: getattr(matter, name) for name in TRACKED}
        return cls(matter, limits, row, cell(matter), counted(matter), shut)

    @classmethod
    def new(cls, matter: Matter, limits: Thresholds) -> Dossier:
        """Of a matter that was not there before."""
        return cls(matter, limits, {}, None, ())

    @cached_property
    def said(self) -> list[Figure]:
        """All that was ever reported of it, oldest first."""
        return said_of(self.matter.pk)

    @property
    def standing(self) -> list[Figure]:
        return [figure for figure in self.said if figure.stands]

    @property
    def changed(self) -> list[str]:
        """The columns that no longer say what they said."""
        return [name for name in TRACKED if name not in self.row or getattr(self.matter, name) != self.row[name]]


def _matters() -> QuerySet[Matter]:
    shut = ClosedPeriod.objects.filter(plan=OuterRef("plan"), period=Slot("period"))
    return Matter.objects.filter(code=Slot("code")).annotate(shut=Exists(shut), limits=rules_in_force("lights"))


_MATTER = Prepared(_matters)


def dossier(code: str, *, period: str = "") -> Dossier:
    """The dossier of a matter, fresh from the tables. Raises Matter.DoesNotExist."""
    found = _MATTER.one(Matter, code=code, period=period)
    if found is None:
        raise Matter.DoesNotExist(code)
    matter, (shut, values) = found
    return Dossier.of(matter, limits_of(values), shut=shut)
