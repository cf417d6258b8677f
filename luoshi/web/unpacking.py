"""A table file on its way to plain rows, in a process of its own: python -m luoshi.web.unpacking FILE NAME FOLDER

Nobody vouches for the file: whatever it does to the process that reads it (memory, time, a crash in native code), the
house stands. Rows go to FOLDER as one file a tab, a line [row number, [cells as text]] each, blank rows left out;
`tabs.json` says what there is. On standard output stands {} or {"code": …}, a key of workbook.MESSAGES. No Django.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import resource
import statistics
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from luoshi.web import office
from luoshi.web.cell_marks import Marks, marks
from luoshi.web.plain_text import TextError, decoded

MEMORY, SECONDS = 2 * 1024**3, 120  # address space; processor time
EXPANDED = 300 * 1024 * 1024
ROWS, COLUMNS, TABS, MERGED = 100_000, 300, 50, 200_000
SEPARATORS = "\t,;|"
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
LOCKED = "EncryptedPackage".encode("utf-16-le")
# Macros are never run and the file is handed to nobody: only its values are read.
BOOKS = (office.SHEET, "application/vnd.ms-excel.sheet.macroEnabled")
# A web page, or XML of another kind, saved under a workbook's name
PAGE = re.compile(r"<\s*(!doctype\s+html|html|head|body|table|meta|\?xml|\?mso)\b|^mime-version:", re.IGNORECASE)
NUMBER = re.compile(r"-?\d+(\.\d+)?%?")

Row = tuple[int, list[str]]  # number in the file from 1, cells from column A


class Refusal(Exception):  # noqa: N818 - a word of the house
    """`said` is what the parent is told."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.said = {"code": code, **numbers}


def unpack(source: Path, name: str, target: Path) -> None:
    """Write the rows of every tab."""
    data = source.read_bytes()
    tabs = []
    for place, (tab, hidden, rows) in enumerate(_tabs(source, data)):
        if place == TABS:
            break
        with (target / f"{place}.rows").open("w", encoding="utf-8") as file:
            count, widest = _write(rows, file)
        tabs.append({"name": tab, "hidden": hidden, "rows": count, "columns": widest})
    if not any(tab["rows"] for tab in tabs):
        raise Refusal("no_rows")
    disguised = not data.startswith((OLE, ZIP)) and name.lower().endswith((".xls", ".xlsx", ".et"))
    (target / "tabs.json").write_text(json.dumps({"tabs": tabs, "disguised": disguised}), encoding="utf-8")


def _tabs(source: Path, data: bytes) -> Iterator[tuple[str, bool, Iterable[Row]]]:
    if not data:
        raise Refusal("empty")
    if data.startswith(ZIP):
        yield from _workbook(source, _checked(data))
    elif data.startswith(OLE):
        if LOCKED in data:
            raise Refusal("protected")
        yield from _workbook(source, {})
    else:
        yield "", False, enumerate(_text_rows(data), start=1)


def _write(rows: Iterable[Row], file: Any) -> tuple[int, int]:
    """How many rows were written, and how wide the widest was."""
    count = widest = 0
    for number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count, widest = count + 1, max(widest, len(cells))
        if count > ROWS:
            raise Refusal("too_long", rows=ROWS)
        if widest > COLUMNS:
            raise Refusal("too_wide", columns=COLUMNS)
        file.write(json.dumps([number, cells], ensure_ascii=False, separators=(",", ":")) + "\n")
    return count, widest


def _checked(data: bytes) -> dict[str, Marks]:
    """What the .xlsx says of its cells beside their values. Refusal where it is no workbook."""
    try:
        with office.opened(data, most=EXPANDED) as archive:
            book = next(filter(None, (office.main_part(archive, kind) for kind in BOOKS)), None)
            if book is None:
                raise Refusal("unknown_type")
            return marks(archive, book, most=EXPANDED)
    except office.OfficeError as error:
        raise Refusal(error.code) from error


def _workbook(source: Path, marked: dict[str, Marks]) -> Iterator[tuple[str, bool, Iterable[Row]]]:
    from python_calamine import (  # a text needs none of it
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_path(str(source))
        for meta in book.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                rows = _sheet_rows(sheet, marked.get(meta.name, Marks()))
                yield meta.name, meta.visible != SheetVisibleEnum.Visible, rows
    except PasswordError as error:
        raise Refusal("protected") from error
    except CalamineError as error:
        raise Refusal("broken") from error


def _sheet_rows(sheet: Any, marked: Marks) -> Iterator[Row]:
    if sheet.start is None:
        return
    left, spread = sheet.start[1], _merged(sheet)
    for row, values in enumerate(sheet.iter_rows()):
        cells = [""] * left + [_text(value) for value in values]
        for column, text in marked.of(row):
            if column < len(cells):
                cells[column] = _percent(cells[column]) if text == "%" else text
        yield row + 1, spread(row, cells)


def _percent(text: str) -> str:
    """0.4726 under a percent format is seen as 47.26 %, and so it is read."""
    return f"{(Decimal(text) * 100).normalize():f}%" if NUMBER.fullmatch(text) else text


def _merged(sheet: Any) -> Any:
    """A function that gives merged cells the value of their first: words in every cell, a figure only downwards."""
    left, (last_row, last_column) = sheet.start[1], sheet.end
    first: dict[int, list[tuple[int, int, int]]] = {}
    held: dict[tuple[int, int], tuple[int, str]] = {}
    room = MERGED
    for (top, start), (bottom, end) in sheet.merged_cell_ranges or ():
        bottom, end = min(bottom, last_row), min(end, last_column)
        room -= max(0, bottom - top + 1) * max(0, end - start + 1)
        if room > 0 and left <= start <= end and top <= bottom:
            first.setdefault(top, []).append((bottom, start, end))

    def spread(row: int, cells: list[str]) -> list[str]:
        for bottom, start, end in first.get(row, ()):
            if start < len(cells):
                held[start, end] = (bottom, cells[start])
        for (start, end), (bottom, text) in list(held.items()):
            if row > bottom:
                del held[start, end]
                continue
            for column in range(start, min(end + 1, len(cells))):
                if column == start or not NUMBER.fullmatch(text):
                    cells[column] = cells[column] or text
        return cells

    return spread


def _text(value: Any) -> str:
    """A cell as a person would type it: fifteen digits as Excel shows, days in ISO, midnight unsaid."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _text_rows(data: bytes) -> Iterator[list[str]]:
    try:
        text = decoded(data)
    except TextError as error:
        raise Refusal(error.code) from error
    if PAGE.search(text[:4096].lstrip()):
        raise Refusal("web_page")
    csv.field_size_limit(100_000)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            yield [cell.strip().strip("\ufeff") for cell in row]
    except csv.Error as error:
        raise Refusal("broken") from error


def _separator(text: str) -> str:
    """The one that parts the first lines into most columns, equally many each."""
    lines = [line for line in text[:65_536].splitlines()[:40] if line.strip() and not line.startswith("#")]

    def columns(separator: str) -> tuple[float, float]:
        counts = [len(row) for row in csv.reader(lines, delimiter=separator)] or [1]
        middle = statistics.median(counts)
        return (sum(count == middle for count in counts) / len(counts) if middle > 1 else 0, middle)

    return max(SEPARATORS, key=columns)


def main(source: str, name: str, target: str) -> None:
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        resource.setrlimit(limit, (most, most))
    said: dict[str, Any] = {}
    try:
        unpack(Path(source), name, Path(target))
    except Refusal as refusal:
        said = refusal.said
    except MemoryError:
        said = {"code": "too_much"}
    print(json.dumps(said))  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    main(*sys.argv[1:])
