"""The units of a district by every name they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from luoshi.core.ledger.actions.who import named
from luoshi.core.organisation.models import Unit
from luoshi.core.organisation.queries import names_of_units, units_under
from luoshi.engine.gazetteer import Gazetteer

BETWEEN_NAMES = re.compile(r"[、，,；;\n\t]+")


class Roll:
    """Three queries, asked once: for the reading of minutes, for what people type, and for what pages
    show.
    """

    def __init__(self, region: Unit) -> None:
        self.units: list[Unit] = list(units_under([region.path]).order_by("path"))
        self.by_code = {unit.code: unit for unit in self.units}
        self._names = names_of_units([region.path])

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer({unit.code: self._names[unit.pk] for unit in self.units})

    @cached_property
    def _by_name(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            for name in dict.fromkeys(self._names[unit.pk]):
                found.setdefault(name, []).append(unit)
        return found

    def match(self, phrases: Iterable[str]) -> list[dict[str, str]]:
        """The units that phrases of the minutes name, as facts hold them, each once."""
        codes = [code for phrase in phrases for code in self._gazetteer.match(phrase)]
        return [named(self.by_code[code]) for code in dict.fromkeys(codes)]

    def called(self, text: str) -> tuple[list[Unit], list[str]]:
        """Units whose names somebody typed, separated by 、 or commas, and the names that are nobody's or
        several units'.
        """
        found: list[Unit] = []
        unknown: list[str] = []
        for name in dict.fromkeys(part.strip() for part in BETWEEN_NAMES.split(text) if part.strip()):
            units = self._by_name.get(name, [])
            if len(units) == 1:
                found.append(units[0])
            else:
                unknown.append(name)
        return list(dict.fromkeys(found)), unknown

    def names(self, codes: Sequence[str]) -> str:
        """Names of units as people type and read them."""
        return "、".join(self.by_code[code].name for code in codes if code in self.by_code)

    def of_kind(self, kinds: Iterable[str]) -> list[Unit]:
        wanted = set(kinds)
        return [unit for unit in self.units if unit.kind in wanted]
