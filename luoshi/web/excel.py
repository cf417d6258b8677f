"""The table of a page as an Excel file: every row of what was asked, and above them what, when and which it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Protocol

from django.http import FileResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from luoshi.web.export import EXCEL, Value, stream

HELD = 1_048_576  # rows of a sheet, as Excel has them
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # in the name of a file


class Shown(Protocol):
    """The entry that a page was computed from; `at` None before the first."""

    @property
    def seq(self) -> int: ...
    @property
    def hash(self) -> str: ...
    @property
    def at(self) -> dt.datetime | None: ...


class AsOf(Protocol):
    """Where and as of when a page speaks."""

    @property
    def place(self) -> str: ...
    @property
    def day(self) -> dt.date: ...
    @property
    def shown(self) -> Shown: ...


@dataclass(frozen=True)
class Column:
    """`value` gives a row's text, day, or number in the unit that the head names; None leaves the cell empty."""

    head: str
    value: Callable[[Any], Value]
    width: float = 12


def excel(
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    *,
    now: AsOf,
    chips: Iterable[Mapping[str, str]] = (),
    unfiltered: str = "",
) -> FileResponse:
    """The answer with the file. `rows` are asked for one by one; `chips` are the filters as the page names them, and
    `unfiltered` is said where there are none.
    """
    filters = "；".join(f"{chip['name']} {chip['text']}" for chip in chips) or unfiltered or _("none")
    above = [f"{now.place} {name}", _as_of(now.shown), _("Filters: %(filters)s") % {"filters": filters}]
    values = [column.value for column in columns]
    cells = iter([value(row) for value in values] for row in rows)
    held = chain(islice(cells, HELD - len(above) - 2), _rest(cells, len(columns)))
    heads, widths = [column.head for column in columns], [column.width for column in columns]
    file = stream(heads, held, name=name, above=above, widths=widths)
    return FileResponse(file, as_attachment=True, filename=file_name(name, now), content_type=EXCEL)


def file_name(name: str, now: AsOf) -> str:
    """What, where, as of which day and entry."""
    said = {"name": name, "place": now.place, "day": now.day.isoformat(), "seq": now.shown.seq}
    return UNFIT.sub("", _("%(name)s %(place)s %(day)s entry %(seq)s.xlsx") % said)


def _as_of(shown: Shown) -> str:
    at = formats.date_format(timezone.localtime(shown.at), "Y-m-d H:i") if shown.at else ""
    said = {"when": at, "seq": f"{shown.seq:,}", "hash": shown.hash}
    return _("As of %(when)s, entry %(seq)s of the ledger, hash %(hash)s") % said


def _rest(cells: Iterator[Sequence[Value]], columns: int) -> Iterator[Sequence[Value]]:
    """One line in place of the rows that no sheet holds."""
    if next(cells, None) is not None:
        yield [_("There are more rows than a sheet holds: narrow the filters."), *[None] * (columns - 1)]
