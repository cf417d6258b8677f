"""What an .xlsx says of its cells beside their values: which hold an error of a formula, which are shown as per cent.

The reader gives an error as an empty cell and 47.26 % as 0.4726; both would be read as something the person never saw.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from luoshi.web import office

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
PERCENT = {"9", "10"}  # built-in formats 0% and 0.00%
FORMULA = rb"(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?"
CELL = re.compile(rb'<(?:\w+:)?c\s+r="([A-Z]{1,3})(\d{1,7})"([^>]*)>' + FORMULA + rb"(?:<(?:\w+:)?v>([^<]*)<)?")
STYLE, ERROR, WORDS = re.compile(rb'\bs="(\d+)"'), re.compile(rb'\bt="e"'), re.compile(rb'\bt="[^n]')
MOST = 500_000  # marks of one tab


@dataclass(frozen=True)
class Marks:
    """Row from 0 → (column from 0, "%" or the error such as #DIV/0!)."""

    rows: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    def of(self, row: int) -> Sequence[tuple[int, str]]:
        return self.rows.get(row, ())


def marks(archive: zipfile.ZipFile, book: str, *, most: int) -> dict[str, Marks]:
    """Tab → its marks; tabs without any are left out. `book`: name of the main part. Raises OfficeError."""
    percent = _percent_styles(archive, most)
    found = {}
    for name, part in _parts(archive, book, most).items():
        if part in archive.namelist():
            rows = _marked(office.read(archive, part, most=most), percent)
            if rows:
                found[name] = Marks(rows)
    return found


def _marked(xml: bytes, percent: set[bytes]) -> dict[int, list[tuple[int, str]]]:
    rows: dict[int, list[tuple[int, str]]] = defaultdict(list)
    if not percent and b't="e"' not in xml:
        return rows
    count = 0
    for cell in CELL.finditer(xml):
        letters, number, said, value = cell.groups()
        style = STYLE.search(said)
        error = ERROR.search(said)
        if error or (style and style[1] in percent and not WORDS.search(said)):
            text = (value or b"#ERROR!").decode("ascii", "replace") if error else "%"
            rows[int(number) - 1].append((place(letters.decode()), text))
            count += 1
            if count > MOST:
                raise office.OfficeError("zip_bomb")
    return rows


def place(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _percent_styles(archive: zipfile.ZipFile, most: int) -> set[bytes]:
    """Numbers of the cell styles that show per cent."""
    custom: set[str] = set(PERCENT)
    styles: list[str] = []
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "numFmt" and "%" in attributes.get("formatCode", ""):
            custom.add(attributes.get("numFmtId", ""))
        elif local == "xf" and path[-1:] == ["cellXfs"]:
            styles.append(attributes.get("numFmtId", ""))
        path.append(local)

    def end(_name: str) -> None:
        path.pop()

    if "xl/styles.xml" in archive.namelist():
        office.parse(office.read(archive, "xl/styles.xml", most=most), start=start, end=end)
    return {str(number).encode() for number, code in enumerate(styles) if code in custom}


def _parts(archive: zipfile.ZipFile, book: str, most: int) -> dict[str, str]:
    """Tab → its part in the zip."""
    folder, name = posixpath.split(book)
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    if book not in archive.namelist() or relations not in archive.namelist():
        return {}
    targets: dict[str, str] = {}
    tabs: dict[str, str] = {}

    def relation(_name: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"

    def tab(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == "sheet" and RELATION in attributes:
            tabs[attributes.get("name", "")] = targets.get(attributes[RELATION], "")

    office.parse(office.read(archive, relations, most=most), start=relation)
    office.parse(office.read(archive, book, most=most), start=tab)
    return tabs
