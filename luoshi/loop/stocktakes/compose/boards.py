"""Short boards: what costs the district standing, whose they are, and from whom the gap comes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.core.matters.models import Direction
from luoshi.engine.quantity import factor, percent
from luoshi.kinds.target.situation import Contributions, ShortBoard, Standing
from luoshi.loop.stocktakes.compose.ground import Ground, Told, amount, is_level, signed
from luoshi.web.charts import Part, Shares
from luoshi.web.document_blocks import Chart, Note, Paragraph
from luoshi.web.words import listed

SHOWN = 5
DRAWN = 3
NAMED = 6  # parts that a chart names; the rest is one


def boards(ground: Ground) -> Iterator[Told]:
    """A sentence each with its owner; a chart of the contributions where units share the gap."""
    found = ground.situation.short_boards
    if not found:
        yield Told(Paragraph(_("No key target is short of what was due.")))
        return
    drawn = 0
    for board in found[:SHOWN]:
        code = board.standing.aim.matter.code
        yield Told(Paragraph(_sentence(ground, board)), ((code, ground.matter(code)),))
        if drawn < DRAWN and (chart := _chart(ground, board)):
            drawn += 1
            yield Told(chart)
    if len(found) > SHOWN:
        yield Told(Note(_("%(n)s more key targets are short.") % {"n": len(found) - SHOWN}))


def _sentence(ground: Ground, board: ShortBoard) -> str:
    one = board.standing
    words = {"code": one.aim.matter.code, "title": one.aim.matter.title, "owner": owner(ground, board)}
    said = [_("%(code)s %(title)s (%(owner)s)") % words]
    if one.gap is not None and one.gap < 0:
        said.append(_short(one) % {"gap": amount(one.gap, one.label)})
    if one.deviation is not None and one.deviation < 0 and not is_level(one):
        said.append(_("%(points)s points behind pro-rata") % {"points": percent(-one.deviation)})
    if (board.places or 0) > 0 and one.place:
        places = {"rank": one.place.rank, "of": one.place.of, "places": board.places}
        said.append(_("place %(rank)s of %(of)s, %(places)s below what was due") % places)
    return _("%(parts)s.") % {"parts": pgettext("between the parts of a sentence", ", ").join(said)}


def _short(one: Standing) -> str:
    if one.direction == Direction.LESS:
        return _("%(gap)s above what may be") if is_level(one) else _("%(gap)s more than was due")
    return _("%(gap)s short of what was due")


def owner(ground: Ground, board: ShortBoard) -> str:
    """The lead unit and the person it named."""
    who = board.owner
    name = ground.named(who.code, who.name)
    return _("%(unit)s, %(person)s") % {"unit": name, "person": who.responsible} if who.responsible else name


def pieces(ground: Ground, found: Contributions) -> list[tuple[str, int]]:
    """Name → what comes from it, below zero is short; what comes from nobody under its own name. Sums to the gap."""
    named = [(ground.named(piece.unit, piece.name), piece.gap) for piece in found.pieces if piece.gap]
    rest = [
        (_("allotted to nobody") if found.unallotted < 0 else _("allotted beyond the goal"), found.unallotted),
        (_("%(n)s units without a figure") % {"n": len(found.silent) + found.untold}, found.unreported),
        (_("difference between the figures"), found.discrepancy or 0),
    ]
    return [(name, gap) for name, gap in (*named, *rest) if gap]


def _chart(ground: Ground, board: ShortBoard) -> Chart | None:
    found, one = board.contributions, board.standing
    parts = pieces(ground, found) if found and found.of != "lead" else []
    if found is None or len(parts) < 2:
        return None
    if len(parts) > NAMED:
        rest = sum(gap for _name, gap in parts[NAMED - 1 :])
        parts = [*parts[: NAMED - 1], (_("%(n)s others") % {"n": len(parts) - NAMED + 1}, rest)]
    drawing = Shares(
        parts=[Part(name, gap / factor(one.label), signed(gap, one.label)) for name, gap in parts],
        total_name=pgettext("stocktake", "gap"),
        total_words=signed(found.gap, one.label),
    )
    title = _("Who the gap in %(title)s comes from") % {"title": one.aim.matter.title}
    words = listed(f"{name} {signed(gap, one.label)}" for name, gap in parts)
    return Chart(title, _("%(label)s against what was due, below zero is short") % {"label": one.label}, drawing, words)
