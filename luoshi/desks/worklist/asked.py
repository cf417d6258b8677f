"""What the address asks of the work list: filters, order, columns and page; what could not be read is kept by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F, OrderBy, Q
from django.http import QueryDict

from luoshi.desks.worklist.columns import COLUMNS, Column, offered
from luoshi.desks.worklist.filters import FILTERS, Filter
from luoshi.desks.worklist.ground import Ground

ORDERS = ("due", "deviation", "code")
FIRST_ORDER = "due"
OTHERS = {"sort", "col", "page", "head"}
SAID = 40  # characters of an unreadable value that are said back


@dataclass
class Asked:
    """A readable question: `chosen` filters with their values, `order` (one of ORDERS, with "-" from the far end)."""

    ground: Ground
    chosen: list[tuple[Filter, list[str]]] = field(default_factory=list)
    columns: Sequence[Column] = ()
    order: str = FIRST_ORDER
    ignored: list[str] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        return next((values for one, values in self.chosen if one.name == name), [])

    @property
    def condition(self) -> Q:
        """Open matters that pass every filter; `state` asks for closed ones."""
        found = Q() if self.values("state") else Q(closed_on=None)
        for one, values in self.chosen:
            found &= one.condition(values, self.ground)
        return found

    @property
    def tallied(self) -> dict[str, list[str]] | None:
        """The same question to the tallies; None where they cannot answer it for this reader."""
        if not self.ground.whole or any(not one.tally for one, _ in self.chosen):
            return None
        return {one.tally: values for one, values in self.chosen}

    @property
    def wide(self) -> bool:
        """Whether there are more columns than a screen holds."""
        return len(self.columns) > len([column for column in COLUMNS if column.usual])

    def ordering(self) -> list[str | OrderBy]:
        """The order for a query; matters without a figure come last in either direction."""
        name, backward = self.order.removeprefix("-"), self.order.startswith("-")
        sign = "-" if backward else ""
        number, key = ("number", "pk") if self.ground.now.head is None else ("matter__number", "matter_id")
        if name == "code":
            return [f"{sign}kind", f"{sign}{number}"]
        by = F(name).desc(nulls_last=True) if backward else F(name).asc(nulls_last=True)
        return [f"{sign}due" if name == "due" else by, f"{sign}{key}"]


def read(query: QueryDict, ground: Ground) -> Asked:
    """Read the address. Nothing in it is an error: what cannot be read is left out and named in `ignored`."""
    asked = Asked(ground)
    for one in FILTERS:
        given = [value.strip() for value in query.getlist(one.name) if value.strip()]
        good = [value for value in dict.fromkeys(given) if one.takes(value, ground)]
        asked.ignored += [_named(one.name, value) for value in given if value not in good]
        if good:
            asked.chosen.append((one, good))
    known = {one.name for one in FILTERS} | OTHERS
    asked.ignored += [_named(name, query.get(name, "")) for name in query if name not in known]
    _read_order(query, asked)
    _read_columns(query, asked)
    return asked


def _read_order(query: QueryDict, asked: Asked) -> None:
    order = query.get("sort", "")
    if order.removeprefix("-") in ORDERS:
        asked.order = order
    elif order:
        asked.ignored.append(_named("sort", order))


def _read_columns(query: QueryDict, asked: Asked) -> None:
    given = query.getlist("col")
    options = offered(asked.ground.now.head)
    asked.ignored += [_named("col", code) for code in given if code and code not in {column.code for column in COLUMNS}]
    chosen = [c for c in options if c.always or (c.code in given if any(given) else c.usual)]
    asked.columns = chosen


def _named(name: str, value: str) -> str:
    said = "".join(letter if letter.isprintable() else "�" for letter in value)
    return f"{name[:SAID]}={said[:SAID]}"
