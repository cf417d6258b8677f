"""What lies ahead: matters off track or silent that weigh most, and what falls due in the half year that follows."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from luoshi.core.matters.models import MatterState
from luoshi.core.matters.reasons import brief
from luoshi.core.plan.words import spoken_period
from luoshi.loop.stocktakes.compose.ground import Ground, Told, table
from luoshi.web.document_blocks import Note, Paragraph

SHOWN = 10


def risks(ground: Ground) -> Iterator[Told]:
    """What falls due, then the matters at risk with their weight."""
    counts = ground.counts.values()
    words = {"n": sum(row.ahead for row in counts), "red": sum(row.ahead_red for row in counts)}
    words |= {"grey": sum(row.ahead_grey for row in counts)}
    told = _(
        "Matters that fall due in the %(period)s: %(n)s; of these off track today: %(red)s, without a report: %(grey)s."
    )
    yield Told(Paragraph(told % {"period": spoken_period(ground.ahead), **words}))
    if not ground.at_risk:
        yield Told(Paragraph(_("No matter is off track or silent.")))
        return
    head = (_("Matter"), _("Lead unit"), _("Weight"), _("Light"), _("Due"), _("Reason"))
    rows = [_row(ground, state) for state in ground.at_risk[:SHOWN]]
    yield table(head, rows, (43, 27, 13, 17, 27, 29), ("left", "left", "right", "left", "left", "left"))
    if (more := sum(row.at_risk for row in counts) - len(rows)) > 0:
        yield Told(Note(_("%(n)s more are on the work list.") % {"n": more}))


def _row(ground: Ground, state: MatterState) -> list[tuple[str, str]]:
    way = ground.matter(state.code)
    return [
        (f"{state.code} {state.title}", way),
        (ground.name(state.lead_unit), ""),
        (str(state.weight), way),
        (str(state.get_light_display()), ""),
        (state.due.isoformat(), ""),
        (brief(state, ground.day), way),
    ]
