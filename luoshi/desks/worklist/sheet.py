"""The work list as Excel: every row of the question, row by row through a file on disk, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.http import FileResponse
from django.utils.translation import gettext as _

from luoshi.core.matters.models import Tracked
from luoshi.desks.worklist.asked import Asked
from luoshi.desks.worklist.columns import Row
from luoshi.desks.worklist.listing import dressed, rows_asked
from luoshi.web.excel import Column, excel

CHUNK = 2000
WIDTHS = {"title": 48, "lead": 16, "supporting": 24, "origin": 20, "due": 12}


def sheet(asked: Asked, chips: Iterable[Mapping[str, str]]) -> FileResponse:
    """The columns that are shown; `chips` are the filters."""
    columns = [
        Column(str(head), value, WIDTHS.get(column.code, 12))
        for column in asked.columns
        for head, value in column.sheet
    ]
    none = _("none, open matters")
    return excel(_("Work list"), columns, _rows(asked), now=asked.ground.now, chips=chips, unfiltered=none)


def _rows(asked: Asked) -> Iterator[Row]:
    chunk: list[Tracked] = []
    for matter in rows_asked(asked).iterator(chunk_size=CHUNK):
        chunk.append(matter)
        if len(chunk) == CHUNK:
            yield from dressed(asked, chunk)
            chunk = []
    yield from dressed(asked, chunk)
