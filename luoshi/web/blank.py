"""A sheet as an empty workbook to fill in: its head locked, its columns checked while one types, explained beside."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from luoshi.web.export import MEMORY, plain
from luoshi.web.sheets import Column

CHECKED = 100_001  # the last row that is checked while one types
HEAD, REQUIRED, LINE = "E6E2D8", "F5ECD0", "83878B"  # line, mark and edge of look.css
FORMATS = {"number": "#,##0.00####", "whole": "#,##0", "day": "yyyy-mm-dd", "text": "@", "period": "@", "choice": "@"}
KINDS = {
    "text": lambda: _("text"),
    "number": lambda: _("number"),
    "whole": lambda: _("whole number"),
    "period": lambda: _("period: 2026-08, 2026Q3, 2026H1 or 2026"),
    "day": lambda: _("day: 2026-08-31"),
    "choice": lambda: _("one from the list"),
}


def workbook(
    columns: Sequence[Column],
    *,
    name: str,
    choices: Mapping[str, Sequence[str]],
    rows: Iterable[Mapping[str, Any]] = (),
) -> IO[bytes]:
    """The workbook as an open file at its start. `choices` by column code; `rows` stand in it already, if any."""
    book = Workbook()
    sheet = book.active
    sheet.title = tab_name(name)
    _head(sheet, columns)
    _body(sheet, columns, rows)
    lists = _lists(book, columns, choices)
    for place, column in enumerate(columns, start=1):
        _check(sheet, column, get_column_letter(place), lists.get(column.code, ""))
    _meanings(book, columns, choices)
    sheet.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)  # False: not forbidden
    file = tempfile.SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def tab_name(name: str) -> str:
    """At most 31 characters, none that Excel forbids."""
    return "".join("_" if sign in "[]:*?/\\'" else sign for sign in name)[:31] or "1"


def _head(sheet: Worksheet, columns: Sequence[Column]) -> None:
    edge = Border(bottom=Side(style="thin", color=LINE))
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(1, place, str(column.name))
        cell.font, cell.border = Font(bold=True), edge
        cell.fill = PatternFill("solid", fgColor=REQUIRED if column.required else HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = "A2"


def _body(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> None:
    """Unlocked columns, filled as far as there are rows."""
    unlocked = Protection(locked=False)
    for place, column in enumerate(columns, start=1):
        whole = sheet.column_dimensions[get_column_letter(place)]
        whole.protection, whole.number_format = unlocked, FORMATS[column.kind]
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            cell = sheet.cell(number, place, _value(column, row.get(column.code, "")))
            cell.protection, cell.number_format = unlocked, FORMATS[column.kind]
            if isinstance(cell.value, str):
                cell.data_type = "s"


def _value(column: Column, value: Any) -> Any:
    if value in (None, ""):
        return None
    if column.kind in ("number", "whole") and isinstance(value, str):
        return Decimal(value)
    return plain(value) if isinstance(value, str) else value


def _lists(book: Workbook, columns: Sequence[Column], choices: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Column code → where its choices stand, on a tab that is not shown."""
    sheet = book.create_sheet("choices")
    sheet.sheet_state = "hidden"
    found = {}
    offered = [column.code for column in columns if column.kind == "choice" and choices.get(column.code)]
    for place, code in enumerate(offered, start=1):
        for row, choice in enumerate(choices[code], start=1):
            sheet.cell(row, place, plain(choice)).data_type = "s"
        letter = get_column_letter(place)
        found[code] = f"={quote_sheetname(sheet.title)}!${letter}$1:${letter}${len(choices[code])}"
    if not found:
        book.remove(sheet)
    return found


def _check(sheet: Worksheet, column: Column, letter: str, choices: str) -> None:
    """What Excel says while one types: no more than what the upload says later."""
    said: dict[str, Any] = {"allow_blank": not column.required, "showErrorMessage": True}
    first = f"{letter}2"
    if column.kind == "choice" and choices:
        check = DataValidation(type="list", formula1=choices, **said)
    elif column.kind in ("number", "whole"):
        kind = "decimal" if column.kind == "number" else "whole"
        check = DataValidation(type=kind, operator="between", formula1="-1E+15", formula2="1E+15", **said)
    elif column.kind == "day":
        check = DataValidation(type="date", operator="between", formula1="18264", formula2="73415", **said)
    elif column.kind == "period":
        check = DataValidation(type="custom", formula1=f"=AND(LEN({first})>=4,ISNUMBER(--LEFT({first},4)))", **said)
    else:
        return
    check.errorTitle, check.error = str(column.name)[:32], KINDS[column.kind]()[:255]
    if column.hint:
        check.promptTitle, check.prompt, check.showInputMessage = str(column.name)[:32], str(column.hint)[:255], True
    sheet.add_data_validation(check)
    check.add(f"{first}:{letter}{CHECKED}")


def _meanings(book: Workbook, columns: Sequence[Column], choices: Mapping[str, Sequence[str]]) -> None:
    sheet = book.create_sheet(tab_name(_("What the columns mean")))
    heads = (_("Column"), _("Required"), _("How it is written"), _("What belongs there"))
    for place, (head, width) in enumerate(zip(heads, (24, 12, 40, 80), strict=True), start=1):
        cell = sheet.cell(1, place, head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=HEAD)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row, column in enumerate(columns, start=2):
        offered = choices.get(column.code, ()) if column.kind == "choice" else ()
        hint = str(column.hint) or "、".join(offered[:20]) + ("…" if len(offered) > 20 else "")
        words = (str(column.name), _("yes") if column.required else _("no"), KINDS[column.kind](), hint)
        for place, text in enumerate(words, start=1):
            cell = sheet.cell(row, place, plain(text))
            cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")
    sheet.protection.sheet = True
