"""Who a gap comes from, as a chart and a table show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.core.ledger.asof import Moment
from luoshi.desks.situation.amounts import brief, finding, plain, signed, unit_of_difference
from luoshi.kinds.target.owing import Contributions, Piece
from luoshi.kinds.target.standing import Standing
from luoshi.web.address import bare
from luoshi.web.charts import Part, Shares, shares
from luoshi.web.words import listed


@dataclass(frozen=True)
class Line:
    """One row of the table: a unit or what nobody answers for, with what was due from it and what it reached."""

    name: str
    gap: str
    url: str = ""
    due: str = ""
    value: str = ""


@dataclass(frozen=True)
class Parts:
    """A gap taken apart: the finding, a chart, a table of every unit with its sum, what is not known."""

    one: Standing
    told: Contributions
    now: Moment
    title: str
    svg: SafeString

    @property
    def unit(self) -> str:
        return unit_of_difference(self.one)

    @property
    def measure(self) -> str:
        return _("each unit's part of the gap, %(unit)s") % {"unit": self.unit}

    @cached_property
    def lines(self) -> list[Line]:
        """Sixty units have as many: made where a page shows them."""
        lines = [_line(piece, self.one, self.now) for piece in self.told.pieces]
        # What comes from no unit is what the cascade and the matter themselves say.
        itself = reverse("matter", args=[self.one.aim.matter.code]) + self.now.tail
        return lines + [Line(name, signed(gap, self.one), itself) for name, gap in residuals(self.told)]

    @property
    def due(self) -> str:
        return brief(self.one.due_by_path if self.told.by == "path" else self.one.due, self.one.label)

    @property
    def reached(self) -> str:
        return brief(self.one.value, self.one.label)

    @property
    def total(self) -> str:
        return signed(self.told.gap, self.one)

    @property
    def remarks(self) -> list[str]:
        return _remarks(self.told)


def parts(one: Standing, told: Contributions | None, now: Moment, *, most: int) -> Parts | None:
    """None where there is no gap to speak of. The chart names at most `most` units, the table every one."""
    if told is None:
        return None
    title = finding(one, told.gap, told.by)
    bars = [*_bars(told.pieces, most), *residuals(told)]
    chart = Shares(
        parts=[Part(name, plain(gap, one), signed(gap, one)) for name, gap in bars],
        total_name=_("The district's gap"),
        total_words=f"{signed(told.gap, one)} {unit_of_difference(one)}",
    )
    return Parts(one, told, now, title, SafeString("") if told.of == "lead" else shares(chart, label=title))


def _bars(pieces: Sequence[Piece], most: int) -> list[tuple[str, int]]:
    """The units that lack most and those that stand furthest ahead; the others as one."""
    known = [(piece.name, piece.gap) for piece in pieces if piece.gap is not None]
    if len(known) <= most:
        return known
    furthest = sorted(known, key=lambda bar: -abs(bar[1]))[: most - 1]
    kept = [bar for bar in known if bar in furthest]
    rest = [bar for bar in known if bar not in furthest]
    return [*kept, (_others(len(rest)), sum(gap for _name, gap in rest))]


def _others(count: int) -> str:
    return ngettext("%(n)s other unit", "%(n)s other units", count) % {"n": count}


def residuals(told: Contributions) -> list[tuple[str, int]]:
    """What comes from no unit, by name; what is nothing is not spoken of."""
    over = _("allotted to units beyond the goal")
    found = [
        (over if told.unallotted > 0 else _("not allotted to any unit"), told.unallotted),
        (_("units without a figure"), told.unreported),
        (_("units' figures differ from the district's"), told.discrepancy or 0),
        (_("other units"), told.hidden or 0),
    ]
    return [(name, gap) for name, gap in found if gap]


def _line(piece: Piece, one: Standing, now: Moment) -> Line:
    return Line(
        name=piece.name,
        gap=signed(piece.gap, one) or _("not reported"),
        url=_url(piece, one, now),
        due=brief(piece.due, one.label),
        value=brief(piece.value, one.label),
    )


def _url(piece: Piece, one: Standing, now: Moment) -> str:
    if len(piece.codes) == 1:
        return reverse("matter", args=piece.codes) + now.tail
    return reverse("worklist") + bare(parent=one.aim.matter.code, unit=piece.unit, state="all", head=now.head)


def _remarks(told: Contributions) -> list[str]:
    said = []
    if told.problem == "base_missing":
        words = _("Units' figures cannot be weighed without a base in the cascade: %(names)s")
        said.append(words % {"names": listed(told.problem_with)})
    elif told.of == "lead":
        said.append(_("No unit holds a part of this target: its lead unit answers for all of it."))
    if told.untold:
        words = ngettext(
            "%(n)s unit of the cascade has no target here: what it reached is not known.",
            "%(n)s units of the cascade have no target here: what they reached is not known.",
            told.untold,
        )
        said.append(words % {"n": told.untold})
    return said
