"""What lies ahead: matters off track or silent that weigh most, and what falls due in the half year that follows."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from luoshi.core.matters.models import MatterState
from luoshi.core.matters.reasons import brief
from luoshi.core.plan.words import spoken_period
from luoshi.loop.stocktakes.compose.ground import Ground, Told, table
from luoshi.web.document_blocks import Note, Paragraph

SHOWN = 10


def risks(ground: Ground) -> Iterator[Told]:
    """What falls due, then the matters at risk with their weight."""
    ahead = {"due__gte": ground.ahead.start, "due__lte": ground.ahead.end}
    due = ground.states.filter(closed_on=None, **ahead)
    red, grey = (Count("pk", filter=Q(light=light)) for light in ("red", "grey"))
    counts = due.aggregate(n=Count("pk"), red=red, grey=grey)
    told = _(
        "Matters that fall due in the %(period)s: %(n)s; of these off track today: %(red)s, without a report: %(grey)s."
    )
    yield Told(Paragraph(told % {"period": spoken_period(ground.ahead), **counts}))
    total, found = at_risk(ground)
    if not found:
        yield Told(Paragraph(_("No matter is off track or silent.")))
        return
    head = (_("Matter"), _("Lead unit"), _("Weight"), _("Light"), _("Due"), _("Reason"))
    rows = [_row(ground, state) for state in found]
    yield table(head, rows, (46, 28, 13, 18, 23, 28), ("left", "left", "right", "left", "left", "left"))
    if total > len(found):
        yield Told(Note(_("%(n)s more are on the work list.") % {"n": total - len(found)}))


def at_risk(ground: Ground, limit: int = SHOWN) -> tuple[int, list[MatterState]]:
    """How many open matters are off track or silent, and those that weigh most."""
    found = _weightiest(ground.states.filter(closed_on=None, light__in=("red", "grey")))
    rows = list(found[: limit + 1])
    return (found.count() if len(rows) > limit else len(rows)), rows[:limit]


def _weightiest(found: QuerySet[MatterState]) -> QuerySet[MatterState]:
    red_first = Case(When(light="red", then=Value(0)), default=Value(1))
    return found.order_by("-weight", red_first, F("deviation").asc(nulls_last=True), "code")


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
