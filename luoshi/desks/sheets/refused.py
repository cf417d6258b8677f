"""The refused rows of an upload as Excel: as they were brought, with the reason beside each, to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import IO

from django.db.models import Count
from django.utils.translation import gettext as _

from luoshi.desks.models import Upload, UploadLine
from luoshi.desks.sheets.ground import folder
from luoshi.desks.sheets.reading import head
from luoshi.web import workbook
from luoshi.web.export import stream

WIDTH, WIDE = 16, 60
CAUSES = 8


def refused_rows(upload: Upload) -> IO[bytes]:
    """The rows in their order, each once."""
    names = head(upload).names
    return stream(
        [*names, _("Row"), _("Why refused")],
        _rows(upload, len(names)),
        name=_("Refused rows"),
        widths=[*(WIDTH for _name in names), WIDTH, WIDE],
    )


def _rows(upload: Upload, width: int) -> Iterator[list[str | int]]:
    lines = upload.lines.filter(state=UploadLine.State.REFUSED).order_by("number", "place")
    wanted = groupby(lines.iterator(), key=attrgetter("number"))
    rows = workbook.rows(folder(upload), upload.tab)
    for number, refused in wanted:
        why = "；".join(dict.fromkeys(text for line in refused for text in sentences(line)))
        row = next(row for row in rows if row.number == number)
        yield [*(row.cell(place) for place in range(width)), number, why]


def sentences(line: UploadLine) -> list[str]:
    """Why a line was refused, each with its place in the file."""
    return [_cause(f"{letter}{line.number}" if letter else "", name, why) for letter, name, why in line.reasons]


def causes(upload: Upload) -> list[tuple[int, str]]:
    """The commonest causes of refusal, each with how many lines it refused."""
    lines = upload.lines.filter(state=UploadLine.State.REFUSED).order_by()
    counted = lines.values_list("reasons").annotate(lines=Count("pk")).order_by("-lines")[:CAUSES]
    return [(count, "；".join(_cause(*reason) for reason in reasons)) for reasons, count in counted]


def _cause(letter: str, name: str, why: str) -> str:
    return " ".join(filter(None, (letter, name and f"{name}:", why)))
