"""Figures of a comparison in words and numbers, as the page and its charts say them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.engine.comparison import By
from luoshi.engine.quantity import factor, show
from luoshi.kinds.target.models import Indicator
from luoshi.kinds.target.neighbours.board import Board, Row
from luoshi.web.charts import Dots, Peer, Placed, Ranks
from luoshi.web.templatetags.look import bp, signed_bp

BY = {
    "level": gettext_lazy("by level"),
    "growth": gettext_lazy("by growth"),
    "completion": gettext_lazy("by completion"),
}
HEADS = {
    "level": pgettext_lazy("published", "level"),
    "growth": gettext_lazy("growth"),
    "completion": gettext_lazy("completion"),
}
DRAWN = 15  # peers on a chart: more cannot be told apart


def unit_of(indicator: Indicator, by: By) -> str:
    """In what such a figure is counted."""
    if by == "level":
        return indicator.unit_label
    return _("pp") if indicator.nature == "rate" else "%"


def number(indicator: Indicator, by: By, figure: int) -> str:
    """The figure without its unit; what grew or is measured against a goal in points has its sign."""
    if by == "level":
        return show(figure, indicator.unit_label)
    return signed_bp(figure) if by == "growth" or indicator.nature == "rate" else bp(figure)


def said(indicator: Indicator, by: By, figure: int) -> str:
    return f"{number(indicator, by, figure)} {unit_of(indicator, by)}"


def distance(indicator: Indicator, by: By, apart: int) -> str:
    """How far two figures are apart: what is counted in per cent differs by points."""
    unit = unit_of_distance(indicator, by)
    return f"{show(apart, unit) if unit == indicator.unit_label else bp(apart)} {unit}"


def unit_of_distance(indicator: Indicator, by: By) -> str:
    return indicator.unit_label if by == "level" and indicator.unit_label != "%" else _("pp")


def place(board: Board, row: Row) -> str:
    """Where a peer stands, in words: 3 of the 7 that published."""
    if row.line is None:
        return _("no figure published")
    if board.found.counted == 1:
        return _("the only one that published")
    words = {"place": row.line.rank, "count": board.found.counted}
    return _("tied at %(place)s of the %(count)s that published") % words if row.line.tied else (
        _("place %(place)s of the %(count)s that published") % words
    )


def finding(board: Board) -> str:
    """What the comparison says of the district, in one sentence."""
    row = board.own
    if row is None:
        return _("%(district)s stands in no group with these.") % {"district": board.district}
    if row.line is None:
        return _("%(district)s: no figure published.") % {"district": board.district}
    words = {"district": board.district, "by": BY[board.by], "place": place(board, row)}
    sentence = _("%(district)s %(by)s: %(place)s.") % words
    if row.line.ahead is None:
        return sentence
    behind = {"distance": distance(board.indicator, board.by, row.line.ahead), "peer": board.next_ahead(row)}
    return sentence + " " + _("%(distance)s to %(peer)s, the next ahead.") % behind


def measure(board: Board) -> str:
    """What a chart shows, and of how many peers."""
    words = {"indicator": board.indicator.name, "by": BY[board.by], "unit": unit_of(board.indicator, board.by)}
    named = _("%(indicator)s %(by)s, %(unit)s") % words
    if len(board.names) <= DRAWN:
        return named
    part = {"named": named, "count": DRAWN, "all": len(board.names)}
    return _("%(named)s; the %(count)s nearest of %(all)s") % part


def drawn(board: Board) -> list[Row]:
    """The rows that a chart shows: all, or those around the district."""
    rows = board.rows
    if len(rows) <= DRAWN:
        return rows
    here = next((order for order, row in enumerate(rows) if row.own), 0)
    first = max(0, min(here - DRAWN // 2, len(rows) - DRAWN))
    return rows[first : first + DRAWN]


def places_drawn(board: Board, rows: Sequence[Row]) -> Ranks:
    placed = [Placed(row.name, board.places(row.name), row.own) for row in rows]
    peers = [peer for peer in placed if any(peer.places)]  # who never had a place is named in words
    return Ranks(slots=[str(slot) for slot in board.slots], peers=peers, unknown_label=_("no figure"))


def figures_drawn(board: Board, rows: Sequence[Row]) -> Dots:
    scale = factor(board.indicator.unit_label) if board.by == "level" else 100
    peers = [
        Peer(
            row.name,
            row.line.figure / scale if row.line else None,
            said(board.indicator, board.by, row.line.figure) if row.line else _("no figure published"),
            row.own,
        )
        for row in rows
    ]
    middle = board.found.median
    words = {"figure": said(board.indicator, board.by, middle)} if middle is not None else {}
    return Dots(peers=peers, median_label=_("median %(figure)s") % words if words else "")
