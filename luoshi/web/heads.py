"""Where a table's head stands, and which of its columns is which of a sheet's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from luoshi.web.cells import loose
from luoshi.web.sheets import Column
from luoshi.web.workbook import Row, letter

LOOKED_AT, LEVELS = 30, 3  # rows in which a head is looked for; how many of them it may take
ALIKE, EXACT, WITHIN = 0.6, 1.0, 0.8
BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")
FIGURE = re.compile(r"[-+]?[\d,.]+%?|\d{4}-\d\d-\d\d.*")


@dataclass(frozen=True)
class Head:
    """The head takes rows `first` to `last`; `names` by column from A, levels parted by " / "."""

    first: int
    last: int
    names: list[str]

    @property
    def letters(self) -> list[tuple[str, str]]:
        """(column letter, its head) of the columns that have one."""
        return [(letter(place), name) for place, name in enumerate(self.names) if name]


def found(rows: Iterable[Row], columns: Sequence[Column]) -> Head:
    """The likeliest head: the row with most known names, else the first with several different words."""
    top = [row for row, _ in zip(rows, range(LOOKED_AT), strict=False)]
    best = max(top, key=lambda row: (_known(row, columns), -row.number))
    if not _known(best, columns):
        best = next((row for row in top if _is_head_like(row)), top[0])
    place = top.index(best)
    last = place
    while last + 1 < len(top) and last - place < LEVELS - 1 and _goes_on(top[place : last + 1], top[last + 1]):
        last += 1
    return joined(top[place : last + 1])


def at(rows: Iterable[Row], first: int, last: int) -> Head:
    """The head where a person says it is."""
    taken: list[Row] = []
    for row in rows:
        if row.number > last or len(taken) == LEVELS * 2:
            break
        if row.number >= first:
            taken.append(row)
    return joined(taken) if taken else Head(first, last, [])


def joined(rows: Sequence[Row]) -> Head:
    width = max(len(row.cells) for row in rows)
    levels = [[_name(row.cell(place)) for row in rows] for place in range(width)]
    names = [" / ".join(dict.fromkeys(filter(None, level))) for level in levels]
    return Head(rows[0].number, rows[-1].number, names)


def _name(text: str) -> str:
    return " ".join(text.split())


def _is_head_like(row: Row) -> bool:
    words = {cell for cell in row.cells if cell and not FIGURE.fullmatch(cell)}
    return len(words) >= 2 and len(words) * 2 > sum(map(bool, row.cells))


def _goes_on(head: Sequence[Row], below: Row) -> bool:
    """Whether the row below still belongs to the head: it parts a name that stands over several columns, in words."""
    cells = head[-1].cells
    parted = {place for place in range(1, len(cells)) if cells[place] and cells[place] == cells[place - 1]}
    parted |= {place - 1 for place in parted}
    below_them = [below.cell(place) for place in parted]
    return any(below_them) and not any(cell and FIGURE.fullmatch(cell) for cell in below.cells)


def _known(row: Row, columns: Sequence[Column]) -> int:
    """How many of the columns stand in this row; a title over all of them is one word, not many."""
    words = {loose(cell) for cell in row.cells if cell and len(cell) < 60}
    words |= {loose(BRACKETED.sub("", cell)) for cell in row.cells if cell and len(cell) < 60}
    return sum(any(name in words for name in _names(column)) for column in columns)


def _names(column: Column) -> list[str]:
    return [loose(str(name)) for name in (column.name, column.code, *column.synonyms)]


def suggested(head: Head, columns: Sequence[Column]) -> dict[str, str]:
    """Column code → letter of the file's column, best likeness first, each column of the file once."""
    scored = sorted(
        (
            (_likeness(name, column), -order, column.code, where)
            for order, column in enumerate(columns)
            for where, name in head.letters
        ),
        reverse=True,
    )
    chosen: dict[str, str] = {}
    for score, _order, code, where in scored:
        if score >= ALIKE and code not in chosen and where not in chosen.values():
            chosen[code] = where
    return {column.code: chosen[column.code] for column in columns if column.code in chosen}


def _likeness(name: str, column: Column) -> float:
    return max(_alike(loose(said), known) for known in _names(column) for said in (name, BRACKETED.sub("", name)))


@lru_cache(maxsize=10_000)
def _alike(said: str, known: str) -> float:
    if not said or not known:
        return 0.0
    if said == known:
        return EXACT
    short, long = sorted((said, known), key=len)
    if len(short) >= 2 and short in long:
        return WITHIN * (0.75 + 0.25 * len(short) / len(long))
    return SequenceMatcher(None, said, known).ratio() * WITHIN
