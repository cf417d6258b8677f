"""The work list as Excel: every row of the question, row by row through a file on disk, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from luoshi.core.matters.models import Tracked
from luoshi.desks.worklist.asked import Asked
from luoshi.desks.worklist.columns import Row
from luoshi.desks.worklist.listing import dressed, rows_asked
from luoshi.web.export import stream

CHUNK = 2000
WIDTHS = {"title": 48, "lead": 16, "supporting": 24, "origin": 20, "due": 12}


def workbook(asked: Asked, filters: str) -> IO[bytes]:
    """The sheet as an open file at its start. `filters` is said above the table."""
    parts = [(column.code, str(head), value) for column in asked.columns for head, value in column.sheet]
    values = [value for _code, _head, value in parts]
    return stream(
        [head for _code, head, _value in parts],
        ([value(row) for value in values] for row in _rows(asked)),
        name=_("Work list"),
        above=_above(asked, filters),
        widths=[WIDTHS.get(code, 12) for code, _head, _value in parts],
    )


def file_name(asked: Asked) -> str:
    """The name of the download: what, where, as of which day and entry."""
    shown = asked.ground.now.shown
    return _("Work list %(district)s %(day)s entry %(seq)s.xlsx") % {
        "district": asked.ground.now.region.name,
        "day": asked.ground.day.isoformat(),
        "seq": shown.seq,
    }


def _above(asked: Asked, filters: str) -> list[str]:
    now = asked.ground.now
    at = formats.date_format(timezone.localtime(now.shown.at), "Y-m-d H:i") if now.shown.at else ""
    values = {"when": at, "seq": f"{now.shown.seq:,}", "hash": now.shown.hash}
    return [
        f"{now.region.name} {_('Work list')}",
        _("As of %(when)s, entry %(seq)s of the ledger, hash %(hash)s") % values,
        _("Filters: %(filters)s") % {"filters": filters or _("none, open matters")},
    ]


def _rows(asked: Asked) -> Iterator[Row]:
    chunk: list[Tracked] = []
    for matter in rows_asked(asked).iterator(chunk_size=CHUNK):
        chunk.append(matter)
        if len(chunk) == CHUNK:
            yield from dressed(asked, chunk)
            chunk = []
    yield from dressed(asked, chunk)


def said(chips: Iterable[dict[str, str]]) -> str:
    """The filters in one line."""
    return "；".join(f"{chip['name']} {chip['text']}" for chip in chips)
