"""Who holds a share of a cascade, by whatever name a table calls them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from luoshi.core.organisation.models import Unit
from luoshi.core.organisation.queries import names_of_units, units_under
from luoshi.kinds.target.models import Level
from luoshi.web.cells import loose


class Holders:
    """The district and its units by code, name and alias: three queries, asked once."""

    def __init__(self, region: Unit) -> None:
        self.region = region
        self.units = {unit.code: unit for unit in units_under([region.path]).order_by("path")}
        self._names = names_of_units([region.path])

    @cached_property
    def _by_name(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            for name in {loose(said) for said in (unit.code, *self._names[unit.pk])}:
                found.setdefault(name, []).append(unit)
        return found

    def called(self, text: str) -> list[Unit]:
        """The units that are called so; more than one where a name is ambiguous."""
        return self._by_name.get(loose(text), [])

    def name(self, holder: str) -> str:
        """How a holder is called: a unit by its name, a superior by the name that is its key."""
        return self.units[holder].name if holder in self.units else holder

    def level(self, unit: Unit) -> str:
        return Level.DISTRICT if unit.path == self.region.path else Level.UNIT

    def within(self, paths: Iterable[str]) -> set[str]:
        """Codes of the units beneath these paths."""
        return {code for code, unit in self.units.items() if unit.path.startswith(tuple(paths))}
