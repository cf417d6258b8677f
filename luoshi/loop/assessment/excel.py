"""The scorecard as Excel: the ranking as one sees it, and every matter behind a unit's score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.organisation.models import Unit
from luoshi.core.organisation.queries import units_within
from luoshi.engine.periods import Period
from luoshi.engine.quantity import points
from luoshi.engine.scoring import Item
from luoshi.loop.assessment.forms import period_or_404
from luoshi.loop.assessment.queries import matters_scored, rubric, standing
from luoshi.loop.assessment.views import groups, lines
from luoshi.web.excel import Column, excel
from luoshi.web.export import Value
from luoshi.web.templatetags.look import light_word
from luoshi.web.words import listed

CHUNK = 2000


@require_safe
def scorecard_excel(request: HttpRequest, period: str) -> FileResponse:
    """The lines of the units within one's reach, by group, as they rank."""
    now, value = moment(request), period_or_404(period)
    found = standing(now.plan, str(value), now.shown)
    rows = ((group, row) for group, rows in groups(request, found) for row in rows)
    name = _("Scorecard %(period)s") % {"period": value}
    chips = [{"name": _("Version of the rubric"), "text": found.rubric}]
    return excel(name, _of_ranking(rubric(now.plan.pk, now.shown.seq)[1]), rows, now=now, chips=chips)


def _of_ranking(items: Sequence[Item]) -> list[Column]:
    words = {"on_time": _("Reports on time"), "progress": _("Progress"), "verified": _("Figures verified")}
    scores = [Column(f"{words[item.code]} / {item.points}", _item(item.code), 16) for item in items]
    return [
        Column(_("Group"), lambda line: line[0]),
        Column(_("Rank"), lambda line: line[1].rank),
        Column(_("tied"), lambda line: _("tied") if line[1].rank and line[1].tied else ""),
        Column(_("Change"), lambda line: line[1].moved),
        Column(_("Unit"), lambda line: line[1].name, 20),
        *scores,
        Column(_("Score"), lambda line: points(line[1].total)),
        Column(_("Score, give or take"), lambda line: None if line[1].total is None else points(line[1].error)),
    ]


def _item(code: str) -> Callable[[Any], Value]:
    return lambda line: points(line[1].items[code])


@require_safe
def score_excel(request: HttpRequest, period: str, unit: str) -> FileResponse:
    """Every matter behind one unit's score, the weakest first."""
    now, value = moment(request), period_or_404(period)
    found = get_object_or_404(units_within(request.user, "see"), code=unit)  # type: ignore[arg-type]
    name = _("Matters behind the score of %(unit)s, %(period)s") % {"unit": found.name, "period": value}
    return excel(name, _of_score(now.shown.seq), _matters(now, value, found), now=now)


def _matters(now: Moment, period: Period, unit: Unit) -> Iterator[dict[str, Any]]:
    found = matters_scored(now.plan, period, unit, now.shown.seq).iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from lines(chunk, period, now)


def _of_score(seq: int) -> list[Column]:
    def reported(line: dict[str, Any]) -> str:
        said = [f"{report.made:,} {_('late') if report.late else _('on time')}" for report in line["reports"]]
        return listed(said) or _("no report")

    def verified(line: dict[str, Any]) -> str:
        return listed(f"{one.verified:,}" for one in line["reports"] if one.verified and one.verified <= seq)

    return [
        Column(_("Code"), lambda line: line["state"].code),
        Column(_("Light"), lambda line: light_word(line["state"].light)),
        Column(_("Matter"), lambda line: line["state"].title, 48),
        Column(_("Weight"), lambda line: line["state"].weight),
        Column(_("Completion %"), lambda line: points(line["state"].completion)),
        Column(_("Pro-rata %"), lambda line: points(line["state"].elapsed)),
        Column(_("Counts %"), lambda line: points(line["state"].pace)),
        Column(_("Grade"), lambda line: line["state"].grade),
        Column(_("Reported, entry"), reported, 20),
        Column(_("Verified, entry"), verified, 20),
    ]
