"""The work list as Excel: every row of the question, row by row through a file on disk, so that memory stays flat."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import IO, Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from luoshi.core.matters.models import Tracked
from luoshi.desks.worklist.asked import Asked
from luoshi.desks.worklist.columns import Row, Value
from luoshi.desks.worklist.listing import dressed, rows_asked

CHUNK = 2000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {"title": 48, "lead": 16, "supporting": 24, "origin": 20, "due": 12}
MEMORY = 1024 * 1024


def workbook(asked: Asked, filters: str) -> IO[bytes]:
    """The sheet as an open file at its start. `filters` is said above the table."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Work list"))
    lines = _above(asked, filters)
    sheet.freeze_panes = f"B{len(lines) + 2}"
    for place, code in enumerate((column.code for column in asked.columns for _part in column.sheet), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(code, 12)
    for line in lines:
        sheet.append([_cell(sheet, line)])
    sheet.append([_cell(sheet, str(head), bold=True) for column in asked.columns for head, _value in column.sheet])
    for row in _rows(asked):
        sheet.append([_cell(sheet, value(row)) for column in asked.columns for _head, value in column.sheet])
    file = tempfile.SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


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


def _cell(sheet: Any, value: Value, *, bold: bool = False) -> Any:
    """Numbers and dates as such; every text as text, also one that a spreadsheet would take for a formula."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
    else:
        cell = WriteOnlyCell(sheet, value)
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.00" if value % 1 else "#,##0"
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell


def said(chips: Iterable[dict[str, str]]) -> str:
    """The filters in one line."""
    return "；".join(f"{chip['name']} {chip['text']}" for chip in chips)
