"""The words of a bulletin, computed from one head: the same head gives the same words, years later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luoshi.core.ledger.queries import Head, lights, names_then
from luoshi.core.matters.distance import against, ahead, is_level, shares
from luoshi.core.matters.models import MatterState, Tracked
from luoshi.core.matters.queries import headline
from luoshi.core.matters.reasons import brief
from luoshi.core.organisation.models import Unit
from luoshi.core.plan.models import Plan
from luoshi.core.plan.words import spoken_period
from luoshi.engine.periods import Period
from luoshi.engine.quantity import percent, show
from luoshi.loop.assessment.queries import ranking, standing
from luoshi.loop.meetings.queries import last_meeting, outcomes
from luoshi.loop.meetings.telling import held, told
from luoshi.web.documents import (
    Block,
    Heading,
    Imprint,
    Note,
    Paragraph,
    RedHead,
    Signature,
    Table,
    Title,
)

HEADLINES = 8
REDS = 60


@dataclass(frozen=True)
class Source:
    """What a bulletin is computed from, and the number it bears."""

    plan: Plan
    period: Period
    shown: Head
    number: str

    @cached_property
    def _then(self) -> dict[str, str]:
        return names_then(self.plan.region_id, self.shown.seq)

    def name(self, unit: Unit) -> str:
        """The name the unit bore at the head."""
        return self._then.get(unit.code, unit.name)


def compose(source: Source, language: str) -> list[Block]:
    """The blocks of the bulletin in a language (zh-hans, zh-hant or en)."""
    with translation.override(language):
        return [
            *_head(source),
            *_overall(source),
            *_reds(source),
            *_ranking(source),
            *_directives(source),
            *_foot(source),
        ]


def document_number(mark: str, code: str) -> str:
    """The number of bulletin `2026-07`: mark, year in hexagonal brackets, running number (GB/T 9704-2012, 7.2.5)."""
    year, running = code.split("-")
    # An official number is Chinese in every language.
    with translation.override("zh-hans"):
        return _("%(mark)s〔%(year)s〕%(running)s") % {"mark": mark, "year": year, "running": int(running)}


def _day(head: Head) -> dt.date:
    return timezone.localdate(head.at) if head.at else dt.date.min


def _states(source: Source) -> QuerySet[MatterState]:
    return MatterState.objects.at(source.shown.seq).filter(plan=source.plan).select_related("lead_unit")


def _head(source: Source) -> Iterator[Block]:
    yield RedHead(_("%(region)s Supervision Bulletin") % {"region": source.name(source.plan.region)}, source.number)
    yield Title(
        _("Bulletin on the progress of %(plan)s, %(period)s")
        % {"plan": source.plan.name, "period": spoken_period(source.period)}
    )


def _overall(source: Source) -> Iterator[Block]:
    counts = lights(source.plan.pk, head=source.shown.seq)
    yield Heading(1, _("Overall"))
    yield Paragraph(
        _(
            "This bulletin reports on %(period)s. As of %(day)s, %(total)s matters are on the work list: "
            "%(green)s on track, %(yellow)s to watch, %(red)s off track, %(grey)s without a report."
        )
        % {
            "period": spoken_period(source.period),
            "day": _spoken(_day(source.shown)),
            "total": sum(counts.values()),
            **_all(counts),
        }
    )
    for state in headline(_states(source), HEADLINES):
        yield Paragraph(_figures(source, state))


def _all(counts: dict[str, int]) -> dict[str, int]:
    return {light: counts.get(light, 0) for light in ("green", "yellow", "red", "grey")}


def _figures(source: Source, state: Tracked) -> str:
    names = {"title": state.title, "unit": source.name(state.lead_unit)}
    if state.value is None or state.goal is None:
        if state.completion is None:
            return _("%(title)s (%(unit)s): no verified figure.") % names
        figures = {"completion": percent(state.completion), "deviation": against(state) or _("as planned")}
        return _(
            "%(title)s (%(unit)s): %(completion)s%% complete, %(deviation)s."
        ) % {**names, **figures}
    if is_level(state) or not shares(state):
        return _(
            "%(title)s (%(unit)s): %(value)s %(label)s by the end of %(period)s, the goal being %(goal)s "
            "%(label)s, %(deviation)s."
        ) % _told(state, names)
    return _(
        "%(title)s (%(unit)s): %(value)s %(label)s by the end of %(period)s, %(completion)s%% of the goal "
        "of %(goal)s "
        "%(label)s, %(deviation)s."
    ) % _told(state, names)


def _told(state: Tracked, names: dict[str, str]) -> dict[str, str]:
    return {
        **names,
        "value": show(state.value or 0, state.unit_label),
        "goal": show(state.goal or 0, state.unit_label),
        "label": state.unit_label,
        "period": spoken_period(Period.parse(state.value_period)),
        "completion": percent(state.completion or 0),
        "deviation": against(state) or _("as planned"),
    }


def _reds(source: Source) -> Iterator[Block]:
    yield Heading(1, _("Off track"))
    reds = _states(source).filter(light="red", closed_on=None).order_by("deviation", "code")
    total, rows = reds.count(), list(reds[:REDS])
    if not rows:
        yield Paragraph(_("No matter is off track."))
        return
    cells = tuple(
        (
            state.code,
            state.title,
            source.name(state.lead_unit),
            percent(state.completion) if state.completion is not None and shares(state) else "—",
            ahead(state) or "—",
            brief(state, _day(source.shown)),
        )
        for state in rows
    )
    heads = (_("Code"), _("Matter"), _("Lead unit"), _("Completion %"), _("Deviation, points"), _("Reason"))
    yield Table(heads, cells, (20, 48, 26, 18, 26, 18), ("left", "left", "left", "right", "right", "left"))
    if total > len(rows):
        yield Note(_("%(n)s more are on the work list.") % {"n": total - len(rows)})


def _ranking(source: Source) -> Iterator[Block]:
    yield Heading(1, _("Ranking"))
    found = standing(source.plan, str(source.period), source.shown)
    if not found.rows:
        yield Paragraph(_("Nothing was due in this period."))
        return
    cells = tuple(
        (
            group,
            (_("tied %(rank)s") if row.tied else "%(rank)s") % {"rank": row.rank} if row.rank else "—",
            row.name,
            *(percent(points) if points is not None else "—" for points in row.items.values()),
            f"{percent(row.total)} ± {percent(row.error)}" if row.total is not None else "—",
        )
        for group, rows in ranking(found.rows)
        for row in rows
    )
    yield Table(
        ranking_head(),
        cells,
        (22, 18, 32, 17, 17, 17, 33),
        ("left", "right", "left", "right", "right", "right", "right"),
    )
    yield Note(
        _(
            "Rubric version %(version)s. Only verified figures with evidence of grade A or B count for "
            "progress; units whose "
            "difference lies within the error are tied."
        )
        % {"version": found.rubric}
    )


def ranking_head() -> tuple[str, ...]:
    return _("Group"), _("Rank"), _("Unit"), _("On time"), _("Progress"), _("Verified"), _("Score ± error")


def _directives(source: Source) -> Iterator[Block]:
    yield Heading(1, _("What became of the last meeting"))
    meeting = last_meeting(source.plan.region, before=source.shown.seq)
    if meeting is None:
        yield Paragraph(_("No meeting has been minuted."))
        return
    yield Paragraph(held(meeting))
    for outcome in outcomes(meeting, head=source.shown.seq):
        yield Paragraph(told(outcome, source.name))


def _foot(source: Source) -> Iterator[Block]:
    region, day = source.name(source.plan.region), _day(source.shown)
    proof = {"region": region, "seq": source.shown.seq, "hash": source.shown.hash}
    yield Note(_("Computed from entry %(seq)s of the ledger of %(region)s, check value %(hash)s.") % proof)
    yield Signature(region, day)
    yield Imprint((_("%(region)s\tissued on %(day)s") % {"region": region, "day": _spoken(day)},))


def _spoken(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
