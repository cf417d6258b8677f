"""A sheet that takes any yearbook's table: units in rows, indicators in columns. It writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from luoshi.web.sheets import Change, Column, Line, Sheet


class Yearbook(Sheet):
    """Every cell is a line of its own."""

    code, name, question = "yearbook", "Yearbook", "What did others publish?"
    unfolds = ("indicator", "value")
    columns = (
        Column(code="unit", name="Unit", required=True, synonyms=("城市", "地区", "region", "Country")),
        Column(code="period", name="Period", kind="period", synonyms=("年份", "period")),
        Column(code="indicator", name="Indicator", required=True),
        Column(code="value", name="Value", kind="number", required=True),
    )

    def may(self, person: Any) -> bool:
        return True

    def compare(self, lines: Iterable[Line], *, person: Any, ground: Any) -> Iterator[Change]:
        for line in lines:
            shown = [(line["indicator"], "", line["value"])]
            yield Change(number=line.number, state="new", subject=f"{line['unit']} {line['period']}", shown=shown)

    def apply(self, payloads: Sequence[Mapping[str, Any]], *, person: Any, ground: Any, reason: str) -> int:
        return 0


SHEETS = (Yearbook(),)
