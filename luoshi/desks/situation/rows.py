"""A target as a row, a cell or a short board of the page tells it; every number with what it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from luoshi.core.ledger.asof import Moment
from luoshi.core.matters.models import Direction, Nature, Tracked
from luoshi.desks.situation.amounts import brief, finding, level, signed, unit_of_difference
from luoshi.desks.situation.parts import Parts, parts
from luoshi.engine.periods import Period
from luoshi.engine.quantity import percent, rounded, signed_percent
from luoshi.kinds.target.owing import Piece
from luoshi.kinds.target.situation import ShortBoard
from luoshi.kinds.target.standing import Standing, ending_with
from luoshi.loop.outlook.models import Forecast
from luoshi.loop.outlook.outlook import seen_ahead
from luoshi.web.address import bare
from luoshi.web.words import listed, month

NAMED = 6  # units named in a short board's chart; the gap's own page has more


@dataclass(frozen=True)
class Seen:
    """One target at a moment and for a period: its figures in words and where they lead."""

    one: Standing
    now: Moment
    period: Period
    forecast: Forecast | None = None

    @property
    def matter(self) -> Tracked:
        return self.one.aim.matter

    @property
    def url(self) -> str:
        return self.matter.get_absolute_url() + self.now.tail

    @property
    def gap_url(self) -> str:
        return reverse("gap", args=[self.matter.code]) + bare(period=str(self.period), head=self.now.head)

    @property
    def neighbours_url(self) -> str:
        """The comparison of its indicator, else its places on the gap's page."""
        number = self.one.indicator.number if self.one.indicator else None
        try:
            return reverse("neighbours") + bare(indicator=number, head=self.now.head)
        except NoReverseMatch:
            return f"{self.gap_url}#places"

    @property
    def label(self) -> str:
        return self.one.label

    @property
    def value(self) -> str:
        return brief(self.one.value, self.label)

    @property
    def goal(self) -> str:
        return brief(self.one.goal, self.label)

    @property
    def of_month(self) -> str:
        """The month of the figure, where it is not the period's last."""
        return "" if self.one.month in ("", str(self.period.months[-1])) else month(self.one.month)

    @property
    def done(self) -> int | None:
        """How much of the goal is done, where that says something."""
        shares = self.one.nature != Nature.RATE and self.one.direction == Direction.MORE
        return self.one.completion if shares else None

    @property
    def off(self) -> str:
        """Against pro-rata in points of the goal; a level or a rate against what is due, in its own unit."""
        return self._against(self.one.deviation, self.one.gap)

    @property
    def off_path(self) -> str:
        return self._against(self.one.path_deviation, self.one.gap_by_path)

    def _against(self, share: int | None, gap: int | None) -> str:
        if level(self.one):
            return f"{signed(gap, self.one)} {unit_of_difference(self.one)}" if gap is not None else ""
        return "" if share is None else f"{signed_percent(share)} {_('pp')}"

    @property
    def against(self) -> str:
        """What the gap is held against; of a level or a rate never the share of the year."""
        if not level(self.one):
            return _("Against pro-rata")
        return _("Against its goal") if self.one.due_by_path is None else _("Against its trajectory")

    @property
    def gap_shown(self) -> str:
        return signed(self.one.gap, self.one)

    @property
    def path_gap_shown(self) -> str:
        return signed(self.one.gap_by_path, self.one)

    @property
    def gap_unit(self) -> str:
        return unit_of_difference(self.one)

    @property
    def due(self) -> str:
        return brief(self.one.due, self.label)

    @property
    def due_by_path(self) -> str:
        return brief(self.one.due_by_path, self.label)

    @property
    def finding(self) -> str:
        return finding(self.one, self.one.gap)

    @property
    def left(self) -> str:
        """Goal − value, as it stands, in `gap_unit`; of a limit, what is left of it."""
        if self.one.goal is None or self.one.value is None:
            return ""
        return signed(self.one.goal - self.one.value, self.one).lstrip("+")

    @property
    def growth(self) -> str:
        if self.one.growth is None:
            return ""
        return signed_percent(self.one.growth) + (f" {_('pp')}" if self.one.nature == Nature.RATE else "%")

    @property
    def growth_source(self) -> str:
        """Where the growth is from; own figures need no word."""
        words = {"published": _("from published"), "stated": _("as stated")}
        return words.get(self.one.growth_source, "")

    @property
    def place(self) -> str:
        place = self.one.place
        return f"{place.rank} / {place.of}" if place else ""

    @property
    def place_month(self) -> str:
        """The period of the comparison, where it is not the one shown."""
        place = self.one.place
        return "" if place is None or place.period in ending_with(self.period.months[-1]) else month(place.period)

    @property
    def place_of(self) -> str:
        """By what and when it was compared."""
        if not (place := self.one.place):
            return ""
        by = {"level": _("by level"), "growth": _("by growth"), "completion": _("by completion")}[place.by]
        return listed([_("by its figure") if self.one.nature == Nature.RATE else by, month(place.period)])

    @property
    def likely(self) -> str:
        """The year's end: P50 with P10 to P90."""
        rows = self.forecast
        if rows is None or rows.p10 is None or rows.p50 is None or rows.p90 is None:
            return ""
        said = seen_ahead((rows.p50, rows.p10, rows.p90), self.label)
        return _("%(middle)s (%(low)s to %(high)s)") % dict(zip(("middle", "low", "high"), said, strict=True))

    @property
    def chance(self) -> str:
        """The probability of the goal, in whole per cent."""
        chance = self.forecast.chance if self.forecast else None
        return "" if chance is None else str(rounded(chance, 100))

    @property
    def foreseen_with(self) -> str:
        """The month with whose closing the forecast was kept."""
        return month(self.forecast.period) if self.forecast else ""

    @property
    def likely_url(self) -> str:
        return f"{self.url}#outlook"


@dataclass(frozen=True)
class Board:
    """A short board: what it costs, who owns it, who its gap comes from, where to go next."""

    seen: Seen
    short: ShortBoard
    number: int

    @cached_property
    def parts(self) -> Parts | None:
        return parts(self.seen.one, self.short.contributions, self.seen.now, most=NAMED)

    @property
    def cost(self) -> str:
        """Points of weight lost: weight × what it lags."""
        return "" if not self.short.cost or self.short.cost < 0 else percent(rounded(self.short.cost, 100))

    @property
    def places(self) -> int:
        return max(self.short.places or 0, 0)

    @property
    def reasons(self) -> Sequence[str]:
        return self.short.reasons(self.seen.now.day)

    @property
    def worst(self) -> Piece | None:
        """The unit that lacks most; the lead unit where the gap was not taken apart."""
        pieces = self.short.contributions.pieces if self.short.contributions else ()
        return next((piece for piece in pieces if (piece.gap or 0) < 0), None)

    @property
    def next_name(self) -> str:
        return self.worst.name if self.worst else self.short.owner.name

    @property
    def next_url(self) -> str:
        """What is off track at that unit: what has to be moved."""
        unit = self.worst.unit if self.worst else self.short.owner.code
        return reverse("worklist") + bare(unit=unit, light=["red", "yellow"], sort="deviation", head=self.seen.now.head)


def boards(found: Sequence[ShortBoard], seen: Mapping[str, Seen]) -> list[Board]:
    return [Board(seen[one.standing.aim.matter.code], one, number) for number, one in enumerate(found, 1)]
