"""What every fact of the ledger is; `facts` lists them."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, dataclass_transform

from django.utils.functional import Promise

from luoshi.web.words import listed, month

ENDLESS = re.compile(r"(?<=[.。])\s*—$")


@dataclass_transform(frozen_default=True, kw_only_default=True)
@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact; subclasses are past participles, and frozen dataclasses. `sentence` is filled from their own fields."""

    subject: str
    sentence: ClassVar[Promise]

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)

    def describe(self) -> str:
        """The sentence in the reader's language, from nothing but the fact itself."""
        told = {name: month(value) if name == "period" else _shown(value) for name, value in self.told().items()}
        # A sentence may end with what was said; where nothing was, it ends before that.
        return ENDLESS.sub("", str(self.sentence) % told).strip()

    def told(self) -> dict[str, Any]:
        """What fills the sentence; a fact whose data are codes puts their names here."""
        return self.data()

    def data(self) -> dict[str, Any]:
        return asdict(self)


def _shown(value: Any) -> str:
    if value in (None, "", []):
        return "—"
    if isinstance(value, list):
        return listed(_shown(part) for part in value)
    if isinstance(value, dict):
        return str(value.get("shown") or value.get("name") or listed(_shown(part) for part in value.values()))
    return str(value)
