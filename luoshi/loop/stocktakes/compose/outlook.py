"""Where it will end: the fan of key targets, what is most likely to miss. From own records, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.core.matters.models import MatterState
from luoshi.engine.periods import Period
from luoshi.engine.progress import WHOLE
from luoshi.engine.quantity import factor, show
from luoshi.loop.outlook.outlook import Outlook, YearEnd, percent
from luoshi.loop.stocktakes.compose.ground import Ground, Told, linked_table, month_name, unbroken
from luoshi.web.charts import Fan, Trend
from luoshi.web.document_blocks import Chart, Note, Paragraph

SHOWN = 6
MISSING = 8
UNLIKELY = WHOLE // 2


@dataclass(frozen=True)
class Doubt:
    """A matter that will sooner miss than meet what it is held to; `chance` that it meets it, in basis points."""

    matter: MatterState
    chance: int

    @property
    def at_stake(self) -> int:
        return self.matter.weight * (WHOLE - self.chance)


def outlook(ground: Ground) -> Iterator[Told]:
    """Nothing at all while the records do not carry a forecast."""
    key = {one.aim.matter.code for one in ground.situation.standings}
    told = [(matter, said.year_end) for matter, said in ground.forecasts if matter.code in key]
    ends = [(matter, end) for matter, end in told if isinstance(end, YearEnd)]
    for matter, end in ends[:SHOWN]:
        yield Told(Paragraph(_sentence(matter, end)), ((matter.code, ground.matter(matter.code)),))
    if ends:
        yield Told(Note(ends[0][1].basis))
        yield from (Told(chart) for chart in [_chart(ground, *ends[0])] if chart)
    if found := doubts(ground):
        yield Told(Paragraph(_("Sooner missed than met, by what is at stake:")))
        head = (_("Matter"), _("Lead unit"), _("Weight"), _("Due"), _("Chance %"))
        rows = [_row(ground, doubt) for doubt in found[:MISSING]]
        yield linked_table(head, rows, (60, 34, 16, 28, 18))


def doubts(ground: Ground) -> list[Doubt]:
    """What is most likely to miss, weight times the chance of it first."""
    told = [(matter, _chance(said)) for matter, said in ground.forecasts]
    found = [Doubt(matter, chance) for matter, chance in told if chance is not None and chance < UNLIKELY]
    return sorted(found, key=lambda doubt: (-doubt.at_stake, doubt.matter.code))


def _chance(said: Outlook) -> int | None:
    """Of the year's goal, else of the due date."""
    for one in (said.year_end, said.finish):
        if one is not None and one.known and one.chance is not None:  # type: ignore[union-attr]
            return one.chance  # type: ignore[union-attr]
    return None


def _sentence(matter: MatterState, end: YearEnd) -> str:
    low, middle, high = end.shown
    words = {
        "code": matter.code, "title": matter.title, "low": low, "middle": middle, "high": high, "label": end.label,
        "year": end.year, "percent": end.percent, "goal": "" if end.goal is None else show(end.goal, end.label),
    }  # fmt: skip
    if end.goal is None or end.percent is None:
        return _(
            "%(code)s %(title)s: at the end of %(year)s between %(low)s and %(high)s %(label)s, most likely %(middle)s."
        ) % words
    return _(
        "%(code)s %(title)s: at the end of %(year)s between %(low)s and %(high)s %(label)s, most likely %(middle)s; "
        "the goal of %(goal)s is met with a chance of %(percent)s%%."
    ) % words


def _row(ground: Ground, doubt: Doubt) -> list[tuple[str, str]]:
    way = ground.matter(doubt.matter.code)
    return [
        (f"{doubt.matter.code} {doubt.matter.title}", way),
        (ground.name(doubt.matter.lead_unit), ""),
        (str(doubt.matter.weight), way),
        (doubt.matter.due.isoformat(), ""),
        (str(percent(doubt.chance)), way),
    ]


def _chart(ground: Ground, matter: MatterState, end: YearEnd) -> Chart | None:
    """The months known at the head, then the fan to December."""
    months = Period(end.year).months
    known = unbroken([ground.months(matter).get(str(month)) for month in months])
    if not known or not end.goal or len(known) + len(end.middle) != len(months):
        return None
    unit, shown = factor(end.label), zip(("P10", "P50", "P90"), end.shown, strict=True)
    low, middle, high = (f"{name} {value}" for name, value in shown)
    drawing = Trend(
        slots=[month_name(month) for month in months],
        actual=_plain(known, unit),
        goal=end.goal / unit,
        fan=Fan(low=_plain(end.low, unit), middle=_plain(end.middle, unit), high=_plain(end.high, unit)),
        less_is_better=end.less,
        actual_label=show(known[-1], end.label),
        goal_label=_("goal %(value)s") % {"value": show(end.goal, end.label)},
        target_label=pgettext("stocktake", "pro-rata"),
        fan_labels=(low, middle, high),
    )
    words = {"title": matter.title, "label": end.label, "low": low, "middle": middle, "high": high}
    title = _("%(title)s: where the year may end") % words
    return Chart(title, _("%(title)s, %(label)s") % words, drawing, f"{low}, {middle}, {high} {end.label}")


def _plain(values: Sequence[int], unit: int) -> list[float]:
    return [value / unit for value in values]
