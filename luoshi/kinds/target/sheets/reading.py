"""Cells as stored figures, and why a line cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from luoshi.core.matters.typed import quantity
from luoshi.core.organisation.models import Person
from luoshi.kinds.target.counted import beneath
from luoshi.web.sheets import Change, Line


def assigns_everywhere(person: Person) -> bool:
    """Whether they assign over the district whose pages they see, which is that of their first post."""
    return bool(person.posts_held) and person.posts_held[0].unit.region_path in person.reach("assign")


@dataclass
class Cells:
    """A line while it is judged: `reasons` grow; without one, `change` says what it would do."""

    line: Line
    subject: str = ""
    reasons: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, column: str, why: Any) -> None:
        self.reasons.append((column, str(why)))

    def figure(self, column: str, label: str, *, signed: bool = False, said: bool = False) -> int | None:
        """The column's figure in `label` as stored; None where nothing stands there, or it is refused.

        Where the row itself `said` the label, it goes before what the column's head says.
        """
        text = self.line[column]
        if not text:
            return None
        try:
            return quantity(text, label if said else beneath(self.line, column, label), signed=signed)
        except ValidationError as error:
            self.refuse(column, " ".join(error.messages))
        return None

    def take(self, act: Callable[[], Mapping[str, Any]], columns: Mapping[str, str]) -> None:
        """Refuse what `act` finds wrong by field, each at the column of that field."""
        for name, why in act().items():
            self.refuse(columns.get(name, name), why)

    def refused(self) -> Change:
        return Change(number=self.line.number, state="refused", subject=self.subject, reasons=tuple(self.reasons))


class Once:
    """What stood in the file already, by what it is about: the same thing twice is refused."""

    def __init__(self) -> None:
        self.rows: dict[Any, int] = {}

    def again(self, key: Any, number: int) -> str:
        """Why not, where it stood before; else it stands from now on."""
        first = self.rows.setdefault(key, number)
        told = _("This stands in row %(number)s already. Keep one of the two.")
        return "" if first == number else told % {"number": first}


def messages(error: ValidationError) -> str:
    return " ".join(error.messages)
