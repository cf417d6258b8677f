"""A table as an Excel file, row by row through a file on disk: memory does not grow with the rows."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape

from luoshi.web.export_parts import MAIN, PARTS, XML, book
from luoshi.web.workbook import letter

Value = str | int | Decimal | dt.date | None

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEMORY = 1024 * 1024
BATCH = 500  # rows handed to the compressor at a time
# What XML cannot hold, and what Excel would take for a code of its own: _x000D_ is a line end to it
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767  # characters that a cell may hold
EPOCH = dt.date(1899, 12, 30)
PLAIN, BOLD, QUOTED, WHOLE, DECIMAL, DAY, TIME = range(7)  # cellXfs of export_parts


def stream(
    heads: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    name: str,
    above: Sequence[str] = (),
    widths: Sequence[float] = (),
) -> IO[bytes]:
    """The table as an open .xlsx at its start: `above` a line each over the head, `name` on the tab.

    Numbers and days are such; every text is text, also one that a spreadsheet would take for a formula.
    """
    file = tempfile.SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - the response closes it
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for part, xml in PARTS.items():
                archive.writestr(part, XML + xml)
            archive.writestr("xl/workbook.xml", XML + book(plain(name)))
            with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
                _write(sheet, heads, rows, above, widths)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def plain(text: str) -> str:
    """Text as a cell may hold it."""
    return UNFIT.sub("", text)[:LONGEST]


def _write(
    sheet: IO[bytes],
    heads: Sequence[str],
    rows: Iterable[Sequence[Value]],
    above: Sequence[str],
    widths: Sequence[float],
) -> None:
    top = len(above) + 1
    cols = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>' for place, width in enumerate(widths, 1)
    )
    sheet.write(
        f'{XML}<worksheet {MAIN}><sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="{top}" '
        f'topLeftCell="B{top + 1}" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{cols}</cols>' if cols else ''}<sheetData>".encode()
    )
    letters = [letter(place) for place in range(len(heads))]
    said = [f'<row r="{n}">{_cell(f"A{n}", line)}</row>' for n, line in enumerate(above, 1)]
    named = "".join(_words(f"{where}{top}", head, BOLD) for where, head in zip(letters, heads, strict=False))
    batch = [*said, f'<row r="{top}">{named}</row>']
    number = top
    for number, row in enumerate(rows, top + 1):
        cells = "".join(
            [
                _cell(f"{where}{number}", value)
                for where, value in zip(letters, row, strict=True)
                if value is not None and value != ""
            ]
        )
        batch.append(f'<row r="{number}">{cells}</row>')
        if len(batch) >= BATCH:
            sheet.write("".join(batch).encode())
            batch.clear()
    batch.append("</sheetData></worksheet>")
    sheet.write("".join(batch).encode())


def _cell(where: str, value: Any) -> str:
    if isinstance(value, str):
        return _words(where, value, QUOTED if value.startswith(FORMULA) else PLAIN)
    if isinstance(value, Decimal):
        return f'<c r="{where}" s="{DECIMAL if value % 1 else WHOLE}"><v>{value:f}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{where}"><v>{value!r}</v></c>'
    if isinstance(value, dt.datetime):
        days = (value.date() - EPOCH).days + (value.hour * 60 + value.minute) / 1440
        return f'<c r="{where}" s="{TIME}"><v>{days:.10f}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{where}" s="{DAY}"><v>{(value - EPOCH).days}</v></c>'
    return _words(where, str(value), PLAIN)  # a promise of words


def _words(where: str, text: str, style: int) -> str:
    if not text.isalnum() or len(text) > LONGEST:
        text = escape(CODE.sub("_x005F_", plain(text)))
    styled = f' s="{style}"' if style else ""
    return f'<c r="{where}"{styled} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
