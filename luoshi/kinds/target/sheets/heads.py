"""The head of a published table: which indicator it names, which of its figures, and in what it is counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from luoshi.engine.quantity import MONEY
from luoshi.kinds.target import called
from luoshi.kinds.target.counted import BRACKETED, plain_label
from luoshi.kinds.target.models import Indicator
from luoshi.web.cells import loose

Part = Literal["level", "growth", "goal"]

PARTED = re.compile(rf"^(?P<name>.+?)[_/:,;\s]+(?:{called.COUNTED_IN}\s*:?\s*)?(?P<label>[^_/:,;\s]+)$")
WORDS: dict[Part, frozenset[str]] = {
    "level": frozenset(map(loose, called.LEVEL)),
    "growth": frozenset(map(loose, called.GROWTH)),
    "goal": frozenset(map(loose, called.GOAL)),
}


@dataclass(frozen=True)
class Meant:
    """An indicator, the part of a reading that the cells hold, and the unit of measure said there; "" for none."""

    indicator: Indicator
    part: Part
    label: str


class Heads:
    """Heads read against the indicators that are defined. A name counts without spaces and signs."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self.named: dict[str, Indicator] = {}
        self.labels = {*MONEY, "%"}
        for indicator in indicators:
            self.named[loose(indicator.name)] = indicator
            self.labels.add(indicator.unit_label)

    def meant(self, head: str) -> Meant | None:
        """None where no indicator is called so."""
        text = unicodedata.normalize("NFKC", head).strip()
        if found := self._named(text, ""):
            return found
        if (split := BRACKETED.match(text)) and (found := self._named(split["name"], plain_label(split["label"]))):
            return found
        split = PARTED.match(text)
        if split and plain_label(split["label"]) in self.labels:
            return self._named(split["name"], plain_label(split["label"]))
        return None

    def _named(self, text: str, label: str) -> Meant | None:
        name = loose(text)
        if name in self.named:
            return Meant(self.named[name], "level", label)
        for part, words in WORDS.items():
            for word in sorted(words, key=len, reverse=True):
                if name.endswith(word) and name.removesuffix(word) in self.named:
                    return Meant(self.named[name.removesuffix(word)], part, label)
        return None
