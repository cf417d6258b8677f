"""A table that somebody uploads, as plain rows on disk: any .xlsx, .xls, .csv or .tsv, judged by its content."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from luoshi.web.filecheck import Readable

LIMIT = 20 * 1024 * 1024
SECONDS = 180
CHUNK = 1024 * 1024
ENDINGS = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "xls"}  # else text
ROOT = Path(__file__).resolve().parents[2]

MESSAGES = {
    "empty": _("The file is empty. Choose another one."),
    "too_large": _("The file is larger than %(megabytes)s MB. Split it, or leave out pictures and other tabs."),
    "too_long": _("A tab has more than %(rows)s rows. Split it into several files."),
    "too_wide": _("A tab has more than %(columns)s columns. Leave out those that are not needed."),
    "too_much": _("The file unpacks to more than can be read. Copy the rows into a new workbook and save it as .xlsx."),
    "zip_bomb": _("The file unpacks to more than can be read. Copy the rows into a new workbook and save it as .xlsx."),
    "no_rows": _("There is no row in this file. Choose another one."),
    "web_page": _(
        "This is a web page that is only called a workbook. Open it in Excel or WPS, save it as .xlsx, and choose that."
    ),
    "protected": _("The workbook is protected by a password. Take the password off, save it and choose it again."),
    "unknown_type": _("This is no table. Bring an .xlsx or .xls workbook, or text as .csv or .tsv."),
    "binary": _("This is no table. Bring an .xlsx or .xls workbook, or text as .csv or .tsv."),
    "encoding": _("The encoding of this text is not known. Save it as UTF-8, or as .xlsx, and choose it again."),
    "broken": _("The file is damaged. Open it in Excel or WPS, save it as a new .xlsx and choose that."),
}


class TableError(Exception):
    """`code` is a key of MESSAGES; `MESSAGES[code] % numbers` is what a person is told."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers

    def __str__(self) -> str:
        return str(MESSAGES[self.code] % self.numbers)


@dataclass(frozen=True)
class Tab:
    """A sheet of the workbook: `rows` that are not blank, `columns` of the widest."""

    name: str
    hidden: bool
    rows: int
    columns: int


@dataclass(frozen=True)
class Row:
    """A row's number in the file, from 1, and its cells as text, from column A; blank ones at its end are left out."""

    number: int
    cells: list[str]

    def cell(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""


def unpack(data: Readable, name: str, folder: Path) -> list[Tab]:
    """Keep the file in `folder` (made here, nobody else's) and its rows beside it. Raises TableError.

    Numbers come as Excel shows them to fifteen digits, per cents with their sign, days as 2026-08-31, errors of
    formulas as themselves (#DIV/0!), merged cells filled.
    """
    folder.mkdir(mode=0o700, parents=True)
    draft = folder / "original"
    _keep(data, draft)
    with draft.open("rb") as file:
        source = draft.with_suffix("." + ENDINGS.get(file.read(4), "txt"))
    draft.rename(source)
    _read(source, name, folder)
    return tabs(folder)


def _keep(data: Readable, path: Path) -> None:
    data.seek(0)
    size = 0
    with path.open("wb") as file:
        while chunk := data.read(CHUNK):
            size += len(chunk)
            if size > LIMIT:
                raise TableError("too_large", megabytes=LIMIT // 1024**2)
            file.write(chunk)


def _read(source: Path, name: str, folder: Path) -> None:
    words = [sys.executable, "-m", "luoshi.web.unpacking", str(source), name, str(folder)]
    try:
        done = subprocess.run(
            words, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TableError("too_much") from error
    if done.returncode < 0:  # stopped by its limits, or by native code that gave up for want of memory
        raise TableError("too_much")
    try:
        said = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError) as error:
        raise TableError("broken") from error
    if said:
        raise TableError(said.pop("code"), **said)


def tabs(folder: Path) -> list[Tab]:
    return [Tab(**tab) for tab in _told(folder)["tabs"]]


def disguised(folder: Path) -> bool:
    """Whether plain text was called .xls."""
    return bool(_told(folder)["disguised"])


def _told(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "tabs.json").read_text(encoding="utf-8"))


def rows(folder: Path, tab: int) -> Iterator[Row]:
    """The rows of a tab that are not blank, as a stream."""
    with (folder / f"{tab}.rows").open(encoding="utf-8") as file:
        for line in file:
            yield Row(*json.loads(line))


def letter(place: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
