"""The cascade as its page shows it: a line a holder, and under each superior the arithmetic of what it handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.engine.cascade import Down
from luoshi.engine.quantity import plain, show
from luoshi.kinds.target import words
from luoshi.kinds.target.heads import pasted
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.holding import Held, Place, Tree, tree
from luoshi.kinds.target.models import Indicator, Level


@dataclass(frozen=True)
class Part:
    """What one holder was assigned, within its superior's arithmetic; "" where nothing was."""

    name: str
    anchor: str
    amount: str


@dataclass(frozen=True)
class Shown:
    """A holder in words. `tight`: what it added makes its target tighter. `parts` is None where nobody is beneath.

    `outside`: a superior of the district, of whose other shares nothing is known here.
    """

    place: Place
    number: int
    level: str
    superior: str
    assigned: str
    own: str
    base: str
    uplift: str
    tight: bool
    total: str
    parts: Sequence[Part] | None
    handed_on: str
    outside: bool
    adds: bool
    sums: bool | None
    without_base: Sequence[str]
    unassigned: Sequence[str]

    @property
    def held(self) -> Held:
        return self.place.held

    @property
    def tells(self) -> bool:
        """Whether there is something to say of what it handed on."""
        return self.parts is not None and (self.adds or bool(self.handed_on) or not self.outside)

    @property
    def anchor(self) -> str:
        return f"h{self.number}"


@dataclass(frozen=True)
class Page:
    lines: Sequence[Shown]
    problems: Sequence[str]
    levels: Sequence[tuple[str, str]]
    whole: bool
    adds: bool


def page_of(rows: Sequence[Held], indicator: Indicator, holders: Holders, *, whole: bool = True) -> Page:
    """`whole`: all rows are there. Of a branch no sums are shown: they would tell what others hold."""
    found = tree(rows, indicator)
    numbers = {place.held.row.holder: number for number, place in enumerate(found.places, 1)}
    told = _Telling(found, indicator, holders, numbers, whole)
    amounts = words.Amounts(indicator)
    problems = [words.problem(problem, holders) for problem in found.problems] if whole else []
    levels = [(str(Level(code).label), said) for code, said in words.levels(found.arithmetic, amounts)] if whole else []
    return Page([told.line(place) for place in found.places], problems, levels, whole, indicator.adds)


@dataclass(frozen=True)
class _Telling:
    tree: Tree
    indicator: Indicator
    holders: Holders
    numbers: dict[str, int]
    whole: bool

    def line(self, place: Place) -> Shown:
        row, line, amounts = place.held.row, place.line, words.Amounts(self.indicator)
        down = place.down if self.whole else None
        return Shown(
            place=place, number=self.numbers[row.holder],
            level=str(Level(row.level).label) if row.level in Level.values else row.level,
            superior=self.holders.name(row.superior) if row.superior else "",
            assigned=self._plain(row.assigned), own=self._plain(row.own), base=self._base(row.base),
            uplift=amounts.uplift(line), tight=amounts.adds(line.uplift),
            total=amounts.total(line) if self.whole and place.depth > 1 else "",
            parts=self._parts(row.holder) if down else None,
            outside=row.holder not in self.holders.units, adds=self.indicator.adds,
            handed_on=self._handed_on(row.holder, down) if down else "",
            sums=down.sums if down else None,
            without_base=[self.holders.name(key) for key in down.without_base] if down else (),
            unassigned=[self.holders.name(key) for key in down.unassigned] if down else (),
        )

    def _plain(self, stored: int | None) -> str:
        return "" if stored is None else words.Amounts(self.indicator).plain(stored)

    def _handed_on(self, holder: str, down: Down) -> str:
        """Of a superior outside the district only its share for this one is known: what is left there is not."""
        if holder not in self.holders.units and (down.unallotted or down.implied is not None):
            return ""
        return words.Amounts(self.indicator).handed_on(down)

    def _base(self, stored: int | None) -> str:
        return "" if stored is None else show(stored, self.indicator.base_label)

    def _parts(self, holder: str) -> list[Part]:
        beneath = [place.held.row for place in self.tree.beneath(holder)]
        return [Part(row.name, f"h{self.numbers[row.holder]}", self._plain(row.assigned)) for row in beneath]


def sheet_text(rows: Sequence[Held], indicator: Indicator, holders: Holders) -> str:
    """The rows as one corrects them: in the order of the tree, beneath their head."""
    label = indicator.unit_label
    cells = []
    for place in tree(rows, indicator).places:
        row = place.held.row
        said = ((row.assigned, label), (row.own, label), (row.base, indicator.base_label))
        figures = ["" if value is None else plain(value, counted_in) for value, counted_in in said]
        superior = holders.name(row.superior) if row.superior else ""
        cells.append([row.name, str(Level(row.level).label), superior, *figures])
    return pasted(cells)
