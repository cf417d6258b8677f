"""What the columns of a cascade are called, and how rows that were pasted from Excel are read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from luoshi.kinds.target import called
from luoshi.kinds.target.models import Level
from luoshi.web import heads
from luoshi.web.cells import loose
from luoshi.web.sheets import Column, Line
from luoshi.web.words import listed
from luoshi.web.workbook import Row

MOST = 2000  # rows

NAMES: dict[str, Promise] = {
    "holder": gettext_lazy("holder"),
    "level": gettext_lazy("level"),
    "superior": gettext_lazy("superior"),
    "assigned": pgettext_lazy("target", "assigned"),
    "own": gettext_lazy("own target"),
    "base": gettext_lazy("base"),
}


KNOWN = {
    "holder": called.HOLDER,
    "superior": called.SUPERIOR,
    "assigned": called.ASSIGNED,
    "own": called.OWN,
    "base": called.BASE,
}


def column_name(code: str) -> Promise:
    return NAMES[code]


@cache
def columns() -> tuple[Column, ...]:
    """The columns by the names that they bear in any language of the house."""
    return tuple(
        Column(code=code, name=name, synonyms=(*in_every_language(name), *KNOWN.get(code, ())))
        for code, name in NAMES.items()
    )


def in_every_language(words: Promise | str) -> tuple[str, ...]:
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(words))
    return tuple(dict.fromkeys(found))


@cache
def levels() -> dict[str, str]:
    """A level as anybody may write it → its code."""
    return {loose(said): level for level in Level for said in (level.value, *in_every_language(level.label))}


def lines_of(text: str) -> list[Line]:
    """The lines of a pasted table with its head, numbered as they were pasted, blank ones left out.

    Raises ValidationError where no head says which column holds the holders, and for more than MOST rows.
    """
    split = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    rows = [Row(number, cells) for number, cells in enumerate(split, 1) if any(cells)]
    if len(rows) > MOST:
        raise ValidationError(_("At most %(most)s rows can be pasted at once.") % {"most": MOST})
    if not rows:
        raise ValidationError(_("Paste the rows with their head."))
    mapping = _mapping(rows[0])
    places = {code: ord(where) - ord("A") for code, where in mapping.items()}
    above = {code: rows[0].cell(place) for code, place in places.items()}
    if "holder" not in places:
        words = _("No column of the first row is called “%(name)s”. The columns are: %(names)s.")
        raise ValidationError(words % {"name": NAMES["holder"], "names": listed(NAMES.values())})
    return [
        Line(row.number, {code: row.cell(place) for code, place in places.items()}, mapping, above) for row in rows[1:]
    ]


def _mapping(row: Row) -> dict[str, str]:
    return heads.suggested(heads.joined([row]), columns())


def pasted(rows: Sequence[Sequence[str]]) -> str:
    """Rows as one pastes them, beneath their head."""
    return "\n".join("\t".join(cells) for cells in [[str(name) for name in NAMES.values()], *rows])
