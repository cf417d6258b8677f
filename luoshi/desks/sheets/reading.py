"""The lines of an upload: its rows by the columns they were mapped to, every value read by its column's kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from luoshi.desks.models import Upload
from luoshi.desks.sheets.ground import folder, ground
from luoshi.web import cells, heads, workbook
from luoshi.web.sheets import Cell, Column, Line, Sheet

MOST = 200_000  # lines of one upload; a wide table has one a cell


class TooMany(Exception):  # noqa: N818 - a word of the house
    """The table has more than MOST values."""


@dataclass(frozen=True)
class Read:
    """A line with its values read, and why it cannot be taken: (column code, why)."""

    line: Line
    raw: Mapping[str, str]
    reasons: Sequence[tuple[str, str]]


def choices(upload: Upload, sheet: Sheet) -> dict[str, Sequence[str]]:
    """What each choice column offers this person here."""
    here = ground(upload)
    return {
        column.code: sheet.choices(column, person=upload.person, ground=here)
        for column in sheet.columns
        if column.kind == "choice"
    }


def head(upload: Upload) -> heads.Head:
    return heads.at(workbook.rows(folder(upload), upload.tab), upload.first, upload.last)


def lines(upload: Upload, sheet: Sheet) -> Iterator[Read]:
    """Every line of the upload, as a stream. Raises TooMany."""
    offered = choices(upload, sheet)
    for count, line in enumerate(raw(upload, sheet)):
        if count >= MOST:
            raise TooMany
        yield checked(line, sheet.columns, offered)


def raw(upload: Upload, sheet: Sheet) -> Iterator[Line]:
    """The lines before their values are read; rows without anything in their columns are left out."""
    above = head(upload)
    names = dict(above.letters)
    places = {workbook.letter(place): place for place in range(len(above.names))}
    columns, values = upload.mapping.get("columns", {}), upload.mapping.get("values", {})
    others = [(letter, places[letter]) for letter in upload.mapping.get("others", ()) if letter in places]
    spoken = {code: names[letter] for code, letter in columns.items() if letter in names}
    for row in workbook.rows(folder(upload), upload.tab):
        if row.number <= upload.last:
            continue
        said = {code: row.cell(places[letter]) for code, letter in columns.items() if letter in places}
        if not any(said.values()):
            continue
        line = Line(row.number, {**values, **said}, dict(columns), spoken)
        if not others:
            yield line
            continue
        rest = (Cell(letter, names.get(letter, letter), row.cell(place)) for letter, place in others)
        yield from sheet.unfold(line, list(rest))


def checked(line: Line, columns: Sequence[Column], offered: Mapping[str, Sequence[str]]) -> Read:
    values, reasons = {}, []
    for column in columns:
        try:
            value = cells.read(line[column.code], column.kind, offered.get(column.code, ()))
            if not value and column.required:
                raise cells.Unfit("missing")
            values[column.code] = value
        except cells.Unfit as unfit:
            reasons.append((column.code, str(unfit)))
    return Read(Line(line.number, values, line.where, line.heads), line.values, reasons)
