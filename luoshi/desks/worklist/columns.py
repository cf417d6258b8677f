"""The columns of the work list: each says how it stands on the page and what it holds in a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.core.matters.distance import against, ahead, is_level, points_ahead, shares
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import Tracked
from luoshi.core.matters.templatetags import quantities
from luoshi.engine.quantity import exact, points, show
from luoshi.web.export import Value
from luoshi.web.templatetags import look

SENTENCE = re.compile(r"(?P<meeting>[\w-]+)#(?P<number>\d+)")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Row:
    """A matter with the units that support it; `tail` keeps an earlier head in every link, `year` is the page's own."""

    matter: Tracked
    supporting: Sequence[str]
    tail: str
    year: int
    columns: Sequence[Column]

    @property
    def cells(self) -> list[tuple[Column, str]]:
        return [(column, column.cell(self)) for column in self.columns]

    @property
    def url(self) -> str:
        return self.matter.get_absolute_url() + self.tail


@dataclass(frozen=True, kw_only=True)
class Column:
    """`cell` gives the HTML of a row, `sheet` the heads and values in Excel.

    `line`: on a phone, which of a row's two lines it stands on; `word`: what is said before it there. `usual`: shown
    unless others are chosen. `latest`: known only of the latest state.
    """

    code: str
    head: Promise
    cell: Callable[[Row], str]
    sheet: Sequence[tuple[Promise, Callable[[Row], Value]]] = ()
    classes: str = ""
    line: str = ""
    word: Promise | str = ""
    order: str = ""
    always: bool = False
    usual: bool = True
    latest: bool = False


def offered(head: int | None) -> list[Column]:
    """The columns a reader may choose from; some are known of the latest state only."""
    return [column for column in COLUMNS if head is None or not column.latest]


def _plain(name: str) -> Callable[[Row], str]:
    return lambda row: str(getattr(row.matter, name))


def _title(row: Row) -> str:
    return format_html('<a href="{}" title="{}" data-open>{}</a>', row.url, row.matter.title, row.matter.title)


def _due(row: Row) -> str:
    due = row.matter.due
    return due.strftime("%m-%d") if due.year == row.year else due.isoformat()


def _done(row: Row) -> str:
    matter = row.matter
    if matter.value is not None:
        return look.figure(show(matter.value, matter.unit_label), href=row.url)
    if matter.pending is not None:
        return look.figure(show(matter.pending, matter.unit_label), href=row.url, verified=False)
    return look.figure(None)


def _goal(row: Row) -> str:
    return look.NOTHING if row.matter.goal is None else show(row.matter.goal, row.matter.unit_label)


def _deviation(row: Row) -> str:
    return format_html('<b title="{}">{}</b>', against(row.matter), ahead(row.matter) or look.NOTHING)


def _progress(row: Row) -> str:
    matter = row.matter
    if not shares(matter):
        return format_html('<span class="note">{}</span>', against(matter) or look.NOTHING)
    return look.progress(matter.completion, matter.elapsed, against(matter) if is_level(matter) else "")


def _elapsed(row: Row) -> Value:
    return None if is_level(row.matter) else points(row.matter.elapsed)


def _completion(row: Row) -> Value:
    return points(row.matter.completion) if shares(row.matter) else None


def _origin(row: Row) -> str:
    if not (said := SENTENCE.fullmatch(row.matter.origin)):
        return row.matter.origin
    number = int(said["number"])
    sign = CIRCLED[number - 1] if 0 < number <= len(CIRCLED) else str(number)
    words = _("Minutes of %(meeting)s, directive %(number)s") % {"meeting": said["meeting"], "number": number}
    url = reverse("minutes", args=[said["meeting"]]) + f"#s{number}"
    return format_html('<a href="{}" title="{}">{}-{}</a>', url, words, said["meeting"].rpartition("-")[2], sign)


def _supporting(row: Row) -> str:
    if len(row.supporting) < 2:
        return "".join(row.supporting)
    names = "、".join(row.supporting)
    return format_html('<span title="{}">{} +{}</span>', names, row.supporting[0], len(row.supporting) - 1)


def _stage(row: Row) -> str:
    return str(kind_of(row.matter).stage(row.matter.stage).name)


def _kind(row: Row) -> str:
    return str(kind_of(row.matter).name)


def _code(row: Row) -> str:
    return row.matter.code


COLUMNS: tuple[Column, ...] = (
    Column(
        code="code",
        head=pgettext_lazy("matter", "Code"),
        classes="stick",
        line="2",
        order="code",
        always=True,
        cell=lambda row: format_html("<small>{}</small>", row.matter.code),
        sheet=[(pgettext_lazy("matter", "Code"), _code)],
    ),
    Column(
        code="light",
        head=gettext_lazy("Light"),
        line="1",
        cell=lambda row: look.light(row.matter.light),
        sheet=[(gettext_lazy("Light"), lambda row: look.light_word(row.matter.light))],
    ),
    Column(
        code="confidence",
        head=gettext_lazy("Judged"),
        usual=False,
        cell=lambda row: quantities.judged(row.matter.confidence) or look.NOTHING,
        sheet=[(gettext_lazy("Judged %"), lambda row: row.matter.confidence)],
    ),
    Column(
        code="title",
        head=gettext_lazy("Matter"),
        classes="title",
        line="1",
        always=True,
        cell=_title,
        sheet=[(gettext_lazy("Matter"), _plain("title"))],
    ),
    Column(
        code="kind",
        head=gettext_lazy("Kind"),
        classes="note",
        usual=False,
        cell=_kind,
        sheet=[(gettext_lazy("Kind"), _kind)],
    ),
    Column(
        code="workstream",
        head=gettext_lazy("Workstream"),
        classes="note",
        usual=False,
        cell=lambda row: row.matter.workstream.name,
        sheet=[(gettext_lazy("Workstream"), lambda row: row.matter.workstream.name)],
    ),
    Column(
        code="lead",
        head=gettext_lazy("Lead unit"),
        line="2",
        cell=lambda row: row.matter.lead_unit.name,
        sheet=[(gettext_lazy("Lead unit"), lambda row: row.matter.lead_unit.name)],
    ),
    Column(
        code="supporting",
        head=gettext_lazy("Supporting units"),
        classes="note",
        latest=True,
        cell=_supporting,
        sheet=[(gettext_lazy("Supporting units"), lambda row: "、".join(row.supporting))],
    ),
    Column(
        code="responsible",
        head=gettext_lazy("Responsible person"),
        usual=False,
        cell=_plain("responsible"),
        sheet=[(gettext_lazy("Responsible person"), _plain("responsible"))],
    ),
    Column(
        code="stage",
        head=gettext_lazy("Stage"),
        classes="note",
        usual=False,
        cell=_stage,
        sheet=[(gettext_lazy("Stage"), _stage)],
    ),
    Column(
        code="due",
        head=gettext_lazy("Due"),
        classes="num",
        line="2",
        word=gettext_lazy("Due"),
        order="due",
        cell=_due,
        sheet=[(gettext_lazy("Due"), lambda row: row.matter.due)],
    ),
    Column(
        code="done",
        head=gettext_lazy("Done"),
        classes="num",
        cell=_done,
        sheet=[
            (gettext_lazy("Done, verified"), lambda row: exact(row.matter.value, row.matter.unit_label)),
            (gettext_lazy("Reported, unverified"), lambda row: exact(row.matter.pending, row.matter.unit_label)),
        ],
    ),
    Column(
        code="goal",
        head=gettext_lazy("Goal"),
        classes="num",
        cell=_goal,
        sheet=[(gettext_lazy("Goal"), lambda row: exact(row.matter.goal, row.matter.unit_label))],
    ),
    Column(
        code="measure",
        head=gettext_lazy("Measure"),
        classes="note",
        cell=_plain("unit_label"),
        sheet=[(gettext_lazy("Unit of measure"), _plain("unit_label"))],
    ),
    Column(
        code="progress",
        head=gettext_lazy("Progress | pro-rata"),
        cell=_progress,
        sheet=[(gettext_lazy("Pro-rata progress %"), _elapsed)],
    ),
    Column(
        code="completion",
        head=gettext_lazy("Done %"),
        classes="num",
        cell=lambda row: look.bp(row.matter.completion if shares(row.matter) else None),
        sheet=[(gettext_lazy("Done %"), _completion)],
    ),
    Column(
        code="deviation",
        head=gettext_lazy("Deviation pp"),
        classes="num",
        line="2",
        word=gettext_lazy("Deviation"),
        order="deviation",
        cell=_deviation,
        sheet=[(gettext_lazy("Deviation pp"), lambda row: points(points_ahead(row.matter)))],
    ),
    Column(
        code="reported",
        head=gettext_lazy("Last report"),
        classes="num",
        usual=False,
        cell=_plain("reported_period"),
        sheet=[(gettext_lazy("Last report"), _plain("reported_period"))],
    ),
    Column(
        code="weight",
        head=gettext_lazy("Weight"),
        classes="num",
        usual=False,
        cell=_plain("weight"),
        sheet=[(gettext_lazy("Weight"), lambda row: row.matter.weight)],
    ),
    Column(
        code="origin",
        head=gettext_lazy("Origin"),
        cell=_origin,
        sheet=[(gettext_lazy("Origin"), _plain("origin"))],
    ),
)
