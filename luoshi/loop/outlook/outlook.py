"""What is forecast of one matter, as pages and facts tell it: stored integers, days, basis points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from luoshi.core.matters.kinds import kinds
from luoshi.engine.forecast.reference import NEEDED
from luoshi.engine.progress import WHOLE
from luoshi.engine.quantity import rounded, show
from luoshi.loop.outlook.learning import Ground
from luoshi.web.words import listed

DIGITS = 4


def percent(chance: int) -> int:
    """Basis points as whole per cent; only what is certain is called 0 or 100."""
    return chance // 100 if chance in (0, WHOLE) else min(max(rounded(chance, 100), 1), 99)


def _plural(kind: str) -> str:
    return str(kinds()[kind].name_plural)


def foreseen(figures: Sequence[int]) -> list[int]:
    """Figures to come: to four digits of the largest, since more would be made up."""
    step = 10 ** max(len(str(max(map(abs, figures)))) - DIGITS, 0)
    return [rounded(value, step) * step for value in figures]


def seen_ahead(figures: Sequence[int], label: str) -> list[str]:
    """The same as one reads them."""
    return [show(value, label) for value in foreseen(figures)]


@dataclass(frozen=True)
class Lacking:
    """There is no forecast: the widest class holds `records` records that are over, and `needed` are needed."""

    known: ClassVar[bool] = False
    kind: str
    records: int
    yearly: bool
    needed: int = NEEDED

    @property
    def words(self) -> str:
        told = {"records": self.records, "needed": self.needed, "kind": _plural(self.kind)}
        if self.yearly:
            return _(
                "Not enough records: %(records)s of %(needed)s whole years of %(kind)s "
                "with figures at this time of the year."
            ) % told
        return _("Not enough records: %(records)s of %(needed)s finished %(kind)s.") % told


@dataclass(frozen=True)
class YearEnd:
    """The fan of a figure to December: P10, P50 and P90 month by month, at least December's.

    `chance`: that the goal is met. `less`: met by not going over it. `naive`: what pro-rata progress would come to.
    """

    known: ClassVar[bool] = True
    kind: str
    label: str
    year: int
    goal: int | None
    less: bool
    low: tuple[int, ...]
    middle: tuple[int, ...]
    high: tuple[int, ...]
    chance: int | None
    naive: int | None
    grounds: tuple[Ground, ...]

    @property
    def ends(self) -> tuple[int, int, int]:
        """P10, P50 and P90 of the year's end."""
        return self.low[-1], self.middle[-1], self.high[-1]

    @property
    def shown(self) -> tuple[str, str, str]:
        """The same for reading, without the unit of measure."""
        low, middle, high = seen_ahead(self.ends, self.label)
        return low, middle, high

    @property
    def percent(self) -> int | None:
        return None if self.chance is None else percent(self.chance)

    @property
    def basis(self) -> str:
        """What it rests on, in one sentence."""
        told = {"records": self.grounds[0].records, "kind": _plural(self.kind)}
        if not (weights := _weights(self.grounds)):
            return _("From %(records)s yearly records of %(kind)s of this district.") % told
        return _("From %(records)s yearly records of %(kind)s of this district; %(weights)s.") % {
            **told, "weights": weights,
        }


@dataclass(frozen=True)
class Finishing:
    """The day work is finished: P50, P80, and the chance of its due date.

    `beyond`: a day lies later than the records can say and stands where they end. `naive`: where the pace so far leads.
    """

    known: ClassVar[bool] = True
    kind: str
    due: dt.date
    p50: dt.date
    p80: dt.date
    beyond: bool
    chance: int
    naive: dt.date | None
    grounds: tuple[Ground, ...]

    @property
    def percent(self) -> int:
        return percent(self.chance)

    @property
    def half_beyond(self) -> bool:
        """Whether even P50 stands only where the records end."""
        return self.beyond and self.p50 == self.p80

    @property
    def basis(self) -> str:
        """What it rests on, in one sentence."""
        told = {"records": self.grounds[0].records, "kind": _plural(self.kind)}
        if not (weights := _weights(self.grounds)):
            return _("From %(records)s finished %(kind)s of this district.") % told
        return _("From %(records)s finished %(kind)s of this district; %(weights)s.") % {**told, "weights": weights}


def _weights(grounds: tuple[Ground, ...]) -> str:
    """How much the narrower classes weigh: "the 12 of this indicator weigh 38%"."""
    words = {
        "alike": _("the %(records)s of this indicator weigh %(share)s%%"),
        "workstream": _("the %(records)s of this workstream weigh %(share)s%%"),
        "unit": _("the %(records)s of this unit weigh %(share)s%%"),
    }
    return listed(
        words[ground.of] % {"records": ground.records, "share": rounded(ground.share, 100)} for ground in grounds[1:]
    )


@dataclass(frozen=True)
class Outlook:
    """What is forecast of a matter; None where nothing is to be forecast: a level, a figure that is known, no goal."""

    matter: str
    year_end: YearEnd | Lacking | None
    finish: Finishing | Lacking | None
