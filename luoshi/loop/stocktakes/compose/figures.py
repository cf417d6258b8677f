"""Key targets: against task, time and trajectory, against last year, among neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.core.matters.models import Direction, Nature
from luoshi.core.plan.words import spoken_period
from luoshi.engine.periods import Period
from luoshi.engine.quantity import factor, percent, show, signed_percent
from luoshi.kinds.target.situation import Standing
from luoshi.loop.stocktakes.compose.ground import (
    Ground,
    Told,
    amount,
    is_level,
    linked_table,
    month_name,
    signed,
    unbroken,
)
from luoshi.web.charts import Trend
from luoshi.web.document_blocks import Chart, Note, Paragraph

SHOWN = 12
DRAWN = 2
PLACE = 3  # its column
PATHED, PATHLESS = (38, 30, 19, 14, 17, 18, 20), (44, 34, 21, 15, 20, 22)  # mm, with and without trajectories


def figures(ground: Ground) -> Iterator[Told]:
    """One sentence, the table, the trajectories of the weightiest."""
    standings = ground.situation.standings
    if not standings:
        yield Told(Paragraph(_("No key target is measured.")))
        return
    yield Told(Paragraph(_summary(ground)))
    yield _table(ground)
    if any(one.growth_source in ("published", "stated") for one in standings[:SHOWN]):
        yield Told(Note(_("* against what was published for last year, or as published.")))
    if len(standings) > SHOWN:
        told = _("%(n)s more targets of less weight are on the work list.") % {"n": len(standings) - SHOWN}
        yield Told(Note(told))
    drawn = [one for one in standings if _is_drawn(one)][:DRAWN]
    yield from (Told(_chart(ground, one)) for one in drawn)


def _summary(ground: Ground) -> str:
    standings = ground.situation.standings
    known = [one.deviation for one in standings if one.deviation is not None]
    behind = sum(deviation < 0 for deviation in known)
    words = {
        "period": spoken_period(ground.period),
        "total": len(standings),
        "ahead": len(known) - behind,
        "behind": behind,
        "unknown": len(standings) - len(known),
    }
    return _(
        "Key targets measured in the %(period)s: %(total)s. Up to what was due: %(ahead)s; short of it: %(behind)s; "
        "without a verified figure: %(unknown)s."
    ) % words


def _table(ground: Ground) -> Told:
    head = (
        _("Key target"), _("Verified figure"), _("Year-on-year %"), pgettext("stocktake", "Place"),
        _("Of the goal %"), _("Against time, points"), _("Against trajectory, points"),
    )  # fmt: skip
    shown = ground.situation.standings[:SHOWN]
    # A column without any figure would only take room from the others.
    widths = PATHED if any(one.path_deviation is not None for one in shown) else PATHLESS
    rows = [_row(ground, one)[: len(widths)] for one in shown]
    return linked_table(head[: len(widths)], rows, widths)


def _row(ground: Ground, one: Standing) -> list[tuple[str, str]]:
    way = ground.matter(one.aim.matter.code)
    cells = (
        f"{one.aim.matter.code} {one.aim.matter.title}",
        _value(ground, one),
        _growth(one),
        f"{one.place.rank}/{one.place.of}" if one.place else "—",
        percent(one.completion) if one.completion is not None and _is_share(one) else "—",
        _against(one, one.deviation, one.gap),
        _against(one, one.path_deviation, one.gap_by_path),
    )
    ways = [way] * len(cells)
    if one.place and one.indicator:
        ways[PLACE] = ground.to("neighbours", indicator=str(one.indicator.number))
    return [(text, way if text != "—" else "") for text, way in zip(cells, ways, strict=True)]


def _value(ground: Ground, one: Standing) -> str:
    if one.value is None:
        return "—"
    said = f"{show(one.value, one.label)} {one.label}"
    if one.month == str(ground.period.months[-1]):
        return said
    month = date_format(Period.parse(one.month).start, "YEAR_MONTH_FORMAT")
    return _("%(value)s (to %(month)s)") % {"value": said, "month": month}


def _growth(one: Standing) -> str:
    if one.growth is None:
        return "—"
    said = signed_percent(one.growth)
    if one.nature == Nature.RATE:
        said = _("%(n)s points") % {"n": said}
    return said + ("" if one.growth_source == "own" else "*")


def _is_share(one: Standing) -> bool:
    """Whether how much of the goal is done says something: not of a growth rate, not of a limit."""
    return one.nature != Nature.RATE and one.direction == Direction.MORE


def _against(one: Standing, share: int | None, gap: int | None) -> str:
    """In points of the goal; a level or a rate in its own unit, which is points where it is counted in per cent."""
    if is_level(one) and gap is not None:
        return signed_percent(gap) if one.label == "%" else signed(gap, one.label)
    return "—" if share is None else signed_percent(share)


def _is_drawn(one: Standing) -> bool:
    """A sum that has a figure and a goal: its path through the year says more than its last figure."""
    return bool(one.nature == Nature.CUMULATIVE and not one.follows_children and one.value is not None and one.goal)


def _chart(ground: Ground, one: Standing) -> Chart:
    unit = factor(one.label)
    months, found = Period(ground.period.year).months, ground.situation.ground.readings.get(one.aim.key, {})
    goals = ground.situation.ground.goals.get(one.aim.key)
    known = unbroken([found.get(str(month)) for month in months[: ground.period.months[-1].number]])
    value, goal = show(one.value or 0, one.label), show(one.goal or 0, one.label)
    drawing = Trend(
        slots=[month_name(month) for month in months],
        actual=[reading / unit for reading in known],
        goal=(one.goal or 0) / unit,
        plan=[step / unit for step in goals.path] if goals and goals.path else (),
        less_is_better=one.direction == "less",
        actual_label=value,
        goal_label=_("goal %(value)s") % {"value": goal},
        target_label=pgettext("stocktake", "pro-rata"),
        plan_label=pgettext("stocktake", "trajectory") if goals and goals.path else "",
    )
    words = {
        "value": f"{value} {one.label}", "goal": f"{goal} {one.label}", "completion": percent(one.completion or 0),
    }  # fmt: skip
    told = _("%(value)s of %(goal)s, %(completion)s%%.") % words
    return Chart(_finding(one), _("%(title)s, %(label)s") % {"title": one.aim.matter.title, "label": one.label},
                 drawing, told)


def _finding(one: Standing) -> str:
    gap = one.gap or 0
    words = {"title": one.aim.matter.title, "gap": amount(gap, one.label)}
    if one.direction == Direction.LESS and gap:
        more, less = _("%(title)s: %(gap)s above pro-rata"), _("%(title)s: %(gap)s below pro-rata")
        return (more if gap < 0 else less) % words
    if gap < 0:
        return _("%(title)s: %(gap)s behind pro-rata") % words
    return _("%(title)s: %(gap)s ahead of pro-rata") % words if gap else _("%(title)s: as planned") % words
